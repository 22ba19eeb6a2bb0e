"""What a court waits for is not the holder's to give away, in whatever way."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ledger.domain.claims.claim_acts import TakeUpFreeze
from ledger.domain.rights.buy_back import AgreeBuyBack
from ledger.domain.rights.lease import BeginLease
from ledger.domain.rights.right_acts import DetermineSurplus
from ledger.domain.rights.transfer import TransferLine
from tests.services.acts.bureau import EAST, HAI, WEST, Bureau
from tests.services.acts.claimants import (
    BUYER,
    MILL,
    NEWER,
    TONNE,
    delivery,
    end,
    freeze,
    minute,
    sale,
    standing,
    with_rights,
)
from tests.services.acts.project_exercise import do, refused

DAY = date(2026, 3, 2)
LATER = DAY + timedelta(days=10)


@pytest.fixture
def mill(bureau: Bureau) -> Bureau:
    """Lend a bureau whose mill has 10 t in use and 6 t of surplus, bought, and 1 t of surplus that was free."""
    return with_rights(bureau)


@pytest.mark.parametrize(
    ("kind", "given_away"),
    [
        (
            "right.buy_back",
            AgreeBuyBack(
                effective_on=LATER,
                id="回购1",
                area=EAST,
                enterprise=MILL,
                tranche=NEWER,
                grams=TONNE,
                unit_price=3_000_0000,
                document="示例回购协议",
            ),
        ),
        (
            "lease.begin",
            BeginLease(
                effective_on=LATER,
                id="租赁1",
                area=EAST,
                lessor=MILL,
                lessee=BUYER,
                tranche=NEWER,
                grams=TONNE,
                months=6,
                document="示例租赁合同",
            ),
        ),
    ],
)
def test_what_a_court_waits_for_is_neither_bought_back_nor_leased(mill: Bureau, kind: str, given_away: object) -> None:
    mill.do("freeze.deliver", freeze("冻1", 19, at=minute(DAY, 9)))
    come_since(mill)

    assert mill.refused(kind, given_away) == ["claim.not_free"]
    mill.do("freeze.release", end("冻1", on=LATER))
    mill.do(kind, given_away)


def come_since(mill: Bureau) -> None:
    """Let two tonnes come to the mill since the order, and be determined surplus."""
    bought = TransferLine(tranche=NEWER, grams=2 * TONNE, price=1)
    theirs = {"seller": BUYER, "seller_area": WEST, "buyer": MILL, "buyer_area": EAST}
    mill.do("transfer.contract", sale("合同1", bought, at=minute(LATER, 9), **theirs))
    mill.do("transfer.deliver", delivery("合同1", on=LATER))
    determined = DetermineSurplus(
        effective_on=LATER, area=EAST, enterprise=MILL, tranche=NEWER, grams=2 * TONNE, need=0, document="示例核定"
    )
    mill.do("right.determine_surplus", determined)


def test_what_a_court_waits_for_becomes_no_credit_of_a_plant(mill: Bureau) -> None:
    do(mill, "facility.register", "2026-01-05", id="制浆线", name="制浆线", area=EAST, enterprise=MILL, basin=HAI)
    do(
        mill,
        "reduction.verify",
        "2026-01-06",
        facility="制浆线",
        pollutant="COD",
        measure="treatment",
        base_year=2024,
        base_emission="9",
        emission_after="4",
        finished_on="2025-12-01",
        operating_since="2015-01-01",
        officers=["示例甲", "示例乙"],
        site_record="示例记录",
        sheet="示例核定单",
    )
    mill.do("freeze.deliver", freeze("冻1", 18, at=minute(DAY, 9)))
    come_since(mill)
    turned = {"facility": "制浆线", "pollutant": "COD", "consent": "示例同意书"}

    assert refused(mill, "credit.surplus", "2026-03-12", **turned, grams="2") == ["surplus.not_held"]
    do(mill, "credit.surplus", "2026-03-12", **turned, grams="1")
    mill.do("freeze.take_up", TakeUpFreeze(effective_on=LATER, number="冻1", holder=MILL))
    assert standing(mill, "冻1") == (18, 0)
