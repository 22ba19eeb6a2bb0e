"""Calendar days of the law: dates of Asia/Shanghai, printed periods, and half-open terms.

Nothing here looks at a clock: "today" is always an argument.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from ledger.domain.values.quantity import shown
from ledger.errors import InvalidValue, say

EARLIEST: Final = date(2000, 1, 1)
LATEST: Final = date(2100, 12, 31)
LONGEST_TERM_YEARS: Final = 99

_DATE: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)
_PERIOD: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?", re.ASCII)


def parse_date(text: object, *, earliest: date = EARLIEST) -> date:
    """Read a calendar date, strictly ``YYYY-MM-DD`` in ASCII, from ``earliest`` to 2100-12-31.

    :raises InvalidValue: ``date.type``, ``date.format`` (also a day that does not exist), ``date.range``.
    """
    written = _written(text)
    match = _DATE.fullmatch(written)
    if match is None:
        raise InvalidValue(
            "date.format", say("“{value}”不是日期；请按 YYYY-MM-DD 填写，如 2026-06-01", value=shown(written))
        )
    return _existing(written, *(int(part) for part in match.groups()), earliest=earliest)


def end_of_period(text: object) -> date:
    """Return the last day of a printed period: ``YYYY``, ``YYYY-MM``, or the full date itself.

    :raises InvalidValue: ``date.type``, ``date.format`` or ``date.range``.
    """
    written = _written(text)
    match = _PERIOD.fullmatch(written)
    if match is not None:
        year, month = int(match.group(1)), int(match.group(2) or 12)
        in_calendar = year >= 1 and 1 <= month <= 12  # noqa: PLR2004 - twelve months need no name
        return _existing(written, year, month, calendar.monthrange(year, month)[1] if in_calendar else 1)
    if _DATE.fullmatch(written) is None:
        raise InvalidValue(
            "date.format",
            say("“{value}”不是日期；请按 YYYY、YYYY-MM 或 YYYY-MM-DD 填写", value=shown(written)),
        )
    return parse_date(written)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A half-open stretch of days: from ``starts`` up to, and without, ``ends``."""

    starts: date
    ends: date

    def __post_init__(self) -> None:
        if self.ends <= self.starts:
            raise InvalidValue(
                "date.order",
                say("期限的截止日{ends}应晚于起始日{starts}", ends=self.ends, starts=self.starts),
            )

    @classmethod
    def of_years(cls, *, starts: date, years: int) -> Term:
        """Return the term of whole years that counts its first day.

        It ends on the corresponding day, which it no longer covers. A term that starts on 29 February and
        ends in a common year has no corresponding day: its last day is then 28 February, the end of the
        month (Civil Code art. 202), and ``ends`` is 1 March.

        :raises InvalidValue: ``term.years`` for less than 1 or more than 99 years.
        """
        if not 1 <= years <= LONGEST_TERM_YEARS:
            raise InvalidValue(
                "term.years",
                say("期限{years}年不可接受；应为1至{longest}年", years=years, longest=LONGEST_TERM_YEARS),
            )
        year = starts.year + years
        if (starts.month, starts.day) == (2, 29) and not calendar.isleap(year):
            return cls(starts=starts, ends=date(year, 3, 1))
        return cls(starts=starts, ends=starts.replace(year=year))

    @property
    def last_day(self) -> date:
        """Return the last day that the term covers, as it is printed for people."""
        return self.ends - timedelta(days=1)

    def covers(self, day: date) -> bool:
        """Tell whether the day lies within the term."""
        return self.starts <= day < self.ends


def months_after(day: date, months: int) -> date:
    """Return the corresponding day of a later month, or of an earlier one for a negative number.

    Where that month has no such day it is the month's last day (Civil Code art. 202).
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _written(text: object) -> str:
    if isinstance(text, str):
        return text
    raise InvalidValue("date.type", say("“{value}”不是文本形式的日期；请写成带引号的 YYYY-MM-DD", value=shown(text)))


def _existing(written: str, year: int, month: int, day: int, *, earliest: date = EARLIEST) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        raise InvalidValue("date.format", say("“{value}”在日历上不存在", value=shown(written))) from None
    if not earliest <= found <= LATEST:
        raise InvalidValue(
            "date.range",
            say(
                "“{value}”超出可接受的日期范围（{earliest}至{latest}）",
                value=shown(written),
                earliest=earliest,
                latest=LATEST,
            ),
        )
    return found
