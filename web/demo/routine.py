"""What comes round in the demonstration: months are closed, exempt projects retired each quarter, years closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from ledger.domain.bookkeeping.period import CloseMonth, CloseYear, month_end, next_month_end
from ledger.domain.projects.exemption import RetireExemptions
from web.demo.foundation import FIRST_DAY
from web.demo.place import BRANCHES, CITY
from web.demo.planned import PlannedAct

if TYPE_CHECKING:
    from ledger.store.unit_of_work import UnitOfWork
    from web.demo.planned import Occasion
    from web.demo.schedule import Schedule

_OPEN_MONTHS: Final = 2
"""Months before the last day that stay open."""
_CLOSED_ON: Final = 5
_RETIRED_ON: Final = 3
_MONTHS_OF_A_YEAR: Final = 12
_MONTHS_OF_A_QUARTER: Final = 3


def put_down_routine(schedule: Schedule, *, last_day: date) -> None:
    """Put down the closings and the quarterly retirements up to the last day."""
    end = month_end(FIRST_DAY)
    while next_month_end(end) < last_day - timedelta(days=30 * (_OPEN_MONTHS - 1)):
        if end.month % _MONTHS_OF_A_QUARTER == 0:
            schedule.on(end + timedelta(days=_RETIRED_ON), _retirement(end))
        schedule.on(end + timedelta(days=_CLOSED_ON), _closing(end))
        end = next_month_end(end)


def _closing(end: date) -> Occasion:
    def close(_: UnitOfWork, today: date) -> Iterator[PlannedAct]:
        yield PlannedAct(kind="period.close_month", command=CloseMonth(effective_on=end), area=CITY)
        if end.month == _MONTHS_OF_A_YEAR:
            yield PlannedAct(kind="period.close_year", command=CloseYear(effective_on=today, year=end.year), area=CITY)

    return close


def _retirement(end: date) -> Occasion:
    def retire(_: UnitOfWork, today: date) -> Iterator[PlannedAct]:
        for area in BRANCHES:
            command = RetireExemptions(effective_on=today, area=area.name, through=end)
            yield PlannedAct(kind="exemption.retire", command=command, area=area.name, idle=True)

    return retire
