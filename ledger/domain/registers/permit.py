"""Discharge permits (排污许可证): what an enterprise may emit in each year, or that no amount is set.

A permit is the licence, never the right: the right is held on accounts, the permit is a card beside them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, Final

from ledger.domain.values.calendar import Term
from ledger.domain.values.encoding import join_code
from ledger.domain.values.forms import CreditCode, Grams, Remark
from ledger.domain.values.pollutant import Pollutant
from ledger.domain.values.worded import Worded
from ledger.errors import say

YEARS_PRINTED: Final = 5
"""The columns of the permit's table, from the first to the fifth year (national permit platform)."""


class LimitKind(Worded):
    """What the permit says of a pollutant."""

    LIMITED = "limited", say("已设许可量")
    NOT_LIMITED = "not_limited", say("未设许可量（/）")
    """The permit prints ``/``: no annual amount is set."""
    UNKNOWN = "unknown", say("未知")
    """The figure is not at hand; why, and until when it is to be filled in, is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PermittedEmission:
    """The permitted annual emission of one pollutant; ``yearly`` in grams, from the first to the fifth year."""

    pollutant: Pollutant
    kind: LimitKind
    yearly: tuple[Grams, ...] = ()
    reason: Remark | None = None
    fill_by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Permit:
    """One period of a permit, its first and its last day included; a renewal is another period of the same number."""

    REGISTER: ClassVar[str] = "permit"

    number: str
    enterprise: str
    """Credit code."""
    facility: str | None = None
    valid_from: date
    valid_until: date
    """The last day, as it is printed."""
    limits: tuple[PermittedEmission, ...]

    @property
    def owner(self) -> str:
        """Return the enterprise: all its permits are found together."""
        return self.enterprise

    @property
    def subject(self) -> str:
        """Return what the register knows the period by."""
        return join_code(self.number, self.valid_from.isoformat())

    def covers(self, day: date) -> bool:
        """Return whether the permit is valid on a day."""
        return self.valid_from <= day <= self.valid_until

    def year_of(self, day: date) -> int:
        """Return in which year of the permit a day lies, the first being 1; the day is one that it covers."""
        years = range(1, day.year - self.valid_from.year + 1)
        return 1 + sum(Term.of_years(starts=self.valid_from, years=years_passed).ends <= day for years_passed in years)

    def limit_of(self, pollutant: Pollutant) -> PermittedEmission | None:
        """Return what the permit says of a pollutant; None where it does not name it."""
        return next((limit for limit in self.limits if limit.pollutant is pollutant), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterPermit:
    """Register a permit, a renewal of it, or what was changed in it during its period."""

    effective_on: date
    number: str
    enterprise: CreditCode
    facility: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    limits: tuple[PermittedEmission, ...] = ()


def last_day_of(starts: date, *, years: int) -> date:
    """Return the last day of a permit of so many years, as it is printed."""
    return Term.of_years(starts=starts, years=years).ends - timedelta(days=1)
