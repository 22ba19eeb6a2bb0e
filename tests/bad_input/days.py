"""Days and minutes that are none, and such as an act cannot count on."""

from __future__ import annotations

from typing import Final

from tests.bad_input.catalogue import SHEETS, Answer, BadValue, Door, Judged, Taken, Turned


def _typed(written: str) -> dict[Door, Answer | None]:
    return dict.fromkeys((Door.FORM, *SHEETS, Door.CALCULATOR), Turned(written))


_CALCULATED: Final = Judged("有效规定")
DAYS: Final = (
    *(
        BadValue(number, name, value, "date.format")
        for number, name, value in (
            (72, "month nought", "2026-00-10"),
            (76, "day of a week", "2026-W01-1"),
            (77, "without hyphens", "20260101"),
            (79, "month or day first", "01/02/2026"),
            (82, "year of the republic", "民国115年"),
            (83, "hour 24", "2026-01-01T24:00:00"),
            (85, "with a time", "2026-01-01T10:00:00"),
        )
    ),
    BadValue(70, "29 February of no leap year", "2026-02-29", "date.format"),
    BadValue(71, "month 13", "2026-13-01", "date.format"),
    BadValue(73, "year nought", "0000-01-01", "date.format"),
    BadValue(74, "last day of all", "9999-12-31", "date.range"),
    BadValue(75, "first day of all", "0001-01-01", "date.range", {Door.CALCULATOR: _CALCULATED}),
    BadValue(78, "one digit", "2026-1-1", "date.format", _typed("2026-01-01")),
    BadValue(80, "in Chinese", "2026年1月1日", "date.format", _typed("2026-01-01")),
    BadValue(81, "full-width digits", "２０２６-01-01", "date.format", _typed("2026-01-01")),
    BadValue(
        94,
        "a day to come",
        "2099-01-01",
        "date.future",
        dict.fromkeys((Door.FORM, *SHEETS, Door.ACTS), Judged("到日再办理"))
        | {Door.CALCULATOR: Taken("the law of that day is what is known today"), Door.ROUND: None},
    ),
)
"""By the day of an act, of a lot's closing or of a project."""

MINUTES: Final = (
    BadValue(83, "hour 24", "2026-01-01T24:00:00+08:00", "instant.format"),
    BadValue(84, "leap second", "2026-01-01T23:59:60+08:00", "instant.format"),
    BadValue(
        85,
        "without an offset",
        "2026-01-01T10:00:00",
        "instant.format",
        dict.fromkeys((Door.FORM, *SHEETS), Turned("2026-01-01T10:00:00+08:00")),
    ),
    BadValue(86, "offset of 99 hours", "2026-01-01T10:00:00+99:00", "instant.format"),
    BadValue(88, "before the books begin", "1986-05-04T00:30:00+08:00", "instant.range"),
)
"""By the minute in which something was served or opened."""
