"""A renewal whose instalments are outstanding: what is paid for may be given away, the rest stays with its holder."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from ledger.domain.bookkeeping.unit import Origin
from ledger.domain.claims.claim_acts import EndClaim, RegisterPledge
from ledger.domain.money.fee import FeeLine
from ledger.domain.money.instalments import NoticeInstalment, PlanInstalments
from ledger.domain.money.payment_notice import FeeGround, FixedPriceFee
from ledger.domain.money.price_basis import PriceBasis
from ledger.domain.money.receipt import RecordReceipt
from ledger.domain.registers.succession import Portion, SplitEnterprise
from ledger.domain.rights.buy_back import AgreeBuyBack
from ledger.domain.rights.held_tranche import TrancheGrams
from ledger.domain.rights.lease import BeginLease
from ledger.domain.rights.right_acts import EndTerm, RenewRight
from ledger.domain.rights.transfer import ContractTransfer, TransferLine, TransferMode
from ledger.domain.values.pollutant import Pollutant
from tests.services.acts.bureau import EAST, HAI, Bureau
from tests.services.acts.rights import FREE, HOLDER, OTHER, TONNE, confirm, open_for_business, surplus

RENEWED = replace(FREE, term_from=FREE.term_to, term_to=date(2036, 1, 10), origin=Origin.FIXED_PRICE)
DAY = FREE.term_to


@pytest.fixture(autouse=True)
def _renewed(bureau: Bureau) -> None:
    """Renew ten tonnes for 10,000 yuan, of which 4,000 are paid, and determine nine of them surplus."""
    open_for_business(bureau)
    bureau.do("right.confirm_existing", confirm(10 * TONNE))
    bureau.do("right.end_term", EndTerm(effective_on=DAY, area=EAST, enterprise=HOLDER, tranche=FREE))
    line = FeeLine(
        pollutant=Pollutant.COD, basin=HAI, grams=10 * TONNE, unit_price=1_000_0000, basis=PriceBasis.WHOLE_TERM
    )
    fee = FixedPriceFee(
        case="延续1",
        area=EAST,
        payer=HOLDER,
        ground=FeeGround.RENEWAL,
        lines=(line,),
        starts=RENEWED.term_from,
        ends=RENEWED.term_to,
    )
    due_on = (date(2031, 2, 1), date(2032, 2, 1))
    bureau.do(
        "fee.instalment_plan", PlanInstalments(effective_on=DAY, fixed_price=fee, due_on=due_on, document="示例申请")
    )
    instalment(bureau, "通知1", 4_000)
    renewal = RenewRight(
        effective_on=DAY,
        area=EAST,
        enterprise=HOLDER,
        former=FREE,
        grams=10 * TONNE,
        document="示例核定表",
        fee_case="延续1",
    )
    bureau.do("right.renew", renewal)
    bureau.do("right.determine_surplus", surplus(9 * TONNE, need=1 * TONNE, tranche=RENEWED, on=DAY))


def instalment(bureau: Bureau, number: str, yuan: int) -> None:
    """Have the next instalment noticed and paid."""
    bureau.do("fee.instalment_notice", NoticeInstalment(effective_on=bureau.today, number=number, charged_for="延续1"))
    day, fen = bureau.today, yuan * 100
    receipt = RecordReceipt(
        effective_on=day, notice=number, number=f"票据{number}", amount=fen, paid_on=day, credited_on=day
    )
    bureau.do("fee.receipt", receipt)


def pledge(grams: int) -> RegisterPledge:
    return RegisterPledge(
        effective_on=DAY,
        number="质1",
        area=EAST,
        holder=HOLDER,
        pledgee="示例银行",
        printed_as="质押",
        registered_at=datetime(2031, 1, 10, 1, tzinfo=UTC),
        until=date(2033, 1, 10),
        lines=(TrancheGrams(tranche=RENEWED, grams=grams),),
        document="示例合同",
    )


def sale(grams: int) -> ContractTransfer:
    return ContractTransfer(
        effective_on=DAY,
        number="合同1",
        seller=HOLDER,
        seller_area=EAST,
        buyer=OTHER,
        buyer_area=EAST,
        mode=TransferMode.NEGOTIATED,
        platform="示例平台",
        contracted_at=datetime(2031, 1, 10, 1, tzinfo=UTC),
        need="示例核定意见",
        lines=(TransferLine(tranche=RENEWED, grams=grams, price=0),),
    )


def lease(grams: int) -> BeginLease:
    return BeginLease(
        effective_on=DAY,
        id="租赁1",
        area=EAST,
        lessor=HOLDER,
        lessee=OTHER,
        tranche=RENEWED,
        grams=grams,
        months=1,
        document="示例合同",
    )


def buy_back(grams: int) -> AgreeBuyBack:
    return AgreeBuyBack(
        effective_on=DAY,
        id="回购1",
        area=EAST,
        enterprise=HOLDER,
        tranche=RENEWED,
        grams=grams,
        unit_price=100_0000,
        document="示例协议",
    )


WAYS: list[tuple[str, Any]] = [
    ("pledge.register", pledge),
    ("transfer.contract", sale),
    ("lease.begin", lease),
    ("right.buy_back", buy_back),
]


@pytest.mark.parametrize(("kind", "asked"), WAYS, ids=[kind for kind, _ in WAYS])
def test_only_the_part_that_is_paid_for_is_given_away(bureau: Bureau, kind: str, asked: Any) -> None:
    assert bureau.refused(kind, asked(4 * TONNE + 1)) == ["tranche.partly_paid"]

    bureau.do(kind, asked(4 * TONNE))


def test_what_was_given_away_already_is_of_the_paid_part(bureau: Bureau) -> None:
    bureau.do("pledge.register", pledge(3 * TONNE))

    assert bureau.refused("lease.begin", lease(1 * TONNE + 1)) == ["tranche.partly_paid"]
    bureau.do("lease.begin", lease(1 * TONNE))
    released = EndClaim(effective_on=DAY, number="质1", holder=HOLDER, document="示例注销函")
    bureau.do("pledge.release", released)
    bureau.do("right.buy_back", buy_back(3 * TONNE))


def test_once_all_is_paid_all_surplus_may_be_given_away(bureau: Bureau) -> None:
    instalment(bureau, "通知2", 6_000)

    bureau.do("transfer.contract", sale(9 * TONNE))


def test_what_is_not_paid_for_goes_to_who_owes_it_in_a_split(bureau: Bureau) -> None:
    def parted(grams: int) -> SplitEnterprise:
        portions = (
            Portion(successor=OTHER, area=EAST, line="Q41", tranche=RENEWED, grams=grams),
            Portion(successor=HOLDER, area=EAST, line="Q41", tranche=RENEWED, grams=9 * TONNE - grams),
            Portion(successor=HOLDER, area=EAST, line="Q40", tranche=RENEWED, grams=1 * TONNE),
        )
        return SplitEnterprise(
            effective_on=DAY,
            enterprise=HOLDER,
            successors=(HOLDER, OTHER),
            heir=HOLDER,
            portions=portions,
            document="示例分立方案",
        )

    assert bureau.refused("enterprise.split", parted(4 * TONNE + 1)) == ["succession.partly_paid"]

    bureau.do("enterprise.split", parted(4 * TONNE))
    bureau.do("pledge.register", replace(pledge(4 * TONNE), holder=OTHER))
    assert bureau.refused("pledge.register", pledge(1)) == ["tranche.partly_paid"]
