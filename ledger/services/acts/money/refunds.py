"""Refunds of overpayments: applied for by the bureau, paid back by the treasury."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.act import Path, Series, Voucher
from ledger.domain.money.receipt import refunded
from ledger.domain.money.refund import ApplyForRefund, RecordRefund, RefundApplication
from ledger.domain.values.quantity import format_yuan
from ledger.errors import NotFound, say
from ledger.rules.money.refund import APPLICATION, REFUND, ApplicationCase, RefundCase
from ledger.services.act import Act
from ledger.services.acts.money.charged import notice_of

if TYPE_CHECKING:
    from ledger.services.act import Facts


def gather_application(facts: Facts, asked: ApplyForRefund) -> ApplicationCase:
    """Look up the notice and its open applications."""
    earlier = facts.registers.all(RefundApplication, owner=asked.notice)
    return ApplicationCase(
        asked=asked,
        notice=notice_of(facts, asked.notice),
        applied_for=sum(application.amount for application in earlier if application.refunded_on is None),
        number_used=any(application.number == asked.number for application in earlier),
    )


def draw_up_application(case: ApplicationCase) -> Voucher:
    """Register the application."""
    asked = case.asked
    return Voucher(
        narration=f"申请退付{format_yuan(asked.amount)}元（通知{asked.notice}，申请{asked.number}）",
        facts=(
            RefundApplication(
                notice=asked.notice, number=asked.number, amount=asked.amount, applied_on=asked.effective_on
            ),
        ),
    )


def gather_refund(facts: Facts, asked: RecordRefund) -> RefundCase:
    """Look up the notice and the application.

    :raises NotFound: ``refund.missing``.
    """
    notice = notice_of(facts, asked.notice)
    application = facts.registers.find(RefundApplication, asked.number, owner=asked.notice)
    if application is None:
        raise NotFound(
            say("缴款通知“{notice}”没有退付申请“{number}”", notice=asked.notice, number=asked.number),
            code="refund.missing",
        )
    return RefundCase(asked=asked, notice=notice, application=application)


def draw_up_refund(case: RefundCase) -> Voucher:
    """Take the overpayment off both what is owed to the payer and what the treasury has to pay back."""
    asked, application = case.asked, case.application
    notice, postings = refunded(case.notice, application.amount)
    return Voucher(
        narration=f"国库退付{format_yuan(application.amount)}元（通知{asked.notice}，申请{asked.number}，{asked.voucher}）",
        postings=postings,
        facts=(notice, replace(application, refunded_on=asked.refunded_on, voucher=asked.voucher)),
    )


ACTS: Final[tuple[Act[Any, Any], ...]] = (
    Act(
        kind="refund.apply",
        title="申请退付",
        command=ApplyForRefund,
        series=Series.REGISTERS,
        path=Path.BUREAU,
        gather=gather_application,
        checks=APPLICATION,
        draw_up=draw_up_application,
    ),
    Act(
        kind="fee.refund",
        title="登记国库退付",
        command=RecordRefund,
        series=Series.FEES,
        path=Path.FINANCE,
        gather=gather_refund,
        checks=REFUND,
        draw_up=draw_up_refund,
    ),
)
