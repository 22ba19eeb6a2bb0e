"""The identity of the credit book: the rights given up for credit are where the credit says they are.

Q15 of an area is what of the rights given up there was neither given out again, nor turned into reserve, nor given
back: credit that is not used, the net gain of ratios above one, what was retired for exempt projects (which get no
right), and what an unlawful restart left given up; less what is owed since a reversal, which is counted twice until it
is made good. It is counted over the facilities of the area, whose credit may lie in any pool. The credit of facilities
that gave up no right is kept apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from ledger.domain.credits.credit import Revocation, Shortage
from ledger.domain.credits.facility_card import Backing, FacilityCard, card_subject
from ledger.domain.registers.facility import Facility
from ledger.domain.values.pollutant import Pollutant
from ledger.projections.accounts.balances import PositionBalance, balances
from ledger.store.registers import Registers

if TYPE_CHECKING:
    from sqlalchemy import Connection

_COUNTED: Final = ("C20", "C21", "C22", "C31", "C32")
_COUNTED_OF_A_HOLDER: Final = (("C39", Revocation.RIGHT_KEPT), ("C12", Shortage.REVERSAL.holder))


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditIdentity:
    """Both sides of one pollutant in one area of facilities, in grams a year.

    Attributes:
        rights: given up and waiting (Q15).
        credits: of facilities that gave up a right: unused, net gain, exempt, and left given up.
        unbacked: recognised credit (C10) of facilities that gave up none; on neither side.

    """

    area: str
    pollutant: Pollutant
    rights: int
    credits: int
    unbacked: int

    @property
    def holds(self) -> bool:
        """Return whether both sides agree."""
        return self.rights == self.credits


def credit_identities(connection: Connection, *, on: date | None = None) -> list[CreditIdentity]:
    """Return both sides by area and pollutant, in their order.

    :param on: at the end of this day; None counts everything recorded. Which facility gave up a right is always asked
        of the cards as they are now.
    """
    rows = balances(connection, on=on)
    sources = _Sources(connection)
    rights: dict[tuple[str, Pollutant], int] = defaultdict(int)
    credits_: dict[tuple[str, Pollutant], int] = defaultdict(int)
    unbacked: dict[tuple[str, Pollutant], int] = defaultdict(int)
    for row in rows:
        pollutant = row.unit.pollutant
        if pollutant is None:
            continue
        if row.account.chart.code == "Q15":
            rights[row.account.area, pollutant] += row.amount
        elif row.unit.source is not None:
            place = (sources.area_of(row.unit.source), pollutant)
            if not sources.backed(row.unit.source, pollutant):
                unbacked[place] -= row.amount if row.account.chart.code == "C10" else 0
            elif _counts(row):
                credits_[place] += row.amount
    return [
        CreditIdentity(
            area=area,
            pollutant=pollutant,
            rights=rights[area, pollutant],
            credits=credits_[area, pollutant],
            unbacked=unbacked[area, pollutant],
        )
        for area, pollutant in _places(rights, credits_, unbacked)
    ]


def _counts(row: PositionBalance) -> bool:
    return row.account.chart.code in _COUNTED or (row.account.chart.code, row.account.holder) in _COUNTED_OF_A_HOLDER


def _places(*sides: Iterable[tuple[str, Pollutant]]) -> list[tuple[str, Pollutant]]:
    return sorted({place for side in sides for place in side})


class _Sources:
    """What the registers say of facilities whose credit lies somewhere."""

    def __init__(self, connection: Connection) -> None:
        self._registers = Registers(connection)

    def area_of(self, source: str) -> str:
        """Return the area in which a facility stands; empty where it was never registered."""
        found = self._registers.find(Facility, source)
        return "" if found is None else found.area

    def backed(self, source: str, pollutant: Pollutant) -> bool:
        """Return whether a right was given up for the credit of a facility."""
        card = self._registers.find(FacilityCard, card_subject(facility=source, pollutant=pollutant))
        return card is not None and card.backing is Backing.RIGHT
