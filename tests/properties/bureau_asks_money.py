"""Commands about money."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ledger.domain.money.deposit import (
    ConfirmForfeit,
    ForfeitDeposit,
    Keeper,
    LotSeller,
    ReceiveDeposit,
    ReturnDeposit,
    SetOffDeposit,
)
from ledger.domain.money.fee import FeeLine
from ledger.domain.money.instalments import NoticeInstalment, PlanInstalments
from ledger.domain.money.payment_notice import (
    DeferFee,
    FeeGround,
    FixedPriceFee,
    IssueNotice,
    ReduceFee,
    ReductionGround,
    ServeNotice,
)
from ledger.domain.money.price_basis import PriceBasis
from ledger.domain.money.receipt import ConfirmReceipt, RecordReceipt
from ledger.domain.money.refund import ApplyForRefund, RecordRefund
from tests.properties.bureau_asks import STEP, TONNE, Clerk, ask
from tests.properties.bureau_asks_rights import PAPER, YUAN
from tests.properties.bureau_model_rights import standard_price

WHO = "示例市财政局"


def fixed_price(clerk: Clerk) -> FixedPriceFee:
    """Return a fee at a fixed price for some rights."""
    pollutant, area, basin = clerk.place()
    standard = standard_price(clerk.books, pollutant, clerk.today) or clerk.one_of([800, 1000]) * YUAN
    days = 0 if clerk.seldom(30) else 365 * 5 + clerk.whims.randrange(900)
    return FixedPriceFee(
        case=clerk.taken("award") if clerk.seldom(15) else clerk.number("charged", "补缴"),
        area=area,
        payer=clerk.enterprise(),
        ground=FeeGround.ALLOCATION if clerk.seldom(15) else FeeGround.PAY_UP,
        lines=(
            FeeLine(
                pollutant=pollutant,
                basin=basin,
                grams=clerk.whims.randrange(5 * TONNE // STEP) * STEP,
                unit_price=standard + (YUAN if clerk.seldom(15) else 0),
                basis=PriceBasis.YEAR,
            ),
        ),
        starts=clerk.today,
        ends=clerk.today + timedelta(days=days),
    )


def part(clerk: Clerk, most: int) -> int:
    """Return an amount of money around what there is."""
    return clerk.one_of([most] * 6 + [most // 2, most // 3 + 1, most + 1, 0 if clerk.seldom(4) else most])


@ask("fee.notice", "money", weight=3)
def issue(clerk: Clerk) -> Any:
    """The notice of an award that is not charged yet, or of a fee at a fixed price."""
    number = clerk.number("notice", "通知")
    open_ = [
        award
        for award in clerk.books.all("award")
        if award["id"] not in clerk.books.registers["charged"] or clerk.seldom(20)
    ]
    if open_ and not clerk.seldom(4):
        return IssueNotice(effective_on=clerk.earlier(), number=number, award=clerk.one_of(open_)["id"])
    return IssueNotice(effective_on=clerk.today, number=number, fixed_price=fixed_price(clerk))


@ask("notice.serve", "money")
def serve(clerk: Clerk) -> Any:
    """The day on which a notice was served."""
    notice = clerk.known("notice", served=None)
    return notice and ServeNotice(
        effective_on=clerk.today, number=notice["number"], served_on=clerk.earlier(), document=PAPER
    )


@ask("fee.reduce", "money")
def reduce(clerk: Clerk) -> Any:
    """Less than was assessed."""
    notice = clerk.known("notice")
    return notice and ReduceFee(
        effective_on=clerk.today,
        number=notice["number"],
        reduction=part(clerk, notice["assessed"] // clerk.one_of([1, 2, 5])),
        ground=clerk.one_of(list(ReductionGround)),
        approved_by=WHO,
        document=PAPER,
    )


@ask("fee.defer", "money")
def defer(clerk: Clerk) -> Any:
    """A last day of payment that is surely later, or surely not."""
    notice = clerk.known("notice")
    if notice is None:
        return None
    due_on = notice["due_on"] + timedelta(days=60) if not clerk.seldom(6) else notice["due_from"]
    return DeferFee(effective_on=clerk.today, number=notice["number"], due_on=due_on, approved_by=WHO, document=PAPER)


@ask("fee.instalment_plan", "money")
def plan(clerk: Clerk) -> Any:
    """A fee that is paid by instalments."""
    first = clerk.today + timedelta(days=20)
    count = clerk.one_of([2, 3, 4, 2, 7])
    due_on = tuple(first + timedelta(days=300 * number) for number in range(count))
    if clerk.seldom():
        due_on = due_on[:1]
    awards = [each for each in clerk.books.all("award") if each["id"] not in clerk.books.registers["charged"]]
    if awards and clerk.seldom(10):
        award = clerk.one_of(awards)["id"]
        return PlanInstalments(effective_on=clerk.today, award=award, due_on=due_on, document=PAPER)
    share = clerk.one_of([None, None, 1])
    fee = fixed_price(clerk)
    return PlanInstalments(effective_on=clerk.today, fixed_price=fee, due_on=due_on, first=share, document=PAPER)


@ask("fee.instalment_notice", "money")
def instalment(clerk: Clerk) -> Any:
    """The next instalment of a plan."""
    agreed = clerk.known("plan")
    return agreed and NoticeInstalment(
        effective_on=clerk.today, number=clerk.number("notice", "分期"), charged_for=agreed["case"]
    )


@ask("fee.receipt", "money", weight=4)
def receipt(clerk: Clerk) -> Any:
    """What was paid on a notice: part of it, all of it, or more."""
    notices = [each for each in clerk.books.all("notice") if each["assessed"] > each["received"] or clerk.seldom(20)]
    if not notices:
        return None
    notice = clerk.one_of(notices[-4:])
    paid_on = max(clerk.earlier(), notice["issued_on"]) if not clerk.seldom(30) else notice["issued_on"]
    return RecordReceipt(
        effective_on=clerk.today,
        notice=notice["number"],
        number=clerk.number("receipt", "税票"),
        amount=part(clerk, notice["assessed"] - notice["received"]),
        paid_on=paid_on - timedelta(days=30 if clerk.seldom(30) else 0),
        credited_on=clerk.one_of([None, clerk.today]),
    )


@ask("treasury.confirm", "money", weight=4)
def confirm(clerk: Clerk) -> Any:
    """What the treasury has of a receipt."""
    receipts = [each for each in clerk.books.all("receipt") if each["amount"] > each["confirmed"] or clerk.seldom(20)]
    if not receipts:
        return None
    paid = clerk.one_of(receipts[-4:])
    return ConfirmReceipt(
        effective_on=clerk.today,
        number=paid["number"],
        amount=part(clerk, paid["amount"] - paid["confirmed"]),
        credited_on=max(clerk.earlier(), paid["paid_on"]) if not clerk.seldom(20) else clerk.today - timedelta(days=9),
    )


@ask("refund.apply", "money", weight=2)
def apply(clerk: Clerk) -> Any:
    """The refund of an overpayment."""
    owed = [each for each in clerk.books.all("notice") if each["overpaid_confirmed"] > each["refunded"]]
    notice = clerk.some(owed)
    return notice and ApplyForRefund(
        effective_on=clerk.today,
        notice=notice["number"],
        number=clerk.one_of(["退付1", "退付2", "退付3", "退付4"]),
        amount=part(clerk, notice["overpaid_confirmed"] - notice["refunded"]),
    )


@ask("fee.refund", "money", weight=2)
def refund(clerk: Clerk) -> Any:
    """What the treasury paid back."""
    applied = clerk.known("refund", refunded_on=None)
    return applied and RecordRefund(
        effective_on=clerk.today,
        notice=applied["notice"],
        number=applied["number"],
        refunded_on=max(clerk.earlier(), applied["applied_on"]) if not clerk.seldom() else clerk.earlier(40),
        voucher=PAPER,
    )


@ask("deposit.receive", "money", weight=2)
def deposit(clerk: Clerk) -> Any:
    """A bidder's deposit."""
    return ReceiveDeposit(
        effective_on=clerk.today,
        number=clerk.number("deposit", "保证金"),
        area=clerk.place()[1],
        bidder=clerk.enterprise(),
        lot="示例标的",
        seller=clerk.one_of(list(LotSeller)),
        keeper=clerk.one_of(list(Keeper)),
        amount=0 if clerk.seldom(30) else (1 + clerk.whims.randrange(50_000)) * 7,
        paid_on=clerk.earlier() + timedelta(days=1 if clerk.seldom(30) else 0),
    )


