"""Many processes at one balance grant exactly what it holds, and a process that is killed leaves nothing behind."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import func, select

from ledger.store.book import Book
from ledger.store.tables import balance, hold
from ledger.store.verification import verify
from tests.store.conftest import post
from tests.store.exercise import created

ROOT: Final = Path(__file__).parents[2]
HELD: Final = 100
PROCESSES: Final = 16

KILLED: Final = """
import sys, time
from ledger.store.book import Book
from tests.store.conftest import LAW, NOW, entry
book = Book.open(sys.argv[1])
with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
    for number in range(25_000):
        work.journal.append(entry(work, f"lost {number}", "Q40 Bolt", "Q40 Acme", 1))
    work.journal.flush()
    print("written", flush=True)
    time.sleep(60)
"""


def race(url: str, amounts: list[list[int]], *, how: str = "debit") -> list[tuple[str, int]]:
    """Let as many processes take their amounts from one balance at once; return each answer with its amount."""
    racers = subprocess.run(
        [sys.executable, "-m", "tests.store.racers", url, how, json.dumps(amounts)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert racers.stderr == ""
    return [(word, grams) for word, grams in json.loads(racers.stdout)]


def book_with(url: str, grams: int) -> Book:
    """Return a new book in which Acme holds so much."""
    book = created(url)
    post(book, "opening", "Q40 Acme", "opening", grams)
    return book


def left_to_acme(book: Book) -> int:
    """Return the balance of the account that is raced for."""
    with book.reading() as connection:
        assert verify(connection).findings == ()
        amount: int = connection.scalars(select(balance.c.amount).where(balance.c.position_id == 1)).one()
    return amount


def held_of_acme(book: Book) -> int:
    """Return how much of the account waits."""
    with book.reading() as connection:
        amount: int = connection.scalars(select(func.sum(hold.c.amount)).where(hold.c.position_id == 1)).one()
    return amount


def test_of_sixteen_debits_that_fit_only_once_one_is_granted(database_url: str) -> None:
    book = book_with(database_url, HELD)

    answers = race(database_url, [[60]] * PROCESSES)

    assert sorted(answers) == [("granted", 60)] + [("refused", 60)] * (PROCESSES - 1)
    assert left_to_acme(book) == HELD - 60
    book.close()


def test_many_small_debits_are_granted_until_nothing_is_left(database_url: str) -> None:
    book = book_with(database_url, HELD)

    answers = race(database_url, [[7, 5, 3, 2, 1, 1]] * PROCESSES)

    granted = sum(grams for word, grams in answers if word == "granted")
    assert (granted, left_to_acme(book)) == (HELD, 0)
    assert {word for word, _ in answers} == {"granted", "refused"}
    assert len(answers) == 6 * PROCESSES
    book.close()


def test_of_sixteen_acts_that_fit_only_once_one_waits(database_url: str) -> None:
    book = book_with(database_url, HELD)

    answers = race(database_url, [[60]] * PROCESSES, how="hold")

    assert sorted(answers) == [("granted", 60)] + [("refused", 60)] * (PROCESSES - 1)
    assert (held_of_acme(book), left_to_acme(book)) == (60, HELD)
    book.close()


def test_many_small_acts_wait_until_nothing_is_left_to_wait_for(database_url: str) -> None:
    book = book_with(database_url, HELD)

    answers = race(database_url, [[7, 5, 3, 2, 1, 1]] * PROCESSES, how="hold")

    granted = sum(grams for word, grams in answers if word == "granted")
    assert (granted, held_of_acme(book), left_to_acme(book)) == (HELD, HELD, HELD)
    book.close()


@pytest.mark.slow
def test_every_one_of_a_hundred_races_is_won_once(database_url: str) -> None:
    book = book_with(database_url, HELD - 60)

    for number in range(100):
        post(book, f"top up {number}", "Q40 Acme", "opening", 60)
        answers = race(database_url, [[60]] * PROCESSES)
        assert sorted(answers) == [("granted", 60)] + [("refused", 60)] * (PROCESSES - 1)

    assert left_to_acme(book) == HELD - 60
    book.close()


def test_a_killed_process_leaves_nothing_of_what_it_had_not_committed(database_url: str) -> None:
    book = book_with(database_url, 1_000_000)
    book.close()
    writer = subprocess.Popen([sys.executable, "-c", KILLED, database_url], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    assert writer.stdout.readline() == "written\n"

    writer.send_signal(signal.SIGKILL)
    writer.communicate()

    book = Book.open(database_url)
    assert left_to_acme(book) == 1_000_000
    assert post(book, "next", "Q40 Bolt", "Q40 Acme", 1) == 3
    book.close()
