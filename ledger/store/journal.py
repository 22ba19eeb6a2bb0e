"""The end of the journal inside a unit of work: acts become rows, each with its leaf, and are written by batches.

Every act is checked here before the database checks it again: no position may leave its bounds in journal order;
nor, when all is written, on any later day where a movement was dated back.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from sqlalchemy.exc import IntegrityError

from ledger.domain.bookkeeping.merkle import MerkleTree, leaf_hash
from ledger.domain.values.encoding import (
    act_text,
    day_number,
    microseconds,
    moment_of,
    movement_text,
    registration_text,
)
from ledger.errors import Conflict, Unavailable, say
from ledger.store import tables
from ledger.store.overdraft import Bounds
from ledger.store.pending import Pending
from ledger.store.statements import execute, insert, rows

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date, datetime

    from sqlalchemy import Connection

    from ledger.domain.bookkeeping.account import Position
    from ledger.domain.bookkeeping.journal import JournalEntry
    from ledger.errors import Breach
    from ledger.store.positions import Positions

BATCH: Final = 20_000
"""Acts written together: larger batches rewrite fewer pages of the indexes, smaller ones hold less memory."""

_CLOCK_TOLERANCE: Final = 2 * 60 * 1_000_000
"""How far, in microseconds, a clock may be set back: then the moment of the last act stands in for its own."""

_HEAD: Final = "SELECT size, peaks, (SELECT recorded_at FROM journal WHERE seq = size) FROM head"
_RECORDED_AT: Final = "SELECT recorded_at FROM journal WHERE seq = ?"
_PLACE: Final = "SELECT seq, request_digest FROM journal WHERE key = ?"
# The index holds numbered acts only, and is used where the statement says so too.
_LAST_NUMBER: Final = "SELECT max(number) FROM journal WHERE series = ? AND number IS NOT NULL"
_MOVE_HEAD: Final = "UPDATE head SET size = ?, root = ?, peaks = ? WHERE size = ?"


class Journal:
    """Appends acts; nothing of them counts before the unit of work commits."""

    def __init__(self, connection: Connection, *, recorded_at: datetime, positions: Positions) -> None:
        self._connection = connection
        self._positions = positions
        self._rule_book_id, self._rule_book = 0, ""
        # SQLite's lock is the transaction itself; on PostgreSQL it is the row of the head.
        lock = "" if connection.dialect.name == "sqlite" else " FOR UPDATE"
        [(written, peaks, last_recorded_at)] = rows(connection, _HEAD + lock)
        self._written: int = written
        if last_recorded_at is None and self._written:  # PostgreSQL waited for the row, and looked before it did
            [(last_recorded_at,)] = rows(connection, _RECORDED_AT, (self._written,))
        self._recorded_at = _not_before(last_recorded_at or 0, microseconds(recorded_at))
        self._size_before: int = self._written
        self._tree = MerkleTree(size=self._written, peaks=peaks)
        self._bounds = Bounds(connection)
        self._pending = Pending()
        self._registered: dict[str, dict[str, str]] = defaultdict(dict)
        self._knows_registered = True
        self._last_numbers: dict[str, int] = {}
        """The last numbers that are written, by series, as far as they were asked for."""

    def judge_by(self, number: int, digest: bytes) -> None:
        """Name the kept rule book that judges the acts which follow."""
        self._rule_book_id, self._rule_book = number, digest.hex()

    @property
    def size(self) -> int:
        """Return how many acts the journal has, pending ones included: the place of the last one."""
        return self._tree.size

    @property
    def recorded_at(self) -> datetime:
        """Return the moment at which this unit of work records, in UTC."""
        return moment_of(self._recorded_at)

    @property
    def has_grown(self) -> bool:
        """Return whether this unit of work appended anything."""
        return self._tree.size > self._size_before

    @property
    def has_written(self) -> bool:
        """Return whether acts of this unit of work stand in the tables."""
        return self._written > self._size_before

    @property
    def moved_positions(self) -> Collection[int]:
        """Return the positions that the acts of this unit of work moved."""
        return self._bounds.positions

    @property
    def written(self) -> int:
        """Return how many acts are written: those behind this place are pending."""
        return self._written

    @property
    def backdated(self) -> bool:
        """Return whether a position was lessened before its latest day and its days are still to be looked at."""
        return self._bounds.backdated

    @property
    def pending(self) -> Mapping[str, Mapping[str, str]]:
        """Return what the pending acts register: of each register the subjects with their last bodies."""
        return self._pending.bodies

    @property
    def registered(self) -> Mapping[str, Mapping[str, str]] | None:
        """Return what the written acts of this unit of work registered; None if it cannot tell."""
        return self._registered if self._knows_registered else None

    def find(self, key: str) -> tuple[int, bytes] | None:
        """Return place and request digest of the act recorded under an idempotency key, if there is one."""
        pending = self._pending.place(key)
        if pending is not None:
            return pending
        found = rows(self._connection, _PLACE, (key,))
        return (found[0][0], found[0][1]) if found else None

    def opened(self, position: Position) -> None:
        """Know that nothing was ever moved on a position."""
        self._bounds.opened(position)

    def balances(self, positions: Collection[Position]) -> list[int]:
        """Return debits less credits of positions, pending acts included."""
        return self._bounds.amounts(positions)

    def refused(self, changes: Mapping[Position, int], *, on: date) -> tuple[Breach, ...]:
        """Return what an act that counts on a day would take out of bounds, now or on a day; it is not appended.

        :param changes: debits less credits that each position would gain, none of them nothing.
        :raises Overdrawn: what was appended before cannot be written.
        """
        day = day_number(on)
        if self._pending.acts and self._bounds.looks_back(changes, day):
            self.flush()
        return self._bounds.refused(changes, day)

    def next_number(self, series: str) -> int:
        """Return the number that follows the last one of a series, pending acts included."""
        if series not in self._last_numbers:
            [(last,)] = rows(self._connection, _LAST_NUMBER, (series,))
            self._last_numbers[series] = last or 0
        return max(self._last_numbers[series], self._pending.last_number(series)) + 1

    def append(self, entry: JournalEntry) -> int:
        """Add one act and return its place, counted from one; it is written with its batch.

        :raises Overdrawn: see :meth:`flush`, which a full batch calls for.
        """
        seq = self._tree.size + 1
        day = day_number(entry.effective_on)
        pending = self._pending
        moved, registered = [], []
        for n, movement in enumerate(entry.movements, 1):
            debit, credit, amount = movement.debit, movement.credit, movement.amount
            self._bounds.move(debit, credit, amount, day)
            moved.append(movement_text(debit.account_text, credit.account_text, debit.unit_text, amount))
            pending.movements.append((seq, n, n - 1 or None, day, debit.unit_id, debit.id, credit.id, amount))
        for n, fact in enumerate(entry.registrations, 1):
            registered.append(registration_text(fact.register, fact.subject, fact.body))
            pending.registrations.append((seq, n, n - 1 or None, fact.register, fact.subject, fact.body))
        judgement = str(entry.judgement)
        text = act_text(
            seq, entry.key, entry.request_digest, entry.kind, day, self._recorded_at, entry.actor, entry.approver,
            entry.series, entry.number, entry.attachments, entry.narration, judgement, self._rule_book,
            entry.reverses, ",".join(moved), ",".join(registered),
        )  # fmt: skip
        leaf = leaf_hash(text)
        self._tree.append(leaf)
        pending.acts.append((
            seq, seq - 1 or None, entry.key, entry.request_digest, entry.kind, day, self._recorded_at, entry.actor,
            entry.approver, entry.series, entry.number, entry.attachments, entry.narration, judgement,
            self._rule_book_id, entry.reverses, len(moved) or None, len(registered) or None, leaf,
        ))  # fmt: skip
        if len(pending.acts) >= BATCH:
            self._write()
        return seq

    def flush(self) -> None:
        """Write the pending acts and let the head name the last one, by which they are counted in the balances.

        :raises Overdrawn: every position that would leave its bounds, now or on an earlier day.
        :raises Conflict: ``idempotency.reused``, a key that is recorded already; ``reversal.repeated``.
        :raises Unavailable: ``journal.head``, the head is not where this unit of work found it; ``journal.refused``,
            such as a number that is used already.
        """
        self._write()
        self._bounds.check_days()

    def _write(self) -> None:
        pending, tree = self._pending, self._tree
        if not pending.acts:
            return
        self._bounds.check_order()
        self._positions.write()
        try:
            insert(self._connection, tables.journal, pending.acts)
            insert(self._connection, tables.movement, pending.movements)
            insert(self._connection, tables.registration, pending.registrations)
            moved = execute(self._connection, _MOVE_HEAD, (tree.size, tree.root, tree.peaks, self._written))
        except IntegrityError as error:
            raise _explained(error) from error
        if moved.rowcount != 1:
            raise Unavailable(say("日志头在写入期间被改动；未入账，请立即核验账簿"), code="journal.head")
        self._written = tree.size
        if pending.asked:
            for register, bodies in pending.bodies.items():
                self._registered[register] |= bodies
        elif pending.registrations:
            self._knows_registered = False
        # Not before all is written: a unit of work that was refused stays refused, for its rows come again.
        self._pending = Pending()
        self._last_numbers.clear()


def _not_before(last: int, now: int) -> int:
    """Return the moment of recording, which never runs backwards from one act to the next.

    :raises Unavailable: ``clock.backwards``.
    """
    if now < last - _CLOCK_TOLERANCE:
        raise Unavailable(
            say("系统时钟早于最后一件的入账时刻{last}；请校准时钟。未入账", last=moment_of(last).isoformat()),
            code="clock.backwards",
        )
    return max(last, now)


def _explained(error: IntegrityError) -> Conflict | Unavailable:
    detail = str(error.orig)
    if "journal.key" in detail or "uq_journal_key" in detail:
        return Conflict(say("幂等键已经用过；未入账"), code="idempotency.reused")
    if "journal.reverses" in detail or "uq_journal_reverses" in detail:
        return Conflict(say("这一件已经冲销过；未入账"), code="reversal.repeated")
    return Unavailable(say("数据库拒绝了分录（{detail}）；未入账", detail=detail), code="journal.refused")
