"""What stands at the end of a day is the same whether or not something counts from a later day."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ledger.projections.pictures.standing import standing
from ledger.store.book import Book
from tests.new_books import new_book
from tests.projections.picture_books import keep, year
from tests.store.conftest import LAW, NOW, TODAY


@pytest.fixture
def book(database_url: str) -> Iterator[Book]:
    book = new_book(database_url, origin="test.example/standing", rule_book=LAW, now=NOW, today=TODAY)
    yield book
    book.close()


def test_what_stands_on_the_last_day_is_what_stood_there_seen_from_later(book: Book) -> None:
    acts = [act for act in sorted(year(), key=lambda act: act.on) if act.reverses is None]
    last = acts[-2].on
    assert last < acts[-1].on
    for place, act in enumerate(acts[:-1], 2):
        keep(book, [act], first=place)
    with book.reading() as view:
        seen_now = standing(view, on=last)
    keep(book, acts[-1:], first=len(acts) + 1)

    with book.reading() as view:
        assert {line: grams for line, grams in standing(view, on=last).items() if grams} == seen_now
        assert standing(view, on=acts[-1].on) != seen_now
