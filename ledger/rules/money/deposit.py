"""What deposits are judged on.

Source: practice A-21 (to whom a forfeited deposit goes), B-4 (whose bank account it lies in), §6.4.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.domain.law.ground import unmet
from ledger.domain.money.deposit import (
    ConfirmForfeit,
    Deposit,
    ForfeitDeposit,
    Keeper,
    LotSeller,
    ReceiveDeposit,
    ReturnDeposit,
    SetOffDeposit,
)
from ledger.domain.money.payment_notice import Charge, PaymentNotice
from ledger.domain.values.quantity import LARGEST, format_yuan
from ledger.errors import Breach, say
from ledger.rules.judge import Check, breach
from ledger.rules.law import keys
from ledger.rules.money.fee import number_used
from ledger.rules.money.payment_day import amount_breach, day_breach
from ledger.rules.money.receipt import receipt_number_breach

if TYPE_CHECKING:
    from datetime import date

    from ledger.rules.law.book import RuleBook
    from ledger.rules.law.provision import Provision

TREASURY: Final = "treasury"


@dataclass(frozen=True, slots=True, kw_only=True)
class DepositCase:
    """A deposit that comes in."""

    asked: ReceiveDeposit
    number_used: bool

    @property
    def area(self) -> str:
        """Return the area of the lot."""
        return self.asked.area


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnCase:
    """A deposit that goes back."""

    asked: ReturnDeposit
    deposit: Deposit

    @property
    def area(self) -> str:
        """Return the area of the lot."""
        return self.deposit.area


@dataclass(frozen=True, slots=True, kw_only=True)
class SetOffCase:
    """A deposit that is set off against a notice."""

    asked: SetOffDeposit
    deposit: Deposit
    notice: PaymentNotice
    voucher_used: bool

    @property
    def area(self) -> str:
        """Return the area of the notice."""
        return self.notice.area


@dataclass(frozen=True, slots=True, kw_only=True)
class ForfeitCase:
    """A deposit that is forfeited; ``to_treasury`` as the provision for its lot says."""

    asked: ForfeitDeposit
    deposit: Deposit
    to_treasury: bool
    number_used: bool

    @property
    def area(self) -> str:
        """Return the area of the lot."""
        return self.deposit.area


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmForfeitCase:
    """A forfeited deposit that the treasury credited."""

    asked: ConfirmForfeit
    notice: PaymentNotice
    voucher_used: bool

    @property
    def area(self) -> str:
        """Return the area of the lot."""
        return self.notice.area


def beneficiary(seller: LotSeller, *, on: date, book: RuleBook) -> Provision[str]:
    """Return the provision that says to whom a forfeited deposit goes."""
    key = keys.FORFEIT_RESERVE if seller is LotSeller.RESERVE else keys.FORFEIT_ENTERPRISE
    return book.provision(key, on=on)


def deposit_is_new(case: DepositCase, book: RuleBook) -> Breach | None:
    """Refuse the number of another deposit."""
    del book
    if not case.number_used:
        return None
    return unmet(code="deposit.number", detail=say("保证金“{number}”已经登记过", number=case.asked.number))


def something_is_deposited(case: DepositCase, book: RuleBook) -> Breach | None:
    """Refuse a deposit of nothing."""
    del book
    return amount_breach("deposit.amount", case.asked.amount, most=LARGEST)


def is_deposited_by_then(case: DepositCase, book: RuleBook) -> Breach | None:
    """Refuse a day of payment after the act."""
    del book
    return day_breach("deposit.day", case.asked.paid_on, since=case.asked.paid_on, until=case.asked.effective_on)


def is_returned_from_what_is_held(case: ReturnCase, book: RuleBook) -> Breach | None:
    """Refuse to return more than is held."""
    del book
    return amount_breach("deposit.amount", case.asked.amount, most=case.deposit.held)


def bidder_owes_the_notice(case: SetOffCase, book: RuleBook) -> Breach | None:
    """Refuse to pay what another owes."""
    del book
    if case.deposit.bidder == case.notice.payer:
        return None
    return unmet(
        code="deposit.payer",
        detail=say("保证金属于“{bidder}”，缴款通知属于“{payer}”", bidder=case.deposit.bidder, payer=case.notice.payer),
    )


def price_is_the_governments(case: SetOffCase, book: RuleBook) -> Breach | None:
    """Refuse to set off the deposit of an enterprise's lot, or against a forfeited deposit."""
    del book
    if case.deposit.seller is LotSeller.RESERVE and case.notice.charge is not Charge.FORFEITED_DEPOSIT:
        return None
    return unmet(
        code="deposit.not_price",
        detail=say(
            "保证金“{number}”（{seller}）不能抵作“{notice}”（{charge}）的价款",
            number=case.deposit.number,
            seller=case.deposit.seller.words,
            notice=case.notice.number,
            charge=case.notice.charge.words,
        ),
    )


