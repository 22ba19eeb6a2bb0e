"""Deposits of bidders: with the platform as a rule, and then in memo accounts; else in the bureau's own bank.

Source: practice §1.4, §6.4, A-21, B-4. Set off against the price, returned, or forfeited: to the treasury where the lot
was the government's, as the contract says where it was another enterprise's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from ledger.domain.bookkeeping.account import Account, account
from ledger.domain.bookkeeping.posting import Posting
from ledger.domain.money.payment_notice import Channel, PaymentNotice
from ledger.domain.money.receipt import Receipt, assessed, money_postings, paid, paid_into_treasury
from ledger.domain.values.forms import CreditCode, Fen
from ledger.domain.values.worded import Worded
from ledger.errors import say


class Keeper(Worded):
    """In whose bank account a deposit lies."""

    PLATFORM = "platform", say("交易平台账户")
    BUREAU = "bureau", say("本局账户")


class LotSeller(Worded):
    """Who sells the lot that a deposit was paid for."""

    RESERVE = "reserve", say("政府储备")
    ENTERPRISE = "enterprise", say("企业")


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposit:
    """A deposit in fen, and what became of it."""

    REGISTER: ClassVar[str] = "deposit"

    number: str
    area: str
    bidder: str
    """Credit code."""
    lot: str
    seller: LotSeller
    keeper: Keeper
    amount: int
    paid_on: date
    set_off: int = 0
    returned: int = 0
    forfeited: int = 0

    @property
    def subject(self) -> str:
        """Return what the register knows the deposit by."""
        return self.number

    @property
    def held(self) -> int:
        """Return what is still held."""
        return self.amount - self.set_off - self.returned - self.forfeited

    @property
    def kept_at(self) -> Account:
        """Return where the money lies."""
        if self.keeper is Keeper.BUREAU:
            return account("1002", area=self.area)
        return account("B30", area=self.area, holder=self.bidder)

    @property
    def owed_to(self) -> Account:
        """Return the account on which it is owed to the bidder."""
        return account("2307.1" if self.keeper is Keeper.BUREAU else "B31", area=self.area, holder=self.bidder)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveDeposit:
    """Record a deposit; ``number`` is that of the platform's or the bank's receipt."""

    effective_on: date
    number: str
    area: str
    bidder: CreditCode
    lot: str
    seller: LotSeller
    keeper: Keeper
    amount: Fen
    paid_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnDeposit:
    """Record that a deposit, or part of it, went back to the bidder."""

    effective_on: date
    number: str
    amount: Fen
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetOffDeposit:
    """Set a deposit off against what its bidder owes.

    ``credited_on`` is the day on which the treasury credited what the platform sent; a deposit in the bureau's bank is
    remitted afterwards, and has none.
    """

    effective_on: date
    number: str
    notice: str
    amount: Fen
    voucher: str
    credited_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForfeitDeposit:
    """Forfeit what is still held of a deposit; ``document`` is the decision, and the number of its notice.

    ``beneficiary`` is who gets it by the contract, where the lot was an enterprise's.
    """

    effective_on: date
    number: str
    document: str
    beneficiary: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmForfeit:
    """Record that the treasury credited a forfeited deposit that the platform held."""

    effective_on: date
    document: str
    voucher: str
    amount: Fen
    credited_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """A deposit that was used: what changes with it, and what is posted; no receipt where no money moved yet."""

    deposit: Deposit
    notice: PaymentNotice
    receipt: Receipt | None
    postings: tuple[Posting, ...]


def received(deposit: Deposit) -> tuple[Posting, ...]:
    """Return what a new deposit posts."""
    return money_postings((deposit.kept_at, deposit.owed_to, deposit.amount))


def given_up(deposit: Deposit, amount: int) -> tuple[Posting, ...]:
    """Return what is posted where money leaves its keeper, to whomever."""
    return money_postings((deposit.owed_to, deposit.kept_at, amount))


def set_off(deposit: Deposit, notice: PaymentNotice, receipt: Receipt, *, credited_on: date | None) -> Applied:
    """Set a deposit off against a notice of which at least as much is outstanding.

    What the platform held is in the treasury by then; what the bureau holds is remitted like money that it collected.
    """
    changed = replace(deposit, set_off=deposit.set_off + receipt.amount)
    if credited_on is None:
        after, postings = paid(notice, receipt, out_of=deposit.owed_to)
        return Applied(deposit=changed, notice=after, receipt=receipt, postings=postings)
    after, credited, postings = paid_into_treasury(notice, receipt, credited_on=credited_on)
    postings = (*given_up(deposit, receipt.amount), *postings)
    return Applied(deposit=changed, notice=after, receipt=credited, postings=postings)


def forfeited(deposit: Deposit, notice: PaymentNotice) -> Applied:
    """Forfeit to the treasury: what the platform holds is to be asked for, what the bureau holds is to be remitted.

    :param notice: that of the forfeited deposit, with nothing received.
    """
    changed = replace(deposit, forfeited=deposit.forfeited + notice.assessed)
    if deposit.keeper is Keeper.PLATFORM:
        postings = (*assessed(notice), *given_up(deposit, notice.assessed))
        return Applied(deposit=changed, notice=notice, receipt=None, postings=postings)
    receipt = Receipt(
        number=notice.number,
        notice=notice.number,
        area=notice.area,
        payer=notice.payer,
        amount=notice.assessed,
        channel=Channel.COLLECTED_BY_UNIT,
        paid_on=notice.issued_on,
    )
    after, _ = paid(notice, receipt)
    postings = money_postings((deposit.owed_to, notice.due_to_treasury, notice.assessed))
    return Applied(deposit=changed, notice=after, receipt=receipt, postings=postings)
