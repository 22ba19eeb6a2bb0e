"""Receipts of the tax office or the non-tax system, and the treasury's confirmations of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.act import Path, Series, Voucher
from ledger.domain.money.receipt import ConfirmReceipt, Receipt, RecordReceipt, confirmed, paid
from ledger.domain.values.quantity import format_yuan
from ledger.errors import NotFound, say
from ledger.rules.money.receipt import CONFIRMATION, RECEIPT, ConfirmCase, ReceiptCase
from ledger.services.act import Act
from ledger.services.acts.money.charged import channel_on, notice_of

if TYPE_CHECKING:
    from ledger.services.act import Facts


def gather_receipt(facts: Facts, asked: RecordReceipt) -> ReceiptCase:
    """Look up the notice, and the channel: that of the notice, or what was in force on the day of payment."""
    notice = notice_of(facts, asked.notice)
    return ReceiptCase(
        asked=asked,
        notice=notice,
        channel=notice.channel or channel_on(facts, asked.paid_on),
        number_used=facts.registers.find(Receipt, asked.number) is not None,
    )


def draw_up_receipt(case: ReceiptCase) -> Voucher:
    """Take the money off the payer's debt; it is on its way until the treasury confirms it."""
    asked = case.asked
    receipt = Receipt(
        number=asked.number,
        notice=asked.notice,
        area=case.notice.area,
        payer=case.notice.payer,
        amount=asked.amount,
        channel=case.channel,
        paid_on=asked.paid_on,
    )
    notice, postings = paid(case.notice, receipt)
    if asked.credited_on is not None:
        notice, receipt, credited = confirmed(notice, receipt, amount=asked.amount, credited_on=asked.credited_on)
        postings = (*postings, *credited)
    return Voucher(
        narration=f"缴款{format_yuan(asked.amount)}元（通知{asked.notice}，票据{asked.number}，{asked.paid_on}缴）",
        postings=postings,
        facts=(notice, receipt),
    )


def gather_confirmation(facts: Facts, asked: ConfirmReceipt) -> ConfirmCase:
    """Look up the receipt and its notice.

    :raises NotFound: ``receipt.missing``.
    """
    receipt = facts.named(Receipt, asked.number)
    if receipt is None:
        raise NotFound(say("没有登记票据“{number}”", number=asked.number), code="receipt.missing")
    return ConfirmCase(asked=asked, notice=notice_of(facts, receipt.notice), receipt=receipt)


def draw_up_confirmation(case: ConfirmCase) -> Voucher:
    """Take the money off what is due to the treasury."""
    asked = case.asked
    notice, receipt, postings = confirmed(case.notice, case.receipt, amount=asked.amount, credited_on=asked.credited_on)
    return Voucher(
        narration=f"国库确认{format_yuan(asked.amount)}元（票据{asked.number}，{asked.credited_on}入库）",
        postings=postings,
        facts=(notice, receipt),
    )


ACTS: Final[tuple[Act[Any, Any], ...]] = (
    Act(
        kind="fee.receipt",
        title="登记缴款",
        command=RecordReceipt,
        series=Series.FEES,
        path=Path.FINANCE,
        gather=gather_receipt,
        checks=RECEIPT,
        draw_up=draw_up_receipt,
    ),
    Act(
        kind="treasury.confirm",
        title="国库入账确认",
        command=ConfirmReceipt,
        series=Series.FEES,
        path=Path.FINANCE,
        gather=gather_confirmation,
        checks=CONFIRMATION,
        draw_up=draw_up_confirmation,
    ),
)
