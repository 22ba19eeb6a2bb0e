"""Random months of notices, payments, deposits and reductions, dated back and forth, taken through the offices.

Whatever was posted and whatever was refused: on every day the notices say what the accounts say, a month opens where
the last one closed, and the control identities of money hold.
"""

from __future__ import annotations

from contextlib import closing
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from ledger.domain.money.deposit import Deposit, ForfeitDeposit, Keeper, ReceiveDeposit, SetOffDeposit
from ledger.domain.money.payment_notice import PaymentNotice, ReduceFee, ReductionGround
from ledger.domain.money.receipt import ConfirmReceipt, Receipt, RecordReceipt
from ledger.domain.money.refund import ApplyForRefund, RecordRefund
from ledger.errors import LedgerError
from ledger.projections.checks.control_identities import identities
from ledger.projections.money.arrears import arrears
from ledger.projections.money.treasury_reconciliation import treasury_reconciliation
from ledger.store.book import Book
from tests.properties.fresh_books import copies_of
from tests.services.acts.bureau import Bureau, opened
from tests.services.acts.conftest import FIRST_DAY, new_book
from tests.services.acts.money import OTHER, award, deposit, noticed, open_for_business

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from tests.properties.fresh_books import FreshUrl

FIRST, LAST = date(2026, 3, 2), date(2026, 6, 30)
MONTHS = [date(2026, month, 1) for month in range(2, 8)]
WEEK = timedelta(days=7)
KINDS = (
    "fee.receipt",
    "treasury.confirm",
    "fee.reduce",
    "refund.apply",
    "fee.refund",
    "deposit.receive",
    "deposit.use",
)


Asked = tuple[str, Any] | None


class Chance:
    """Draws acts that may well be possible: on what there is, with amounts at and around their limits."""

    def __init__(self, data: st.DataObject, bureau: Bureau) -> None:
        self.draw = data.draw
        with bureau.desk("财务") as desk:
            registers = desk.work.registers
            self.notices = registers.all(PaymentNotice)
            self.receipts = registers.all(Receipt)
            self.deposits = registers.all(Deposit)
        earlier = st.dates(min_value=FIRST, max_value=bureau.today)
        self.day = self.draw(st.just(bureau.today) | earlier)
        self.number = f"号{bureau.size}"

    def fee_receipt(self) -> Asked:
        """Pay part of a notice, all of it, or too much."""
        notice = self.draw(st.sampled_from(self.notices))
        return "fee.receipt", RecordReceipt(
            effective_on=self.day,
            notice=notice.number,
            number=self.number,
            amount=self.amount(notice.outstanding + 1_000_00),
            paid_on=self.day,
        )

    def treasury_confirm(self) -> Asked:
        """Confirm part of a receipt, or all of it."""
        if not self.receipts:
            return None
        receipt = self.draw(st.sampled_from(self.receipts))
        return "treasury.confirm", ConfirmReceipt(
            effective_on=self.day, number=receipt.number, amount=self.amount(receipt.unconfirmed), credited_on=self.day
        )

    def fee_reduce(self) -> Asked:
        """Reduce a notice by part of it, or to nothing."""
        notice = self.draw(st.sampled_from(self.notices))
        return "fee.reduce", ReduceFee(
            effective_on=self.day,
            number=notice.number,
            reduction=self.amount(notice.assessed),
            ground=ReductionGround.CORRECTION,
            approved_by="示例市生态环境局",
            document="核减单",
        )

    def refund_apply(self) -> Asked:
        """Apply for a refund, where there is one."""
        notice = self.draw(st.sampled_from(self.notices))
        return "refund.apply", ApplyForRefund(
            effective_on=self.day, notice=notice.number, number="退付1", amount=self.amount(notice.refundable)
        )

    def fee_refund(self) -> Asked:
        """Refund what was applied for."""
        notice = self.draw(st.sampled_from(self.notices))
        return "fee.refund", RecordRefund(
            effective_on=self.day, notice=notice.number, number="退付1", refunded_on=self.day, voucher="退库书"
        )

    def deposit_receive(self) -> Asked:
        """Take a deposit, with the platform or in the bank."""
        members = deposit(self.draw(st.sampled_from(Keeper)))
        return "deposit.receive", ReceiveDeposit(
            **{**members, "effective_on": self.day, "paid_on": self.day, "number": self.number}
        )

    def deposit_use(self) -> Asked:
        """Set a deposit off, or forfeit it."""
        if not self.deposits:
            return None
        held = self.draw(st.sampled_from(self.deposits))
        if self.draw(st.booleans()):
            return "deposit.forfeit", ForfeitDeposit(effective_on=self.day, number=held.number, document=self.number)
        return "deposit.set_off", SetOffDeposit(
            effective_on=self.day,
            number=held.number,
            notice="通知1",
            amount=self.amount(held.held),
            voucher=self.number,
            credited_on=self.day if held.keeper is Keeper.PLATFORM else None,
        )

    def amount(self, most: int) -> int:
        """Return an amount in fen, often all that there is."""
        return self.draw(st.just(max(most, 1)) | st.integers(min_value=1, max_value=max(most, 1)))


@pytest.fixture
def fresh(sqlite_url: str) -> FreshUrl:
    """Return what lends copies of an empty book."""
    new_book(sqlite_url).close()
    return copies_of(sqlite_url)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_notices_and_accounts_agree_on_every_day(fresh: FreshUrl, data: st.DataObject) -> None:
    with fresh() as url, closing(Book.open(url)) as book:
        bureau = opened(book, today=FIRST_DAY)
        open_for_business(bureau)
        bureau.register(award("成交2", buyer=OTHER))
        noticed(bureau)
        noticed(bureau, "通知2", of="成交2")
        days = {FIRST, LAST}
        for kind in data.draw(st.lists(st.sampled_from(KINDS), min_size=4, max_size=14)):
            bureau.today += WEEK
            chance = Chance(data, bureau)
            days.add(chance.day)
            asked = getattr(chance, kind.replace(".", "_"))()
            if asked is not None:
                event(f"{asked[0]} {done(bureau, *asked)}")
        with book.reading() as connection:
            agrees(connection, days)


def done(bureau: Bureau, kind: str, asked: Any) -> str:
    """Do an act, and return what became of it."""
    try:
        bureau.do(kind, asked)
    except LedgerError as refused:
        return f"refused: {refused.problem_code}"
    return "posted"


def agrees(connection: Connection, days: set[date]) -> None:
    """Hold the books against everything that must be so, at the end of each day on which something happened."""
    for day in sorted(days):
        assert arrears(connection, on=day).agrees, day
        assert [found.name for found in identities(connection, on=day) if not found.holds] == [], day
    owed = 0
    for month in MONTHS:
        flows = treasury_reconciliation(connection, month=month).flows
        assert flows.opening == owed, month
        assert flows.difference == 0, month
        assert flows.on_its_way_before + flows.paid - flows.credited == flows.on_its_way, month
        owed = flows.closing
