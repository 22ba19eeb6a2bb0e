"""Receipts, the treasury's confirmations, and refunds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ledger.domain.money.payment_notice import Channel, PaymentNotice
from ledger.domain.money.receipt import ConfirmReceipt, Receipt, RecordReceipt
from ledger.domain.money.refund import ApplyForRefund, RecordRefund
from ledger.errors import RuleViolation
from tests.services.acts.bureau import EAST, Bureau
from tests.services.acts.money import PAYER, notice_in, noticed, open_for_business, pay

PAID = date(2026, 3, 3)
CREDITED = date(2026, 3, 5)
RECEIPT = RecordReceipt(effective_on=PAID, notice="通知1", number="税票1", amount=50_000_00, paid_on=PAID)
CONFIRMATION = ConfirmReceipt(effective_on=CREDITED, number="税票1", amount=50_000_00, credited_on=CREDITED)


@pytest.fixture
def bureau(bureau: Bureau) -> Bureau:
    """Return the bureau after it has issued the notice."""
    open_for_business(bureau)
    noticed(bureau)
    return bureau


def test_money_is_on_its_way_until_the_treasury_has_it(bureau: Bureau) -> None:
    bureau.do("fee.receipt", RECEIPT)
    assert bureau.balance("1212.2", EAST, PAYER) == 0
    assert bureau.balance("1212.8", EAST, PAYER) == 50_000_00
    assert not notice_in(bureau).settled

    bureau.do("treasury.confirm", CONFIRMATION)
    assert bureau.balance("1212.8", EAST, PAYER) == 0
    assert bureau.balance("2103.1", EAST, PAYER) == 0
    notice = notice_in(bureau)
    assert notice.settled
    assert (notice.paid_on, notice.in_treasury_on) == (PAID, CREDITED)


def test_a_receipt_may_tell_both_days_at_once(bureau: Bureau) -> None:
    bureau.do("fee.receipt", replace(RECEIPT, effective_on=CREDITED, credited_on=CREDITED))

    assert notice_in(bureau).settled
    assert bureau.balance("1212.8", EAST, PAYER) == 0


def test_a_notice_may_be_paid_in_parts(bureau: Bureau) -> None:
    pay(bureau, 20_000_00, number="税票1")
    pay(bureau, 30_000_00, number="税票2")
    bureau.do("treasury.confirm", replace(CONFIRMATION, number="税票2", amount=30_000_00))

    notice = notice_in(bureau)
    assert (notice.received, notice.confirmed, notice.outstanding) == (50_000_00, 30_000_00, 0)
    assert bureau.balance("1212.8", EAST, PAYER) == 20_000_00


def test_what_is_paid_too_much_goes_back_by_way_of_the_treasury(bureau: Bureau) -> None:
    pay(bureau, 51_000_00)
    application = ApplyForRefund(effective_on=CREDITED, notice="通知1", number="退付1", amount=1_000_00)
    assert bureau.balance("1212.9", EAST, PAYER) == -1_000_00
    assert bureau.refused("refund.apply", application) == ["refund.amount"]  # not in the treasury yet

    bureau.do("treasury.confirm", replace(CONFIRMATION, amount=51_000_00))
    assert bureau.balance("2103.9", EAST, PAYER) == 1_000_00
    bureau.do("refund.apply", application)
    assert bureau.refused("refund.apply", replace(application, number="退付2")) == ["refund.amount"]
    assert bureau.refused("refund.apply", application) == ["refund.number", "refund.amount"]

    refund = RecordRefund(
        effective_on=date(2026, 3, 20), notice="通知1", number="退付1", refunded_on=date(2026, 3, 19), voucher="退库书1"
    )
    bureau.do("fee.refund", refund)
    assert bureau.balance("1212.9", EAST, PAYER) == bureau.balance("2103.9", EAST, PAYER) == 0
    assert bureau.refused("fee.refund", refund) == ["refund.repeated"]
    assert bureau.refused("fee.refund", replace(refund, number="退付9")) == ["refund.missing"]


def test_a_receipt_counts_once(bureau: Bureau) -> None:
    bureau.do("fee.receipt", replace(RECEIPT, amount=10_000_00))

    assert bureau.refused("fee.receipt", replace(RECEIPT, amount=10_000_00)) == ["receipt.repeated"]


def test_a_receipt_is_of_something_and_between_its_days(bureau: Bureau) -> None:
    assert bureau.refused("fee.receipt", replace(RECEIPT, amount=0)) == ["receipt.amount"]
    early = replace(RECEIPT, paid_on=date(2026, 3, 1))
    assert bureau.refused("fee.receipt", early) == ["receipt.day"]
    late = replace(RECEIPT, paid_on=date(2026, 3, 4))
    assert bureau.refused("fee.receipt", late) == ["receipt.day"]
    before_payment = replace(RECEIPT, credited_on=date(2026, 3, 2))
    assert bureau.refused("fee.receipt", before_payment) == ["treasury.day"]
    assert bureau.refused("fee.receipt", replace(RECEIPT, notice="通知9")) == ["notice.missing"]


def test_the_treasury_confirms_no_more_than_was_paid_and_not_before(bureau: Bureau) -> None:
    assert bureau.refused("treasury.confirm", CONFIRMATION) == ["receipt.missing"]
    bureau.do("fee.receipt", RECEIPT)

    too_much = replace(CONFIRMATION, amount=50_000_01)
    assert bureau.refused("treasury.confirm", too_much) == ["treasury.amount"]
    before_payment = replace(CONFIRMATION, credited_on=date(2026, 3, 2))
    assert bureau.refused("treasury.confirm", before_payment) == ["treasury.day"]
    bureau.do("treasury.confirm", CONFIRMATION)
    assert bureau.refused("treasury.confirm", CONFIRMATION) == ["treasury.amount"]


def test_two_receipts_that_wait_cannot_count_on_the_same_debt(bureau: Bureau) -> None:
    bureau.record("fee.receipt", RECEIPT)

    assert bureau.refused("fee.receipt", replace(RECEIPT, number="税票2")) == ["balance.insufficient"]


def test_the_clerk_who_assesses_records_no_receipt(bureau: Bureau) -> None:
    with pytest.raises(RuleViolation) as refused:
        bureau.record("fee.receipt", RECEIPT, by="市局经办")
    assert [breach.code for breach in refused.value.breaches] == ["person.not_allowed"]


def test_money_that_the_unit_collects_lies_in_its_bank_until_it_is_remitted(bureau: Bureau) -> None:
    bureau.register(replace(notice_in(bureau), channel=Channel.COLLECTED_BY_UNIT))
    bureau.do("fee.receipt", RECEIPT)
    assert bureau.balance("1002", EAST) == 50_000_00
    assert bureau.balance("1212.8", EAST, PAYER) == 0

    bureau.do("treasury.confirm", CONFIRMATION)
    assert bureau.balance("1002", EAST) == 0
    assert bureau.balance("2103.1", EAST, PAYER) == 0


def test_a_notice_taken_over_is_paid_through_the_channel_of_the_day(bureau: Bureau) -> None:
    bureau.register(replace(notice_in(bureau), channel=None))
    bureau.do("fee.receipt", RECEIPT)

    with bureau.desk("财务") as desk:
        receipt = desk.work.registers.find(Receipt, "税票1")
        assert isinstance(desk.work.registers.find(PaymentNotice, "通知1"), PaymentNotice)
    assert receipt is not None
    assert receipt.channel is Channel.NON_TAX_DIRECT


def test_from_the_notice_to_the_refund_both_engines_keep_the_same_books(bureau_on_each_engine: Bureau) -> None:
    bureau = bureau_on_each_engine
    open_for_business(bureau)
    noticed(bureau)
    pay(bureau, 51_000_00)
    bureau.do("treasury.confirm", replace(CONFIRMATION, amount=51_000_00))
    bureau.do("refund.apply", ApplyForRefund(effective_on=CREDITED, notice="通知1", number="退付1", amount=1_000_00))
    bureau.do(
        "fee.refund",
        RecordRefund(effective_on=CREDITED, notice="通知1", number="退付1", refunded_on=CREDITED, voucher="退库书1"),
    )

    lines = ("1212.2", "1212.8", "1212.9", "2103.1", "2103.9")
    assert [bureau.balance(line, EAST, PAYER) for line in lines] == [0] * 5
