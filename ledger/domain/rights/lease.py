"""Leases: the use of surplus goes to another enterprise for whole months, and falls back by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, Final

from ledger.domain.rights.tranche import Tranche
from ledger.domain.values.calendar import LONGEST_TERM_YEARS, months_after
from ledger.domain.values.forms import CreditCode, FineGrams

_MOST_MONTHS: Final = 12 * LONGEST_TERM_YEARS


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """A lease from ``starts`` up to, and without, ``ends``: the day on which the use falls back."""

    REGISTER: ClassVar[str] = "lease"

    id: str
    area: str
    lessor: str
    lessee: str
    tranche: Tranche
    grams: int
    starts: date
    ends: date
    document: str
    facility: str | None = None
    ended_on: date | None = None

    @property
    def subject(self) -> str:
        """Return what the register knows the lease by."""
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginLease:
    """Lease surplus out from the effective day for whole months.

    ``facility`` is named where the surplus comes from a verified reduction: the use is then entered on its card.
    """

    effective_on: date
    id: str
    area: str
    lessor: CreditCode
    lessee: CreditCode
    tranche: Tranche
    grams: FineGrams
    months: int
    facility: str | None = None
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndLease:
    """Let the leased tonnes fall back, on the first day after the last month."""

    effective_on: date
    id: str


def end_of_lease(starts: date, *, months: int) -> date | None:
    """Return the first day after so many whole months; None for a number of months that is no lease.

    A lease that starts on a day which the last month does not have lasts to the end of that month (Civil Code
    art. 202).
    """
    if not 1 <= months <= _MOST_MONTHS:
        return None
    day = months_after(starts, months)
    return day if day.day == starts.day else day + timedelta(days=1)
