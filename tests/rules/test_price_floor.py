"""Prices are compared over the whole term, whatever basis each is printed in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ledger.domain.money.fee import Years
from ledger.domain.money.price_basis import PriceBasis
from ledger.domain.money.price_standard import PriceStandard
from ledger.domain.values.pollutant import Pollutant
from ledger.rules.money.price_floor import Price, RestOfTerm, above_limit, below_floor
from tests.services.acts.bureau import LAW

DAY = date(2026, 3, 1)
YEARLY = PriceStandard(
    pollutant=Pollutant.COD, unit_price=1_000_0000, basis=PriceBasis.YEAR, from_day=DAY, document="示例价格文件"
)
"""1,000 yuan a tonne and year: 5,000 yuan a tonne for five years."""
FIVE_YEARS = RestOfTerm(left=Years(count=5), years=5)


@pytest.mark.parametrize(
    ("unit_price", "basis", "below", "above"),
    [
        (5_000_0000, PriceBasis.WHOLE_TERM, False, False),
        (4_999_9999, PriceBasis.WHOLE_TERM, True, False),
        (5_000_0001, PriceBasis.WHOLE_TERM, False, True),
        (1_000_0000, PriceBasis.YEAR, False, False),
        (999_9999, PriceBasis.YEAR, True, False),
        (1_000_0001, PriceBasis.YEAR, False, True),
    ],
)
def test_exactly_the_standard_is_neither_too_low_nor_too_high(
    unit_price: int, basis: PriceBasis, *, below: bool, above: bool
) -> None:
    price = Price(unit_price=unit_price, basis=basis, years=5)

    assert (below_floor(price, YEARLY, on=DAY, book=LAW) is not None) is below
    assert (above_limit(price.whole_term, YEARLY, rest=FIVE_YEARS, on=DAY, book=LAW) is not None) is above


@pytest.mark.parametrize("standard", [YEARLY, replace(YEARLY, unit_price=5_000_0000, basis=PriceBasis.WHOLE_TERM)])
@pytest.mark.parametrize(
    ("left", "limit"),
    [
        (Years(count=1, parts=365), 2_7397),
        (Years(count=3), 3_000_0000),
        (Years(count=1764, parts=365), 4_832_8767),
    ],
)
def test_what_is_left_of_the_term_is_bought_back_for_its_part_of_the_standard(
    standard: PriceStandard, left: Years, limit: int
) -> None:
    rest = RestOfTerm(left=left, years=5)

    assert above_limit(limit, standard, rest=rest, on=DAY, book=LAW) is None
    assert above_limit(limit + 1, standard, rest=rest, on=DAY, book=LAW) is not None


def test_the_breach_shows_both_prices_and_that_the_rule_is_borrowed() -> None:
    price = Price(unit_price=4_000_0000, basis=PriceBasis.WHOLE_TERM, years=5)

    breach = below_floor(price, YEARLY, on=DAY, book=LAW)

    assert breach is not None
    assert "4000.00" in str(breach.detail)
    assert "5000.00" in str(breach.detail)
    assert (breach.instrument, breach.authority) == ("HEB", "by_analogy")


def test_where_no_standard_was_published_nothing_is_refused() -> None:
    price = Price(unit_price=1, basis=PriceBasis.YEAR, years=5)

    assert below_floor(price, None, on=DAY, book=LAW) is None
    assert above_limit(price.whole_term, None, rest=FIVE_YEARS, on=DAY, book=LAW) is None
