"""Statements that are executed with plain tuples: parameters by position, written for the dialect at hand."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Dialect, Table


def insert_rows(table: Table, dialect: Dialect) -> str:
    """Return an insert of every column of a table, in the order in which the table declares them."""
    return _insert(table, dialect.paramstyle)


def add_turnovers(table: Table, dialect: Dialect) -> str:
    """Return a statement that adds (position, month, debit, credit) to the turnovers."""
    return _insert(table, dialect.paramstyle) + (
        " ON CONFLICT (position_id, month) DO UPDATE"
        " SET debit = turnover.debit + excluded.debit, credit = turnover.credit + excluded.credit"
    )


@cache
def _insert(table: Table, paramstyle: str) -> str:
    marker = "?" if paramstyle == "qmark" else "%s"
    names = ", ".join(f'"{column.name}"' for column in table.c)
    return f'INSERT INTO "{table.name}" ({names}) VALUES ({", ".join([marker] * len(table.c))})'
