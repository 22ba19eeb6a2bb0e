"""The periods that are closed: nothing is posted on or before their last day."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from ledger.domain.values.forms import Remark, Year


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedPeriod:
    """How far the books are closed; a month is closed together with every earlier day."""

    REGISTER: ClassVar[str] = "period"
    SUBJECT: ClassVar[str] = "closed_through"

    through: date | None = None

    @property
    def subject(self) -> str:
        """Return the one subject of this register."""
        return self.SUBJECT

    def covers(self, day: date) -> bool:
        """Return whether a day is closed."""
        return self.through is not None and day <= self.through


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedYear:
    """Whether a year is closed; its annual balance table is then final."""

    REGISTER: ClassVar[str] = "closed_year"

    year: int
    closed: bool

    @property
    def subject(self) -> str:
        """Return what the register knows the year by."""
        return str(self.year)


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseMonth:
    """Close the month whose last day is ``effective_on``."""

    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenMonth:
    """Open the month whose last day is ``month_end`` again, and with it every later one."""

    effective_on: date
    month_end: date
    reason: Remark


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseYear:
    """Close a year of which every month is closed; balances are carried forward as they are, nothing is posted."""

    effective_on: date
    year: Year


def month_end(day: date) -> date:
    """Return the last day of a day's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def next_month_end(day: date) -> date:
    """Return the last day of the month that follows a day's month."""
    return month_end(month_end(day) + timedelta(days=1))
