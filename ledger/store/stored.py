"""The journal as it is stored, read in pieces of bounded size, and the leaves that its columns give."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Table

from ledger.domain.bookkeeping.merkle import leaf_hash
from ledger.domain.values.encoding import act_text, movement_text, quoted, registration_text
from ledger.store.statements import rows
from ledger.store.tables import journal, movement, position, registration, rule_book

if TYPE_CHECKING:
    from sqlalchemy import Connection

PIECE: Final = 500
"""Acts read at once; so few stay in the processor's cache until they have been gone through."""
BEFORE_ALL: Final = -(2**63)
"""A place before every act, also before one that should not be there."""
_MOST_STRAYS: Final = 1_000
_NOT_IN_ORDER: Final = "the acts are not in order"

JournalRow = tuple[Any, ...]
"""A row of ``journal`` in the order of its columns."""
MovementRow = tuple[int, int, int | None, int, int, int, int, int]
"""A row of ``movement`` in the order of its columns."""
RegistrationRow = tuple[int, int, int | None, str, str, str]
"""A row of ``registration`` in the order of its columns."""


@dataclass(frozen=True, slots=True)
class StoredPosition:
    """What a position stands for; account and unit are quoted codes as in the leaves, empty where they are missing."""

    account: str
    unit: str
    unit_id: int


@dataclass(frozen=True, slots=True)
class StoredNames:
    """What the numbers in the rows stand for."""

    positions: Mapping[int, StoredPosition]
    rule_books: Mapping[int, str]
    """Rule book to its digest, hexadecimal."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some consecutive acts as stored, with the rows that lie between their places."""

    journal: Sequence[JournalRow]
    movements: Sequence[MovementRow]
    registrations: Sequence[RegistrationRow]
    is_last: bool


def itself(connection: Connection, table: Table) -> str:
    """Name a table so that its own rows are read: an index that holds every column may be whole where it is damaged."""
    return f"{table.name} NOT INDEXED" if connection.dialect.name == "sqlite" else table.name


def stored_names(connection: Connection) -> StoredNames:
    """Read the names that leaves are made of."""
    named = rows(
        connection,
        f"SELECT position.id, position.unit_id, account.code, unit.code FROM {itself(connection, position)}"
        " LEFT JOIN account ON account.id = position.account_id LEFT JOIN unit ON unit.id = position.unit_id",
    )
    positions = {
        number: StoredPosition(quoted(account_code or ""), quoted(unit_code or ""), unit_id)
        for number, unit_id, account_code, unit_code in named
    }
    digests = rows(connection, f"SELECT id, digest FROM {itself(connection, rule_book)}")
    return StoredNames(positions=positions, rule_books={number: digest.hex() for number, digest in digests})


def read_piece(connection: Connection, *, after: int = BEFORE_ALL, size: int = PIECE) -> Piece:
    """Read the next acts in order, and their rows; the last piece also brings rows beyond the last act.

    :param after: the place of the last act read before.
    :raises ValueError: the acts are not in order, as in a file whose pages point to each other.
    """
    acts = rows(connection, _select(journal, "seq > ? ORDER BY seq LIMIT ?"), (after, size))
    last = acts[-1][0] if acts else after
    if acts and last <= after:
        raise ValueError(_NOT_IN_ORDER)
    is_last = len(acts) < size
    movements, registrations = (
        rows(connection, _select(table, "seq > ? AND seq <= ? ORDER BY seq, n"), (after, last))
        for table in (movement, registration)
    )
    if is_last:
        beyond = "seq > ? ORDER BY seq, n LIMIT ?"
        movements = movements + rows(connection, _select(movement, beyond), (last, _MOST_STRAYS))
        registrations = registrations + rows(connection, _select(registration, beyond), (last, _MOST_STRAYS))
    return Piece(journal=acts, movements=movements, registrations=registrations, is_last=is_last)


def registrations_by_act(registrations: Sequence[RegistrationRow]) -> Mapping[int, str]:
    """Return the registrations' part of each act's leaf."""
    texts: dict[int, list[str]] = defaultdict(list)
    for seq, _, _, register, subject, body in registrations:
        texts[seq].append(registration_text(register, subject, body))
    return {seq: ",".join(written) for seq, written in texts.items()}


def stored_leaves(connection: Connection, *, after: int = 0) -> Iterator[tuple[int, bytes, bytes]]:
    """Return place, stored leaf and computed leaf of every act after a place."""
    names = stored_names(connection)
    missing = StoredPosition('""', '""', 0)
    while True:
        piece = read_piece(connection, after=after)
        moved: dict[int, list[str]] = defaultdict(list)
        for seq, _, _, _, _, debit, credit, amount in piece.movements:
            debited, credited = names.positions.get(debit, missing), names.positions.get(credit, missing)
            moved[seq].append(movement_text(debited.account, credited.account, debited.unit, amount))
        registered = registrations_by_act(piece.registrations)
        for row in piece.journal:
            (
                seq, _, key, request_digest, kind, day, recorded_at, actor, approver, series, number,
                attachments, narration, judgement, rule_book_id, reverses, _, _, leaf,
            ) = row  # fmt: skip
            text = act_text(
                seq, key, request_digest, kind, day, recorded_at, actor, approver, series, number, attachments,
                narration, judgement, names.rule_books.get(rule_book_id, ""), reverses, ",".join(moved.get(seq, ())),
                registered.get(seq, ""),
            )  # fmt: skip
            yield seq, leaf, leaf_hash(text)
        if piece.is_last:
            return
        after = piece.journal[-1][0]


@cache
def _select(table: Table, condition: str) -> str:
    names = ", ".join(f'"{column.name}"' for column in table.c)
    return f'SELECT {names} FROM "{table.name}" WHERE {condition}'
