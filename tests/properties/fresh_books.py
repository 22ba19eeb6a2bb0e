"""A fresh book for each example: a copy of one empty book, which takes a hundredth of the time of creating one."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from ledger.store.book import Book
from tests.store.conftest import LAW, NOW, TODAY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    FreshUrl = Callable[[], AbstractContextManager[str]]

_NUMBERS = count()


def fresh_books(url: str) -> FreshUrl:
    """Create an empty book at an address and return what lends addresses of copies of it."""
    Book.create(url, origin="test.example/book", rule_book=LAW, now=NOW, today=TODAY).close()
    return copies_of(url)


def copies_of(url: str) -> FreshUrl:
    """Return what lends addresses of copies of a book that nobody has open."""
    return _copied_databases(url) if url.startswith("postgresql") else _copied_files(url)


def _copied_files(url: str) -> FreshUrl:
    template = Path(make_url(url).database or "")

    @contextmanager
    def copy() -> Iterator[str]:
        path = template.with_name(f"copy-{next(_NUMBERS)}.sqlite")
        shutil.copyfile(template, path)
        try:
            yield f"sqlite:///{path}"
        finally:
            for left in template.parent.glob(f"{path.name}*"):
                left.unlink()

    return copy


def _copied_databases(url: str) -> FreshUrl:
    address = make_url(url)
    template = sql.Identifier(address.database or "")

    @contextmanager
    def copy() -> Iterator[str]:
        name = f"{address.database}_{next(_NUMBERS)}"
        server = {"host": str(address.query["host"]), "user": str(address.username), "dbname": "postgres"}
        with psycopg.connect(**server, autocommit=True) as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(sql.Identifier(name), template)
            )
            try:
                yield address.set(database=name).render_as_string(hide_password=False)
            finally:
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    return copy
