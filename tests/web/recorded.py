"""What a book holds, seen from outside: enough to tell that nothing was recorded."""

from __future__ import annotations

import time
from importlib import import_module
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from ledger.store.book import Book
from ledger.store.tables import DERIVED, LOG, NAMES, head
from web.cli import COMMANDS

if TYPE_CHECKING:
    from tests.web.conftest import CommandLine


def contents(url: str) -> tuple[object, ...]:
    """Return the head of the journal and the number of rows of every table."""
    book = Book.open(url)
    try:
        with book.reading() as connection:
            size, root = connection.execute(select(head.c.size, head.c.root)).one()
            rows = [connection.scalar(select(func.count()).select_from(table)) for table in (*LOG, *NAMES, *DERIVED)]
    finally:
        book.close()
    return (size, root, *rows)


def refuse(command_line: CommandLine, url: str, text: bytes) -> dict[str, Any]:
    """Import a text in vain, within a second of this process, and return the answer."""
    before = contents(url)
    import_module(COMMANDS["import"][0])  # loading the program is no part of refusing a text
    began = time.process_time()
    code, answer = command_line("import", "-", "--database", url, "--json", given=text)
    assert time.process_time() - began < 1
    assert code == 2
    assert contents(url) == before
    return dict(answer)
