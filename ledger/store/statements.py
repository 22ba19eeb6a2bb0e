"""Statements written as text and executed with plain tuples, for what every act needs.

SQLAlchemy takes longer to build an expression than SQLite to run it, so the few statements of the writing path
are texts; everything else is built from the tables. Parameters are by position and written ``?``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy.exc import DBAPIError

from ledger.store.engine import SQLITE

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table
    from sqlalchemy.engine.interfaces import DBAPICursor

_IN_ONE_LIST: Final = 500
_IN_ONE_INSERT: Final = 100
"""Rows of one insert: beginning and ending a statement costs SQLite as much as a row does."""

# SQLite's driver looks for an adapter of every value that is neither number nor text, and takes longer to find
# that there is none than to insert the row; these hand the value back as it is.
SQLITE.register_adapter(bytes, bytes)
SQLITE.register_adapter(type(None), lambda nothing: nothing)


def execute(connection: Connection, statement: str, parameters: Sequence[Any] = ()) -> DBAPICursor:
    """Execute a text and return the driver's cursor.

    :raises sqlalchemy.exc.DBAPIError: as every statement does that SQLAlchemy executes itself.
    """
    if not connection.in_transaction():
        connection.begin()
    dialect = connection.dialect
    cursor = connection.connection.cursor()
    try:
        cursor.execute(_in_words_of(dialect.paramstyle, statement), parameters)
    except dialect.loaded_dbapi.Error as error:
        raise DBAPIError.instance(statement, parameters, error, dialect.loaded_dbapi.Error, dialect=dialect) from error
    return cursor


def rows(connection: Connection, statement: str, parameters: tuple[Any, ...] = ()) -> list[Any]:
    """Return what a text selects as plain tuples of the driver."""
    return list(execute(connection, statement, parameters).fetchall())


def insert(connection: Connection, table: Table, new: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows that hold every column of a table in the order in which the table declares them."""
    for first in range(0, len(new), _IN_ONE_INSERT):
        part = new[first : first + _IN_ONE_INSERT]
        execute(connection, _insert(table, len(part)), tuple(chain.from_iterable(part)))


def markers(count: int) -> str:
    """Return the places of so many parameters."""
    return ", ".join("?" * count)


def lists(values: Iterable[int]) -> Iterator[tuple[int, ...]]:
    """Cut values into lists that fit behind one ``IN``."""
    iterator = iter(values)
    while part := tuple(islice(iterator, _IN_ONE_LIST)):
        yield part


@lru_cache(maxsize=2 * _IN_ONE_INSERT)
def _insert(table: Table, count: int) -> str:
    names = ", ".join(f'"{column.name}"' for column in table.c)
    row = f"({markers(len(table.c))})"
    return f'INSERT INTO "{table.name}" ({names}) VALUES {", ".join([row] * count)}'


@lru_cache(maxsize=2 * _IN_ONE_INSERT)
def _in_words_of(paramstyle: str, statement: str) -> str:
    return statement if paramstyle == "qmark" else statement.replace("?", "%s")
