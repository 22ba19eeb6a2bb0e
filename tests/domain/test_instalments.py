"""How a price is divided into instalments."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.money.instalments import divided, least_first

SHARE = Decimal("0.40")


@pytest.mark.parametrize(
    ("total", "first"),
    [
        (100_000_00, 40_000_00),
        (100_000_01, 40_000_01),  # 40 % is 40,000.004: half up would fall below the limit
        (100_000_02, 40_000_01),
        (1, 1),
    ],
)
def test_the_first_payment_is_rounded_up_to_the_fen(total: int, first: int) -> None:
    assert least_first(total, SHARE) == first


def test_the_last_instalment_takes_what_remains() -> None:
    assert divided(100_000_01, first=40_000_01, count=4) == (40_000_01, 20_000_00, 20_000_00, 20_000_00)
    assert divided(100_00, first=40_00, count=4) == (40_00, 20_00, 20_00, 20_00)
    assert divided(100_01, first=40_01, count=3) == (40_01, 30_00, 30_00)
    assert divided(100_02, first=40_01, count=3) == (40_01, 30_00, 30_01)


def test_one_payment_is_no_payment_by_instalments() -> None:
    with pytest.raises(ValueError, match="no number of instalments"):
        divided(100_00, first=100_00, count=1)


@given(
    total=st.integers(min_value=2, max_value=10**14),
    percent=st.integers(min_value=1, max_value=99),
    count=st.integers(min_value=2, max_value=60),
)
def test_nothing_is_lost_and_the_share_is_reached_by_the_least_amount(total: int, percent: int, count: int) -> None:
    first = least_first(total, Decimal(percent) / 100)
    amounts = divided(total, first=first, count=count)

    assert Fraction(first, total) >= Fraction(percent, 100) > Fraction(first - 1, total)
    assert sum(amounts) == total
    assert len(amounts) == count
    assert all(0 <= amounts[-1] - each < count for each in amounts[1:])
