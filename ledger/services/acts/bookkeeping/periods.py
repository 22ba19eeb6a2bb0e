"""Periods: months closed and reopened, years closed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.act import Path, Series, Voucher
from ledger.domain.bookkeeping.period import ClosedPeriod, ClosedYear, CloseMonth, CloseYear, ReopenMonth
from ledger.rules.bookkeeping.period import (
    MONTH_CHECKS,
    REOPENING_CHECKS,
    YEAR_CHECKS,
    MonthCase,
    ReopeningCase,
    YearCase,
)
from ledger.services.act import Act

if TYPE_CHECKING:
    from datetime import date

    from ledger.services.act import Facts


def gather_month(facts: Facts, asked: CloseMonth) -> MonthCase:
    """Look up how far the books are closed, and what waits."""
    waiting = facts.undecided(until=asked.effective_on)
    return MonthCase(
        asked=asked,
        through=_closed_through(facts),
        first_day=facts.past.first_day(),
        undecided=tuple(act.reference for act in waiting),
    )


def close_month(case: MonthCase) -> Voucher:
    """Close every day up to the end of the month."""
    day = case.asked.effective_on
    return Voucher(narration=f"结账：{day.year}年{day.month}月", facts=(ClosedPeriod(through=day),))


def gather_reopening(facts: Facts, asked: ReopenMonth) -> ReopeningCase:
    """Look up how far the books are closed."""
    return ReopeningCase(asked=asked, through=_closed_through(facts), closed_years=_closed_years(facts))


def reopen(case: ReopeningCase) -> Voucher:
    """Open the month and every later day; a year that is no longer closed by its months is open as well."""
    end = case.asked.month_end
    return Voucher(
        narration=f"反结账：{end.year}年{end.month}月起（{case.asked.reason}）",
        facts=(
            ClosedPeriod(through=end.replace(day=1) - timedelta(days=1)),
            *(ClosedYear(year=year, closed=False) for year in case.closed_years if year >= end.year),
        ),
    )


def gather_year(facts: Facts, asked: CloseYear) -> YearCase:
    """Look up how far the books are closed."""
    return YearCase(
        asked=asked,
        through=_closed_through(facts),
        first_day=facts.past.first_day(),
        closed_years=_closed_years(facts),
    )


def close_year(case: YearCase) -> Voucher:
    """Close the year; every balance is carried forward as it stands."""
    year = case.asked.year
    return Voucher(narration=f"年结：{year}年度，余额结转下年", facts=(ClosedYear(year=year, closed=True),))


def _closed_through(facts: Facts) -> date | None:
    period = facts.registers.find(ClosedPeriod, ClosedPeriod.SUBJECT)
    return None if period is None else period.through


def _closed_years(facts: Facts) -> tuple[int, ...]:
    return tuple(sorted(found.year for found in facts.registers.all(ClosedYear) if found.closed))


ACTS: Final[tuple[Act[Any, Any], ...]] = (
    Act(
        kind="period.close_month",
        title="月末结账",
        command=CloseMonth,
        series=Series.REGISTERS,
        path=Path.BUREAU,
        gather=gather_month,
        checks=MONTH_CHECKS,
        draw_up=close_month,
    ),
    Act(
        kind="period.reopen",
        title="反结账",
        command=ReopenMonth,
        series=Series.REGISTERS,
        path=Path.BUREAU,
        gather=gather_reopening,
        checks=REOPENING_CHECKS,
        draw_up=reopen,
    ),
    Act(
        kind="period.close_year",
        title="年终结账",
        command=CloseYear,
        series=Series.REGISTERS,
        path=Path.BUREAU,
        gather=gather_year,
        checks=YEAR_CHECKS,
        draw_up=close_year,
    ),
)
