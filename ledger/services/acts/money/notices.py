"""Payment notices: issued, served, reduced, deferred."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.act import Path, Series, Voucher
from ledger.domain.money.payment_notice import (
    DeferFee,
    IssueNotice,
    NoticeOfCase,
    PaymentNotice,
    ReduceFee,
    ReductionGround,
    ServeNotice,
)
from ledger.domain.money.receipt import assessed, reduced
from ledger.domain.values.quantity import format_yuan
from ledger.rules.money.fee import NOTICE, NoticeCase
from ledger.rules.money.notice import DEFERRAL, REDUCTION, SERVICE, DeferCase, ReduceCase, ServeCase
from ledger.services.act import Act
from ledger.services.acts.money.charged import channel_on, charged, due_day, is_planned, notice_of, notices_of

if TYPE_CHECKING:
    from ledger.services.act import Facts

_GROUNDS: Final = {
    ReductionGround.CORRECTION: "核减",
    ReductionGround.WAIVER: "减免",
    ReductionGround.UNDONE: "合同解除",
}


def gather_notice(facts: Facts, asked: IssueNotice) -> NoticeCase:
    """Compute what is charged for, and look up what was charged for it before."""
    found = charged(facts, award=asked.award, fixed_price=asked.fixed_price)
    return NoticeCase(
        on=asked.effective_on,
        charged=found,
        notices=notices_of(facts, found.charged_for),
        planned=is_planned(facts, found.charged_for),
        asked=asked,
        number_used=facts.registers.find(PaymentNotice, asked.number) is not None,
        channel=channel_on(facts, asked.effective_on),
        due_on=due_day(facts, asked.effective_on),
    )


def draw_up_notice(case: NoticeCase) -> Voucher:
    """Debit the payer's debt, credit what is due to the treasury."""
    found = case.charged
    notice = PaymentNotice(
        number=case.asked.number,
        area=found.area,
        payer=found.payer,
        charge=found.charge,
        charged_for=found.charged_for,
        assessed=found.fee.total,
        issued_on=case.on,
        due_on=case.due_on,
        channel=case.channel,
        computation=found.computation,
    )
    return Voucher(
        narration=f"缴款通知{notice.number}（{found.payer_name}）：{found.computation}",
        postings=assessed(notice),
        facts=(notice, NoticeOfCase(case=found.charged_for, number=notice.number), found.record),
    )


def gather_service(facts: Facts, asked: ServeNotice) -> ServeCase:
    """Look up the notice, and count the time for payment from the service."""
    notice = notice_of(facts, asked.number)
    return ServeCase(asked=asked, notice=notice, due_on=max(notice.due_on, due_day(facts, asked.served_on)))


def draw_up_service(case: ServeCase) -> Voucher:
    """Register the service."""
    served = replace(case.notice, served_on=case.asked.served_on, due_on=case.due_on)
    return Voucher(
        narration=f"缴款通知{served.number}于{served.served_on}送达（{case.asked.document}），{served.due_on}前缴清",
        facts=(served,),
    )


def gather_reduction(facts: Facts, asked: ReduceFee) -> ReduceCase:
    """Look up the notice."""
    return ReduceCase(asked=asked, notice=notice_of(facts, asked.number))


def draw_up_reduction(case: ReduceCase) -> Voucher:
    """Take back the assessment in red; what was paid beyond it is shown as an overpayment."""
    asked = case.asked
    after, postings = reduced(case.notice, asked.reduction)
    if asked.ground is ReductionGround.UNDONE:
        after = replace(after, undone_on=asked.effective_on)
    return Voucher(
        narration=(
            f"{_GROUNDS[asked.ground]}（红字）：缴款通知{asked.number}减{format_yuan(asked.reduction)}元，"
            f"{asked.approved_by}批准，{asked.document}"
        ),
        postings=postings,
        facts=(after,),
    )


def gather_deferral(facts: Facts, asked: DeferFee) -> DeferCase:
    """Look up the notice."""
    return DeferCase(asked=asked, notice=notice_of(facts, asked.number))


def draw_up_deferral(case: DeferCase) -> Voucher:
    """Register the later day."""
    asked = case.asked
    return Voucher(
        narration=f"缓缴：缴款通知{asked.number}延至{asked.due_on}，{asked.approved_by}批准，{asked.document}",
        facts=(replace(case.notice, due_on=asked.due_on),),
    )


ACTS: Final[tuple[Act[Any, Any], ...]] = (
    Act(
        kind="fee.notice",
        title="发出缴款通知",
        command=IssueNotice,
        series=Series.FEES,
        path=Path.BUREAU,
        gather=gather_notice,
        checks=NOTICE,
        draw_up=draw_up_notice,
    ),
    Act(
        kind="notice.serve",
        title="缴款通知送达",
        command=ServeNotice,
        series=Series.REGISTERS,
        path=Path.BUREAU,
        gather=gather_service,
        checks=SERVICE,
        draw_up=draw_up_service,
    ),
    Act(
        kind="fee.reduce",
        title="核减、减免应缴金额",
        command=ReduceFee,
        series=Series.FEES,
        path=Path.BUREAU,
        gather=gather_reduction,
        checks=REDUCTION,
        draw_up=draw_up_reduction,
    ),
    Act(
        kind="fee.defer",
        title="缓缴",
        command=DeferFee,
        series=Series.REGISTERS,
        path=Path.BUREAU,
        gather=gather_deferral,
        checks=DEFERRAL,
        draw_up=draw_up_deferral,
    ),
)
