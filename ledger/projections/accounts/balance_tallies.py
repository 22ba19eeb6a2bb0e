"""Balances that are alike, counted and added up in the database: by holder, area, line or last day of the term."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from sqlalchemy import Text, cast, func, literal, select, tuple_

from ledger.domain.bookkeeping.unit import UnitKind
from ledger.domain.values.encoding import day_of
from ledger.domain.values.pollutant import Pollutant
from ledger.projections.accounts.balance_list import BalanceFilter, Place, selected
from ledger.projections.accounts.held import bytewise, whole
from ledger.store.tables import account, unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement, Connection


class Alike(StrEnum):
    """What balances have in common, besides their kind and pollutant."""

    HOLDER = "holder"
    AREA = "area"
    LINE = "line"
    LAST_DAY = "last_day"


_COLUMNS: Final[Mapping[Alike, ColumnElement[str]]] = {
    Alike.HOLDER: account.c.holder,
    Alike.AREA: account.c.area,
    Alike.LINE: account.c.chart,
    Alike.LAST_DAY: cast(unit.c.term_to, Text),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceTally:
    """Balances of one name, kind and pollutant: how many, and their sum, debits less credits, in grams or fen."""

    name: str | None
    kind: UnitKind
    pollutant: Pollutant | None
    count: int
    amount: int

    @property
    def last_day(self) -> date | None:
        """Return the name as the last day of a term, where it is one."""
        return None if self.name is None else day_of(int(self.name)) - timedelta(days=1)


def balance_tallies(
    connection: Connection, asked: BalanceFilter, *, by: Alike, after: Place | None = None, limit: int | None
) -> tuple[list[BalanceTally], Place | None]:
    """Return a page of the tallies, by name, and where the next page begins, if there is one."""
    held, source, conditions = selected(connection, asked)
    parts = (func.coalesce(_COLUMNS[by], ""), unit.c.kind, func.coalesce(unit.c.pollutant, ""))
    order = tuple(bytewise(part, connection) for part in parts)
    if after is not None:
        conditions = [*conditions, tuple_(*order) > tuple_(*map(literal, after))]
    statement = (
        select(*(part.label(f"part_{place}") for place, part in enumerate(order)))
        .add_columns(func.count(), whole(func.sum(held.c.amount)))
        .select_from(source)
        .where(*conditions)
        .group_by("part_0", "part_1", "part_2")
        .order_by("part_0", "part_1", "part_2")
    )
    rows = connection.execute(statement if limit is None else statement.limit(limit + 1)).all()
    shown = rows if limit is None else rows[:limit]
    tallies = [
        BalanceTally(
            name=name or None,
            kind=UnitKind(kind),
            pollutant=Pollutant(pollutant) if pollutant else None,
            count=count,
            amount=amount,
        )
        for name, kind, pollutant, count, amount in shown
    ]
    return tallies, tuple(shown[-1][:3]) if len(shown) < len(rows) else None
