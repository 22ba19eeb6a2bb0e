"""What the store's tests share: a fresh book on each engine, and the plain words to post with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from ledger.domain.bookkeeping.account import account
from ledger.domain.bookkeeping.journal import JournalEntry, Judgement, Movement
from ledger.domain.bookkeeping.unit import Unit, UnitKind
from ledger.domain.values.encoding import digest
from ledger.domain.values.pollutant import Pollutant
from ledger.store.book import Book
from ledger.store.rule_books import RuleBookText
from ledger.store.unit_of_work import UnitOfWork
from tests.new_books import new_book

NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
TODAY = date(2026, 6, 1)
LAW = RuleBookText(texts={"law.toml": "# none"})
COD = Unit(
    kind=UnitKind.RIGHT,
    pollutant=Pollutant.COD,
    area="Testville",
    term_from=date(2026, 1, 1),
    term_to=date(2031, 1, 1),
)


@pytest.fixture
def book(database_url: str) -> Iterator[Book]:
    """Lend an empty book."""
    book = new_book(database_url, origin="test.example/book", rule_book=LAW, now=NOW, today=TODAY)
    yield book
    book.close()


def entry(
    work: UnitOfWork, key: str, debit: str, credit: str, grams: int, *, on: date = TODAY, unit: Unit = COD
) -> JournalEntry:
    """Return an act of one movement; ``debit`` and ``credit`` read ``Q40 Name``, or a bare line of the chart."""

    def position(words: str) -> tuple[str, str | None]:
        chart, _, holder = words.partition(" ")
        return chart, holder or None

    debit_chart, debit_holder = position(debit)
    credit_chart, credit_holder = position(credit)
    return JournalEntry(
        key=key,
        request_digest=digest([debit, credit, grams, on.isoformat()]),
        kind="test",
        effective_on=on,
        actor="clerk",
        narration="an exercise",
        judgement=Judgement.RECORDED,
        movements=(
            Movement(
                work.position(account(debit_chart, area="Testville", holder=debit_holder), unit),
                work.position(account(credit_chart, area="Testville", holder=credit_holder), unit),
                grams,
            ),
        ),
    )


def post(book: Book, key: str, debit: str, credit: str, grams: int, *, on: date = TODAY) -> int:
    """Record one act of one movement and return its place."""
    with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        place = work.journal.append(entry(work, key, debit, credit, grams, on=on))
        work.commit()
    return place
