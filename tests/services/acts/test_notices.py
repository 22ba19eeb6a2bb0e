"""Payment notices and instalments: what is charged, for what, until when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ledger.domain.money.instalments import InstalmentPlan, NoticeInstalment, PlanInstalments
from ledger.domain.money.payment_notice import (
    Channel,
    Charge,
    ChargedFee,
    DeferFee,
    FeeGround,
    IssueNotice,
    NoticeOfCase,
    ReduceFee,
    ReductionGround,
    ServeNotice,
)
from ledger.domain.money.price_standard import PriceStandard
from ledger.domain.money.receipt import ConfirmReceipt
from ledger.domain.registers.succession import SucceedEnterprise
from ledger.domain.rights.award import AwardState
from ledger.errors import RuleViolation
from tests.services.acts.bureau import EAST, HAI, Bureau
from tests.services.acts.money import ISSUED, OTHER, PAYER, award, notice_in, noticed, open_for_business, pay, pay_up

PAID = date(2026, 3, 3)


@pytest.fixture(autouse=True)
def _open(bureau: Bureau) -> None:
    open_for_business(bureau)


def test_the_notice_of_an_award_asks_for_its_price_and_owes_it_to_the_treasury(bureau: Bureau) -> None:
    noticed(bureau)

    notice = notice_in(bureau)
    assert (notice.charge, notice.assessed, notice.channel) == (Charge.PUBLIC_SALE, 50_000_00, Channel.NON_TAX_DIRECT)
    assert notice.computation == "化学需氧量 10.0000吨/年×1000.00元/吨·年×5年=50000.00元"
    assert bureau.balance("1212.2", EAST, PAYER) == 50_000_00
    assert bureau.balance("2103.1", EAST, PAYER) == -50_000_00


def test_the_notices_of_an_award_and_what_they_charge_for_are_found_by_the_award(bureau: Bureau) -> None:
    noticed(bureau)

    with bureau.desk("市局经办") as desk:
        [lead] = desk.work.registers.all(NoticeOfCase, owner="成交1")
        fee = desk.work.registers.find(ChargedFee, "成交1")

    assert lead.number == "通知1"
    assert fee is not None
    assert [(line.pollutant, line.basin, line.grams) for line in fee.lines] == [("COD", HAI, 10_000_000)]
    assert (fee.total, fee.ends) == (50_000_00, date(2031, 3, 1))


def test_what_becomes_of_a_settled_notice_after_a_succession_is_the_successors(bureau: Bureau) -> None:
    noticed(bureau)
    pay(bureau, 50_000_00)
    confirmed = ConfirmReceipt(effective_on=PAID, number="税票1", amount=50_000_00, credited_on=PAID)
    bureau.do("treasury.confirm", confirmed)
    succession = SucceedEnterprise(effective_on=PAID, enterprise=PAYER, successor=OTHER, document="示例文件")
    bureau.do("enterprise.succeed", succession)

    reduced = ReduceFee(
        effective_on=PAID,
        number="通知1",
        reduction=500_00,
        ground=ReductionGround.CORRECTION,
        approved_by="示例市生态环境局",
        document="核减单1",
    )
    bureau.do("fee.reduce", reduced)

    assert notice_in(bureau).payer == OTHER
    assert [bureau.balance("1212.9", EAST, code) for code in (PAYER, OTHER)] == [0, -500_00]
    assert [bureau.balance("2103.9", EAST, code) for code in (PAYER, OTHER)] == [0, 500_00]


def test_seven_working_days_run_from_the_service_and_leave_out_the_holidays(bureau: Bureau) -> None:
    noticed(bureau)
    assert notice_in(bureau).due_on == date(2026, 3, 11)

    served = ServeNotice(effective_on=date(2026, 4, 2), number="通知1", served_on=date(2026, 4, 2), document="回证1")
    bureau.do("notice.serve", served)

    notice = notice_in(bureau)
    assert (notice.served_on, notice.due_on) == (date(2026, 4, 2), date(2026, 4, 14))  # 清明节 4 to 6 April
    again = replace(served, effective_on=date(2026, 4, 3), served_on=date(2026, 3, 1))
    assert bureau.refused("notice.serve", again) == ["notice.served", "notice.service_day"]


def test_the_part_of_a_year_is_computed_as_the_provision_says_and_the_notice_cites_it(bureau: Bureau) -> None:
    asked = pay_up(ends=date(2028, 6, 24))
    bureau.do("fee.notice", IssueNotice(effective_on=ISSUED, number="通知2", fixed_price=asked))

    notice = notice_in(bureau, "通知2")
    assert notice.charge is Charge.FIXED_PRICE
    assert notice.assessed == 23_150_68  # 10 t × 1,000 yuan × (730 + 115) ÷ 365
    assert "845天÷365" in notice.computation
    assert notice.computation.endswith("（不足一年的部分按实际天数除以365计：ASSUME第21条，假定）")
    assert bureau.balance("1212.1", EAST, PAYER) == 23_150_68


def test_nothing_is_charged_twice(bureau: Bureau) -> None:
    noticed(bureau)

    again = IssueNotice(effective_on=ISSUED, number="通知1", award="成交1")
    assert bureau.refused("fee.notice", again) == ["fee.repeated", "notice.number"]
    by_instalments = PlanInstalments(
        effective_on=ISSUED, award="成交1", due_on=(date(2026, 4, 1), date(2027, 4, 1)), document="申请1"
    )
    assert bureau.refused("fee.instalment_plan", by_instalments) == ["instalment.charge", "fee.repeated"]


def test_initial_rights_are_free_here_and_cost_nothing_without_a_provision(bureau: Bureau) -> None:
    asked = pay_up(ground=FeeGround.ALLOCATION)
    notice = IssueNotice(effective_on=ISSUED, number="通知2", fixed_price=asked)

    assert bureau.refused("fee.notice", notice) == ["fee.no_basis"]


def test_the_fixed_price_is_the_published_standard(bureau: Bureau) -> None:
    line = pay_up().lines[0]
    bureau.register(
        PriceStandard(
            pollutant=line.pollutant,
            unit_price=1_200_0000,
            basis=line.basis,
            from_day=date(2026, 1, 1),
            document="示例价格文件1号",
        )
    )
    notice = IssueNotice(effective_on=ISSUED, number="通知2", fixed_price=pay_up())

    assert bureau.refused("fee.notice", notice) == ["fee.not_standard"]
    at_standard = pay_up(lines=(replace(line, unit_price=1_200_0000),))
    bureau.do("fee.notice", replace(notice, fixed_price=at_standard))


def test_a_fee_names_its_source_its_term_its_basin_and_an_amount(bureau: Bureau) -> None:
    line = pay_up().lines[0]
    notice = IssueNotice(effective_on=ISSUED, number="通知2")

    assert bureau.refused("fee.notice", notice) == ["fee.source"]
    assert bureau.refused("fee.notice", replace(notice, award="成交1", fixed_price=pay_up())) == ["fee.source"]
    assert bureau.refused("fee.notice", replace(notice, award="成交9")) == ["award.missing"]
    backwards = pay_up(ends=date(2026, 3, 1))
    assert bureau.refused("fee.notice", replace(notice, fixed_price=backwards)) == ["fee.term"]
    for_nothing = pay_up(lines=(replace(line, grams=0),))
    assert bureau.refused("fee.notice", replace(notice, fixed_price=for_nothing)) == ["fee.nothing"]
    nowhere = pay_up(lines=(replace(line, basin=None),))
    assert bureau.refused("fee.notice", replace(notice, fixed_price=nowhere)) == ["basin.unknown"]


def test_an_award_that_is_undone_is_not_charged_for(bureau: Bureau) -> None:
    bureau.register(replace(award(), state=AwardState.UNDONE))

    assert bureau.refused("fee.notice", IssueNotice(effective_on=ISSUED, number="通知1", award="成交1")) == [
        "award.state"
    ]


def test_the_one_who_records_receipts_assesses_nothing(bureau: Bureau) -> None:
    notice = IssueNotice(effective_on=ISSUED, number="通知1", award="成交1")

    with pytest.raises(RuleViolation) as refused:
        bureau.record("fee.notice", notice, by="财务")
    assert [breach.code for breach in refused.value.breaches] == ["person.not_allowed"]


def test_a_reduction_is_red_and_what_was_paid_beyond_it_is_owed_back(bureau: Bureau) -> None:
    noticed(bureau)
    pay(bureau, 50_000_00)

    bureau.do(
        "fee.reduce",
        ReduceFee(
            effective_on=date(2026, 3, 5),
            number="通知1",
            reduction=8_000_00,
            ground=ReductionGround.CORRECTION,
            approved_by="示例市生态环境局",
            document="核减单1",
        ),
    )

    notice = notice_in(bureau)
    assert (notice.assessed, notice.received, notice.overpaid) == (42_000_00, 42_000_00, 8_000_00)
    assert bureau.balance("1212.9", EAST, PAYER) == -8_000_00
    assert bureau.balance("1212.2", EAST, PAYER) == 0
    assert bureau.balance("2103.1", EAST, PAYER) == -42_000_00


def test_no_more_than_is_assessed_is_taken_back(bureau: Bureau) -> None:
    noticed(bureau)
    asked = ReduceFee(
        effective_on=ISSUED,
        number="通知1",
        reduction=50_000_01,
        ground=ReductionGround.WAIVER,
        approved_by="示例市财政局",
        document="减免文件1",
    )

    assert bureau.refused("fee.reduce", asked) == ["fee.reduction"]
    assert bureau.refused("fee.reduce", replace(asked, reduction=0)) == ["fee.reduction"]
    bureau.do("fee.reduce", replace(asked, reduction=50_000_00))
    assert bureau.balance("2103.1", EAST, PAYER) == 0


def test_a_deferral_moves_the_day_and_no_money(bureau: Bureau) -> None:
    noticed(bureau)
    later = DeferFee(
        effective_on=date(2026, 3, 5),
        number="通知1",
        due_on=date(2026, 9, 30),
        approved_by="示例市财政局",
        document="缓缴批复1",
    )

    bureau.do("fee.defer", later)

    assert notice_in(bureau).due_on == date(2026, 9, 30)
    assert bureau.balance("1212.2", EAST, PAYER) == 50_000_00
    assert bureau.refused("fee.defer", later) == ["fee.deferral"]
    pay(bureau, 50_000_00)
    assert bureau.refused("fee.defer", replace(later, due_on=date(2026, 12, 1))) == ["fee.paid"]


PLAN = PlanInstalments(
    effective_on=ISSUED,
    fixed_price=pay_up("分期1"),
    due_on=(date(2026, 4, 1), date(2027, 1, 4), date(2027, 7, 1)),
    document="分期申请1",
)


def test_instalments_wait_in_the_memo_until_each_is_noticed(bureau: Bureau) -> None:
    bureau.do("fee.instalment_plan", PLAN)

    assert bureau.balance("B20", EAST, PAYER) == 20_000_00
    assert bureau.balance("1212.1", EAST, PAYER) == 0
    for number, owed, waiting in ((1, 8_000_00, 12_000_00), (2, 14_000_00, 6_000_00), (3, 20_000_00, 0)):
        notice = NoticeInstalment(effective_on=date(2026, 3, 3), number=f"分期通知{number}", charged_for="分期1")
        bureau.do("fee.instalment_notice", notice)
        assert bureau.balance("1212.1", EAST, PAYER) == owed
        assert bureau.balance("B20", EAST, PAYER) == -bureau.balance("B21", EAST, PAYER) == waiting
    assert notice_in(bureau, "分期通知2").due_on == date(2027, 1, 4)
    assert notice_in(bureau, "分期通知2").instalment == 2
    one_more = NoticeInstalment(effective_on=date(2026, 3, 3), number="分期通知4", charged_for="分期1")
    assert bureau.refused("fee.instalment_notice", one_more) == ["instalment.none_left"]


def test_the_first_payment_is_40_percent_of_the_whole_rounded_up(bureau: Bureau) -> None:
    line = replace(pay_up().lines[0], grams=10_000_001, unit_price=5_000_0000)
    fee = pay_up("分期2", lines=(line,))
    bureau.do("fee.instalment_plan", replace(PLAN, fixed_price=fee))

    with bureau.desk("市局经办") as desk:
        plan = desk.work.registers.find(InstalmentPlan, "分期2")
    assert plan is not None
    assert plan.total == 100_000_01
    assert [each.amount for each in plan.instalments] == [40_000_01, 30_000_00, 30_000_00]


def test_a_plan_is_refused_for_every_limit_it_breaks(bureau: Bureau) -> None:
    assert bureau.refused("fee.instalment_plan", replace(PLAN, first=7_999_99)) == ["instalment.first"]
    assert bureau.refused("fee.instalment_plan", replace(PLAN, first=20_000_00)) == ["instalment.first"]
    backwards = replace(PLAN, due_on=(date(2027, 1, 4), date(2026, 4, 1)))
    assert bureau.refused("fee.instalment_plan", backwards) == ["instalment.days"]
    assert bureau.refused("fee.instalment_plan", replace(PLAN, due_on=())) == ["instalment.days"]
    after_the_right = replace(PLAN, due_on=(date(2026, 4, 1), date(2028, 3, 1)))
    assert bureau.refused("fee.instalment_plan", after_the_right) == ["instalment.years"]
    bureau.do("fee.instalment_plan", replace(PLAN, due_on=(date(2026, 4, 1), date(2028, 2, 29))))


def test_five_years_to_the_day_are_not_too_long(bureau: Bureau) -> None:
    long_right = pay_up("分期3", ends=date(2036, 3, 1))
    a_day_over = replace(PLAN, fixed_price=long_right, due_on=(date(2026, 4, 1), date(2031, 3, 3)))

    assert bureau.refused("fee.instalment_plan", a_day_over) == ["instalment.years"]
    bureau.do("fee.instalment_plan", replace(a_day_over, due_on=(date(2026, 4, 1), date(2031, 3, 2))))


def test_an_instalment_needs_a_plan(bureau: Bureau) -> None:
    asked = NoticeInstalment(effective_on=ISSUED, number="通知9", charged_for="没有")

    assert bureau.refused("fee.instalment_notice", asked) == ["instalment.missing"]
