"""A book that holds the exercise, on each engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ledger.store.book import Book
from tests.new_books import new_book
from tests.projections.exercise import Act, exercise, record
from tests.store.conftest import LAW, NOW, TODAY

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def acts() -> list[Act]:
    """Return the acts of the exercise."""
    return exercise()


@pytest.fixture
def book(database_url: str, acts: list[Act]) -> Iterator[Book]:
    """Lend a book that holds the exercise."""
    book = new_book(database_url, origin="test.example/book", rule_book=LAW, now=NOW, today=TODAY)
    record(book, acts)
    yield book
    book.close()
