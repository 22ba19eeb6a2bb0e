"""The journal as it is stored, read in pieces of bounded size, with every leaf computed anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Select, func, select

from ledger.domain.encoding import leaf_text, movement_text, quoted, registration_text
from ledger.domain.merkle import leaf_hash
from ledger.store.tables import account, journal, movement, position, registration, rule_book, unit

if TYPE_CHECKING:
    from sqlalchemy import Connection

PIECE: Final = 10_000
"""Acts read at once."""

JournalRow = tuple[Any, ...]
"""A row of ``journal`` in the order of its columns."""
MovementRow = tuple[int, int, int | None, int, int, int, int, int]
"""A row of ``movement`` in the order of its columns."""
RegistrationRow = tuple[int, int, int | None, str, str, str]
"""A row of ``registration`` in the order of its columns."""


@dataclass(frozen=True, slots=True)
class StoredNames:
    """What the numbers in the rows stand for; texts are quoted as in the leaves."""

    accounts: Mapping[int, str]
    """Position to its account's code."""
    units: Mapping[int, str]
    """Position to its unit's code."""
    rule_books: Mapping[int, str]
    """Rule book to its digest, hexadecimal."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some consecutive acts as stored."""

    journal: list[JournalRow]
    movements: list[MovementRow]
    registrations: list[RegistrationRow]


def stored_names(connection: Connection) -> StoredNames:
    """Read the names that leaves are made of."""
    rows = connection.execute(
        select(position.c.id, account.c.code, unit.c.code)
        .join_from(position, account, account.c.id == position.c.account_id, isouter=True)
        .join(unit, unit.c.id == position.c.unit_id, isouter=True)
    ).all()
    return StoredNames(
        accounts={number: quoted(account_code or "") for number, account_code, _ in rows},
        units={number: quoted(unit_code or "") for number, _, unit_code in rows},
        rule_books={
            number: digest.hex() for number, digest in connection.execute(select(rule_book.c.id, rule_book.c.digest))
        },
    )


def pieces(connection: Connection, *, after: int = 0) -> Iterator[Piece]:
    """Read the journal from one act after a place on, piece by piece, in order."""
    last = connection.scalar(select(func.max(journal.c.seq))) or 0
    for start in range(after, last, PIECE):
        stop = start + PIECE
        yield Piece(
            journal=_rows(
                connection,
                select(journal).where(journal.c.seq > start, journal.c.seq <= stop).order_by(journal.c.seq),
            ),
            movements=_rows(
                connection,
                select(movement)
                .where(movement.c.seq > start, movement.c.seq <= stop)
                .order_by(movement.c.seq, movement.c.n),
            ),
            registrations=_rows(
                connection,
                select(registration)
                .where(registration.c.seq > start, registration.c.seq <= stop)
                .order_by(registration.c.seq, registration.c.n),
            ),
        )


def computed_leaves(piece: Piece, names: StoredNames) -> Iterator[tuple[JournalRow, bytes]]:
    """Compute the leaf of every act of a piece from its columns alone."""
    accounts, units, rule_books = names.accounts, names.units, names.rule_books
    moved: dict[int, list[str]] = defaultdict(list)
    for seq, _, _, _, _, debit, credit, amount in piece.movements:
        moved[seq].append(
            movement_text(accounts.get(debit, '""'), accounts.get(credit, '""'), units.get(debit, '""'), amount)
        )
    registered: dict[int, list[str]] = defaultdict(list)
    for seq, _, _, register, subject, body in piece.registrations:
        registered[seq].append(registration_text(register, subject, body))
    for row in piece.journal:
        yield row, leaf_hash(_text(row, moved, registered, rule_books))


def stored_leaves(connection: Connection, *, after: int = 0) -> Iterator[tuple[int, bytes, bytes]]:
    """Return place, stored leaf and computed leaf of every act after a place."""
    names = stored_names(connection)
    for piece in pieces(connection, after=after):
        for row, computed in computed_leaves(piece, names):
            yield row[0], row[-1], computed


def _text(
    row: JournalRow,
    moved: Mapping[int, list[str]],
    registered: Mapping[int, list[str]],
    rule_books: Mapping[int, str],
) -> str:
    (
        seq, _, key, request_digest, kind, effective_on, recorded_at, actor, approver, series, number,
        attachments, narration, judgement, rule_book_id, reverses, _, _, _,
    ) = row  # fmt: skip
    return leaf_text(
        seq=seq,
        key=key,
        request_digest=request_digest,
        kind=kind,
        effective_on=effective_on,
        recorded_at=recorded_at,
        actor=actor,
        approver=approver,
        series=series,
        number=number,
        attachments=attachments,
        narration=narration,
        judgement=judgement,
        rule_book=rule_books.get(rule_book_id, ""),
        reverses=reverses,
        movements=moved.get(seq, ()),
        registrations=registered.get(seq, ()),
    )


def _rows(connection: Connection, statement: Select[Any]) -> list[Any]:
    """Return plain tuples of the driver: a million of them are read, and nothing asks for columns by name."""
    cursor = connection.execute(statement).cursor
    return [] if cursor is None else list(cursor.fetchall())
