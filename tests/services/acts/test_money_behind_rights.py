"""The money behind a right: its own number, its own ground and term, in the treasury before the day, and used once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from ledger.domain.bookkeeping.opening import OpenArea, OpeningReceivable
from ledger.domain.money.deposit import ForfeitDeposit, Keeper, LotSeller, ReceiveDeposit
from ledger.domain.money.fee import FeeLine
from ledger.domain.money.payment_notice import (
    Charge,
    ChargedFee,
    FeeGround,
    FixedPriceFee,
    IssueNotice,
    ReduceFee,
    ReductionGround,
)
from ledger.domain.money.price_basis import PriceBasis
from ledger.domain.money.receipt import RecordReceipt
from ledger.domain.rights.award import DeliverAward
from ledger.domain.rights.right_acts import PayUp, RenewRight
from ledger.domain.values.pollutant import Pollutant
from tests.services.acts.bureau import EAST, HAI, Bureau
from tests.services.acts.rights import (
    FREE,
    HOLDER,
    OTHER,
    TONNE,
    confirm,
    line,
    make_award,
    open_for_business,
    retain,
    set_cap,
)

NOTICED, PAID = date(2026, 3, 2), date(2026, 3, 20)
AMMONIA = Pollutant.AMMONIA_NITROGEN


@pytest.fixture(autouse=True)
def _reserve(bureau: Bureau) -> None:
    open_for_business(bureau)
    bureau.do("reserve.retain", retain(40 * TONNE))


def fee(*pollutants: Pollutant, **changed: Any) -> FixedPriceFee:
    """Return a fee of 1,000 yuan for a tonne of each pollutant for the rest of the term, whatever its length."""
    lines = tuple(
        FeeLine(pollutant=each, basin=HAI, grams=5 * TONNE, unit_price=1_000_0000, basis=PriceBasis.WHOLE_TERM)
        for each in pollutants or (Pollutant.COD,)
    )
    asked: dict[str, Any] = {
        "case": "补缴1",
        "payer": HOLDER,
        "ground": FeeGround.PAY_UP,
        "starts": NOTICED,
        "ends": FREE.term_to,
    }
    return FixedPriceFee(area=EAST, lines=lines, **{**asked, **changed})


def noticed(bureau: Bureau, asked: FixedPriceFee) -> None:
    bureau.do("fee.notice", IssueNotice(effective_on=NOTICED, number="通知1", fixed_price=asked))


def paid(bureau: Bureau, yuan: int, *, on: date = PAID) -> None:
    receipt = RecordReceipt(
        effective_on=on, notice="通知1", number="票据1", amount=yuan * 100, paid_on=on, credited_on=on
    )
    bureau.do("fee.receipt", receipt)


def sold(bureau: Bureau) -> None:
    """Sell ten tonnes out of the reserve, and ask for the price."""
    bureau.do("award.make", make_award(line(10 * TONNE)))
    bureau.do("fee.notice", IssueNotice(effective_on=NOTICED, number="通知1", award="成交1"))


def up(pollutant: Pollutant = Pollutant.COD, *, on: date = PAID) -> PayUp:
    tranche = replace(FREE, pollutant=pollutant)
    return PayUp(
        effective_on=on, area=EAST, enterprise=HOLDER, tranche=tranche, in_use=5 * TONNE, surplus=0, fee_case="补缴1"
    )


def test_an_award_does_not_bear_the_number_of_a_fee_nor_a_fee_that_of_an_award(bureau: Bureau) -> None:
    noticed(bureau, fee(payer=OTHER))
    paid(bureau, 5_000)

    award = make_award(line(10 * TONNE), effective_on=PAID, id="补缴1")
    assert bureau.refused("award.make", award) == ["charge.number"]

    bureau.do("award.make", replace(award, id="成交1"))
    again = IssueNotice(effective_on=PAID, number="通知2", fixed_price=fee(case="成交1"))
    assert bureau.refused("fee.notice", again) == ["charge.number"]


def test_a_debt_taken_over_pays_no_award(bureau: Bureau) -> None:
    debt = OpeningReceivable(
        notice="旧通知1",
        payer=OTHER,
        charge=Charge.PUBLIC_SALE,
        fen=100,
        issued_on=date(2025, 12, 1),
        due_on=date(2026, 3, 1),
    )
    opening = OpenArea(effective_on=date(2026, 1, 31), area=EAST, document="示例表", receivables=(debt,))
    bureau.do("opening.area", opening)

    assert bureau.refused("award.make", make_award(line(10 * TONNE), id="旧通知1")) == ["charge.number"]


def test_a_forfeited_deposit_pays_no_award_of_its_number(bureau: Bureau) -> None:
    sold_on = date(2026, 2, 1)
    deposit = ReceiveDeposit(
        effective_on=sold_on,
        number="成交1",
        area=EAST,
        bidder=OTHER,
        lot="示例标的",
        seller=LotSeller.RESERVE,
        keeper=Keeper.PLATFORM,
        amount=100_00,
        paid_on=sold_on,
    )
    bureau.do("deposit.receive", deposit)
    bureau.do("deposit.forfeit", ForfeitDeposit(effective_on=sold_on, number="成交1", document="示例决定"))
    bureau.do("award.make", make_award(line(10 * TONNE)))

    bureau.do("fee.notice", IssueNotice(effective_on=NOTICED, number="通知1", award="成交1"))
    assert bureau.refused("award.deliver", DeliverAward(effective_on=PAID, id="成交1")) == ["payment.incomplete"]


def test_a_fee_pays_for_the_whole_term_from_the_day_of_the_pay_up(bureau: Bureau) -> None:
    bureau.do("right.confirm_existing", confirm(5 * TONNE))
    noticed(bureau, fee(starts=date(2031, 1, 9)))
    paid(bureau, 5_000)

    assert bureau.refused("right.pay_up", up()) == ["fee.term_of_right"]


def test_a_renewal_needs_a_fee_for_a_renewal_and_for_its_term(bureau: Bureau) -> None:
    bureau.do("right.confirm_existing", confirm(5 * TONNE))
    asked = RenewRight(
        effective_on=PAID,
        area=EAST,
        enterprise=HOLDER,
        former=FREE,
        grams=5 * TONNE,
        document="示例核定表",
        fee_case="补缴1",
    )
    noticed(bureau, fee())
    paid(bureau, 5_000)
    assert bureau.refused("right.renew", asked) == ["fee.ground"]

    renewal = fee(case="延续1", ground=FeeGround.RENEWAL, starts=FREE.term_to, ends=date(2036, 1, 9))
    bureau.do("fee.notice", IssueNotice(effective_on=NOTICED, number="通知2", fixed_price=renewal))
    assert bureau.refused("right.renew", replace(asked, fee_case="延续1")) == ["fee.term_of_right"]

    whole = replace(renewal, case="延续2", ends=date(2036, 1, 10))
    bureau.do("fee.notice", IssueNotice(effective_on=NOTICED, number="通知3", fixed_price=whole))
    assert bureau.refused("right.renew", replace(asked, fee_case="延续2")) == ["payment.incomplete"]
    receipt = RecordReceipt(
        effective_on=PAID, notice="通知3", number="票据3", amount=5_000_00, paid_on=PAID, credited_on=PAID
    )
    bureau.do("fee.receipt", receipt)
    bureau.do("right.renew", replace(asked, fee_case="延续2"))


def test_one_notice_pays_up_two_pollutants_each_once(bureau: Bureau) -> None:
    bureau.do("cap.set", replace(set_cap(100 * TONNE), pollutant=AMMONIA))
    bureau.do("right.confirm_existing", confirm(5 * TONNE))
    bureau.do("right.confirm_existing", confirm(5 * TONNE, pollutant=AMMONIA))
    noticed(bureau, fee(Pollutant.COD, AMMONIA))
    paid(bureau, 10_000)

    bureau.do("right.pay_up", up())
    bureau.do("right.pay_up", up(AMMONIA))

    assert bureau.refused("right.pay_up", up()) == ["fee.used"]
    assert bureau.refused("right.pay_up", up(AMMONIA)) == ["fee.used"]


def test_a_price_reduced_because_the_contract_was_undone_delivers_nothing(bureau: Bureau) -> None:
    sold(bureau)
    undone = ReduceFee(
        effective_on=date(2026, 3, 3),
        number="通知1",
        reduction=50_000_00,
        ground=ReductionGround.UNDONE,
        approved_by="示例机关",
        document="示例协议",
    )
    bureau.do("fee.reduce", undone)

    assert bureau.refused("award.deliver", DeliverAward(effective_on=PAID, id="成交1")) == ["payment.undone"]


def test_a_waived_price_is_paid(bureau: Bureau) -> None:
    sold(bureau)
    waived = ReduceFee(
        effective_on=date(2026, 3, 3),
        number="通知1",
        reduction=50_000_00,
        ground=ReductionGround.WAIVER,
        approved_by="示例机关",
        document="示例批复",
    )
    bureau.do("fee.reduce", waived)

    bureau.do("award.deliver", DeliverAward(effective_on=PAID, id="成交1"))


def test_nothing_is_delivered_from_a_day_before_the_money_was_there(bureau: Bureau) -> None:
    sold(bureau)
    paid(bureau, 50_000)

    early = DeliverAward(effective_on=date(2026, 3, 19), id="成交1")
    assert bureau.refused("award.deliver", early) == ["payment.later"]
    bureau.do("award.deliver", replace(early, effective_on=PAID))


def test_an_overpayment_makes_the_delivery_no_later(bureau: Bureau) -> None:
    sold(bureau)
    paid(bureau, 50_000)
    late = PAID + timedelta(days=10)
    again = RecordReceipt(
        effective_on=late, notice="通知1", number="票据2", amount=100_00, paid_on=late, credited_on=late
    )
    bureau.do("fee.receipt", again)

    bureau.do("award.deliver", DeliverAward(effective_on=PAID, id="成交1"))


def test_nothing_is_paid_up_from_a_day_before_the_money_was_there(bureau: Bureau) -> None:
    bureau.do("right.confirm_existing", confirm(5 * TONNE))
    noticed(bureau, fee())
    paid(bureau, 5_000)

    assert bureau.refused("right.pay_up", up(on=date(2026, 3, 19))) == ["payment.later"]
    bureau.do("right.pay_up", up())


def test_what_another_was_charged_delivers_nothing(bureau: Bureau) -> None:
    sold(bureau)
    paid(bureau, 50_000)
    with bureau.desk("市局经办") as desk:
        charged = desk.work.registers.find(ChargedFee, "成交1")
    assert charged is not None
    bureau.register(replace(charged, payer=OTHER))

    assert bureau.refused("award.deliver", DeliverAward(effective_on=PAID, id="成交1")) == ["payment.of_another"]