def money_lies_where_it_is_owed(case: SetOffCase, book: RuleBook) -> Breach | None:
    """Refuse money in the bureau's bank for one area against what is owed in another: it is remitted by area."""
    del book
    deposit, notice = case.deposit, case.notice
    if deposit.keeper is Keeper.PLATFORM or deposit.area == notice.area:
        return None
    return unmet(
        code="deposit.other_area",
        detail=say(
            "保证金“{number}”在“{area}”收存，不能抵缴“{notice_area}”的缴款通知“{notice}”；请先退还",
            number=deposit.number,
            area=deposit.area,
            notice=notice.number,
            notice_area=notice.area,
        ),
    )


def is_set_off_from_what_is_held(case: SetOffCase, book: RuleBook) -> Breach | None:
    """Refuse to set off more than is held, or more than is outstanding."""
    del book
    amount, held, outstanding = case.asked.amount, case.deposit.held, case.notice.outstanding
    if 0 < amount <= min(held, outstanding):
        return None
    return unmet(
        code="deposit.amount",
        detail=say(
            "抵缴{amount}元应大于零，且不超过在管保证金{held}元和未缴金额{outstanding}元",
            amount=format_yuan(amount),
            held=format_yuan(held),
            outstanding=format_yuan(outstanding),
        ),
    )


def keeper_and_treasury_agree(case: SetOffCase, book: RuleBook) -> Breach | None:
    """Refuse a platform's deposit before the treasury has it, and a day of crediting for the bureau's own."""
    del book
    credited_on = case.asked.credited_on
    if (case.deposit.keeper is Keeper.PLATFORM) != (credited_on is not None):
        return unmet(
            code="deposit.credited",
            detail=say(
                "平台代管的保证金须填国库入账日，本单位保管的不填（入库另行确认）；现为“{day}”",
                day=credited_on or "",
            ),
        )
    if credited_on is None:
        return None
    return day_breach("treasury.day", credited_on, since=case.notice.issued_on, until=case.asked.effective_on)


def voucher_is_new(case: SetOffCase | ConfirmForfeitCase, book: RuleBook) -> Breach | None:
    """Refuse a voucher that was recorded before."""
    del book
    return receipt_number_breach(case.asked.voucher, used=case.voucher_used)


def something_is_held(case: ForfeitCase, book: RuleBook) -> Breach | None:
    """Refuse to forfeit a deposit of which nothing is held."""
    del book
    if case.deposit.held > 0:
        return None
    return unmet(
        code="deposit.not_held",
        detail=say(
            "保证金“{number}”共{amount}元，在管{held}元，没有可没收的",
            number=case.deposit.number,
            amount=format_yuan(case.deposit.amount),
            held=format_yuan(case.deposit.held),
        ),
    )


def beneficiary_is_the_right_one(case: ForfeitCase, book: RuleBook) -> Breach | None:
    """Refuse a beneficiary by contract where the treasury gets it, and none where the contract says who."""
    if case.to_treasury == (case.asked.beneficiary is None):
        return None
    provision = beneficiary(case.deposit.seller, on=case.asked.effective_on, book=book)
    return breach(
        provision,
        code="deposit.beneficiary",
        detail=say(
            "没收的保证金归属为“{rule}”；填写的受益方为“{beneficiary}”",
            rule=provision.value,
            beneficiary=case.asked.beneficiary or "",
        ),
    )


def forfeit_number_is_free(case: ForfeitCase, book: RuleBook) -> Breach | None:
    """Refuse the number of another notice, where the decision becomes one."""
    del book
    return number_used(case.asked.document, used=case.to_treasury and case.number_used)


def is_outstanding_of_the_forfeit(case: ConfirmForfeitCase, book: RuleBook) -> Breach | None:
    """Refuse to confirm more than is outstanding."""
    del book
    return amount_breach("treasury.amount", case.asked.amount, most=case.notice.outstanding)


def is_credited_after_the_forfeit(case: ConfirmForfeitCase, book: RuleBook) -> Breach | None:
    """Refuse a day of crediting before the decision or after the act."""
    del book
    asked = case.asked
    return day_breach("treasury.day", asked.credited_on, since=case.notice.issued_on, until=asked.effective_on)


RECEIVED: Final[tuple[Check[DepositCase], ...]] = (deposit_is_new, something_is_deposited, is_deposited_by_then)
RETURNED: Final[tuple[Check[ReturnCase], ...]] = (is_returned_from_what_is_held,)
SET_OFF: Final[tuple[Check[SetOffCase], ...]] = (
    bidder_owes_the_notice,
    price_is_the_governments,
    money_lies_where_it_is_owed,
    is_set_off_from_what_is_held,
    keeper_and_treasury_agree,
    voucher_is_new,
)
FORFEITED: Final[tuple[Check[ForfeitCase], ...]] = (
    something_is_held,
    beneficiary_is_the_right_one,
    forfeit_number_is_free,
)
FORFEIT_CONFIRMED: Final[tuple[Check[ConfirmForfeitCase], ...]] = (
    is_outstanding_of_the_forfeit,
    is_credited_after_the_forfeit,
    voucher_is_new,
)
