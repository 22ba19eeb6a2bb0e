"""The rows of a whole book carried into an empty one on either engine: the log is the same to the byte."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from ledger.store import schema, tables, triggers
from ledger.store.office_tables import OFFICE, draft_paper
from ledger.store.statements import insert

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

_ROWS: Final = 5_000
_ROWS_OF: Final = {tables.evidence: 1, draft_paper: 1}
"""Papers are large: one at a time."""
# A table comes after those that its rows refer to.
_ORDER: Final = (
    *(tables.rule_book, *tables.NAMES),
    tables.journal,
    tables.movement,
    tables.registration,
    tables.evidence,
    *tables.DERIVED,
    *OFFICE,
)


def fill_empty_book(source: Connection, target: Connection, *, progress: Callable[[int], None]) -> None:
    """Create the newest schema in an empty database and copy every row of a book into it.

    Nothing is committed. References are checked by the database before this returns.

    :param progress: told from time to time how many rows have been copied.
    """
    schema.upgrade(target)
    triggers.drop(target)
    copied = 0
    for table in _ORDER:
        together = {"yield_per": _ROWS_OF.get(table, _ROWS)}
        rows = source.execute(select(table).order_by(*table.primary_key), execution_options=together)
        for part in rows.partitions():
            insert(target, table, [tuple(row) for row in part])
            copied += len(part)
            progress(copied)
    if target.dialect.name == "postgresql":
        # No trigger can be created on a table whose deferred references are still to be looked at.
        target.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
    triggers.recreate(target)
