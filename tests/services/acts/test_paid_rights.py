"""Paid rights: paid up, bought back, leased out; each keeps to what was paid for, and to its term."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ledger.domain.bookkeeping.unit import Origin
from ledger.domain.credits.facility_card import FacilityCard, UseKind, card_subject
from ledger.domain.money.fee import FeeLine
from ledger.domain.money.payment_notice import FeeGround, FixedPriceFee, IssueNotice
from ledger.domain.money.price_basis import PriceBasis
from ledger.domain.money.price_standard import PriceStandard
from ledger.domain.money.receipt import ConfirmReceipt, RecordReceipt
from ledger.domain.registers.enterprise import CloseEnterprise
from ledger.domain.registers.facility import Facility
from ledger.domain.rights.award import DeliverAward, ReserveSource
from ledger.domain.rights.buy_back import AgreeBuyBack, BuyBack, PayBuyBack
from ledger.domain.rights.lease import BeginLease, EndLease
from ledger.domain.rights.right_acts import PayUp
from ledger.domain.rights.tranche import Tranche
from ledger.domain.values.pollutant import Pollutant
from ledger.projections.accounts.trial_balance import trial_balance
from tests.services.acts.bureau import EAST, HAI, Bureau
from tests.services.acts.rights import (
    BOUGHT,
    FREE,
    HOLDER,
    OTHER,
    TONNE,
    confirm,
    line,
    make_award,
    open_for_business,
    retain,
    surplus,
)

PAID_UP = replace(FREE, origin=Origin.FIXED_PRICE)


@pytest.fixture(autouse=True)
def _holding(bureau: Bureau) -> None:
    open_for_business(bureau)
    bureau.do("right.confirm_existing", confirm(20 * TONNE))
    bureau.do("right.determine_surplus", surplus(8 * TONNE, need=12 * TONNE, on=date(2026, 2, 1)))


def pay_up(bureau: Bureau, grams: int, *, ends: date = FREE.term_to) -> PayUp:
    """Have the fee of a pay-up assessed and paid, and return the command that follows."""
    fee = FixedPriceFee(
        case="补缴1",
        area=EAST,
        payer=HOLDER,
        ground=FeeGround.PAY_UP,
        lines=(
            FeeLine(
                pollutant=Pollutant.COD,
                basin=HAI,
                grams=grams,
                unit_price=1_000_0000,
                basis=PriceBasis.WHOLE_TERM,
            ),
        ),
        starts=date(2026, 3, 1),
        ends=ends,
    )
    day, amount = date(2026, 3, 5), grams // 10
    bureau.do("fee.notice", IssueNotice(effective_on=date(2026, 3, 1), number="通知1", fixed_price=fee))
    bureau.do(
        "fee.receipt", RecordReceipt(effective_on=day, notice="通知1", number="票据1", amount=amount, paid_on=day)
    )
    bureau.do("treasury.confirm", ConfirmReceipt(effective_on=day, number="票据1", amount=amount, credited_on=day))
    return PayUp(
        effective_on=day, area=EAST, enterprise=HOLDER, tranche=FREE, in_use=0, surplus=grams, fee_case="补缴1"
    )


def test_a_tranche_changes_its_origin_for_exactly_the_tonnes_paid(bureau: Bureau) -> None:
    asked = pay_up(bureau, 5 * TONNE)

    assert bureau.refused("right.pay_up", replace(asked, surplus=6 * TONNE)) == ["fee.tonnes"]
    bureau.do("right.pay_up", asked)

    assert bureau.balance("Q41", EAST, HOLDER, PAID_UP.unit(EAST)) == 5 * TONNE
    assert bureau.balance("Q41", EAST, HOLDER, FREE.unit(EAST)) == 3 * TONNE
    assert bureau.refused("right.pay_up", replace(asked, surplus=3 * TONNE)) == ["fee.used"]
    with bureau.book.reading() as connection:
        assert trial_balance(connection).balanced


def test_a_fee_for_a_shorter_term_pays_nothing_up(bureau: Bureau) -> None:
    asked = pay_up(bureau, 5 * TONNE, ends=date(2030, 1, 10))

    assert bureau.refused("right.pay_up", asked) == ["fee.term_of_right"]


def test_a_fee_of_another_enterprise_pays_nothing_up(bureau: Bureau) -> None:
    asked = pay_up(bureau, 5 * TONNE)

    assert bureau.refused("right.pay_up", replace(asked, enterprise=OTHER)) == ["fee.missing"]
    assert bureau.refused("right.pay_up", replace(asked, fee_case="没有")) == ["fee.missing"]


def bought(bureau: Bureau) -> None:
    """Let the holder buy ten tonnes out of the reserve, of which six are surplus."""
    bureau.do("reserve.retain", retain(40 * TONNE))
    bureau.do("award.make", make_award(line(10 * TONNE)))
    day = date(2026, 3, 6)
    bureau.do("fee.notice", IssueNotice(effective_on=date(2026, 3, 2), number="通知1", award="成交1"))
    bureau.do(
        "fee.receipt", RecordReceipt(effective_on=day, notice="通知1", number="票据1", amount=50_000_00, paid_on=day)
    )
    bureau.do("treasury.confirm", ConfirmReceipt(effective_on=day, number="票据1", amount=50_000_00, credited_on=day))
    bureau.do("award.deliver", DeliverAward(effective_on=day, id="成交1"))
    bureau.do("right.determine_surplus", surplus(6 * TONNE, need=4 * TONNE, tranche=BOUGHT))


def buy_back(grams: int, price: int, **changed: Any) -> AgreeBuyBack:
    asked: dict[str, Any] = {
        "id": "回购1",
        "area": EAST,
        "enterprise": HOLDER,
        "tranche": BOUGHT,
        "document": "示例协议",
        "effective_on": date(2026, 5, 1),
    }
    return AgreeBuyBack(grams=grams, unit_price=price, **{**asked, **changed})


def test_a_buy_back_is_owed_by_the_budget_until_it_is_paid(bureau: Bureau) -> None:
    bought(bureau)
    bureau.do("right.buy_back", buy_back(6 * TONNE, 3_000_0000))
    pay = PayBuyBack(effective_on=date(2026, 6, 1), id="回购1", amount=18_000_00, document="示例拨款单")

    assert bureau.refused("buy_back.pay", replace(pay, amount=18_000_01)) == ["buy_back.payment"]
    bureau.do("buy_back.pay", replace(pay, amount=8_000_00))
    bureau.do("buy_back.pay", replace(pay, amount=10_000_00))

    assert bureau.balance("Q30", EAST, ReserveSource.BOUGHT_BACK) == 6 * TONNE
    assert (bureau.balance("B60", EAST), bureau.balance("B61", EAST, HOLDER)) == (18_000_00, 0)
    with bureau.desk("市局经办") as desk:
        found = desk.work.registers.find(BuyBack, "回购1")
    assert found is not None
    assert found.paid == found.amount == 18_000_00


def test_a_buy_back_keeps_to_the_standard_and_to_paid_rights(bureau: Bureau) -> None:
    bought(bureau)
    bureau.register(
        PriceStandard(
            pollutant=Pollutant.COD,
            unit_price=600_0000,
            basis=PriceBasis.YEAR,
            from_day=date(2026, 1, 1),
            document="示例价格文件",
        )
    )

    # four years and 304 days are left of five: 600 yuan for each year, by days of 365
    assert bureau.refused("right.buy_back", buy_back(TONNE, 2_899_7261)) == ["buy_back.above_limit"]
    assert bureau.refused("right.buy_back", buy_back(TONNE, 1, tranche=FREE)) == ["buy_back.free_origin"]
    assert bureau.refused("right.buy_back", buy_back(TONNE, 0)) == ["amount.range"]
    bureau.do("right.buy_back", buy_back(TONNE, 2_899_7260))
    last_day = date(2031, 2, 28)
    assert bureau.refused("right.buy_back", buy_back(TONNE, 1_6439, id="回购2", effective_on=last_day)) == [
        "buy_back.above_limit"
    ]
    bureau.do("right.buy_back", buy_back(TONNE, 1_6438, id="回购2", effective_on=last_day))


@pytest.mark.parametrize("origin", [Origin.OFFSET, Origin.UNKNOWN])
def test_what_nobody_paid_the_government_for_is_not_bought_back(bureau: Bureau, origin: Origin) -> None:
    asked = buy_back(TONNE, 1, tranche=replace(FREE, origin=origin))

    assert bureau.refused("right.buy_back", asked) == ["buy_back.free_origin", "claim.not_free"]


def test_all_that_a_closed_enterprise_paid_for_is_surplus_and_bought_back(bureau: Bureau) -> None:
    bought(bureau)
    closed = CloseEnterprise(
        effective_on=date(2026, 4, 2), credit_code=HOLDER, reason="示例：破产终结", document="示例裁定"
    )
    bureau.do("enterprise.close", closed)
    rest = surplus(4 * TONNE, need=1, tranche=BOUGHT, on=date(2026, 4, 3))

    assert bureau.refused("right.determine_surplus", rest) == ["enterprise.inactive"]
    bureau.do("right.determine_surplus", replace(rest, need=0))
    bureau.do("right.buy_back", buy_back(10 * TONNE, 1_000_0000))

    assert bureau.balance("Q30", EAST, ReserveSource.BOUGHT_BACK) == 10 * TONNE


def lease(months: int, *, tranche: Tranche = BOUGHT, **changed: Any) -> BeginLease:
    asked: dict[str, Any] = {"effective_on": date(2026, 8, 31), "lessee": OTHER, "grams": 5 * TONNE}
    return BeginLease(
        id="租赁1",
        area=EAST,
        lessor=HOLDER,
        tranche=tranche,
        months=months,
        document="示例合同",
        **{**asked, **changed},
    )


def test_a_lease_gives_the_use_and_takes_it_back_after_its_last_month(bureau: Bureau) -> None:
    bought(bureau)
    bureau.do("lease.begin", lease(6))
    assert (bureau.balance("Q44", EAST, OTHER), bureau.balance("Q41", EAST, HOLDER)) == (5 * TONNE, 9 * TONNE)

    assert bureau.refused("lease.end", EndLease(effective_on=date(2027, 2, 28), id="租赁1")) == ["lease.running"]
    bureau.do("lease.end", EndLease(effective_on=date(2027, 3, 1), id="租赁1"))

    assert (bureau.balance("Q44", EAST, OTHER), bureau.balance("Q41", EAST, HOLDER)) == (0, 14 * TONNE)
    assert bureau.refused("lease.end", EndLease(effective_on=date(2027, 3, 1), id="租赁1")) == ["lease.state"]


@pytest.mark.parametrize(("months", "codes"), [(0, ["lease.months"]), (13, ["lease.months"]), (-1, ["lease.months"])])
def test_a_lease_lasts_one_to_twelve_months(bureau: Bureau, months: int, codes: list[str]) -> None:
    bought(bureau)

    assert bureau.refused("lease.begin", lease(months)) == codes


def test_a_free_right_is_not_leased_and_no_lease_outlasts_the_right(bureau: Bureau) -> None:
    bought(bureau)

    assert bureau.refused("lease.begin", lease(6, tranche=FREE)) == ["tranche.not_paid_for"]
    assert bureau.refused("lease.begin", lease(12, effective_on=date(2030, 3, 2))) == ["lease.beyond_term"]
    assert bureau.refused("lease.begin", lease(6, lessee=HOLDER)) == ["lease.same_party"]
    bureau.do("lease.begin", lease(12, effective_on=date(2030, 3, 1)))


def test_a_leased_reduction_is_in_use_until_the_lease_is_over(bureau: Bureau) -> None:
    bought(bureau)
    bureau.register(
        Facility(id="设施1", name="示例一厂", area=EAST, enterprise=HOLDER, basin=HAI),
        FacilityCard(facility="设施1", pollutant=Pollutant.COD, verified=5 * TONNE),
    )
    more = lease(6, facility="设施1", grams=5 * TONNE + 100)

    assert bureau.refused("lease.begin", more) == ["card.overused"]
    bureau.do("lease.begin", lease(6, facility="设施1"))
    assert card_in(bureau).used_for(UseKind.SURPLUS_SOLD) == 5 * TONNE
    bureau.do("lease.end", EndLease(effective_on=date(2027, 3, 1), id="租赁1"))

    assert card_in(bureau).remaining == 5 * TONNE


def card_in(bureau: Bureau) -> FacilityCard:
    with bureau.desk("市局经办") as desk:
        card = desk.work.registers.find(FacilityCard, card_subject(facility="设施1", pollutant=Pollutant.COD))
    assert card is not None
    return card
