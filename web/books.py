"""How the doors come to a book: open it, know the law that judges, know the moment and the day."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from ledger.rules.loader import BOOKS, load_book
from ledger.store.book import Book
from ledger.store.rule_books import RuleBookText

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.settings import Settings

LEGAL_ZONE: Final = ZoneInfo("Asia/Shanghai")
"""Legal dates are calendar dates of this zone."""


def now() -> datetime:
    """Return the moment, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return the legal calendar date."""
    return now().astimezone(LEGAL_ZONE).date()


@contextmanager
def opened(url: str) -> Iterator[Book]:
    """Lend an open book.

    :raises Unavailable: there is no book, or it cannot be relied on.
    """
    book = Book.open(url)
    try:
        yield book
    finally:
        book.close()


def judging_text(settings: Settings) -> RuleBookText:
    """Return the rule book in use, in the form in which the store keeps it.

    :raises FaultyRuleBook: if it cannot be used.
    """
    book = load_book(settings.rules_directory or BOOKS)
    return RuleBookText(texts=book.texts)
