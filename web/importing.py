"""Recording what was read from files: history by whoever runs the machine, acts and receipts by a person at a desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.errors import Conflict, LedgerError, NotFound, RuleViolation
from ledger.services import procedure
from ledger.services.history import RecordedRound, record_round
from ledger.services.receipt_list import ImportedList, import_receipt_list
from ledger.services.working_days import RecordedYears, record_working_days
from ledger.store.overdraft import Overdrawn
from schemas.import_file import ActBatch, Importable, ReceiptsFile, WorkingDaysTable
from schemas.refused_rows import RefusedRows
from schemas.round_file import ReadRound
from web.books import judging_law, now, opened, text_of, today
from web.desk import desk_of, take
from web.system_user import system_user

if TYPE_CHECKING:
    from ledger.services.desk import Desk
    from ledger.store.unit_of_work import UnitOfWork
    from web.door import Door


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedBatch:
    """The answer to a batch: each line's act, in order; and what became of those that were recorded before."""

    name: str
    acts: tuple[procedure.Recorded, ...]


Recorded = RecordedRound | RecordedYears | RecordedBatch | ImportedList


def record_all(door: Door, read: Sequence[Importable], *, user: str, dry_run: bool) -> list[Recorded]:
    """Record everything in one unit of work, or nothing.

    :param user: who acts; asked for only where acts or receipts are among the files.
    """
    if any(isinstance(item, ActBatch | ReceiptsFile) for item in read):
        with desk_of(door, user=user) as desk:
            recorded = [_at_desk(desk, item) for item in read]
            _finish(desk.work, dry_run=dry_run)
        return recorded
    with (
        opened(door.database_url) as book,
        book.unit_of_work(recorded_at=now(), rule_book=text_of(judging_law(door.settings, book))) as work,
    ):
        actor = system_user()
        recorded = [
            _history(work, item, actor=actor) for item in read if isinstance(item, ReadRound | WorkingDaysTable)
        ]
        _finish(work, dry_run=dry_run)
    return recorded


def _finish(work: UnitOfWork, *, dry_run: bool) -> None:
    if dry_run:
        work.journal.flush()
    else:
        work.commit()


def _history(work: UnitOfWork, item: ReadRound | WorkingDaysTable, *, actor: str) -> Recorded:
    if isinstance(item, WorkingDaysTable):
        return record_working_days(work, table=item.text, actor=actor, today=today())
    return record_round(work, item.round, printed=item.printed, actor=actor)


def _at_desk(desk: Desk, item: Importable) -> Recorded:
    if isinstance(item, ActBatch):
        return _take(desk, item)
    if isinstance(item, ReceiptsFile):
        return import_receipt_list(desk, item.rows, name=item.name)
    return _history(desk.work, item, actor=desk.user.name)


def _take(desk: Desk, batch: ActBatch) -> RecordedBatch:
    """Take every line at the desk; what is refused is told of all lines at once.

    :raises RefusedRows: at least one line is refused.
    """
    acts: list[procedure.Recorded] = []
    refused: list[tuple[int, LedgerError]] = []
    for line in batch.lines:
        try:
            acts.append(take(desk, line))
        except (RuleViolation, NotFound, Conflict) as refusal:
            if isinstance(refusal, Overdrawn):  # the journal itself refuses; nothing can be tried after that
                raise
            refused.append((line.row, refusal))
    if refused:
        raise RefusedRows(refused)
    return RecordedBatch(name=batch.name, acts=tuple(acts))
