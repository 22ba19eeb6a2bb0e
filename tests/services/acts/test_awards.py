"""The reserve is noticed, awarded, paid for and delivered; or the award is undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ledger.domain.bookkeeping.unit import capacity
from ledger.domain.money.deposit import ForfeitDeposit, Keeper, ReceiveDeposit
from ledger.domain.money.fee import RATIO_SCALE
from ledger.domain.money.instalments import Instalment, InstalmentPlan
from ledger.domain.money.payment_notice import Charge, IssueNotice
from ledger.domain.money.price_basis import PriceBasis
from ledger.domain.money.price_standard import PriceStandard
from ledger.domain.money.receipt import ConfirmReceipt, RecordReceipt
from ledger.domain.projects.acquired import Acquired
from ledger.domain.projects.project import FactorRegime, Project
from ledger.domain.projects.project_traits import Category, Discharge, Nature, Regime
from ledger.domain.rights.award import Award, AwardMethod, AwardState, DeliverAward, ReserveSource, UndoAward
from ledger.domain.rights.reserve_lot import NoticeLot, WithdrawLot
from ledger.domain.values.pollutant import Pollutant
from ledger.projections.accounts.trial_balance import trial_balance
from tests.services.acts.bureau import EAST, HAI, Bureau
from tests.services.acts.money import deposit
from tests.services.acts.rights import BOUGHT, HOLDER, OTHER, TONNE, line, make_award, open_for_business, retain

PAID = date(2026, 3, 6)
DELIVER = DeliverAward(effective_on=PAID, id="成交1")
COD = capacity(Pollutant.COD, area=EAST, basin=HAI)


@pytest.fixture(autouse=True)
def _reserve(bureau: Bureau) -> None:
    open_for_business(bureau)
    bureau.do("reserve.retain", retain(40 * TONNE))


def notice_lot(grams: int = 15 * TONNE, *, ratio: int = RATIO_SCALE) -> NoticeLot:
    return NoticeLot(
        effective_on=date(2026, 2, 1),
        id="标的1",
        area=EAST,
        pollutant=Pollutant.COD,
        basin=HAI,
        grams=grams,
        source=ReserveSource.RETAINED,
        start_price=1_000_0000,
        basis=PriceBasis.YEAR,
        ratio=ratio,
        document="示例公告",
    )


def pay(bureau: Bureau, fen: int, *, confirm: int) -> None:
    bureau.do("fee.notice", IssueNotice(effective_on=date(2026, 3, 2), number="通知1", award="成交1"))
    paid = date(2026, 3, 5)
    bureau.do("fee.receipt", RecordReceipt(effective_on=paid, notice="通知1", number="票据1", amount=fen, paid_on=paid))
    if confirm:
        bureau.do(
            "treasury.confirm", ConfirmReceipt(effective_on=PAID, number="票据1", amount=confirm, credited_on=PAID)
        )


def project(*, enterprise: str = HOLDER, need: int) -> Project:
    factor = FactorRegime(
        pollutant=Pollutant.COD,
        basin=HAI,
        increment=need,
        regime=Regime.IN_SCOPE,
        provision="scope.test",
        instrument="LC25",
        article="4",
        authority="enacted",
        reason="示例",
    )
    return Project(
        id="项目1",
        area=EAST,
        enterprise=enterprise,
        legal_person=enterprise,
        site="示例园区",
        name="示例扩建",
        nature=Nature.EXPANSION,
        category=Category.INDUSTRY,
        discharge=Discharge.DIRECT,
        voluntary=False,
        excluded_pollutants=False,
        requested_on=date(2026, 2, 1),
        table=(),
        regime=Regime.IN_SCOPE,
        factors=(factor,),
    )


def award_in(bureau: Bureau) -> Award:
    with bureau.desk("市局经办") as desk:
        found = desk.work.registers.find(Award, "成交1")
    assert found is not None
    return found


def test_a_purchase_at_a_ratio_delivers_what_was_bought_and_cancels_the_rest(bureau: Bureau) -> None:
    bureau.do("award.make", make_award(line(10 * TONNE, ratio=15_000)))
    pay(bureau, 75_000_00, confirm=75_000_00)

    bureau.do("award.deliver", DELIVER)

    assert bureau.balance("Q40", EAST, HOLDER, BOUGHT.unit(EAST)) == 10 * TONNE
    assert bureau.balance("Q19", EAST, unit=COD) == 5 * TONNE
    assert bureau.balance("Q30", EAST, ReserveSource.RETAINED) == 25 * TONNE
    assert award_in(bureau).state is AwardState.DELIVERED
    with bureau.book.reading() as connection:
        assert trial_balance(connection).balanced


def test_nothing_is_delivered_before_the_treasury_has_the_whole_price(bureau: Bureau) -> None:
    bureau.do("award.make", make_award(line(10 * TONNE)))
    assert bureau.refused("award.deliver", DELIVER) == ["payment.incomplete"]

    pay(bureau, 50_000_00, confirm=49_999_99)
    assert bureau.refused("award.deliver", DELIVER) == ["payment.incomplete"]
    bureau.do("treasury.confirm", ConfirmReceipt(effective_on=PAID, number="票据1", amount=1, credited_on=PAID))

    bureau.do("award.deliver", DELIVER)
    assert bureau.refused("award.deliver", DELIVER) == ["award.state"]


def test_by_instalments_the_first_is_enough_until_the_second_is_due(bureau: Bureau) -> None:
    bureau.do("award.make", make_award(line(10 * TONNE)))
    bureau.register(
        InstalmentPlan(
            charged_for="成交1",
            area=EAST,
            payer=HOLDER,
            charge=Charge.PUBLIC_SALE,
            instalments=(
                Instalment(amount=20_000_00, due_on=date(2026, 4, 1)),
                Instalment(amount=30_000_00, due_on=date(2027, 4, 1)),
            ),
            agreed_on=date(2026, 3, 2),
            document="示例申请",
        )
    )

    with bureau.desk("市局经办") as desk:
        early = desk.act("award.deliver").gather(desk.facts(DELIVER), DELIVER)
        later = DeliverAward(effective_on=date(2027, 4, 1), id="成交1")
        late = desk.act("award.deliver").gather(desk.facts(later), later)

    assert (early.owed.due, late.owed.due) == (20_000_00, 50_000_00)


def test_a_lot_is_awarded_from_and_what_is_left_of_it_goes_back(bureau: Bureau) -> None:
    bureau.do("award.notice", notice_lot())
    bureau.do("award.make", make_award(line(10 * TONNE, lot="标的1")))

    bureau.do("award.withdraw", WithdrawLot(effective_on=date(2026, 3, 10), id="标的1", reason="余量流拍"))

    assert bureau.balance("Q31", EAST, "标的1") == 0
    assert bureau.balance("Q32", EAST, "成交1") == 10 * TONNE
    assert bureau.balance("Q30", EAST, ReserveSource.RETAINED) == 30 * TONNE


def test_a_lot_gives_no_more_than_it_has(bureau: Bureau) -> None:
    bureau.do("award.notice", notice_lot(10 * TONNE))

    assert bureau.refused("award.make", make_award(line(10 * TONNE + 100, lot="标的1"))) == ["balance.insufficient"]


def test_a_line_must_fit_the_lot_it_names_and_keep_its_start_price(bureau: Bureau) -> None:
    bureau.do("award.notice", notice_lot(ratio=15_000))

    codes = bureau.refused("award.make", make_award(line(TONNE, lot="标的1", unit_price=999_9999)))
    unknown = bureau.refused("award.make", make_award(line(TONNE, lot="标的2")))

    assert codes == ["award.lot", "award.below_start"]
    assert unknown == ["award.lot"]


def test_an_award_that_is_undone_goes_back_to_where_it_came_from(bureau: Bureau) -> None:
    bureau.do("award.make", make_award(line(10 * TONNE, ratio=15_000)))

    bureau.do("award.undo", UndoAward(effective_on=date(2026, 3, 20), id="成交1", reason="逾期未缴"))

    assert bureau.balance("Q30", EAST, ReserveSource.RETAINED) == 40 * TONNE
    assert bureau.refused("award.deliver", DELIVER) == ["award.state"]


def test_an_award_on_which_something_was_paid_is_not_undone(bureau: Bureau) -> None:
    bureau.do("award.make", make_award(line(10 * TONNE)))
    pay(bureau, 1, confirm=0)

    undo = UndoAward(effective_on=date(2026, 3, 20), id="成交1", reason="协议解除")

    assert bureau.refused("award.undo", undo) == ["award.paid"]


def test_a_buyer_in_arrears_buys_nothing_more(bureau: Bureau) -> None:
    bureau.do("award.make", make_award(line(TONNE)))
    bureau.do("fee.notice", IssueNotice(effective_on=date(2026, 3, 2), number="通知1", award="成交1"))
    again = make_award(line(TONNE), id="成交2")

    bureau.do("award.make", again)

    late = make_award(line(TONNE), id="成交3", effective_on=date(2026, 3, 12))
    assert bureau.refused("award.make", late) == ["buyer.arrears"]


def test_a_forfeited_deposit_that_the_platform_has_not_sent_is_no_arrears_of_the_bidder(bureau: Bureau) -> None:
    bureau.do("deposit.receive", ReceiveDeposit(**deposit(Keeper.PLATFORM)))
    forfeit = ForfeitDeposit(effective_on=date(2026, 2, 3), number="保证金1", document="没收决定1")
    bureau.do("deposit.forfeit", forfeit)

    bureau.do("award.make", make_award(line(TONNE)))


def test_a_price_is_compared_with_the_standard_over_the_whole_term(bureau: Bureau) -> None:
    bureau.register(
        PriceStandard(
            pollutant=Pollutant.COD,
            unit_price=5_000_0000,
            basis=PriceBasis.WHOLE_TERM,
            from_day=date(2026, 1, 1),
            document="示例价格文件",
        )
    )

    assert bureau.refused("award.make", make_award(line(TONNE, unit_price=999_9999))) == ["award.below_floor"]
    bureau.do("award.make", make_award(line(TONNE, unit_price=1_000_0000)))


def test_a_project_gets_what_it_needs_rounded_up_to_what_can_be_bought(bureau: Bureau) -> None:
    bureau.register(project(need=2 * TONNE + 1))

    assert bureau.refused("award.make", make_award(line(2 * TONNE + 200), project="项目1")) == ["award.beyond_need"]
    bureau.do("award.make", make_award(line(2 * TONNE + 100), project="项目1"))
    second = make_award(line(100), project="项目1", id="成交2")
    assert bureau.refused("award.make", second) == ["award.beyond_need"]


def test_what_a_project_acquired_is_registered_with_the_delivery(bureau: Bureau) -> None:
    bureau.register(project(need=10 * TONNE))
    bureau.do("award.make", make_award(line(4 * TONNE), line(6 * TONNE), project="项目1"))
    pay(bureau, 50_000_00, confirm=50_000_00)

    bureau.do("award.deliver", DELIVER)

    with bureau.desk("市局经办") as desk:
        [acquired] = desk.work.registers.all(Acquired, owner="项目1")
    assert (acquired.by, acquired.pollutant, acquired.grams) == ("成交1", Pollutant.COD, 10 * TONNE)


def test_every_breach_of_an_award_is_told_at_once(bureau: Bureau) -> None:
    bureau.register(project(enterprise=OTHER, need=TONNE))
    bad = make_award(
        line(2 * TONNE, basin=None, ratio=5_000),
        project="项目1",
        contracted_on=date(2026, 3, 3),
        term_starts=date(2026, 5, 1),
        method=AwardMethod.SIMPLIFIED,
    )

    assert bureau.refused("award.make", bad) == [
        "award.contract_day",
        "award.project_of_another",
        "project.other_basin",
        "award.beyond_need",
        "basin.unknown",
        "award.ratio",
        "term.starts",
    ]


def test_an_award_of_nothing_is_refused(bureau: Bureau) -> None:
    assert bureau.refused("award.make", make_award()) == ["quantity.nothing"]
    assert bureau.refused("award.make", make_award(line(TONNE), line(0))) == ["quantity.nothing"]


def test_the_reserve_is_never_sold_for_nothing(bureau: Bureau) -> None:
    assert bureau.refused("award.make", make_award(line(TONNE, unit_price=0))) == ["award.no_price"]
    bureau.do("award.make", make_award(line(TONNE, unit_price=1)))


def test_a_right_whose_term_is_over_is_not_sold(bureau: Bureau) -> None:
    over = make_award(line(TONNE), contracted_on=date(2021, 3, 2))

    assert bureau.refused("award.make", over) == ["award.term_over"]
    bureau.do("award.make", replace(over, contracted_on=date(2021, 3, 3)))


def test_an_award_is_not_delivered_when_its_term_is_over(bureau: Bureau) -> None:
    bureau.do("award.make", make_award(line(TONNE)))

    late = DeliverAward(effective_on=date(2031, 3, 1), id="成交1")
    assert bureau.refused("award.deliver", late) == ["tranche.not_in_force", "payment.incomplete"]
    assert bureau.refused("award.deliver", replace(late, effective_on=date(2031, 2, 28))) == ["payment.incomplete"]
