"""What the closing of a month or a year, and the reopening of a month, is judged on.

Source: the habit of accounting (会计基础工作规范: 按月结账、年度终了结账); an entry of a closed month is corrected in
an open one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from ledger.domain.bookkeeping.period import CloseMonth, CloseYear, ReopenMonth, month_end, next_month_end
from ledger.domain.law.ground import unmet
from ledger.domain.registers.area import WHOLE_CITY
from ledger.errors import Breach, enumerated, say
from ledger.rules.judge import Check
from ledger.rules.law.book import RuleBook

_MOST_NAMED: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthCase:
    """A month to be closed, beside how far the books are closed and what waits for a decision."""

    asked: CloseMonth
    through: date | None
    """The last closed day."""
    first_day: date | None
    """The earliest day on which anything counts that went through the offices."""
    undecided: tuple[int, ...]
    """Reference of every act that would count in the month or before."""

    @property
    def area(self) -> str:
        """Return the whole city: the books of all areas are closed together."""
        return WHOLE_CITY

    @property
    def next_end(self) -> date | None:
        """Return the last day of the only month that can be closed; None where the book has none."""
        if self.through is not None:
            return next_month_end(self.through)
        return None if self.first_day is None else month_end(self.first_day)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopeningCase:
    """A closed month to be opened again, beside how far the books are closed and which years are closed."""

    asked: ReopenMonth
    through: date | None
    closed_years: tuple[int, ...]

    @property
    def area(self) -> str:
        """Return the whole city."""
        return WHOLE_CITY


@dataclass(frozen=True, slots=True, kw_only=True)
class YearCase:
    """A year to be closed, beside how far the books are closed by months and by years."""

    asked: CloseYear
    through: date | None
    first_day: date | None
    closed_years: tuple[int, ...]

    @property
    def area(self) -> str:
        """Return the whole city."""
        return WHOLE_CITY


def is_the_next_month(case: MonthCase, book: RuleBook) -> Breach | None:
    """Refuse every month but the one that follows the last closed one, or the first one of the book."""
    del book
    if case.asked.effective_on == case.next_end:
        return None
    return unmet(
        code="period.not_next",
        detail=say(
            "申请结账至{asked}；只能依次结账，下一个应结月份的最后一日为{next}",
            asked=case.asked.effective_on,
            next=case.next_end or "—",
        ),
    )


def everything_is_decided(case: MonthCase, book: RuleBook) -> Breach | None:
    """Refuse to close while an act that would count in the month, or before, waits for its decision."""
    del book
    if not case.undecided:
        return None
    return unmet(
        code="period.undecided",
        detail=say(
            "截至{day}尚有{count}件未办结，须先审批、退回后改期或撤回，再结账：第{references}件",
            day=case.asked.effective_on,
            count=len(case.undecided),
            references=enumerated(case.undecided[:_MOST_NAMED]),
        ),
    )


def month_is_closed(case: ReopeningCase, book: RuleBook) -> Breach | None:
    """Refuse to reopen what is not the last day of a closed month."""
    del book
    asked = case.asked.month_end
    if asked == month_end(asked) and case.through is not None and asked <= case.through:
        return None
    return unmet(
        code="period.not_closed",
        detail=say("{asked}不是已结账月份的最后一日；现已结账至{through}", asked=asked, through=case.through or "—"),
    )


def every_month_is_closed(case: YearCase, book: RuleBook) -> Breach | None:
    """Refuse to close a year before its last month is closed."""
    del book
    last = date(case.asked.year, 12, 31)
    if case.through is not None and last <= case.through:
        return None
    return unmet(
        code="period.months_open",
        detail=say(
            "{year}年年结须各月均已结账至{last}；现结账至{through}",
            year=case.asked.year,
            last=last,
            through=case.through or "—",
        ),
    )


def is_the_next_year(case: YearCase, book: RuleBook) -> Breach | None:
    """Refuse every year but the one that follows the last closed one, or the first one of the book."""
    del book
    if case.closed_years:
        expected: int | None = max(case.closed_years) + 1
    else:
        expected = None if case.first_day is None else case.first_day.year
    if case.asked.year == expected:
        return None
    return unmet(
        code="period.year_not_next",
        detail=say("申请{asked}年年结；下一个应年结的年度为{next}", asked=case.asked.year, next=expected or "—"),
    )


MONTH_CHECKS: Final[tuple[Check[MonthCase], ...]] = (is_the_next_month, everything_is_decided)
REOPENING_CHECKS: Final[tuple[Check[ReopeningCase], ...]] = (month_is_closed,)
YEAR_CHECKS: Final[tuple[Check[YearCase], ...]] = (every_month_is_closed, is_the_next_year)
