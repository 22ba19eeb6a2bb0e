"""Working days of China: the week, the holidays of the State Council and the days made up for them.

The table ``working_days.csv`` holds the yearly notices of the General Office of the State Council
(国务院办公厅关于部分节假日安排的通知), each row with the number of its notice. A year without a table is
counted by the plain week, and every answer that touches it says that it is provisional: the notice of a year
comes out late in the year before.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from ledger.domain.values.calendar import parse_date
from ledger.domain.values.quantity import shown
from ledger.errors import InvalidValue, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

COLUMNS: Final = ("day", "kind", "festival", "notice")
LONGEST_COUNT: Final = 10_000

_SATURDAY: Final = 5
_LEAST_RESTS: Final = ((1, 1), (5, 1), (10, 1))
"""Statutory holidays of a fixed date: a table that lacks one of them is not the whole year."""


class DayKind(StrEnum):
    """What a notice says of a day."""

    REST = "rest"
    WORK = "work"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRow:
    """One day of a notice."""

    day: date
    kind: DayKind
    festival: str
    notice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingDay:
    """The answer for one day; ``provisional`` while the notice of its year is not in the table."""

    day: date
    is_working: bool
    provisional: bool
    festival: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingDays:
    """The calendar of working days: the rows of whole years, by day."""

    rows: Mapping[date, DayRow]
    years: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "years", frozenset(day.year for day in self.rows))

    def judge(self, day: date) -> WorkingDay:
        """Tell whether a day is a working day."""
        row = self.rows.get(day)
        return WorkingDay(
            day=day,
            is_working=day.weekday() < _SATURDAY if row is None else row.kind is DayKind.WORK,
            provisional=day.year not in self.years,
            festival="" if row is None else row.festival,
        )

    def add_working_days(self, *, start: date, days: int) -> tuple[date, bool]:
        """Return the last of so many working days after ``start``, and whether it is provisional.

        The day of the event is not counted (Civil Code art. 201).

        :raises ValueError: for less than one day, or more than 10,000.
        """
        if not 1 <= days <= LONGEST_COUNT:
            message = f"cannot count {days} working days"
            raise ValueError(message)
        day, provisional, left = start, False, days
        while left:
            day += timedelta(days=1)
            judged = self.judge(day)
            provisional |= judged.provisional
            left -= judged.is_working
        return day, provisional

    def extended(self, table: WorkingDays) -> WorkingDays:
        """Return this calendar with the years of another table, which replace the same years whole."""
        kept = {day: row for day, row in self.rows.items() if day.year not in table.years}
        return WorkingDays(rows={**kept, **table.rows})


def read_working_days(text: str) -> WorkingDays:
    """Read a table of whole years: CSV with the columns ``day,kind,festival,notice``.

    ``kind`` is ``rest`` or ``work``; a made-up working day falls on a weekend.

    :raises InvalidValue: ``working_days.columns``, ``working_days.row`` (naming the line),
        ``working_days.duplicate`` or ``working_days.incomplete``.
    """
    rows: dict[date, DayRow] = {}
    for line, row in _lines(text):
        if row.day in rows:
            raise InvalidValue("working_days.duplicate", say("第{line}行：{day}已在表中出现过", line=line, day=row.day))
        rows[row.day] = row
    if not rows:
        raise InvalidValue("working_days.incomplete", say("工作日表没有任何一天"))
    for year in sorted({day.year for day in rows}):
        for month, day_of_month in _LEAST_RESTS:
            day = date(year, month, day_of_month)
            if day not in rows or rows[day].kind is not DayKind.REST:
                raise InvalidValue(
                    "working_days.incomplete",
                    say("工作日表的{year}年不完整：缺少法定节假日{day}", year=year, day=day),
                )
    return WorkingDays(rows=rows)


def registered_year(body: str) -> WorkingDays:
    """Return the year of a table as a book registers it: canonical JSON of its rows."""
    rows = [
        DayRow(day=date.fromisoformat(day), kind=DayKind(kind), festival=festival, notice=notice)
        for day, kind, festival, notice in json.loads(body)
    ]
    return WorkingDays(rows={row.day: row for row in rows})


@cache
def shipped_working_days() -> WorkingDays:
    """Return the table that comes with the program."""
    return read_working_days(files(__package__).joinpath("working_days.csv").read_text(encoding="utf-8"))


def _lines(text: str) -> Iterator[tuple[int, DayRow]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        if tuple(next(reader, ())) != COLUMNS:
            raise InvalidValue(
                "working_days.columns",
                say("工作日表的首行应为“{columns}”", columns=",".join(COLUMNS)),
            )
        for cells in reader:
            yield reader.line_num, _row(reader.line_num, cells)
    except csv.Error:
        raise InvalidValue("working_days.row", say("第{line}行不是CSV", line=reader.line_num)) from None


def _row(line: int, cells: list[str]) -> DayRow:
    if len(cells) != len(COLUMNS) or not all(cell and cell == cell.strip() for cell in cells):
        raise InvalidValue(
            "working_days.row",
            say("第{line}行应有{count}格，且不留空、首尾无空格", line=line, count=len(COLUMNS)),
        )
    written, kind, festival, notice = cells
    try:
        day = parse_date(written)
    except InvalidValue as error:
        raise InvalidValue("working_days.row", say("第{line}行：{reason}", line=line, reason=error.message)) from None
    if kind not in set(DayKind):
        raise InvalidValue(
            "working_days.row",
            say("第{line}行：“{value}”不是 rest（放假）或 work（上班）", line=line, value=shown(kind)),
        )
    if kind == DayKind.WORK and day.weekday() < _SATURDAY:
        raise InvalidValue("working_days.row", say("第{line}行：{day}本是平日，不是调休上班", line=line, day=day))
    return DayRow(day=day, kind=DayKind(kind), festival=festival, notice=notice)
