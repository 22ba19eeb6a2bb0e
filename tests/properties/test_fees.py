"""Fees against exact rational arithmetic: the amount is the nearest fen, and the half goes up."""

from __future__ import annotations

from fractions import Fraction
from math import floor

from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.money.fee import Fee, FeeLine, Years, computed
from ledger.domain.money.price_basis import PriceBasis
from ledger.domain.values.pollutant import Pollutant

LINES = st.builds(
    FeeLine,
    pollutant=st.sampled_from(list(Pollutant)),
    grams=st.integers(min_value=0, max_value=10**12),
    unit_price=st.integers(min_value=0, max_value=10**9),
    basis=st.sampled_from(list(PriceBasis)),
)
YEARS = st.builds(Years, count=st.integers(min_value=1, max_value=36_500), parts=st.sampled_from([1, 12, 365]))
RATIOS = st.integers(min_value=1, max_value=50_000)


def exactly(line: FeeLine, years: Years, ratio: int) -> Fraction:
    """Return the amount in fen without any rounding."""
    tonnes, yuan = Fraction(line.grams, 10**6), Fraction(line.unit_price, 10**4)
    paid_for = Fraction(years.count, years.parts) if line.basis is PriceBasis.YEAR else Fraction(1)
    return tonnes * Fraction(ratio, 10**4) * yuan * paid_for * 100


@given(line=LINES, years=YEARS, ratio=RATIOS)
def test_a_line_is_the_exact_product_rounded_half_up_to_the_fen(line: FeeLine, years: Years, ratio: int) -> None:
    exact = exactly(line, years, ratio)

    assert computed(line, years=years, ratio=ratio).amount == floor(exact + Fraction(1, 2))


@given(lines=st.lists(LINES, min_size=1, max_size=6), years=YEARS)
def test_a_total_strays_from_the_exact_one_by_at_most_half_a_fen_a_line(lines: list[FeeLine], years: Years) -> None:
    fee = Fee(lines=tuple(computed(line, years=years) for line in lines))
    exact = sum(exactly(line, years, 10_000) for line in lines)

    assert abs(fee.total - exact) <= Fraction(len(lines), 2)
