"""The end of the journal inside a unit of work: acts go in by batches, each with its leaf.

A batch is checked here before the database checks it again: no position may leave its bounds in journal order,
nor on any later day where a movement is dated back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Table, select, update
from sqlalchemy.exc import IntegrityError

from ledger.domain.encoding import day_number, leaf_text, microseconds, movement_text, registration_text
from ledger.domain.merkle import MerkleTree, leaf_hash
from ledger.errors import Conflict, Unavailable, say
from ledger.store import tables
from ledger.store.overdraft import Bounds, refuse_overdrawn_days
from ledger.store.statements import add_turnovers, insert_rows

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from ledger.domain.journal import JournalEntry

BATCH: Final = 20_000
"""Acts written together: larger batches rewrite fewer pages of the indexes, smaller ones hold less memory."""


class Journal:
    """Appends acts; nothing of them counts before the unit of work commits."""

    def __init__(self, connection: Connection, *, recorded_at: datetime) -> None:
        self._connection = connection
        self._recorded_at = microseconds(recorded_at)
        self._rule_book_id, self._rule_book = 0, ""
        head = connection.execute(select(tables.head.c.size, tables.head.c.peaks).with_for_update()).one()
        self._tree = MerkleTree(size=head.size, peaks=head.peaks)
        self._head_size = head.size
        self._pending: list[JournalEntry] = []
        self._bounds = Bounds(connection)

    def judge_by(self, number: int, digest: bytes) -> None:
        """Name the kept rule book that judges the acts which follow."""
        self._rule_book_id, self._rule_book = number, digest.hex()

    @property
    def size(self) -> int:
        """Return how many acts the journal has, pending ones included: the place of the last one."""
        return self._tree.size + len(self._pending)

    def find(self, key: str) -> tuple[int, bytes] | None:
        """Return place and request digest of the act recorded under an idempotency key, if there is one."""
        self.flush()
        row = self._connection.execute(
            select(tables.journal.c.seq, tables.journal.c.request_digest).where(tables.journal.c.key == key)
        ).one_or_none()
        return None if row is None else (row.seq, row.request_digest)

    def append(self, entry: JournalEntry) -> int:
        """Add one act and return its place, counted from one; it is written with its batch.

        :raises Overdrawn: a position of the batch would leave its bounds.
        """
        self._pending.append(entry)
        place = self.size
        if len(self._pending) >= BATCH:
            self.flush()
        return place

    def flush(self) -> None:
        """Write the pending acts.

        :raises Overdrawn: every position that would leave its bounds.
        :raises Conflict: ``idempotency.reused``, a key that is recorded already.
        """
        if not self._pending:
            return
        entries, self._pending = self._pending, []
        self._bounds.check_in_order(entries)
        dialect = self._connection.dialect
        try:
            for table, rows in self._rows(entries):
                if rows:
                    self._connection.exec_driver_sql(insert_rows(table, dialect), rows)
        except IntegrityError as error:
            raise _explained(error) from error
        turnovers = self._bounds.take_turnovers()
        if turnovers:
            self._connection.exec_driver_sql(add_turnovers(tables.turnover, dialect), turnovers)
        refuse_overdrawn_days(self._connection, self._bounds.take_backdated())

    def write_head(self) -> None:
        """Let the head name the last act.

        :raises Unavailable: ``journal.head``, the head is not where this unit of work found it.
        """
        self.flush()
        if self._tree.size == self._head_size:
            return
        changed = self._connection.execute(
            update(tables.head)
            .where(tables.head.c.size == self._head_size)
            .values(size=self._tree.size, root=self._tree.root, peaks=self._tree.peaks)
        )
        if changed.rowcount != 1:
            raise Unavailable(say("日志头在写入期间被改动；未入账，请立即核验账簿"), code="journal.head")
        self._head_size = self._tree.size

    def _rows(self, entries: list[JournalEntry]) -> list[tuple[Table, list[tuple[Any, ...]]]]:
        journal_rows: list[tuple[Any, ...]] = []
        movement_rows: list[tuple[Any, ...]] = []
        registration_rows: list[tuple[Any, ...]] = []
        seq = self._tree.size
        for entry in entries:
            seq += 1
            day = day_number(entry.effective_on)
            texts = []
            for n, moved in enumerate(entry.movements, 1):
                debit, credit, amount = moved.debit, moved.credit, moved.amount
                texts.append(movement_text(debit.account_text, credit.account_text, debit.unit_text, amount))
                movement_rows.append((seq, n, n - 1 or None, day, debit.unit_id, debit.id, credit.id, amount))
            for n, fact in enumerate(entry.registrations, 1):
                registration_rows.append((seq, n, n - 1 or None, fact.register, fact.subject, fact.body))
            leaf = leaf_hash(self._leaf_text(seq, day, entry, texts))
            self._tree.append(leaf)
            journal_rows.append(self._journal_row(seq, day, entry, leaf))
        return [
            (tables.journal, journal_rows),
            (tables.movement, movement_rows),
            (tables.registration, registration_rows),
        ]

    def _journal_row(self, seq: int, day: int, entry: JournalEntry, leaf: bytes) -> tuple[Any, ...]:
        return (
            seq,
            seq - 1 or None,
            entry.key,
            entry.request_digest,
            entry.kind,
            day,
            self._recorded_at,
            entry.actor,
            entry.approver,
            entry.series,
            entry.number,
            entry.attachments,
            entry.narration,
            entry.judgement,
            self._rule_book_id,
            entry.reverses,
            len(entry.movements) or None,
            len(entry.registrations) or None,
            leaf,
        )

    def _leaf_text(self, seq: int, day: int, entry: JournalEntry, movements: list[str]) -> str:
        return leaf_text(
            seq=seq,
            key=entry.key,
            request_digest=entry.request_digest,
            kind=entry.kind,
            effective_on=day,
            recorded_at=self._recorded_at,
            actor=entry.actor,
            approver=entry.approver,
            series=entry.series,
            number=entry.number,
            attachments=entry.attachments,
            narration=entry.narration,
            judgement=entry.judgement,
            rule_book=self._rule_book,
            reverses=entry.reverses,
            movements=movements,
            registrations=[registration_text(fact.register, fact.subject, fact.body) for fact in entry.registrations],
        )


def _explained(error: IntegrityError) -> Conflict | Unavailable:
    detail = str(error.orig)
    if "journal.key" in detail or "uq_journal_key" in detail:
        return Conflict(say("幂等键已经用过；未入账"), code="idempotency.reused")
    return Unavailable(say("数据库拒绝了分录（{detail}）；未入账", detail=detail), code="journal.refused")
