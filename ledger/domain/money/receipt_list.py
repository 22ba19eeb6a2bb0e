"""Lists of receipts from the tax office or the treasury: their rows, and which notice a row pays.

A list is known by its rows, whatever the file is called. Rows that no notice matches are kept with the reason: a list
is the only outside witness that money exists (practice §1.6).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from ledger.domain.money.payment_notice import Charge, PaymentNotice
from ledger.domain.values.encoding import digest
from ledger.domain.values.quantity import format_yuan
from ledger.errors import Message, enumerated, say


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedReceipt:
    """One row of a list: ``amount`` in fen; ``notice`` and ``credited_on`` where the list names them."""

    voucher: str
    notice: str | None = None
    payer: str
    """Credit code."""
    amount: int
    paid_on: date
    credited_on: date | None = None


class Outcome(StrEnum):
    """What became of a row."""

    RECEIPT = "receipt"
    """A receipt was recorded, and waits for its decision."""
    CONFIRMATION = "confirmation"
    """The treasury's confirmation of a receipt in the books was recorded, and waits for its decision."""
    KNOWN = "known"
    """The books know all that the row says."""
    WAITING = "waiting"
    """The same voucher waits for a decision already."""
    UNMATCHED = "unmatched"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptListRow:
    """A row as listed, and what became of it; ``reference`` is the act that was recorded or waits."""

    REGISTER: ClassVar[str] = "receipt_list_row"

    of_list: str
    row: int
    listed: ListedReceipt
    outcome: Outcome
    reference: int | None = None
    reason: str | None = None

    @property
    def owner(self) -> str:
        """Return the list: all its rows are found together."""
        return self.of_list

    @property
    def subject(self) -> str:
        """Return the number of the row, sortable as a text."""
        return f"{self.row:06}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptList:
    """An imported list; ``id`` is the hexadecimal SHA-256 of its rows, sums are in fen."""

    REGISTER: ClassVar[str] = "receipt_list"

    id: str
    name: str
    """What the file was called."""
    rows: int
    paid: int
    """Sum of all rows."""
    credited: int
    """Sum of the rows that are in the treasury."""
    imported_on: date

    @property
    def subject(self) -> str:
        """Return what the register knows the list by."""
        return self.id


def list_id(rows: Iterable[ListedReceipt]) -> str:
    """Return the name of a list: the same rows in the same order are the same list."""
    return digest(
        [
            [row.voucher, row.notice, row.payer, row.amount, str(row.paid_on), row.credited_on and str(row.credited_on)]
            for row in rows
        ]
    ).hex()


def matched(
    row: ListedReceipt, *, named: PaymentNotice | None, of_payer: Iterable[PaymentNotice], taken: Mapping[str, int]
) -> PaymentNotice | Message:
    """Return the notice that a row pays: the one it names, or the payer's only one of exactly this amount.

    :param named: the notice of the number that the row names, if there is one.
    :param of_payer: the payer's notices.
    :param taken: what earlier rows of the list pay of a notice, by its number, in fen.
    :return: the notice, or the reason why there is none.
    """
    if row.notice is not None:
        if named is None:
            return say("没有缴款通知“{number}”", number=row.notice)
        if named.payer != row.payer:
            return say(
                "缴款通知“{number}”的缴款单位是{payer}，清单为{listed}",
                number=row.notice,
                payer=named.payer,
                listed=row.payer,
            )
        return named
    open_ones = [
        notice
        for notice in of_payer
        if notice.charge is not Charge.FORFEITED_DEPOSIT
        and 0 < row.amount == notice.outstanding - taken.get(notice.number, 0)
    ]
    if len(open_ones) == 1:
        return open_ones[0]
    amount = format_yuan(row.amount)
    if not open_ones:
        return say("{payer}没有未缴金额恰为{amount}元的缴款通知", payer=row.payer, amount=amount)
    return say(
        "{payer}有{count}份缴款通知的未缴金额都是{amount}元：{numbers}；请在清单中注明通知号",
        payer=row.payer,
        count=len(open_ones),
        amount=amount,
        numbers=enumerated(notice.number for notice in open_ones),
    )
