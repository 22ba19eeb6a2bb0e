"""What rights cost, line by line, and how a notice words it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.money.fee import Fee, FeeLine, PartYear, Years, computed, whole_years, years_of
from ledger.domain.money.price_basis import PriceBasis
from ledger.domain.values.calendar import Term
from ledger.domain.values.pollutant import Pollutant
from ledger.domain.values.quantity import parse_price, parse_tonnes

FIVE_YEARS = Years(count=5)
EXAMPLE = FeeLine(
    pollutant=Pollutant.COD,
    grams=parse_tonnes("3.8252"),
    unit_price=parse_price("8011.69"),
    basis=PriceBasis.YEAR,
)
REST = Term(starts=date(2025, 8, 15), ends=date(2025, 8, 15) + timedelta(days=846))


@pytest.mark.parametrize(
    ("part_year", "fen", "words"),
    [
        (PartYear.DAYS_OF_365, 71_032_28, "846天÷365"),
        (PartYear.STARTED_MONTHS, 71_508_07, "28个月÷12"),
        (PartYear.STARTED_YEARS, 91_938_95, "3年"),
    ],
)
def test_846_days_of_3_8252_tonnes_cost_what_the_way_of_counting_says(
    part_year: PartYear, fen: int, words: str
) -> None:
    line = computed(EXAMPLE, years=years_of(REST, part_year))

    assert line.amount == fen
    assert line.years.words == words
    assert line.words.startswith(f"化学需氧量 3.8252吨/年×8011.69元/吨·年×{words}=")


def test_whole_years_are_whole_whatever_the_way_of_counting_and_whatever_leap_days_lie_in_them() -> None:
    for starts in (date(2026, 1, 1), date(2024, 2, 29), date(2023, 3, 1)):
        term = Term.of_years(starts=starts, years=5)

        assert [years_of(term, part_year) for part_year in PartYear] == [FIVE_YEARS] * 3


def test_a_price_for_the_whole_term_is_not_multiplied_by_its_years() -> None:
    line = FeeLine(
        pollutant=Pollutant.SULPHUR_DIOXIDE,
        grams=parse_tonnes("1.5"),
        unit_price=parse_price("1000"),
        basis=PriceBasis.WHOLE_TERM,
    )

    assert computed(line, years=FIVE_YEARS).amount == 1_500_00
    assert computed(line, years=FIVE_YEARS).words == "二氧化硫 1.5000吨/年×1000.00元/吨=1500.00元"


def test_each_line_is_rounded_by_itself_and_the_total_says_so() -> None:
    half_a_fen = FeeLine(pollutant=Pollutant.COD, grams=5_000, unit_price=10_000, basis=PriceBasis.WHOLE_TERM)
    fee = Fee(lines=(computed(half_a_fen, years=FIVE_YEARS), computed(half_a_fen, years=FIVE_YEARS)))

    assert [line.amount for line in fee.lines] == [1, 1]
    assert fee.total == 2
    assert fee.words.endswith("；合计0.02元")


def test_the_quantity_is_multiplied_by_its_ratio() -> None:
    line = computed(EXAMPLE, years=FIVE_YEARS, ratio=15_000)

    assert line.amount == computed(EXAMPLE, years=Years(count=15, parts=2)).amount
    assert "×1.5倍×" in line.words


@given(
    starts=st.dates(min_value=date(2000, 1, 1), max_value=date(2050, 12, 31)),
    days=st.integers(min_value=1, max_value=36_000),
)
def test_the_ways_of_counting_agree_on_whole_years_and_differ_by_less_than_one(starts: date, days: int) -> None:
    term = Term(starts=starts, ends=starts + timedelta(days=days))
    whole = whole_years(term)
    counted = {part_year: years_of(term, part_year) for part_year in PartYear}

    assert whole == 0 or Term.of_years(starts=starts, years=whole).ends <= term.ends
    assert Term.of_years(starts=starts, years=whole + 1).ends > term.ends
    for years in counted.values():
        assert whole * years.parts <= years.count <= (whole + 1) * years.parts
    months, days_ = counted[PartYear.STARTED_MONTHS], counted[PartYear.DAYS_OF_365]
    assert (months.count == whole * 12) == (days_.count == whole * 365)
