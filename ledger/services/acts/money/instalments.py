"""Instalments: agreed on as a memo of what is not due yet, then noticed one by one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.act import Path, Series, Voucher
from ledger.domain.money.instalments import Instalment, InstalmentPlan, NoticeInstalment, PlanInstalments
from ledger.domain.money.payment_notice import NoticeOfCase, PaymentNotice
from ledger.domain.money.receipt import assessed, money_postings
from ledger.domain.values.quantity import format_yuan
from ledger.errors import NotFound, say
from ledger.rules.money.instalments import NOTICE, PLAN, InstalmentCase, PlanCase, least_first_payment
from ledger.services.act import Act
from ledger.services.acts.money.charged import channel_on, charged, due_day, is_planned, notices_of

if TYPE_CHECKING:
    from ledger.services.act import Facts


def gather_plan(facts: Facts, asked: PlanInstalments) -> PlanCase:
    """Compute what is charged for, and the least first payment."""
    found = charged(facts, award=asked.award, fixed_price=asked.fixed_price)
    return PlanCase(
        on=asked.effective_on,
        charged=found,
        notices=notices_of(facts, found.charged_for),
        planned=is_planned(facts, found.charged_for),
        asked=asked,
        least=least_first_payment(found.fee.total, on=asked.effective_on, book=facts.book),
    )


def draw_up_plan(case: PlanCase) -> Voucher:
    """Show the whole price as not due yet, in the memo accounts."""
    found = case.charged
    plan = InstalmentPlan(
        charged_for=found.charged_for,
        area=found.area,
        payer=found.payer,
        charge=found.charge,
        instalments=tuple(
            Instalment(amount=amount, due_on=day) for amount, day in zip(case.amounts, case.asked.due_on, strict=True)
        ),
        agreed_on=case.on,
        document=case.asked.document,
        computation=found.computation,
    )
    amounts = "、".join(f"{each.due_on}缴{format_yuan(each.amount)}元" for each in plan.instalments)
    return Voucher(
        narration=f"分期缴纳（{found.payer_name}，{case.asked.document}）：{found.computation}；{amounts}",
        postings=money_postings((plan.not_due, plan.not_due_counter, plan.total)),
        facts=(plan, found.record),
    )


def gather_instalment(facts: Facts, asked: NoticeInstalment) -> InstalmentCase:
    """Look up the plan and its next instalment.

    :raises NotFound: ``instalment.missing``.
    """
    plan = facts.registers.find(InstalmentPlan, asked.charged_for)
    if plan is None:
        raise NotFound(say("“{case}”没有约定分期缴纳", case=asked.charged_for), code="instalment.missing")
    place = next((place for place, each in enumerate(plan.instalments) if each.notice is None), None)
    planned = asked.effective_on if place is None else plan.instalments[place].due_on
    return InstalmentCase(
        asked=asked,
        plan=plan,
        place=place,
        number_used=facts.registers.find(PaymentNotice, asked.number) is not None,
        channel=channel_on(facts, asked.effective_on),
        due_on=max(planned, due_day(facts, asked.effective_on)),
    )


def draw_up_instalment(case: InstalmentCase) -> Voucher:
    """Debit the payer's debt for one instalment, and take it out of what is not due."""
    plan, place = case.plan, case.place or 0
    amount = plan.instalments[place].amount
    notice = PaymentNotice(
        number=case.asked.number,
        area=plan.area,
        payer=plan.payer,
        charge=plan.charge,
        charged_for=plan.charged_for,
        assessed=amount,
        issued_on=case.asked.effective_on,
        due_on=case.due_on,
        channel=case.channel,
        instalment=place + 1,
        computation=f"第{place + 1}期，共{len(plan.instalments)}期；{plan.computation}",
    )
    noticed = tuple(
        replace(each, notice=notice.number) if number == place else each for number, each in enumerate(plan.instalments)
    )
    return Voucher(
        narration=f"缴款通知{notice.number}：{notice.computation}",
        postings=(*assessed(notice), *money_postings((plan.not_due_counter, plan.not_due, amount))),
        facts=(
            notice,
            NoticeOfCase(case=plan.charged_for, number=notice.number),
            replace(plan, instalments=noticed),
        ),
    )


ACTS: Final[tuple[Act[Any, Any], ...]] = (
    Act(
        kind="fee.instalment_plan",
        title="约定分期缴纳",
        command=PlanInstalments,
        series=Series.FEES,
        path=Path.BUREAU,
        gather=gather_plan,
        checks=PLAN,
        draw_up=draw_up_plan,
    ),
    Act(
        kind="fee.instalment_notice",
        title="发出分期缴款通知",
        command=NoticeInstalment,
        series=Series.FEES,
        path=Path.BUREAU,
        gather=gather_instalment,
        checks=NOTICE,
        draw_up=draw_up_instalment,
    ),
)
