"""Balances that are alike, counted and added up in the database: by holder, area, line or last day of the term."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select

from ledger.domain.bookkeeping.unit import UnitKind
from ledger.domain.values.pollutant import Pollutant
from ledger.projections.accounts.balance_list import BalanceFilter, selected
from ledger.projections.accounts.groups import last_day_of, page_of_groups
from ledger.projections.accounts.held import whole
from ledger.store.tables import account, unit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sqlalchemy import ColumnElement, Connection


class Alike(StrEnum):
    """What balances have in common, besides their kind and pollutant."""

    HOLDER = "holder"
    AREA = "area"
    LINE = "line"
    LAST_DAY = "last_day"


_COLUMNS: Final[Mapping[Alike, ColumnElement[Any]]] = {
    Alike.HOLDER: account.c.holder,
    Alike.AREA: account.c.area,
    Alike.LINE: account.c.chart,
    Alike.LAST_DAY: unit.c.term_to,
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
        return last_day_of(self.name)


def balance_tallies(
    connection: Connection, asked: BalanceFilter, *, by: Alike, after: tuple[str, ...] | None = None, limit: int | None
) -> tuple[list[BalanceTally], tuple[str, ...] | None]:
    """Return a page of the tallies, by name, and where the next page begins, if there is one."""
    held, source, conditions = selected(connection, asked)
    sums = select(func.count(), whole(func.sum(held.c.amount))).select_from(source).where(*conditions)
    names = (_COLUMNS[by], unit.c.kind, unit.c.pollutant)
    rows, following = page_of_groups(connection, sums, names=names, after=after, limit=limit)
    tallies = [
        BalanceTally(
            name=name or None,
            kind=UnitKind(kind),
            pollutant=Pollutant(pollutant) if pollutant else None,
            count=count,
            amount=amount,
        )
        for count, amount, name, kind, pollutant in rows
    ]
    return tallies, following
