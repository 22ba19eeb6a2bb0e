"""A split while a court waits for tonnes: the order goes with them, and they are not divided."""

from __future__ import annotations

import dataclasses

import pytest

from ledger.domain.bookkeeping.unit import capacity
from ledger.domain.claims.claim import Claim, Ground
from tests.services.acts.bureau import EAST, Bureau
from tests.services.acts.chemical_works import (
    GROUP,
    TEXTILES,
    TONNE,
    VOCS,
    claim_of,
    portion,
    registered,
    split,
    with_holdings,
)


@pytest.fixture
def city(bureau: Bureau) -> Bureau:
    """Lend a bureau with three enterprises, the first of which holds rights in use, surplus and pledged ones."""
    with_holdings(bureau)
    return bureau


def waiting_for_vocs() -> Claim:
    """Return an order about volatile organics that found too little, and waits for half a tonne to come."""
    order = claim_of("示例裁定2号", grams=TONNE // 2, held=0, entry=3, ground=Ground.JUDICIAL_FREEZE)
    return dataclasses.replace(order, unit=capacity(VOCS.pollutant, area=EAST, basin=None))


def test_an_order_that_waits_goes_with_the_tonnes_that_it_waits_for(city: Bureau) -> None:
    city.register(waiting_for_vocs())

    city.do(
        "enterprise.split",
        split(
            portion(GROUP, "Q40", 5 * TONNE),
            portion(GROUP, "Q41", 2 * TONNE),
            portion(GROUP, "Q42.3", TONNE),
            portion(TEXTILES, "Q40", 6 * TONNE, VOCS),
        ),
    )

    assert [claim.number for claim in registered(city, Claim, owner=TEXTILES)] == ["示例裁定2号"]
    assert "示例裁定2号" not in {claim.number for claim in registered(city, Claim, owner=GROUP)}


def test_tonnes_that_a_court_waits_for_are_not_divided(city: Bureau) -> None:
    city.register(waiting_for_vocs())

    codes = city.refused(
        "enterprise.split",
        split(
            portion(TEXTILES, "Q40", 5 * TONNE),
            portion(TEXTILES, "Q41", 2 * TONNE),
            portion(TEXTILES, "Q42.3", TONNE),
            portion(TEXTILES, "Q40", 1, VOCS),
            portion(GROUP, "Q40", 6 * TONNE - 1, VOCS),
        ),
    )

    assert codes == ["succession.restricted"]
