"""A bureau at work: on SQLite for most exercises, on both engines where it matters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from ledger.store.book import Book
from ledger.store.rule_books import RuleBookText
from tests import new_books
from tests.services.acts.bureau import LAW, Bureau, opened

FIRST_DAY = date(2026, 1, 1)


def new_book(url: str) -> Book:
    """Return an empty book."""
    return new_books.new_book(
        url,
        origin="test.example/book",
        rule_book=RuleBookText(texts=LAW.texts),
        now=datetime(2026, 1, 1, tzinfo=UTC),
        today=FIRST_DAY,
    )


@pytest.fixture
def bureau(sqlite_url: str) -> Iterator[Bureau]:
    """Lend a bureau whose areas and persons are registered, on 1 January 2026."""
    book = new_book(sqlite_url)
    yield opened(book, today=FIRST_DAY)
    book.close()


@pytest.fixture
def bureau_on_each_engine(database_url: str) -> Iterator[Bureau]:
    """Lend the same on SQLite and on PostgreSQL."""
    book = new_book(database_url)
    yield opened(book, today=FIRST_DAY)
    book.close()
