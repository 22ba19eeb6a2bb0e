"""Acts as they stand in the journal, whole: every column, what they moved, what they registered, their leaf."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from ledger.domain.bookkeeping.account import Account
from ledger.domain.bookkeeping.journal import Judgement, Registration
from ledger.domain.bookkeeping.unit import Unit
from ledger.domain.values.encoding import day_of, moment_of
from ledger.errors import NotFound, say
from ledger.projections.accounts.movements import CREDITED, DEBITED, NAMED_MOVEMENTS
from ledger.projections.accounts.red import RED
from ledger.store.positions import UNIT_COLUMNS, account_of, unit_of
from ledger.store.tables import journal, movement, registration, rule_book

if TYPE_CHECKING:
    from sqlalchemy import Connection

PAGE: Final = 50
"""Acts of one page, unless the caller asks for another number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedMovement:
    """An amount, in grams or fen, that went to the debited account and came from the credited one.

    One that takes back another is shown in red: the accounts of the other, and a negative amount.
    """

    debit: Account
    credit: Account
    unit: Unit
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedEntry:
    """One recorded act; the names are those of :class:`ledger.domain.bookkeeping.journal.JournalEntry`.

    Attributes:
        seq: its place in the journal.
        recorded_at: the moment of recording, in UTC.
        rule_book: hexadecimal SHA-256 of the rule book that was in use.
        leaf: the hash of its leaf in the Merkle tree.

    """

    seq: int
    key: str
    request_digest: bytes
    kind: str
    effective_on: date
    recorded_at: datetime
    actor: str
    approver: str | None
    series: str | None
    number: int | None
    attachments: int
    narration: str
    judgement: Judgement
    rule_book: str
    reverses: int | None
    movements: tuple[RecordedMovement, ...]
    registrations: tuple[Registration, ...]
    leaf: bytes


def entry(connection: Connection, seq: int) -> RecordedEntry:
    """Return the act at a place of the journal.

    :raises NotFound: ``journal.place``, the journal has no such place.
    """
    found = entries(connection, after=seq - 1, limit=1)
    if not found:
        raise NotFound(say("日记账没有第{seq}件", seq=seq), code="journal.place")
    return found[0]


def entries(connection: Connection, *, after: int = 0, limit: int = PAGE) -> tuple[RecordedEntry, ...]:
    """Return the acts that follow a place of the journal, in order; places are dense, so none is left out."""
    rows = connection.execute(
        select(journal, rule_book.c.digest)
        .join(rule_book, rule_book.c.id == journal.c.rule_book_id)
        .where(journal.c.seq > after, journal.c.seq <= after + limit)
        .order_by(journal.c.seq)
    ).all()
    moved = _movements(connection, after=after, limit=limit)
    registered = _registrations(connection, after=after, limit=limit)
    return tuple(
        RecordedEntry(
            **act_members(row),
            key=row.key,
            request_digest=row.request_digest,
            rule_book=row.digest.hex(),
            movements=tuple(moved[row.seq]),
            registrations=tuple(registered[row.seq]),
            leaf=row.leaf,
        )
        for row in rows
    )


def _movements(connection: Connection, *, after: int, limit: int) -> dict[int, list[RecordedMovement]]:
    rows = connection.execute(
        select(
            movement.c.seq,
            movement.c.amount,
            RED.label("red"),
            *(side.c[name] for side in (DEBITED, CREDITED) for name in ("chart", "area", "holder")),
            *UNIT_COLUMNS,
        )
        .select_from(NAMED_MOVEMENTS.join(journal, journal.c.seq == movement.c.seq))
        .where(movement.c.seq > after, movement.c.seq <= after + limit)
        .order_by(movement.c.seq, movement.c.n)
    )
    moved: dict[int, list[RecordedMovement]] = defaultdict(list)
    for seq, amount, red, *names in rows:
        debited, credited = account_of(*names[:3]), account_of(*names[3:6])
        moved[seq].append(
            RecordedMovement(
                debit=credited if red else debited,
                credit=debited if red else credited,
                unit=unit_of(*names[6:]),
                amount=-amount if red else amount,
            )
        )
    return moved


def _registrations(connection: Connection, *, after: int, limit: int) -> dict[int, list[Registration]]:
    registered: dict[int, list[Registration]] = defaultdict(list)
    columns = (registration.c.seq, registration.c.register, registration.c.subject, registration.c.body)
    for seq, register, subject, body in connection.execute(
        select(*columns)
        .where(registration.c.seq > after, registration.c.seq <= after + limit)
        .order_by(registration.c.seq, registration.c.n)
    ):
        registered[seq].append(Registration(register=register, subject=subject, body=body))
    return registered


def act_members(row: Any) -> dict[str, Any]:
    """Return what a row of the journal says of its act, by the names that all who show acts use."""
    return {
        "seq": row.seq,
        "kind": row.kind,
        "effective_on": day_of(row.effective_on),
        "recorded_at": moment_of(row.recorded_at),
        "actor": row.actor,
        "approver": row.approver,
        "series": row.series,
        "number": row.number,
        "attachments": row.attachments,
        "narration": row.narration,
        "judgement": Judgement(row.judgement),
        "reverses": row.reverses,
    }
