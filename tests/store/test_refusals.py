"""The database itself refuses, by raw SQL and whatever the program does, on both engines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Final

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from ledger.store.book import Book
from ledger.store.tables import LOG, NAMES
from ledger.store.verification import verify
from tests.store.exercise import lived

APPEND_ONLY: Final = [str(table.name) for table in (*LOG, *NAMES)]
WITH_PLACES: Final = {"journal", "movement", "registration"}
SIZE: Final = 9
"""How many acts the exercise has."""


@pytest.fixture
def book(database_url: str) -> Iterator[Book]:
    """Lend a book that holds some acts."""
    book = lived(database_url)
    yield book
    book.close()


def act(
    connection: Connection,
    *,
    seq: int = SIZE + 1,
    movements: int | None = 1,
    registrations: int | None = None,
    series: str | None = None,
    number: int | None = None,
    reverses: int | None = None,
) -> None:
    """Insert an act by raw SQL, sound unless told otherwise."""
    connection.execute(
        text(
            "INSERT INTO journal SELECT :seq, :previous, 'raw', request_digest, kind, 20260601, recorded_at, actor,"
            " approver, :series, :number, attachments, narration, judgement, rule_book_id, :reverses, :movements,"
            " :registrations, leaf FROM journal WHERE seq = 2"
        ),
        {
            "seq": seq,
            "previous": seq - 1,
            "series": series,
            "number": number,
            "reverses": reverses,
            "movements": movements,
            "registrations": registrations,
        },
    )


def move(  # one argument a column
    connection: Connection,
    *,
    seq: int = SIZE + 1,
    n: int = 1,
    debit: int = 2,
    credit: int = 1,
    amount: int = 1,
    unit: int = 1,
    day: int = 20260601,
) -> None:
    """Insert a movement by raw SQL, sound unless told otherwise."""
    connection.execute(
        text("INSERT INTO movement VALUES (:seq, :n, :previous, :day, :unit, :debit, :credit, :amount)"),
        {
            "seq": seq,
            "n": n,
            "previous": n - 1 or None,
            "day": day,
            "unit": unit,
            "debit": debit,
            "credit": credit,
            "amount": amount,
        },
    )


def register(connection: Connection, *, seq: int, n: int = 1) -> None:
    """Insert a registration by raw SQL."""
    connection.execute(
        text("INSERT INTO registration VALUES (:seq, :n, :previous, 'a', 'b', '{}')"),
        {"seq": seq, "n": n, "previous": n - 1 or None},
    )


def grow(connection: Connection, *, to: int = SIZE + 1) -> None:
    """Let the head cover the new act."""
    connection.execute(text("UPDATE head SET size = :size"), {"size": to})


def test_what_is_sound_is_let_in(book: Book) -> None:
    with book.engine.connect() as connection:
        act(connection, movements=1, registrations=1)
        move(connection)
        register(connection, seq=SIZE + 1)
        grow(connection)
        connection.commit()


ATTEMPTS: Final[Mapping[str, Callable[[Connection], object]]] = {
    "an act without rows": lambda c: act(c, movements=None),
    "an act of no movements": lambda c: act(c, movements=0),
    "an act whose movement is missing": lambda c: act(c, movements=1),
    "fewer movements than declared": lambda c: (act(c, movements=2), move(c)),
    "a movement missing before the last": lambda c: (act(c, movements=2), move(c, n=2)),
    "more movements than declared": lambda c: (act(c, movements=1), move(c), move(c, n=2)),
    "a missing registration": lambda c: act(c, registrations=1, movements=None),
    "more registrations than declared": lambda c: (
        act(c, registrations=1, movements=None),
        register(c, seq=SIZE + 1),
        register(c, seq=SIZE + 1, n=2),
    ),
    "a gap": lambda c: (act(c, seq=SIZE + 2), move(c, seq=SIZE + 2)),
    "a place that is taken": lambda c: act(c, seq=SIZE),
    "a place before the first": lambda c: act(c, seq=0),
    "a series without a number": lambda c: (act(c, series="量"), move(c), grow(c)),
    "a number without a series": lambda c: (
        act(c, number=9, registrations=1, movements=None),
        register(c, seq=SIZE + 1),
        grow(c),
    ),
    "a number twice": lambda c: (act(c, series="量", number=1), move(c), grow(c)),
    "a second reversal": lambda c: (act(c, reverses=3), move(c), grow(c)),
    "a movement of no act": move,
    "a registration of no act": lambda c: register(c, seq=SIZE + 1),
    "a late movement": lambda c: move(c, seq=3, n=2),
    "a late registration": lambda c: register(c, seq=3),
    "a late registration behind others": lambda c: register(c, seq=4, n=3),
    "another unit than the positions'": lambda c: (act(c), move(c, unit=2)),
    "positions of different units": lambda c: (act(c), move(c, debit=6)),
    "a position that does not exist": lambda c: (act(c), move(c, debit=99)),
    "nothing moved": lambda c: (act(c), move(c, amount=0)),
    "a negative amount": lambda c: (act(c), move(c, amount=-1)),
    "from a position to itself": lambda c: (act(c), move(c, debit=1)),
    "another day than the act's": lambda c: (act(c), move(c, day=20260602)),
    "an overdrawn position": lambda c: (act(c), move(c, amount=10**6), grow(c)),
    "a head that stands still": lambda c: grow(c, to=SIZE),
    "a head that goes back": lambda c: grow(c, to=SIZE - 1),
    "no head": lambda c: c.execute(text("DELETE FROM head")),
    "two heads": lambda c: c.execute(text("INSERT INTO head SELECT 2, algorithm, size, root, peaks FROM head")),
    "a position twice": lambda c: c.execute(
        text("INSERT INTO position SELECT 99, account_id, unit_id FROM position WHERE id = 1")
    ),
    "an account twice": lambda c: c.execute(
        text("INSERT INTO account SELECT 99, code, chart, area, holder FROM account")
    ),
    "nothing held": lambda c: c.execute(text("UPDATE hold SET amount = 0")),
    "a hold of no act": lambda c: c.execute(text("INSERT INTO hold VALUES (99, 1, 1)")),
    "a hold twice": lambda c: c.execute(text("INSERT INTO hold SELECT * FROM hold")),
    "an act that waits twice": lambda c: c.execute(text("INSERT INTO docket SELECT * FROM docket")),
    "an act that was not registered yet": lambda c: c.execute(text("UPDATE docket SET seq = reference - 1")),
    "a paper without its digest": lambda c: c.execute(
        text("INSERT INTO evidence SELECT content, 'a', content FROM evidence")
    ),
    "a balance outside its bounds": lambda c: c.execute(
        text("UPDATE balance SET amount = lower - 1 WHERE position_id = 2")
    ),
}


def refused(book: Book, attempt: Callable[[Connection], object], *, words: str | None = None) -> None:
    """Expect the database to refuse an attempt, at its commit at the latest."""

    def attempt_and_commit(connection: Connection) -> None:
        attempt(connection)
        connection.commit()

    with book.engine.connect() as connection, pytest.raises(IntegrityError, match=words):
        attempt_and_commit(connection)


def sound(book: Book) -> bool:
    """Tell whether nothing of the attempts was left behind."""
    with book.reading() as connection:
        return verify(connection).ok


def test_the_database_refuses_whatever_would_unbalance_it(book: Book, subtests: pytest.Subtests) -> None:
    for name, attempt in ATTEMPTS.items():
        with subtests.test(name):
            refused(book, attempt)

    assert sound(book)


def test_log_and_names_are_append_only(book: Book, subtests: pytest.Subtests) -> None:
    for table in APPEND_ONLY:
        column = {"evidence": "media_type"}.get(table, "seq" if table in WITH_PLACES else "id")
        for change in (
            f"UPDATE {table} SET {column} = {column}",
            f"DELETE FROM {table}",
            f"DELETE FROM {table} WHERE {column} = (SELECT max({column}) FROM {table})",
        ):
            with subtests.test(change):
                refused(book, partial(Connection.exec_driver_sql, statement=change), words="append-only")

    assert sound(book)


def test_sqlite_does_not_replace_a_row(sqlite_url: str, subtests: pytest.Subtests) -> None:
    book = lived(sqlite_url)

    for table in (*APPEND_ONLY, "head"):
        for words in ("INSERT OR REPLACE", "REPLACE"):
            with subtests.test(f"{words} {table}"):
                statement = f"{words} INTO {table} SELECT * FROM {table} WHERE true"
                refused(book, partial(Connection.exec_driver_sql, statement=statement))

    assert sound(book)
    book.close()


def test_postgresql_does_not_truncate_a_table(postgres_url: str, subtests: pytest.Subtests) -> None:
    book = lived(postgres_url)

    for table in (*APPEND_ONLY, "head"):
        with subtests.test(table):
            statement = f"TRUNCATE {table} CASCADE"
            refused(book, partial(Connection.exec_driver_sql, statement=statement), words="append-only")

    assert sound(book)
    book.close()
