"""Deposits of bidders: received, set off against the price, returned, forfeited."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.act import Path, Series, Voucher
from ledger.domain.money.deposit import (
    ConfirmForfeit,
    Deposit,
    ForfeitDeposit,
    ReceiveDeposit,
    ReturnDeposit,
    SetOffDeposit,
    forfeited,
    given_up,
    received,
    set_off,
)
from ledger.domain.money.payment_notice import Channel, Charge, PaymentNotice
from ledger.domain.money.receipt import Receipt, paid_into_treasury
from ledger.domain.values.quantity import format_yuan
from ledger.errors import NotFound, say
from ledger.rules.money import deposit as rules
from ledger.services.act import Act
from ledger.services.acts.money.charged import notice_of
from ledger.services.acts.registers.known import area_of, enterprise_of

if TYPE_CHECKING:
    from ledger.services.act import Facts


def gather_receipt(facts: Facts, asked: ReceiveDeposit) -> rules.DepositCase:
    """Look up area and bidder, and whether the number is used."""
    area_of(facts, asked.area)
    enterprise_of(facts, asked.bidder)
    return rules.DepositCase(asked=asked, number_used=facts.registers.find(Deposit, asked.number) is not None)


def draw_up_receipt(case: rules.DepositCase) -> Voucher:
    """Show where the money lies, and that it is owed to the bidder."""
    asked = case.asked
    deposit = Deposit(
        number=asked.number,
        area=asked.area,
        bidder=asked.bidder,
        lot=asked.lot,
        seller=asked.seller,
        keeper=asked.keeper,
        amount=asked.amount,
        paid_on=asked.paid_on,
    )
    return Voucher(
        narration=f"收到保证金{format_yuan(asked.amount)}元（标的{asked.lot}，{asked.number}）",
        postings=received(deposit),
        facts=(deposit,),
    )


def gather_return(facts: Facts, asked: ReturnDeposit) -> rules.ReturnCase:
    """Look up the deposit."""
    return rules.ReturnCase(asked=asked, deposit=_deposit_of(facts, asked.number))


def draw_up_return(case: rules.ReturnCase) -> Voucher:
    """Take the money out of its place, and off what is owed to the bidder."""
    asked, deposit = case.asked, case.deposit
    return Voucher(
        narration=f"退还保证金{format_yuan(asked.amount)}元（{asked.number}，{asked.document}）",
        postings=given_up(deposit, asked.amount),
        facts=(replace(deposit, returned=deposit.returned + asked.amount),),
    )


def gather_set_off(facts: Facts, asked: SetOffDeposit) -> rules.SetOffCase:
    """Look up the deposit and the notice."""
    return rules.SetOffCase(
        asked=asked,
        deposit=_deposit_of(facts, asked.number),
        notice=notice_of(facts, asked.notice),
        voucher_used=_voucher_used(facts, asked.voucher),
    )


def draw_up_set_off(case: rules.SetOffCase) -> Voucher:
    """Pay the notice out of the deposit."""
    asked, notice = case.asked, case.notice
    channel = Channel.NON_TAX_DIRECT if asked.credited_on else Channel.COLLECTED_BY_UNIT
    receipt = Receipt(
        number=asked.voucher,
        notice=notice.number,
        area=notice.area,
        payer=notice.payer,
        amount=asked.amount,
        channel=channel,
        paid_on=asked.credited_on or asked.effective_on,
    )
    applied = set_off(case.deposit, notice, receipt, credited_on=asked.credited_on)
    return Voucher(
        narration=f"保证金{asked.number}抵缴{format_yuan(asked.amount)}元（通知{notice.number}，{asked.voucher}）",
        postings=applied.postings,
        facts=(applied.deposit, applied.notice, applied.receipt),
    )


def gather_forfeit(facts: Facts, asked: ForfeitDeposit) -> rules.ForfeitCase:
    """Look up the deposit, and to whom it goes."""
    deposit = _deposit_of(facts, asked.number)
    provision = rules.beneficiary(deposit.seller, on=asked.effective_on, book=facts.book)
    return rules.ForfeitCase(
        asked=asked,
        deposit=deposit,
        to_treasury=provision.value == rules.TREASURY,
        number_used=facts.registers.find(PaymentNotice, asked.document) is not None,
    )


def draw_up_forfeit(case: rules.ForfeitCase) -> Voucher:
    """Forfeit to the treasury by a notice; or let the money go to whom the contract says, which is not ours to book."""
    asked, deposit = case.asked, case.deposit
    amount = deposit.held
    narration = f"没收保证金{deposit.number}共{format_yuan(amount)}元（标的{deposit.lot}，{asked.document}）"
    if not case.to_treasury:
        return Voucher(
            narration=f"{narration}，按合同归{asked.beneficiary}",
            postings=given_up(deposit, amount),
            facts=(replace(deposit, forfeited=deposit.forfeited + amount),),
        )
    notice = PaymentNotice(
        number=asked.document,
        area=deposit.area,
        payer=deposit.bidder,
        charge=Charge.FORFEITED_DEPOSIT,
        charged_for=deposit.number,
        assessed=amount,
        issued_on=asked.effective_on,
        due_on=asked.effective_on,
        computation=narration,
    )
    applied = forfeited(deposit, notice)
    facts = (applied.deposit, applied.notice)
    return Voucher(
        narration=f"{narration}，上缴国库",
        postings=applied.postings,
        facts=facts if applied.receipt is None else (*facts, applied.receipt),
    )


def gather_confirmation(facts: Facts, asked: ConfirmForfeit) -> rules.ConfirmForfeitCase:
    """Look up the notice of the forfeited deposit.

    :raises NotFound: ``notice.missing``, also where the notice is of another kind.
    """
    notice = notice_of(facts, asked.document)
    if notice.charge is not Charge.FORFEITED_DEPOSIT:
        raise NotFound(say("没有没收保证金的决定“{number}”", number=asked.document), code="notice.missing")
    return rules.ConfirmForfeitCase(asked=asked, notice=notice, voucher_used=_voucher_used(facts, asked.voucher))


def draw_up_confirmation(case: rules.ConfirmForfeitCase) -> Voucher:
    """Take the money off both the debt and what is due to the treasury."""
    asked = case.asked
    receipt = Receipt(
        number=asked.voucher,
        notice=asked.document,
        area=case.notice.area,
        payer=case.notice.payer,
        amount=asked.amount,
        channel=Channel.NON_TAX_DIRECT,
        paid_on=asked.credited_on,
    )
    notice, receipt, postings = paid_into_treasury(case.notice, receipt, credited_on=asked.credited_on)
    return Voucher(
        narration=f"没收保证金{format_yuan(asked.amount)}元入库（{asked.document}，{asked.voucher}）",
        postings=postings,
        facts=(notice, receipt),
    )


def _deposit_of(facts: Facts, number: str) -> Deposit:
    found = facts.named(Deposit, number)
    if found is None:
        raise NotFound(say("没有保证金“{number}”", number=number), code="deposit.missing")
    return found


def _voucher_used(facts: Facts, voucher: str) -> bool:
    return facts.registers.find(Receipt, voucher) is not None


ACTS: Final[tuple[Act[Any, Any], ...]] = (
    Act(
        kind="deposit.receive",
        title="收到保证金",
        command=ReceiveDeposit,
        series=Series.FEES,
        path=Path.FINANCE,
        gather=gather_receipt,
        checks=rules.RECEIVED,
        draw_up=draw_up_receipt,
    ),
    Act(
        kind="deposit.return",
        title="退还保证金",
        command=ReturnDeposit,
        series=Series.FEES,
        path=Path.FINANCE,
        gather=gather_return,
        checks=rules.RETURNED,
        draw_up=draw_up_return,
    ),
    Act(
        kind="deposit.set_off",
        title="保证金抵缴价款",
        command=SetOffDeposit,
        series=Series.FEES,
        path=Path.FINANCE,
        gather=gather_set_off,
        checks=rules.SET_OFF,
        draw_up=draw_up_set_off,
    ),
    Act(
        kind="deposit.forfeit",
        title="没收保证金",
        command=ForfeitDeposit,
        series=Series.FEES,
        path=Path.BUREAU,
        gather=gather_forfeit,
        checks=rules.FORFEITED,
        draw_up=draw_up_forfeit,
    ),
    Act(
        kind="deposit.forfeit_confirm",
        title="没收保证金入库确认",
        command=ConfirmForfeit,
        series=Series.FEES,
        path=Path.FINANCE,
        gather=gather_confirmation,
        checks=rules.FORFEIT_CONFIRMED,
        draw_up=draw_up_confirmation,
    ),
)
