"""Import a list of receipts: rows become receipts and confirmations that wait for their decision.

The list is registered whole, with what became of each row; the same list again is recognised and changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from ledger.domain.bookkeeping.journal import JournalEntry, Judgement
from ledger.domain.law.ground import unmet
from ledger.domain.money.payment_notice import PaymentNotice
from ledger.domain.money.receipt import ConfirmReceipt, Receipt, RecordReceipt
from ledger.domain.money.receipt_list import ListedReceipt, Outcome, ReceiptList, ReceiptListRow, list_id, matched
from ledger.domain.people.actor import Role
from ledger.domain.values.encoding import digest
from ledger.domain.values.quantity import format_yuan
from ledger.errors import Conflict, Message, NotFound, RuleViolation, say
from ledger.rules.judge import refusal
from ledger.services import procedure
from ledger.services.judging import CONTENT
from ledger.store.record_text import record_of, registration_of

if TYPE_CHECKING:
    from ledger.services.act import Asked
    from ledger.services.desk import Desk

_RECEIPT = "fee.receipt"
_CONFIRMATION = "treasury.confirm"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedList:
    """The answer to one list: what became of its rows, and whether it was there before."""

    listed: ReceiptList
    rows: tuple[ReceiptListRow, ...]
    recognised: bool

    @property
    def unmatched(self) -> tuple[ReceiptListRow, ...]:
        """Return the rows that no notice matches, or that were refused."""
        return tuple(row for row in self.rows if row.outcome is Outcome.UNMATCHED)


@dataclass(slots=True, kw_only=True)
class _Import:
    """An import on its way: what the books know, and what earlier rows take."""

    desk: Desk
    id: str
    notices: dict[str, PaymentNotice]
    of_payer: dict[str, list[PaymentNotice]]
    waiting: dict[tuple[str, str], int]
    """Kind of act and voucher to the act that waits for a decision."""
    taken: dict[str, int] = field(default_factory=lambda: defaultdict(int))


def import_receipt_list(desk: Desk, rows: tuple[ListedReceipt, ...], *, name: str) -> ImportedList:
    """Import a list as finance.

    :param name: what the file was called.
    :raises RuleViolation: ``person.not_allowed``, the person is not of finance.
    """
    _require_finance(desk)
    identity = list_id(rows)
    registers = desk.work.registers
    known = registers.find(ReceiptList, identity)
    if known is not None:
        stored = tuple(registers.all(ReceiptListRow, owner=identity))
        return ImportedList(listed=known, rows=stored, recognised=True)
    notices = registers.all(PaymentNotice)
    importing = _Import(
        desk=desk,
        id=identity,
        notices={notice.number: notice for notice in notices},
        of_payer={payer: list(of_payer) for payer, of_payer in groupby(sorted(notices, key=_payer), key=_payer)},
        waiting=_waiting(desk),
    )
    done = tuple(_row(importing, number, row) for number, row in enumerate(rows, start=1))
    listed = ReceiptList(
        id=identity,
        name=name,
        rows=len(rows),
        paid=sum(row.amount for row in rows),
        credited=sum(row.amount for row in rows if row.credited_on is not None),
        imported_on=desk.today,
    )
    facts = (registration_of(listed), *(registration_of(row) for row in done))
    desk.work.journal.append(
        JournalEntry(
            key=f"receipt_list:{identity}",
            request_digest=digest([fact.body for fact in facts]),
            kind="receipt_list.imported",
            effective_on=desk.today,
            actor=desk.user.name,
            narration=f"导入缴款清单“{name}”，共{len(rows)}行、{format_yuan(listed.paid)}元",
            judgement=Judgement.ADMINISTRATIVE,
            registrations=facts,
        )
    )
    return ImportedList(listed=listed, rows=done, recognised=False)


def _payer(notice: PaymentNotice) -> str:
    return notice.payer


def _require_finance(desk: Desk) -> None:
    if desk.user.role is not Role.FINANCE or desk.user.disabled:
        detail = say("“{name}”不是财务人员，不能导入缴款清单", name=desk.user.name)
        raise refusal((unmet(code="person.not_allowed", detail=detail),))


def _waiting(desk: Desk) -> dict[tuple[str, str], int]:
    waiting = {}
    for pending in desk.work.docket.pending():
        if pending.kind in {_RECEIPT, _CONFIRMATION}:
            body = desk.work.registers.body(CONTENT, str(pending.reference))
            command = record_of(desk.act(pending.kind).command, body)
            waiting[pending.kind, command.number] = pending.reference
    return waiting


def _row(importing: _Import, number: int, row: ListedReceipt) -> ReceiptListRow:
    """Return what becomes of a row."""
    for kind in (_RECEIPT, _CONFIRMATION):
        reference = importing.waiting.get((kind, row.voucher))
        if reference is not None:
            return _outcome(importing, number, row, Outcome.WAITING, reference=reference)
    receipt = importing.desk.work.registers.find(Receipt, row.voucher)
    if receipt is not None:
        return _known(importing, number, row, receipt)
    notice = matched(
        row,
        named=None if row.notice is None else importing.notices.get(row.notice),
        of_payer=importing.of_payer.get(row.payer, ()),
        taken=importing.taken,
    )
    if isinstance(notice, Message):
        return _outcome(importing, number, row, Outcome.UNMATCHED, reason=str(notice))
    command = RecordReceipt(
        effective_on=importing.desk.today,
        notice=notice.number,
        number=row.voucher,
        amount=row.amount,
        paid_on=row.paid_on,
        credited_on=row.credited_on,
    )
    recorded = _record(importing, number, row, command, kind=_RECEIPT, outcome=Outcome.RECEIPT)
    if recorded.outcome is Outcome.RECEIPT:
        importing.taken[notice.number] += row.amount
    return recorded


def _known(importing: _Import, number: int, row: ListedReceipt, receipt: Receipt) -> ReceiptListRow:
    """Return what becomes of a row whose voucher is in the books."""
    if (receipt.payer, receipt.amount) != (row.payer, row.amount):
        reason = say(
            "票据“{voucher}”已登记为{payer}缴{booked}元，清单为{listed_payer}缴{listed}元",
            voucher=row.voucher,
            payer=receipt.payer,
            booked=format_yuan(receipt.amount),
            listed_payer=row.payer,
            listed=format_yuan(row.amount),
        )
        return _outcome(importing, number, row, Outcome.UNMATCHED, reason=str(reason))
    if row.credited_on is None or receipt.unconfirmed == 0:
        return _outcome(importing, number, row, Outcome.KNOWN)
    command = ConfirmReceipt(
        effective_on=importing.desk.today,
        number=row.voucher,
        amount=receipt.unconfirmed,
        credited_on=row.credited_on,
    )
    return _record(importing, number, row, command, kind=_CONFIRMATION, outcome=Outcome.CONFIRMATION)


def _record(
    importing: _Import, number: int, row: ListedReceipt, command: Asked, *, kind: str, outcome: Outcome
) -> ReceiptListRow:
    """Record the act of a row; one that is refused leaves the row unmatched, with every reason."""
    key = f"receipt_list:{importing.id}:{number}"
    try:
        recorded = procedure.record(importing.desk, command, kind=kind, key=key)
    except (RuleViolation, NotFound, Conflict) as error:
        reasons = [str(breach.detail) for breach in error.breaches] or [str(error.message)]
        return _outcome(importing, number, row, Outcome.UNMATCHED, reason="；".join(reasons))
    return _outcome(importing, number, row, outcome, reference=recorded.reference)


def _outcome(
    importing: _Import,
    number: int,
    row: ListedReceipt,
    outcome: Outcome,
    *,
    reference: int | None = None,
    reason: str | None = None,
) -> ReceiptListRow:
    return ReceiptListRow(
        of_list=importing.id,
        row=number,
        listed=row,
        outcome=outcome,
        reference=reference,
        reason=reason,
    )
