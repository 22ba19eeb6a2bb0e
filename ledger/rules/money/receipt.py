"""What receipts and the treasury's confirmations are judged on.

Source: practice B-1 to B-3 (paid and in the treasury are two days, each with its paper), B-11 (finance records them).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.domain.law.ground import unmet
from ledger.domain.money.payment_notice import Channel, Charge, PaymentNotice
from ledger.domain.money.receipt import ConfirmReceipt, Receipt, RecordReceipt
from ledger.domain.values.quantity import LARGEST, format_yuan
from ledger.errors import Breach, say
from ledger.rules.judge import Check
from ledger.rules.money.payment_day import amount_breach, day_breach

if TYPE_CHECKING:
    from ledger.rules.law.book import RuleBook


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptCase:
    """A receipt on a notice; ``channel`` is that of the notice, or what was in force on the day of payment."""

    asked: RecordReceipt
    notice: PaymentNotice
    channel: Channel
    number_used: bool

    @property
    def area(self) -> str:
        """Return the area of the notice."""
        return self.notice.area


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmCase:
    """The treasury's confirmation of a receipt."""

    asked: ConfirmReceipt
    notice: PaymentNotice
    receipt: Receipt

    @property
    def area(self) -> str:
        """Return the area of the notice."""
        return self.notice.area


def receipt_number_breach(number: str, *, used: bool) -> Breach | None:
    """Return the breach of a receipt that was recorded before."""
    if not used:
        return None
    return unmet(code="receipt.repeated", detail=say("票据“{number}”已经登记过", number=number))


def receipt_is_new(case: ReceiptCase, book: RuleBook) -> Breach | None:
    """Refuse a receipt that was recorded before."""
    del book
    return receipt_number_breach(case.asked.number, used=case.number_used)


def charge_is_paid_by_receipt(case: ReceiptCase, book: RuleBook) -> Breach | None:
    """Refuse receipts on a forfeited deposit: its keeper sends it to the treasury."""
    del book
    if case.notice.charge is not Charge.FORFEITED_DEPOSIT:
        return None
    return unmet(
        code="receipt.charge",
        detail=say("“{number}”是没收的保证金，由保管方缴库，不收缴款凭证", number=case.notice.number),
    )


def something_is_paid(case: ReceiptCase, book: RuleBook) -> Breach | None:
    """Refuse a receipt of nothing."""
    del book
    return amount_breach("receipt.amount", case.asked.amount, most=LARGEST)


def is_paid_after_the_notice(case: ReceiptCase, book: RuleBook) -> Breach | None:
    """Refuse a day of payment before the notice or after the act."""
    del book
    asked = case.asked
    return day_breach("receipt.day", asked.paid_on, since=case.notice.issued_on, until=asked.effective_on)


def is_credited_after_payment(case: ReceiptCase, book: RuleBook) -> Breach | None:
    """Refuse a day of crediting before the payment or after the act."""
    del book
    asked = case.asked
    if asked.credited_on is None:
        return None
    return day_breach("treasury.day", asked.credited_on, since=asked.paid_on, until=asked.effective_on)


def no_more_than_is_paid_is_confirmed(case: ConfirmCase, book: RuleBook) -> Breach | None:
    """Refuse a confirmation of nothing, or of more than the receipt has unconfirmed."""
    del book
    if 0 < case.asked.amount <= case.receipt.unconfirmed:
        return None
    return unmet(
        code="treasury.amount",
        detail=say(
            "国库确认{amount}元应大于零，且不超过票据“{number}”尚未确认的{unconfirmed}元",
            amount=format_yuan(case.asked.amount),
            number=case.receipt.number,
            unconfirmed=format_yuan(case.receipt.unconfirmed),
        ),
    )


def is_confirmed_after_payment(case: ConfirmCase, book: RuleBook) -> Breach | None:
    """Refuse a day of crediting before the payment or after the act."""
    del book
    asked = case.asked
    return day_breach("treasury.day", asked.credited_on, since=case.receipt.paid_on, until=asked.effective_on)


RECEIPT: Final[tuple[Check[ReceiptCase], ...]] = (
    charge_is_paid_by_receipt,
    receipt_is_new,
    something_is_paid,
    is_paid_after_the_notice,
    is_credited_after_payment,
)
CONFIRMATION: Final[tuple[Check[ConfirmCase], ...]] = (no_more_than_is_paid_is_confirmed, is_confirmed_after_payment)
