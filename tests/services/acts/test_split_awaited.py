"""A split while a court waits for tonnes: the order goes with them, and they are not divided."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from ledger.domain.claim import Claim, Ground
from ledger.domain.succession import Portion, SplitEnterprise
from ledger.domain.tranche import Tranche
from ledger.domain.unit import capacity
from tests.services.acts.bureau import EAST, Bureau
from tests.services.acts.chemical_works import (
    CHEMICALS,
    DAY,
    GROUP,
    NOX,
    TEXTILES,
    TONNE,
    VOCS,
    claim_of,
    with_holdings,
)


@pytest.fixture
def city(bureau: Bureau) -> Bureau:
    """Lend a bureau with three enterprises, the first of which holds rights in use, surplus and pledged ones."""
    with_holdings(bureau)
    return bureau


def _all(bureau: Bureau, kind: type[Any], **owner: str) -> list[Any]:
    with bureau.desk("市局经办") as desk:
        return desk.work.registers.all(kind, **owner)


def _portion(successor: str, line: str, grams: int, tranche: Tranche = NOX) -> Portion:
    return Portion(successor=successor, area=EAST, line=line, tranche=tranche, grams=grams)


def _split(*portions: Portion, successors: tuple[str, ...] = (TEXTILES, GROUP), heir: str = GROUP) -> SplitEnterprise:
    return SplitEnterprise(
        effective_on=DAY,
        enterprise=CHEMICALS,
        successors=successors,
        portions=portions,
        heir=heir,
        document="示例分立方案",
    )


def waiting_for_vocs() -> Claim:
    """Return an order about volatile organics that found too little, and waits for half a tonne to come."""
    order = claim_of("示例裁定2号", grams=TONNE // 2, held=0, entry=3, ground=Ground.JUDICIAL_FREEZE)
    return dataclasses.replace(order, unit=capacity(VOCS.pollutant, area=EAST, basin=None))


def test_an_order_that_waits_goes_with_the_tonnes_that_it_waits_for(city: Bureau) -> None:
    city.register(waiting_for_vocs())

    city.do(
        "enterprise.split",
        _split(
            _portion(GROUP, "Q40", 5 * TONNE),
            _portion(GROUP, "Q41", 2 * TONNE),
            _portion(GROUP, "Q42.3", TONNE),
            _portion(TEXTILES, "Q40", 6 * TONNE, VOCS),
        ),
    )

    assert [claim.number for claim in _all(city, Claim, owner=TEXTILES)] == ["示例裁定2号"]
    assert "示例裁定2号" not in {claim.number for claim in _all(city, Claim, owner=GROUP)}


def test_tonnes_that_a_court_waits_for_are_not_divided(city: Bureau) -> None:
    city.register(waiting_for_vocs())

    codes = city.refused(
        "enterprise.split",
        _split(
            _portion(TEXTILES, "Q40", 5 * TONNE),
            _portion(TEXTILES, "Q41", 2 * TONNE),
            _portion(TEXTILES, "Q42.3", TONNE),
            _portion(TEXTILES, "Q40", 1, VOCS),
            _portion(GROUP, "Q40", 6 * TONNE - 1, VOCS),
        ),
    )

    assert codes == ["succession.restricted"]
