"""What follows tonnes that change hands or are paid up: that they were renewed, and the court that waits for them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from ledger.domain.bookkeeping.reversal import ReverseAct
from ledger.domain.bookkeeping.unit import Origin
from ledger.domain.claims.claim import Claim, Ground
from ledger.domain.money.fee import FeeLine
from ledger.domain.money.payment_notice import FeeGround, FixedPriceFee, IssueNotice
from ledger.domain.money.price_basis import PriceBasis
from ledger.domain.money.receipt import RecordReceipt
from ledger.domain.rights.right_acts import PayUp, RenewRight
from ledger.domain.rights.transfer import ContractTransfer, DeliverTransfer, TransferLine, TransferMode
from ledger.domain.values.pollutant import Pollutant
from ledger.store.registers import Registers
from tests.services.acts.bureau import EAST, HAI, Bureau
from tests.services.acts.project_exercise import FIRM, accept, bulletin, do, firm, intake, refused, table_line
from tests.services.acts.rights import FREE, HOLDER, OTHER, TONNE, confirm, open_for_business, surplus

PAID_UP = replace(FREE, origin=Origin.FIXED_PRICE)
DAY = date(2026, 6, 1)


def renewal(enterprise: str, grams: int) -> RenewRight:
    """Return the renewal of what was paid up, before its end; the law is one that lets it be free."""
    return RenewRight(
        effective_on=DAY, area=EAST, enterprise=enterprise, former=FREE, grams=grams, document="示例核定表"
    )


def pay_up(bureau: Bureau, grams: int) -> PayUp:
    """Have the fee of a pay-up noticed and paid, and return the command that follows."""
    line = FeeLine(pollutant=Pollutant.COD, basin=HAI, grams=grams, unit_price=1_000_0000, basis=PriceBasis.WHOLE_TERM)
    fee = FixedPriceFee(
        case="补缴1",
        area=EAST,
        payer=HOLDER,
        ground=FeeGround.PAY_UP,
        lines=(line,),
        starts=DAY,
        ends=FREE.term_to,
    )
    bureau.do("fee.notice", IssueNotice(effective_on=DAY, number="通知1", fixed_price=fee))
    paid = RecordReceipt(
        effective_on=DAY, notice="通知1", number="票据1", amount=grams // 10, paid_on=DAY, credited_on=DAY
    )
    bureau.do("fee.receipt", paid)
    return PayUp(
        effective_on=DAY, area=EAST, enterprise=HOLDER, tranche=FREE, in_use=0, surplus=grams, fee_case="补缴1"
    )


def sold(bureau: Bureau, grams: int) -> int:
    """Let the other enterprise buy what was paid up, and return the place of the delivery."""
    contract = ContractTransfer(
        effective_on=DAY,
        number="合同1",
        seller=HOLDER,
        seller_area=EAST,
        buyer=OTHER,
        buyer_area=EAST,
        mode=TransferMode.NEGOTIATED,
        platform="示例平台",
        contracted_at=datetime(2026, 6, 1, 1, tzinfo=UTC),
        need="示例核定意见",
        lines=(TransferLine(tranche=PAID_UP, grams=grams, price=0),),
    )
    bureau.do("transfer.contract", contract)
    delivery = DeliverTransfer(effective_on=DAY, number="合同1", document="示例鉴证书")
    return bureau.do("transfer.deliver", delivery)


@pytest.fixture
def works(bureau: Bureau) -> Bureau:
    """Lend a bureau whose holder has 5 t of free surplus and renewed all of them already."""
    open_for_business(bureau)
    bureau.do("right.confirm_existing", confirm(5 * TONNE))
    bureau.do("right.determine_surplus", surplus(5 * TONNE, need=0, on=date(2026, 2, 1)))
    return bureau


def test_what_the_seller_renewed_is_not_renewed_again_by_the_buyer(works: Bureau) -> None:
    works.do("right.renew", renewal(HOLDER, 5 * TONNE))
    works.do("right.pay_up", pay_up(works, 5 * TONNE))
    again = replace(renewal(HOLDER, 5 * TONNE), former=PAID_UP)
    assert works.refused("right.renew", again) == ["renewal.repeated", "fee.required"]

    sold(works, 3 * TONNE)

    assert works.refused("right.renew", replace(again, enterprise=OTHER)) == ["renewal.repeated", "fee.required"]
    assert works.refused("right.renew", again) == ["renewal.repeated", "fee.required"]


def test_what_was_not_renewed_may_be_renewed_by_the_buyer(works: Bureau) -> None:
    works.do("right.pay_up", pay_up(works, 5 * TONNE))
    sold(works, 3 * TONNE)

    asked = replace(renewal(OTHER, 3 * TONNE), former=PAID_UP)
    assert works.refused("right.renew", asked) == ["fee.required"]


def test_a_court_that_waits_for_free_tonnes_waits_for_them_when_they_are_paid_up(works: Bureau) -> None:
    waiting = Claim(
        number="冻1",
        part=1,
        holder=HOLDER,
        ground=Ground.JUDICIAL_FREEZE,
        unit=FREE.unit(EAST),
        grams=4 * TONNE,
        delivered_at=datetime(2026, 2, 2, 1, tzinfo=UTC),
        entry=1,
        until=date(2029, 2, 1),
        by="示例法院",
        document="示例通知书",
    )
    works.register(waiting)

    works.do("right.pay_up", pay_up(works, 3 * TONNE))

    with works.book.reading() as connection:
        claims = Registers(connection).all(Claim, owner=HOLDER)
    assert [(each.unit, each.grams, each.queued, each.delivered_at) for each in claims] == [
        (FREE.unit(EAST), TONNE, TONNE, waiting.delivered_at),
        (PAID_UP.unit(EAST), 3 * TONNE, 3 * TONNE, waiting.delivered_at),
    ]
    contract = ContractTransfer(
        effective_on=DAY,
        number="合同1",
        seller=HOLDER,
        seller_area=EAST,
        buyer=OTHER,
        buyer_area=EAST,
        mode=TransferMode.NEGOTIATED,
        platform="示例平台",
        contracted_at=datetime(2026, 6, 1, 1, tzinfo=UTC),
        need="示例核定意见",
        lines=(TransferLine(tranche=PAID_UP, grams=1, price=0),),
    )
    assert works.refused("transfer.contract", contract) == ["claim.not_free"]


def test_a_delivery_that_a_project_passed_its_gate_on_is_not_taken_back_before_what_came_of_it(bureau: Bureau) -> None:
    firm(bureau)
    bulletin(bureau)
    caps = [{"pollutant": "SO2", "kind": "absolute", "grams": "100", "document": "示例文件"}]
    do(bureau, "opening.area", "2026-01-06", area=EAST, document="示例期初建账表", caps=caps)
    do(bureau, "reserve.retain", "2026-01-07", area=EAST, pollutant="SO2", grams="40", document="示例纪要")
    intake(bureau, "p", table_line("SO2", "5"), day="2026-06-02")
    accept(bureau, "p", on="2026-06-02")
    do(bureau, "confirmation.issue", "2026-06-03", project="p")
    line = {"pollutant": "SO2", "grams": "5", "source": "retained", "unit_price": "1", "basis": "per_tonne"}
    award = {"id": "成交1", "area": EAST, "buyer": FIRM, "method": "negotiated", "lines": [line], "project": "p"}
    do(bureau, "award.make", "2026-06-04", **award, contracted_on="2026-06-04", document="示例纪要")
    do(bureau, "fee.notice", "2026-06-04", number="通知1", award="成交1")
    paid = {"amount": "5", "paid_on": "2026-06-04", "credited_on": "2026-06-04"}
    do(bureau, "fee.receipt", "2026-06-04", notice="通知1", number="税票1", **paid)
    delivered = do(bureau, "award.deliver", "2026-06-04", id="成交1")
    paper = {"authority": "示例审批局", "document": "示例批复", "approved_on": "2026-06-05"}
    approved = do(bureau, "project.eia_approved", "2026-06-05", project="p", **paper)
    started = do(bureau, "project.milestone", "2026-06-06", project="p", step="construction_started")

    wrong = {"seq": delivered, "reason": "示例：误记"}
    assert refused(bureau, "correction.reverse", "2026-06-07", **wrong) == ["reversal.depended_on"]
    for seq in (started, approved):
        do(bureau, "correction.reverse", "2026-06-07", seq=seq, reason="示例：误记")
    do(bureau, "correction.reverse", "2026-06-07", **wrong)

    assert bureau.balance("Q40", EAST, FIRM) == 0


def test_a_sale_that_took_renewed_tonnes_with_it_is_taken_back_with_them(works: Bureau) -> None:
    works.do("right.renew", renewal(HOLDER, 5 * TONNE))
    works.do("right.pay_up", pay_up(works, 5 * TONNE))
    delivered = sold(works, 3 * TONNE)
    works.do("correction.reverse", ReverseAct(effective_on=DAY, seq=delivered, reason="示例：误记"))

    again = replace(renewal(OTHER, TONNE), former=PAID_UP)
    assert "renewal.nothing_to_renew" in works.refused("right.renew", again)
