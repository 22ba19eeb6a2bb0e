"""Working days: the week, the notices of the State Council, and what lies beyond them."""

from __future__ import annotations

from datetime import date

import pytest

from ledger.domain.values.working_days import read_working_days, shipped_working_days
from ledger.errors import InvalidValue

HEADER = "day,kind,festival,notice"
YEAR_2027 = f"""{HEADER}
2027-01-01,rest,元旦,demonstration
2027-01-02,work,元旦,demonstration
2027-05-01,rest,劳动节,demonstration
2027-10-01,rest,国庆节,demonstration"""


def test_the_shipped_table_knows_whole_years_from_the_first_rules_of_the_city() -> None:
    assert shipped_working_days().years == {2023, 2024, 2025, 2026}


@pytest.mark.parametrize(
    ("day", "is_working"),
    [
        (date(2026, 2, 13), True),  # a Friday
        (date(2026, 2, 14), True),  # a Saturday made up for the Spring Festival
        (date(2026, 2, 16), False),  # a Monday of the Spring Festival
        (date(2026, 2, 21), False),  # a Saturday of the Spring Festival
        (date(2026, 3, 7), False),  # an ordinary Saturday
        (date(2026, 10, 10), True),  # a Saturday made up for the National Day
        (date(2025, 10, 8), False),  # a Wednesday, the Mid-autumn Festival joined to the National Day
        (date(2023, 1, 29), True),  # a Sunday made up for the Spring Festival
    ],
    ids=str,
)
def test_a_day_of_a_known_year_is_judged_by_its_notice(day: date, *, is_working: bool) -> None:
    judged = shipped_working_days().judge(day)

    assert judged.is_working is is_working
    assert not judged.provisional


def test_a_day_beyond_the_table_is_judged_by_the_week_and_provisional() -> None:
    new_year = shipped_working_days().judge(date(2027, 1, 1))
    saturday = shipped_working_days().judge(date(2027, 1, 2))

    assert (new_year.is_working, new_year.provisional) == (True, True)
    assert (saturday.is_working, saturday.provisional) == (False, True)


def test_the_day_of_the_event_is_not_counted() -> None:
    assert shipped_working_days().add_working_days(start=date(2026, 6, 1), days=1) == (date(2026, 6, 2), False)


def test_a_deadline_runs_past_the_spring_festival_and_its_made_up_days() -> None:
    last, provisional = shipped_working_days().add_working_days(start=date(2026, 2, 12), days=5)

    assert last == date(2026, 2, 26)  # 13, 14 (made up), 24, 25, 26
    assert not provisional


def test_a_deadline_that_runs_into_an_unknown_year_is_provisional() -> None:
    last, provisional = shipped_working_days().add_working_days(start=date(2026, 12, 30), days=2)

    assert last == date(2027, 1, 1)
    assert provisional


@pytest.mark.parametrize("days", [0, -1, 10_001])
def test_a_count_that_is_no_deadline_is_a_fault_of_the_program(days: int) -> None:
    with pytest.raises(ValueError, match="working days"):
        shipped_working_days().add_working_days(start=date(2026, 6, 1), days=days)


def test_an_imported_year_makes_its_answers_final() -> None:
    extended = shipped_working_days().extended(read_working_days(YEAR_2027))

    assert extended.add_working_days(start=date(2026, 12, 31), days=1) == (date(2027, 1, 2), False)
    assert extended.judge(date(2026, 2, 14)).is_working


def test_an_imported_year_replaces_the_same_year_whole() -> None:
    corrected = read_working_days(YEAR_2027.replace("2027-", "2026-").replace("2026-01-02,work", "2026-01-03,work"))

    extended = shipped_working_days().extended(corrected)

    assert extended.judge(date(2026, 1, 3)).is_working
    assert extended.judge(date(2026, 2, 16)).is_working  # the correction names no Spring Festival


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "working_days.columns"),
        ("day,kind\n2027-01-01,rest", "working_days.columns"),
        (HEADER, "working_days.incomplete"),
        (YEAR_2027.replace("\n2027-05", "\n\n2027-05"), "working_days.row"),
        (YEAR_2027.replace("\n2027-10-01,rest,国庆节,demonstration", ""), "working_days.incomplete"),
        (YEAR_2027 + "\n2027-10-01,rest,国庆节,demonstration", "working_days.duplicate"),
        (YEAR_2027.replace("2027-05-01", "2027-5-1"), "working_days.row"),
        (YEAR_2027.replace("2027-05-01", "2027-02-29"), "working_days.row"),
        (YEAR_2027.replace("work", "WORK"), "working_days.row"),
        (YEAR_2027.replace("2027-01-02,work", "2027-01-04,work"), "working_days.row"),
        (YEAR_2027.replace("国庆节,demonstration", "国庆节,"), "working_days.row"),
        (YEAR_2027.replace("国庆节,demonstration", "国庆节, demonstration"), "working_days.row"),
        (YEAR_2027.replace("国庆节,demonstration", '"国庆节,demonstration'), "working_days.row"),
        (YEAR_2027.replace("国庆节,demonstration", "国庆节,demonstration,x"), "working_days.row"),
    ],
)
def test_a_malformed_table_is_refused_whole(text: str, code: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        read_working_days(text)

    assert refused.value.code == code


def test_a_malformed_row_is_named_by_its_line() -> None:
    with pytest.raises(InvalidValue, match="第4行"):
        read_working_days(YEAR_2027.replace("2027-05-01", "2027-5-1"))
