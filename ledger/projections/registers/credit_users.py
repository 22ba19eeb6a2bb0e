"""Where the credit of a facility lies and who used it: what must be known when its source turns out false."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from ledger.domain.bookkeeping.account import CHART, Account
from ledger.domain.bookkeeping.unit import Unit
from ledger.store.positions import ACCOUNT_COLUMNS, UNIT_COLUMNS, account_of, unit_of
from ledger.store.tables import account, balance, position, unit

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from ledger.domain.values.pollutant import Pollutant

USED_ON: Final = ("C30", "C31", "C32", "C33")
"""Retired for ordinary and for exempt projects, the net gain of ratios above one, turned into reserve."""
HELD_ON: Final = ("C21", "C22")
"""Held for a project, or suspended while it was held."""
_CHART_ORDER: Final = {code: place for place, code in enumerate(CHART)}


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditUser:
    """Credit of one facility on one account, in grams a year; the account's holder is the project, if any."""

    account: Account
    unit: Unit
    grams: int

    @property
    def used(self) -> bool:
        """Return whether it is used up; else it is held for a project."""
        return self.account.chart.code in USED_ON


def users_of(connection: Connection, source: str, *, pollutant: Pollutant | None = None) -> list[CreditUser]:
    """Return who uses, or has a hold on, the credit of a facility, in the order of the chart, area and holder.

    :param source: number of the facility.
    :param pollutant: of this pollutant alone; None for all of them.
    """
    statement = (
        select(*ACCOUNT_COLUMNS, *UNIT_COLUMNS, balance.c.amount)
        .join_from(position, account, account.c.id == position.c.account_id)
        .join(unit, unit.c.id == position.c.unit_id)
        .join(balance, balance.c.position_id == position.c.id)
        .where(unit.c.source == source, account.c.chart.in_((*HELD_ON, *USED_ON)), balance.c.amount != 0)
    )
    if pollutant is not None:
        statement = statement.where(unit.c.pollutant == pollutant.value)
    found = [
        CreditUser(account=account_of(*row[:3]), unit=unit_of(*row[3:-1]), grams=int(row[-1]))
        for row in connection.execute(statement)
    ]
    return sorted(found, key=_place_in_the_list)


def _place_in_the_list(user: CreditUser) -> tuple[int, str, str, str]:
    on = user.account
    return (_CHART_ORDER[on.chart.code], on.area, on.holder or "", user.unit.code)
