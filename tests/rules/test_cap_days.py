"""The cap is compared with what is in force on every day, because rights have terms."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.values.calendar import Term
from ledger.rules.rights.cap_days import CapDays, Issued, beyond_the_cap
from tests.services.acts.bureau import LAW

FIRST = date(2026, 1, 1)


def years(start: int, end: int) -> Term:
    return Term(starts=date(start, 1, 1), ends=date(end, 1, 1))


def issued(start: int, end: int, grams: int) -> Issued:
    return Issued(term_from=date(start, 1, 1), term_to=date(end, 1, 1), grams=grams)


def test_a_right_that_begins_when_another_ends_needs_no_room_beside_it() -> None:
    days = CapDays(limit=10, issued=(issued(2026, 2031, 10),))

    assert beyond_the_cap(days, term=years(2031, 2036), grams=10, on=FIRST, book=LAW) is None
    assert beyond_the_cap(days, term=years(2030, 2035), grams=1, on=FIRST, book=LAW) is not None


def test_the_last_gram_under_the_cap_may_be_issued_and_not_one_more() -> None:
    days = CapDays(limit=10, issued=(issued(2026, 2031, 4),))

    assert beyond_the_cap(days, term=years(2027, 2032), grams=6, on=FIRST, book=LAW) is None
    assert beyond_the_cap(days, term=years(2027, 2032), grams=7, on=FIRST, book=LAW) is not None


def test_the_breach_names_the_first_day_on_which_most_is_in_force_and_cites_the_article() -> None:
    days = CapDays(limit=12_000_000, issued=(issued(2026, 2031, 4_000_000), issued(2028, 2033, 5_000_000)))

    breach = beyond_the_cap(days, term=years(2026, 2031), grams=4_000_000, on=FIRST, book=LAW)

    assert breach is not None
    assert str(breach.detail) == "2028-01-01有效的排污权将为9.0000吨/年加4.0000吨/年，超过总量12.0000吨/年"
    assert (breach.code, breach.instrument, breach.article) == ("cap.exceeded", "CS61", "3")


TERMS = st.tuples(st.integers(2026, 2034), st.integers(1, 6)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@given(st.lists(st.tuples(TERMS, st.integers(1, 9)), max_size=6), TERMS)
def test_the_fullest_day_is_the_one_that_looking_at_every_day_finds(
    rights: list[tuple[tuple[int, int], int]], term: tuple[int, int]
) -> None:
    days = CapDays(limit=0, issued=tuple(issued(start, end, grams) for (start, end), grams in rights))
    beginnings = [date(year, 1, 1) for year in range(term[0], term[1])]

    day, grams = days.fullest(years(*term))

    assert grams == max(days.in_force(each) for each in beginnings)
    assert day == next(each for each in beginnings if days.in_force(each) == grams)


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2031, 1, 1)])
def test_a_right_is_in_force_from_its_first_day_to_the_day_before_its_end(day: date) -> None:
    days = CapDays(limit=0, issued=(issued(2026, 2031, 7),))

    assert (days.in_force(FIRST), days.in_force(date(2030, 12, 31)), days.in_force(day)) == (7, 7, 0)
