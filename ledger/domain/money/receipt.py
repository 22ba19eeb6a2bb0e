"""Receipts of the tax office or the non-tax system, their way into the treasury and back, with what each step posts.

Every step takes a notice to its next state and returns the postings of that step, so that the books and the register
can never tell different stories: outstanding of the notice = balance of 1212.x, and so on for each of its amounts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from ledger.domain.bookkeeping.account import Account, account
from ledger.domain.bookkeeping.posting import Posting
from ledger.domain.bookkeeping.unit import MONEY
from ledger.domain.money.payment_notice import Channel, PaymentNotice
from ledger.domain.values.forms import Fen

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Money paid on a notice; ``number`` is that of the tax receipt, of the non-tax voucher, or of the deposit."""

    REGISTER: ClassVar[str] = "receipt"

    number: str
    notice: str
    area: str
    payer: str
    amount: int
    channel: Channel
    paid_on: date
    confirmed: int = 0
    """Of the amount, in the treasury."""
    credited_on: date | None = None
    """The day of the last confirmation."""

    @property
    def subject(self) -> str:
        """Return what the register knows the receipt by."""
        return self.number

    @property
    def unconfirmed(self) -> int:
        """Return what the treasury has not confirmed."""
        return self.amount - self.confirmed

    @property
    def on_its_way(self) -> Account:
        """Return where the money is until the treasury has it: with nobody of ours, or in the bank of the unit."""
        if self.channel is Channel.COLLECTED_BY_UNIT:
            return account("1002", area=self.area)
        return account("1212.8", area=self.area, holder=self.payer)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordReceipt:
    """Record that a notice was paid, by the receipt or voucher of the one who received the money.

    ``credited_on`` is the day on which the treasury credited it, where that is known at once.
    """

    effective_on: date
    notice: str
    number: str
    amount: Fen
    paid_on: date
    credited_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmReceipt:
    """Record that the treasury credited a receipt, or part of it."""

    effective_on: date
    number: str
    amount: Fen
    credited_on: date


def assessed(notice: PaymentNotice) -> tuple[Posting, ...]:
    """Return what a new notice posts: the payer owes it, and it is owed to the treasury."""
    return money_postings((notice.receivable, notice.due_to_treasury, notice.assessed))


def _latest(known: date | None, day: date, *, of: int) -> date | None:
    """Return the last day on which something of what is assessed arrived; an overpayment does not make it later."""
    return known if of <= 0 else max(known or day, day)


def paid(
    notice: PaymentNotice, receipt: Receipt, *, out_of: Account | None = None
) -> tuple[PaymentNotice, tuple[Posting, ...]]:
    """Take a receipt on a notice; what goes beyond the outstanding amount is shown as an overpayment.

    :param out_of: what is debited where the money does not come anew: a deposit that the bureau holds.
    """
    beyond = max(receipt.amount - notice.outstanding, 0)
    after = replace(
        notice,
        received=notice.received + receipt.amount - beyond,
        overpaid=notice.overpaid + beyond,
        paid_on=_latest(notice.paid_on, receipt.paid_on, of=receipt.amount - beyond),
    )
    return after, money_postings(
        (notice.receivable, notice.overpayment, beyond),
        (out_of or receipt.on_its_way, notice.receivable, receipt.amount),
    )


def confirmed(
    notice: PaymentNotice, receipt: Receipt, *, amount: int, credited_on: date
) -> tuple[PaymentNotice, Receipt, tuple[Posting, ...]]:
    """Take the treasury's confirmation of a receipt: first of what is assessed, then of what was overpaid."""
    beyond = max(amount - (notice.received - notice.confirmed), 0)
    after = replace(
        notice,
        confirmed=notice.confirmed + amount - beyond,
        overpaid_confirmed=notice.overpaid_confirmed + beyond,
        in_treasury_on=_latest(notice.in_treasury_on, credited_on, of=amount - beyond),
    )
    credited = replace(receipt, confirmed=receipt.confirmed + amount, credited_on=credited_on)
    return (
        after,
        credited,
        money_postings(
            (notice.overpayment_in_treasury, notice.due_to_treasury, beyond),
            (notice.due_to_treasury, receipt.on_its_way, amount),
        ),
    )


def paid_into_treasury(
    notice: PaymentNotice, receipt: Receipt, *, credited_on: date
) -> tuple[PaymentNotice, Receipt, tuple[Posting, ...]]:
    """Take money that a third party sent to the treasury: it is nowhere on its way any more.

    :param receipt: of at most what is outstanding.
    """
    after, _ = paid(notice, receipt)
    after, credited, _ = confirmed(after, receipt, amount=receipt.amount, credited_on=credited_on)
    return after, credited, money_postings((notice.due_to_treasury, notice.receivable, receipt.amount))


def reduced(notice: PaymentNotice, reduction: int) -> tuple[PaymentNotice, tuple[Posting, ...]]:
    """Reduce the assessment (red letter); what was paid beyond the new amount becomes an overpayment."""
    now = notice.assessed - reduction
    beyond = max(notice.received - now, 0)
    received = notice.received - beyond
    beyond_in_treasury = max(notice.confirmed - received, 0)
    after = replace(
        notice,
        assessed=now,
        received=received,
        confirmed=notice.confirmed - beyond_in_treasury,
        overpaid=notice.overpaid + beyond,
        overpaid_confirmed=notice.overpaid_confirmed + beyond_in_treasury,
    )
    return after, money_postings(
        (notice.receivable, notice.overpayment, beyond),
        (notice.overpayment_in_treasury, notice.due_to_treasury, beyond_in_treasury),
        (notice.due_to_treasury, notice.receivable, reduction),
    )


def refunded(notice: PaymentNotice, amount: int) -> tuple[PaymentNotice, tuple[Posting, ...]]:
    """Take back what the treasury paid back to the payer."""
    after = replace(notice, refunded=notice.refunded + amount)
    return after, money_postings((notice.overpayment, notice.overpayment_in_treasury, amount))


def money_postings(*lines: tuple[Account, Account, int]) -> tuple[Posting, ...]:
    """Return the postings of (debit, credit, amount), without those of nothing."""
    return tuple(_without_nothing(lines))


def _without_nothing(lines: tuple[tuple[Account, Account, int], ...]) -> Iterator[Posting]:
    for debit, credit, amount in lines:
        if amount:
            yield Posting(debit=debit, credit=credit, unit=MONEY, amount=amount)
