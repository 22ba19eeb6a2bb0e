"""A fresh book for the tests of the services."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ledger.store.book import Book
from tests.new_books import new_book
from tests.store.conftest import LAW, NOW, TODAY

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def book(sqlite_url: str) -> Iterator[Book]:
    """Lend an empty book; what the engines do alike is tried in the tests of the store."""
    book = new_book(sqlite_url, origin="test.example/book", rule_book=LAW, now=NOW, today=TODAY)
    yield book
    book.close()
