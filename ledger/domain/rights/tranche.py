"""A tranche as a paper names it: rights of one pollutant, basin, term and origin; the area is named beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ledger.domain.bookkeeping.unit import Origin, Unit, UnitKind
from ledger.domain.values.pollutant import Pollutant


@dataclass(frozen=True, slots=True, kw_only=True)
class Tranche:
    """What is named where an act takes up rights that an enterprise holds; ``term_to`` is the day behind the last."""

    pollutant: Pollutant
    basin: str | None = None
    term_from: date
    term_to: date
    origin: Origin

    def unit(self, area: str) -> Unit:
        """Return the tranche as the unit that accounts of the area hold."""
        return Unit(
            kind=UnitKind.RIGHT,
            pollutant=self.pollutant,
            area=area,
            basin=self.basin,
            term_from=self.term_from,
            term_to=self.term_to,
            origin=self.origin,
        )

    def covers(self, day: date) -> bool:
        """Return whether the rights are in force on a day."""
        return self.term_from <= day < self.term_to
