"""New books with the seven published rounds in them."""

from __future__ import annotations

from pathlib import Path

import web
from ledger.rules.law.loader import load_book
from ledger.services.history import record_round
from ledger.store.book import Book
from ledger.store.rule_books import RuleBookText
from schemas.json_text import read_json
from schemas.round_file import read_rounds
from tests.new_books import new_book
from tests.store.conftest import NOW, TODAY

LAW = RuleBookText(texts=load_book().texts)
PUBLISHED = Path(web.__file__).parent / "demo" / "published_rounds.json"


def recorded_book(url: str) -> Book:
    """Return a new book that holds the seven published rounds."""
    book = new_book(url, origin="test.example/pages", rule_book=LAW, now=NOW, today=TODAY)
    with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        for read in read_rounds(read_json(PUBLISHED.read_bytes())):
            record_round(work, read.round, printed=read.printed, actor="clerk")
        work.commit()
    return book
