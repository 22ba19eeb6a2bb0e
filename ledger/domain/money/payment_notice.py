"""Payment notices: what was assessed, and how far it came to the treasury.

What was paid beyond the assessment is kept apart from what was paid on it, because it is owed back (practice §6.4,
"overpayment shown"). Three days are kept: paid, in the treasury, and, with the award, delivered (practice B-3).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar, Final

from ledger.domain.bookkeeping.account import Account, account
from ledger.domain.money.fee import FeeLine
from ledger.domain.values.forms import CreditCode, Fen
from ledger.domain.values.worded import Worded
from ledger.errors import say


class Charge(Worded):
    """What a notice asks money for."""

    PUBLIC_SALE = "public_sale", say("公开出让价款")
    """The price of rights out of the reserve (account 1212.2)."""
    FIXED_PRICE = "fixed_price", say("定额有偿使用费")
    """The paid-use fee at a fixed price (account 1212.1)."""
    FORFEITED_DEPOSIT = "forfeited_deposit", say("没收的保证金")


class Channel(StrEnum):
    """Through whom the money comes to the treasury (provision ``collection.channel``)."""

    TAX_DECLARATION = "tax_declaration"
    """The payer declares and pays to the tax office."""
    NON_TAX_DIRECT = "non_tax_direct"
    """The payer pays into the treasury through the non-tax system."""
    COLLECTED_BY_UNIT = "collected_by_unit"
    """The unit itself collects and remits: old cases alone."""


class FeeGround(Worded):
    """Why a fee is asked at a fixed price."""

    ALLOCATION = "allocation", say("初始分配")
    """The initial right of an existing enterprise."""
    PAY_UP = "pay_up", say("补缴")
    """A right that was free becomes a paid one before it is sold, pledged or leased (CS61 art. 14)."""
    RENEWAL = "renewal", say("延续")
    """A right continues after re-assessment (CS61 art. 12)."""


_RECEIVABLES: Final = {Charge.PUBLIC_SALE: "1212.2", Charge.FIXED_PRICE: "1212.1", Charge.FORFEITED_DEPOSIT: "1212.4"}
_DUES: Final = {Charge.PUBLIC_SALE: "2103.1", Charge.FIXED_PRICE: "2103.1", Charge.FORFEITED_DEPOSIT: "2103.2"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentNotice:
    """A notice with all amounts in fen; ``charged_for`` is the award, or the case of a fixed-price fee."""

    REGISTER: ClassVar[str] = "payment_notice"

    number: str
    area: str
    payer: str
    """Credit code."""
    charge: Charge
    charged_for: str
    assessed: int
    received: int = 0
    """Paid by receipts of the tax office or the non-tax system, as far as it was assessed."""
    confirmed: int = 0
    """Confirmed by the treasury, as far as it was assessed."""
    overpaid: int = 0
    """Paid beyond what is assessed now."""
    overpaid_confirmed: int = 0
    """Of what was overpaid, in the treasury."""
    refunded: int = 0
    """Of what was overpaid, paid back by the treasury."""
    issued_on: date
    served_on: date | None = None
    due_on: date
    """The last day of payment; counted as if served on the day of issue until the day of service is known."""
    paid_on: date | None = None
    """The day of the last receipt."""
    in_treasury_on: date | None = None
    """The day of the last confirmation."""
    channel: Channel | None = None
    """What was in force on the day of issue: where the notice tells the payer to pay; None where it was taken over."""
    undone_on: date | None = None
    """The day on which it was reduced because the contract was undone: nothing is given for it any more."""
    instalment: int = 0
    """0 for the whole amount, else the number of the instalment."""
    computation: str = ""
    """How the amount was computed, as it is printed on the notice."""

    @property
    def subject(self) -> str:
        """Return what the register knows the notice by."""
        return self.number

    @property
    def outstanding(self) -> int:
        """Return what is not yet paid."""
        return self.assessed - self.received

    def overdue(self, on: date) -> int:
        """Return what the payer has not yet paid of a notice whose last day of payment has passed on a day, in fen.

        A forfeited deposit was paid by the bidder: what its keeper has still to send to the treasury is not his to pay.
        """
        late = self.due_on < on and self.charge is not Charge.FORFEITED_DEPOSIT
        return self.outstanding if late else 0

    @property
    def unconfirmed(self) -> int:
        """Return what is paid and not yet confirmed by the treasury, overpayments included."""
        return self.received + self.overpaid - self.confirmed - self.overpaid_confirmed

    @property
    def refundable(self) -> int:
        """Return what the treasury has beyond the assessment and has not paid back."""
        return self.overpaid_confirmed - self.refunded

    @property
    def settled(self) -> bool:
        """Return whether all that is assessed is in the treasury."""
        return self.confirmed == self.assessed

    @property
    def open(self) -> bool:
        """Return whether something of it is to be paid, confirmed or paid back: whether it stands on any account."""
        return bool(self.outstanding or self.unconfirmed or self.refundable)

    @property
    def receivable(self) -> Account:
        """Return the account on which the payer owes the amount."""
        return account(_RECEIVABLES[self.charge], area=self.area, holder=self.payer)

    @property
    def due_to_treasury(self) -> Account:
        """Return the account on which the amount is owed to the treasury."""
        return account(_DUES[self.charge], area=self.area, holder=self.payer)

    @property
    def overpayment(self) -> Account:
        """Return the account on which the overpayment is owed back to the payer."""
        return account("1212.9", area=self.area, holder=self.payer)

    @property
    def overpayment_in_treasury(self) -> Account:
        """Return the account of what the treasury has to pay back."""
        return account("2103.9", area=self.area, holder=self.payer)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeOfCase:
    """Leads from an award, or the case of a fixed-price fee, to its notices."""

    REGISTER: ClassVar[str] = "payment_notice.case"

    case: str
    number: str

    @property
    def owner(self) -> str:
        """Return the case: all its notices are found together."""
        return self.case

    @property
    def subject(self) -> str:
        """Return the number of the notice."""
        return self.number


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargedFee:
    """What was charged for by the notices of an award or a case: which rights, for which term, how much in fen."""

    REGISTER: ClassVar[str] = "charged_fee"

    charged_for: str
    area: str
    payer: str
    charge: Charge
    ground: FeeGround | None = None
    """None for an award."""
    lines: tuple[FeeLine, ...]
    starts: date
    ends: date
    """First day after the term."""
    total: int

    @property
    def subject(self) -> str:
        """Return the award or the case."""
        return self.charged_for


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedPriceFee:
    """A fee at a fixed price: who pays it, for which rights, from which day up to (and without) which day."""

    case: str
    """The number of the case, under which the notice is found."""
    area: str
    payer: CreditCode
    ground: FeeGround
    lines: tuple[FeeLine, ...]
    starts: date
    ends: date


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueNotice:
    """Issue the payment notice of an award, or of a fee at a fixed price; exactly one of the two is named."""

    effective_on: date
    number: str
    award: str | None = None
    fixed_price: FixedPriceFee | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeNotice:
    """Register the day on which a notice was served (送达); the time for payment runs from it."""

    effective_on: date
    number: str
    served_on: date
    document: str
    """The certificate of service (送达回证)."""


class ReductionGround(Worded):
    """Why an assessment is reduced."""

    CORRECTION = "correction", say("核减")
    """It was wrong (核减)."""
    WAIVER = "waiver", say("减免")
    """It is waived by the competent authority (减免)."""
    UNDONE = "undone", say("合同解除")
    """The contract was undone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReduceFee:
    """Reduce what a notice assesses; what was paid beyond the new amount becomes an overpayment."""

    effective_on: date
    number: str
    reduction: Fen
    ground: ReductionGround
    approved_by: str
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeferFee:
    """Defer the day on which a notice is due."""

    effective_on: date
    number: str
    due_on: date
    approved_by: str
    document: str
