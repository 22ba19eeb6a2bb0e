"""The selected acts in order of the journal, read side by side from its tables a piece at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeVar

from sqlalchemy import Select, select

from ledger.store.tables import account, journal, movement, position, registration, rule_book, unit

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

    from ledger.projections.export.selection import Selection

_PIECE: Final = 500
_CACHE_KILOBYTES: Final = 4096
_NAMES_KEPT: Final = 4096

AccountForm = TypeVar("AccountForm")
UnitForm = TypeVar("UnitForm")


class ActRow(NamedTuple):
    """The columns of an act, as stored."""

    seq: int
    key: str
    request_digest: bytes
    kind: str
    effective_on: int
    recorded_at: int
    actor: str
    approver: str | None
    series: str | None
    number: int | None
    attachments: int
    narration: str
    judgement: str
    rule_book_id: int
    reverses: int | None
    registrations: int | None
    leaf: bytes


class AccountRow(NamedTuple):
    """The columns of an account, as stored."""

    id: int
    code: str
    chart: str
    area: str
    holder: str | None


class UnitRow(NamedTuple):
    """The columns of a unit, as stored; days are ``yyyymmdd``."""

    id: int
    code: str
    kind: str
    pollutant: str | None
    area: str | None
    term_from: int | None
    term_to: int | None
    origin: str | None


MovementRow = tuple[int, int, int, int, int, int]
"""A movement: seq, n, unit, debited position, credited position, amount."""
RegistrationRow = tuple[int, str, str, str]
"""A registration: seq, register, subject, body."""


class Names(Generic[AccountForm, UnitForm]):
    """What the numbers in movements stand for, in the form of one format; a bounded number is remembered.

    :param account_form: writes the account of a position; ``unit_form`` writes a unit.
    """

    def __init__(
        self,
        connection: Connection,
        *,
        account_form: Callable[[AccountRow], AccountForm],
        unit_form: Callable[[UnitRow], UnitForm],
    ) -> None:
        columns = [account.c[name] for name in AccountRow._fields]
        of_position = select(*columns).join(position, position.c.account_id == account.c.id)
        of_unit = select(*(unit.c[name] for name in UnitRow._fields))

        def account_of(position_id: int) -> AccountForm:
            row = connection.execute(of_position.where(position.c.id == position_id)).one()
            return account_form(AccountRow._make(row))

        def unit_of(unit_id: int) -> UnitForm:
            return unit_form(UnitRow._make(connection.execute(of_unit.where(unit.c.id == unit_id)).one()))

        self.account: Callable[[int], AccountForm] = lru_cache(_NAMES_KEPT)(account_of)
        self.unit: Callable[[int], UnitForm] = lru_cache(_NAMES_KEPT)(unit_of)


class _Following:
    """Rows of a table in order of the journal, handed out act by act."""

    def __init__(self, rows: Iterable[Row[Any]]) -> None:
        self._groups = groupby(rows, key=itemgetter(0))
        self._next = next(self._groups, None)

    def of(self, seq: int) -> list[Any]:
        """Return the rows of an act; acts are asked for in order."""
        while self._next is not None and self._next[0] < seq:
            self._next = next(self._groups, None)
        if self._next is None or self._next[0] > seq:
            return []
        rows = list(self._next[1])
        self._next = next(self._groups, None)
        return rows


@contextmanager
def bounded_cache(connection: Connection) -> Iterator[None]:
    """Keep few pages of an SQLite file in memory: what is read in order is not read again."""
    if connection.dialect.name != "sqlite":
        yield
        return
    before = connection.exec_driver_sql("PRAGMA cache_size").scalar()
    connection.exec_driver_sql(f"PRAGMA cache_size = -{_CACHE_KILOBYTES}")
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA cache_size = {before}")


def acts(connection: Connection, selection: Selection) -> Iterator[tuple[ActRow, list[MovementRow]]]:
    """Return every selected act with those of its movements that are selected themselves."""
    moved = _Following(rows(connection, _movements().where(*selection.movements())))
    for row in rows(connection, _acts().where(*selection.acts())):
        act = ActRow._make(row)
        yield act, moved.of(act.seq)


def whole_acts(
    connection: Connection, selection: Selection
) -> Iterator[tuple[ActRow, list[MovementRow], list[RegistrationRow]]]:
    """Return every selected act with all of its movements and registrations."""
    conditions = selection.acts()
    chosen = select(journal.c.seq).where(*conditions)
    movements, registrations = _movements(), _registrations()
    if conditions:
        movements = movements.where(movement.c.seq.in_(chosen))
        registrations = registrations.where(registration.c.seq.in_(chosen))
    moved, registered = _Following(rows(connection, movements)), _Following(rows(connection, registrations))
    for row in rows(connection, _acts().where(*conditions)):
        act = ActRow._make(row)
        yield act, moved.of(act.seq), registered.of(act.seq)


def rule_books(connection: Connection) -> dict[int, str]:
    """Return the digests of the kept rule books, hexadecimal, by their numbers."""
    return {number: digest.hex() for number, digest in connection.execute(select(rule_book.c.id, rule_book.c.digest))}


def rows(connection: Connection, statement: Select[Any]) -> Iterator[Row[Any]]:
    """Return rows while they are read, a piece at a time, from a cursor that stays in the database."""
    for piece in connection.execute(statement, execution_options={"yield_per": _PIECE}).partitions():
        yield from piece


def _acts() -> Select[Any]:
    return select(*(journal.c[name] for name in ActRow._fields)).order_by(journal.c.seq)


def _movements() -> Select[Any]:
    names = ("seq", "n", "unit_id", "debit", "credit", "amount")
    return select(*(movement.c[name] for name in names)).order_by(movement.c.seq, movement.c.n)


def _registrations() -> Select[Any]:
    names = ("seq", "register", "subject", "body")
    return select(*(registration.c[name] for name in names)).order_by(registration.c.seq, registration.c.n)
