"""How the doors come to a book: open it, know the law that judges, know the moment and the day."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from ledger.errors import Unavailable, say
from ledger.rules.law.loader import BOOKS, load_book, read_book
from ledger.store.adoption import adopted_digests, adopted_text
from ledger.store.book import Book
from ledger.store.rule_books import RuleBookText

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.projections.view import View
    from ledger.rules.law.book import RuleBook
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
    """Return the rule book with which a book is opened, in the form in which the store keeps it.

    :raises FaultyRuleBook: if it cannot be used.
    """
    book = load_book(settings.rules_directory or BOOKS)
    return RuleBookText(texts=book.texts)


def adopted_law(book: Book) -> RuleBook:
    """Return the rule book that the bureau has adopted, as the book itself keeps it."""
    with book.reading() as connection:
        return read_book(adopted_text(connection).texts)


def judging_law(settings: Settings, book: Book) -> RuleBook:
    """Return the adopted rule book, by which everything is judged.

    The one that comes with the program, or lies in the operator's folder, must have been adopted too: else the program
    would not do what its own books say.

    :raises Unavailable: ``rules.unadopted``.
    :raises FaultyRuleBook: if it cannot be used.
    """
    at_hand = load_book(settings.rules_directory or BOOKS)
    with book.reading() as connection:
        if at_hand.digest not in adopted_digests(connection):
            raise Unavailable(
                say(
                    "规则书{digest}尚未采用；请由经办、审批两人先后运行 permit-ledger rules adopt",
                    digest=at_hand.digest[:12],
                ),
                code="rules.unadopted",
            )
    return adopted_law(book)


class AdoptedLaw:
    """The adopted rule book as any view of a book sees it; reading one takes longer than answering a request."""

    def __init__(self) -> None:
        self._known: dict[bytes, RuleBook] = {}

    def at(self, view: View) -> RuleBook:
        """Return the rule book that is adopted at a view."""
        text = adopted_text(view)
        if text.digest not in self._known:
            self._known[text.digest] = read_book(text.texts)
        return self._known[text.digest]


def text_of(law: RuleBook) -> RuleBookText:
    """Return a rule book in the form in which the store keeps it."""
    return RuleBookText(texts=law.texts)
