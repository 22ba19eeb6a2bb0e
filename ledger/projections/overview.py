"""A book at a glance: the head of its log, and which accounts have been opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from ledger.errors import Unavailable, say
from ledger.store.tables import account, head

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class LogHead:
    """How many acts the journal holds, and the root of its Merkle tree."""

    size: int
    root: bytes


def log_head(connection: Connection) -> LogHead:
    """Return the head of the log.

    :raises Unavailable: ``journal.head``, the book has none.
    """
    row = connection.execute(select(head.c.size, head.c.root)).one_or_none()
    if row is None:
        raise Unavailable(say("账簿没有日志头；请运行 permit-ledger verify"), code="journal.head")
    return LogHead(size=row.size, root=row.root)


def accounts_per_line(connection: Connection, *, area: str | None = None) -> Mapping[str, int]:
    """Return how many accounts are opened under each line of the chart that has any, in one area or in all of them."""
    statement = select(account.c.chart, func.count()).group_by(account.c.chart)
    rows = connection.execute(statement if area is None else statement.where(account.c.area == area))
    return {chart: count for chart, count in rows}  # noqa: C416 - dict() of rows has no type that says so


def areas(connection: Connection) -> list[str]:
    """Return the areas in which accounts are opened, in the order of their names."""
    return sorted(connection.scalars(select(account.c.area).distinct()))
