"""Whether an area attained the quality of air or water in a year: what the offset ratio of the next year follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ledger.domain.values.forms import Year
from ledger.domain.values.pollutant import Pollutant


@dataclass(frozen=True, slots=True, kw_only=True)
class Attainment:
    """The published attainment of a year, by pollutant, for the city or one of its areas.

    ``not_attained`` are the pollutants for which the quality was not reached (PM2.5 not attained counts for SO2, NOx,
    VOCs and PM, see the rule book); ``document`` is the bulletin.
    """

    REGISTER: ClassVar[str] = "attainment"

    year: int
    not_attained: tuple[Pollutant, ...]
    document: str

    @property
    def subject(self) -> str:
        """Return what the register knows the year by."""
        return str(self.year)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAttainment:
    """Record what the bulletin says of a year; a corrected bulletin is recorded once more."""

    effective_on: date
    year: Year
    not_attained: tuple[Pollutant, ...] = ()
    document: str
