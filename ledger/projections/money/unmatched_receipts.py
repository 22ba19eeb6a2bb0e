"""Rows of imported lists that no receipt of the books answers yet, with the reason: money that nobody has booked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.domain.money.receipt import Receipt
from ledger.domain.money.receipt_list import Outcome, ReceiptListRow
from ledger.store.registers import Registers

if TYPE_CHECKING:
    from sqlalchemy import Connection


def unmatched_receipts(connection: Connection) -> list[ReceiptListRow]:
    """Return the rows that stand open, by the day of payment; one that was booked by hand since is no longer open."""
    registers = Registers(connection)
    booked = {receipt.number: receipt for receipt in registers.all(Receipt)}
    open_rows = []
    for row in registers.everywhere(ReceiptListRow):
        receipt = booked.get(row.listed.voucher)
        answered = receipt is not None and (receipt.payer, receipt.amount) == (row.listed.payer, row.listed.amount)
        if row.outcome is Outcome.UNMATCHED and not answered:
            open_rows.append(row)
    return sorted(open_rows, key=lambda row: (row.listed.paid_on, row.listed.voucher))
