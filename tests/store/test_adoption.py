"""Which rule book a book has adopted, also one that was opened before adoptions were registered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ledger.domain.bookkeeping.rule_texts import instruments_of
from ledger.store import book as store_book
from ledger.store.adoption import adopted_digests, adopted_text
from ledger.store.book import Book
from tests.store.conftest import LAW, NOW, TODAY

if TYPE_CHECKING:
    from ledger.domain.bookkeeping.journal import Registration


def test_opening_a_book_adopts_the_law_that_comes_with_it(book: Book) -> None:
    with book.reading() as connection:
        assert adopted_text(connection) == LAW
        assert adopted_digests(connection) == {LAW.digest.hex()}


def test_a_book_from_before_has_adopted_what_judged_its_first_act(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening = store_book.JournalEntry

    def without_adoption(*, registrations: tuple[Registration, ...], **members: object) -> object:
        return opening(registrations=registrations[:1], **members)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(store_book, "JournalEntry", without_adoption)
    book = Book.create(database_url, origin="test.example/older", rule_book=LAW, now=NOW, today=TODAY)

    with book.reading() as connection:
        assert adopted_text(connection) == LAW
        assert adopted_digests(connection) == {LAW.digest.hex()}
    book.close()


def test_the_instruments_of_a_book_are_named_in_the_order_of_its_files() -> None:
    texts = {"b.toml": '[instrument]\nid = "B"', "a.toml": '[instrument]\nid = "A"', "c.toml": "# none", "d.toml": "="}

    assert instruments_of(texts) == ("A", "B")
