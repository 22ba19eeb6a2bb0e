"""Calendar dates, printed periods and terms."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.values.calendar import EARLIEST, LATEST, Term, end_of_period, parse_date
from ledger.errors import InvalidValue


@pytest.mark.parametrize(
    "text",
    [
        *("2026-02-29", "2026-13-01", "2026-00-10", "0000-01-01", "2026-01-00"),
        *("2026-W01-1", "20260101", "2026-1-1", "01/02/2026", "2026年1月1日", "２０２６-01-01", "民国115年"),
        *("2026-01-01T24:00:00", " 2026-01-01", "2026-01-01\n", "2026-01-01\0", "", "-2026-01-01", "2026-001"),
    ],
    ids=ascii,
)
def test_what_is_no_date_of_the_calendar_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        parse_date(text)

    assert refused.value.code == "date.format"


@pytest.mark.parametrize("text", ["9999-12-31", "0001-01-01", "1999-12-31", "2101-01-01"])
def test_a_date_outside_the_century_of_the_ledger_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        parse_date(text)

    assert refused.value.code == "date.range"


@pytest.mark.parametrize("value", [None, 20260101, date(2026, 1, 1), True], ids=repr)
def test_a_date_that_is_no_text_is_refused_for_its_type(value: object) -> None:
    with pytest.raises(InvalidValue) as refused:
        parse_date(value)

    assert refused.value.code == "date.type"


@given(st.dates(min_value=EARLIEST, max_value=LATEST))
def test_every_date_of_the_range_is_read_as_it_is_written(day: date) -> None:
    assert parse_date(day.isoformat()) == day
    assert end_of_period(day.isoformat()) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2015", date(2015, 12, 31)),
        ("2024-02", date(2024, 2, 29)),
        ("2023-02", date(2023, 2, 28)),
        ("2026-12", date(2026, 12, 31)),
        ("2014-09-27", date(2014, 9, 27)),
    ],
)
def test_a_period_counts_as_its_last_day(text: str, day: date) -> None:
    assert end_of_period(text) == day


@pytest.mark.parametrize("text", ["2026-13", "2026-00", "0000", "2026-1", "26", "2026-", "2026-02-30", "２０２６"])
def test_a_period_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        end_of_period(text)

    assert refused.value.code == "date.format"


@pytest.mark.parametrize("text", ["1999", "2101", "2101-01", "9999"])
def test_a_period_outside_the_century_of_the_ledger_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        end_of_period(text)

    assert refused.value.code == "date.range"


def test_a_term_covers_its_first_day_and_not_the_corresponding_day() -> None:
    term = Term.of_years(starts=date(2025, 7, 1), years=5)

    assert term.ends == date(2030, 7, 1)
    assert term.last_day == date(2030, 6, 30)
    assert term.covers(date(2025, 7, 1))
    assert term.covers(date(2030, 6, 30))
    assert not term.covers(date(2030, 7, 1))
    assert not term.covers(date(2025, 6, 30))


@pytest.mark.parametrize(
    ("years", "last_day"), [(1, date(2025, 2, 28)), (4, date(2028, 2, 28)), (5, date(2029, 2, 28))]
)
def test_a_term_from_a_leap_day_ends_with_february(years: int, last_day: date) -> None:
    assert Term.of_years(starts=date(2024, 2, 29), years=years).last_day == last_day


@given(st.dates(min_value=EARLIEST, max_value=LATEST), st.integers(min_value=1, max_value=99))
def test_consecutive_terms_leave_no_gap_and_no_overlap(starts: date, years: int) -> None:
    first = Term.of_years(starts=starts, years=years)
    second = Term.of_years(starts=first.ends, years=years)

    assert first.covers(first.last_day)
    assert not second.covers(first.last_day)
    assert second.covers(first.ends)


@pytest.mark.parametrize("years", [0, -1, 100])
def test_a_term_of_no_years_or_of_a_century_is_refused(years: int) -> None:
    with pytest.raises(InvalidValue) as refused:
        Term.of_years(starts=date(2025, 1, 1), years=years)

    assert refused.value.code == "term.years"


def test_a_term_cannot_end_on_the_day_it_starts() -> None:
    with pytest.raises(InvalidValue) as refused:
        Term(starts=date(2025, 1, 1), ends=date(2025, 1, 1))

    assert refused.value.code == "date.order"
