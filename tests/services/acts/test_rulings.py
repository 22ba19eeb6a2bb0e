"""A ruling hands frozen tonnes over to the buyer of a judicial sale; an authority suspends and lifts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ledger.domain.claims.claim_acts import ImposeSuspension, SeizedPollutant, TakeUpFreeze, TransferByRuling
from tests.services.acts.bureau import EAST, HAI, SOUTH, WEST, YELLOW, Bureau
from tests.services.acts.claimants import (
    BUYER,
    COD,
    MILL,
    TONNE,
    end,
    freeze,
    minute,
    pledge,
    standing,
    tonnes,
    with_rights,
)

DAY = date(2026, 3, 2)
LATER = DAY + timedelta(days=10)


@pytest.fixture
def mill(bureau: Bureau) -> Bureau:
    """Lend a bureau whose mill has 10 t in use and 6 t of surplus, bought, and 1 t of surplus that was free."""
    return with_rights(bureau)


def test_a_ruling_hands_over_what_its_own_freeze_holds(mill: Bureau) -> None:
    mill.do("pledge.register", pledge("质1", 4, at=minute(DAY, 9)))
    mill.do("freeze.deliver", freeze("冻1", 15, at=minute(DAY, 10)))
    ruling = TransferByRuling(
        effective_on=LATER,
        number="冻1",
        holder=MILL,
        ruling="裁1",
        buyer=BUYER,
        buyer_area=WEST,
        lines=(SeizedPollutant(pollutant=COD, basin=HAI, grams=14 * TONNE),),
    )
    assert mill.refused("freeze.transfer_by_ruling", ruling) == ["ruling.not_held"]
    assert mill.refused("freeze.transfer_by_ruling", replace(ruling, buyer=MILL)) == [
        "ruling.not_held",
        "transfer.same_party",
    ]
    lines = (replace(ruling.lines[0], grams=12 * TONNE),)

    mill.do("freeze.transfer_by_ruling", replace(ruling, lines=lines))

    assert standing(mill, "冻1") == (1, 2)
    assert mill.balance("Q40", WEST, BUYER) == 12 * TONNE
    assert mill.balance("Q10", EAST, unit=None) == -(100 + 50 - 12) * TONNE
    assert mill.balance("Q10", WEST) == -(100 + 50 + 12) * TONNE
    assert mill.balance("Q11", EAST) == mill.balance("Q11", WEST) == 0
    yellow = (SeizedPollutant(pollutant=COD, basin=YELLOW, grams=TONNE),)
    assert mill.refused("freeze.transfer_by_ruling", replace(ruling, lines=yellow)) == [
        "ruling.not_held",
        "basin.unknown",
    ]
    mill.do("freeze.release", end("冻1", on=LATER))
    assert tonnes(mill) == {"Q40": 1, "Q42.3": 4}


def test_a_suspension_holds_until_it_is_lifted(mill: Bureau) -> None:
    suspension = ImposeSuspension(
        effective_on=DAY,
        number="停1",
        area=EAST,
        holder=MILL,
        authority="示例市生态环境局",
        served_at=minute(DAY, 9),
        lines=(SeizedPollutant(pollutant=COD, basin=HAI, grams=3 * TONNE),),
        reason="示例：超总量排放整改期间",
        document="示例决定",
    )
    assert mill.refused("suspension.impose", replace(suspension, area=SOUTH, lines=())) == ["quantity.nothing"]
    twice = replace(suspension, lines=(*suspension.lines, *suspension.lines))
    assert mill.refused("suspension.impose", twice) == ["claim.twice"]

    mill.do("suspension.impose", suspension)

    assert tonnes(mill) == {"Q40": 10, "Q41": 4, "Q42.5": 3}
    mill.do("freeze.deliver", freeze("冻1", 17, at=minute(DAY, 10)))
    assert standing(mill, "冻1") == (14, 3)
    mill.do("suspension.lift", end("停1", on=LATER))
    assert tonnes(mill) == {"Q42.4": 17}


ENDED = date(2030, 1, 1)
"""The first day after the term of the mill's tranches."""


def test_an_order_takes_no_tranche_whose_term_is_over_and_waits_for_others(mill: Bureau) -> None:
    mill.do("freeze.deliver", freeze("冻1", 5, at=minute(ENDED, 9), until=date(2032, 1, 1)))

    assert standing(mill, "冻1") == (0, 5)
    assert tonnes(mill) == {"Q40": 10, "Q41": 7}
    take_up = TakeUpFreeze(effective_on=ENDED, number="冻1", holder=MILL)
    assert mill.refused("freeze.take_up", take_up) == ["freeze.nothing_to_take_up"]


def test_what_is_over_is_not_handed_over_by_a_ruling(mill: Bureau) -> None:
    mill.do("freeze.deliver", freeze("冻1", 5, at=minute(date(2029, 12, 1), 9), until=date(2032, 1, 1)))
    ruling = TransferByRuling(
        effective_on=ENDED,
        number="冻1",
        holder=MILL,
        ruling="裁1",
        buyer=BUYER,
        buyer_area=WEST,
        lines=(SeizedPollutant(pollutant=COD, basin=HAI, grams=TONNE),),
    )

    assert mill.refused("freeze.transfer_by_ruling", ruling) == ["tranche.not_in_force"]
    before = replace(ruling, effective_on=ENDED - timedelta(days=1))
    mill.do("freeze.transfer_by_ruling", before)
