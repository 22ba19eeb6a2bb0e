"""The book with one assumption settled the other way: what the rules of projects do then."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ledger.rules.law.loader import load_book, read_book

if TYPE_CHECKING:
    from ledger.rules.law.book import RuleBook

BOOK = load_book()


def book_with(key: str, value: str) -> RuleBook:
    """Return the book with another value of a key, written as TOML writes it."""
    pattern = re.compile(rf'(\[\[provision\."{re.escape(key)}"\]\]\nvalue = )[^\n]+')
    assert any(pattern.search(text) for text in BOOK.texts.values())
    return read_book(
        {name: pattern.sub(lambda found: found.group(1) + value, text) for name, text in BOOK.texts.items()}
    )