def _deposit_held(clerk: Clerk) -> Any:
    return clerk.some([each for each in clerk.books.all("deposit") if each["held"] or clerk.seldom(15)][-8:])


@ask("deposit.return", "money")
def give_back(clerk: Clerk) -> Any:
    """A deposit that goes back."""
    kept = _deposit_held(clerk)
    return kept and ReturnDeposit(
        effective_on=clerk.today, number=kept["number"], amount=part(clerk, kept["held"]), document=PAPER
    )


@ask("deposit.set_off", "money", weight=2)
def set_off(clerk: Clerk) -> Any:
    """A deposit that pays what its bidder owes."""
    kept = _deposit_held(clerk)
    if kept is None:
        return None
    notices = [
        each
        for each in clerk.books.all("notice")
        if each["charge"] != "forfeit" and (each["payer"] == kept["bidder"] or clerk.seldom(20))
    ]
    notice = clerk.some(notices)
    if notice is None:
        return None
    most = min(kept["held"], notice["assessed"] - notice["received"])
    return SetOffDeposit(
        effective_on=clerk.today,
        number=kept["number"],
        notice=notice["number"],
        amount=part(clerk, most),
        voucher=clerk.number("receipt", "凭证"),
        credited_on=clerk.today if (kept["keeper"] == "platform") != clerk.seldom() else None,
    )


@ask("deposit.forfeit", "money")
def forfeit(clerk: Clerk) -> Any:
    """A deposit that is lost."""
    kept = _deposit_held(clerk)
    if kept is None:
        return None
    to = None if (kept["seller"] == "reserve") != clerk.seldom() else "示例受益人"
    document = clerk.number("notice", "没收")
    return ForfeitDeposit(effective_on=clerk.today, number=kept["number"], document=document, beneficiary=to)


@ask("deposit.forfeit_confirm", "money")
def confirm_forfeit(clerk: Clerk) -> Any:
    """What the treasury got of a forfeited deposit."""
    notice = clerk.known("notice", charge="forfeit")
    return notice and ConfirmForfeit(
        effective_on=clerk.today,
        document=notice["number"],
        voucher=clerk.number("receipt", "缴库"),
        amount=part(clerk, notice["assessed"] - notice["received"]),
        credited_on=clerk.today,
    )
