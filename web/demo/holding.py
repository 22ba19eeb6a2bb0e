"""Free rights that enterprises of the demonstration hold: what its stories begin with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Final

from ledger.domain.bookkeeping.account import account
from ledger.domain.bookkeeping.unit import Origin
from ledger.domain.rights.tranche import Tranche
from ledger.domain.values.pollutant import Medium
from web.books import LEGAL_ZONE
from web.demo.planned import PlannedAct

if TYPE_CHECKING:
    from ledger.domain.bookkeeping.unit import Unit
    from ledger.store.unit_of_work import UnitOfWork
    from web.demo.place import PlannedEnterprise

_LEAST: Final = 4_000_000
"""Grams below which there is nothing to tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A free right of an enterprise to an air pollutant, in grams; ``other`` is one of its area to deal with."""

    enterprise: PlannedEnterprise
    other: PlannedEnterprise
    tranche: Tranche
    grams: int

    @property
    def area(self) -> str:
        """Return the area of the enterprise."""
        return self.enterprise.area.name

    @property
    def holder(self) -> str:
        """Return its credit code."""
        return self.enterprise.credit_code

    @property
    def surplus(self) -> int:
        """Return how much of the right is determined surplus: two fifths, in whole hundreds of grams."""
        return self.grams * 2 // 5 // 100 * 100


Story = Callable[["UnitOfWork", date, Holding], Iterator[PlannedAct]]


def free_holdings(work: UnitOfWork, enterprises: Sequence[PlannedEnterprise]) -> list[Holding]:
    """Return the enterprises that hold a free right which is large enough, in their order."""
    found = []
    for place, planned in enumerate(enterprises):
        for unit, grams in work.holdings(account("Q40", area=planned.area.name, holder=planned.credit_code)):
            tranche = _free_air(unit)
            if tranche is not None and grams >= _LEAST:
                # Areas come round in turn, so the next of an area is not far.
                others = (*enterprises[place + 1 :], *enterprises[:place])
                alike = (planned.area, planned.thermal_power)  # a power plant deals with power plants alone
                other = next(each for each in others if (each.area, each.thermal_power) == alike)
                found.append(Holding(enterprise=planned, other=other, tranche=tranche, grams=grams))
                break
    return found


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """Return a minute of a day in the city."""
    return datetime.combine(day, time(hour, minute), tzinfo=LEGAL_ZONE)


def _free_air(unit: Unit) -> Tranche | None:
    pollutant, starts, ends = unit.pollutant, unit.term_from, unit.term_to
    if pollutant is None or starts is None or ends is None:
        return None
    if pollutant.medium is not Medium.AIR or unit.origin is not Origin.FREE:
        return None
    return Tranche(pollutant=pollutant, term_from=starts, term_to=ends, origin=unit.origin)
