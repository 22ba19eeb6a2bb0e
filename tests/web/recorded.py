"""What a book holds, seen from outside: enough to tell that nothing was recorded."""

from __future__ import annotations

from sqlalchemy import func, select

from ledger.store.book import Book
from ledger.store.tables import DERIVED, LOG, NAMES, head


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
