"""The empty book in which the exercises of an auditor's questions begin."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from ledger.store.book import Book
from tests.new_books import new_book
from tests.store.conftest import LAW, TODAY


@pytest.fixture
def empty_book(database_url: str) -> Iterator[Book]:
    """Lend an empty book."""
    book = new_book(
        database_url, origin="test.example/book", rule_book=LAW, now=datetime(2026, 4, 1, 1, tzinfo=UTC), today=TODAY
    )
    yield book
    book.close()
