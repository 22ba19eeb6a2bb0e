"""New books for tests that are not about how a book is made: copies of one that was made once in the run.

A book is made by its migrations, which takes ten times as long as a copy.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from ledger.store.book import Book
from ledger.store.rule_books import RuleBookText

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy import URL


class _Settings(NamedTuple):
    """What a new book holds: its opening."""

    origin: str
    texts: tuple[tuple[str, str], ...]
    now: datetime
    today: date


def new_book(url: str, *, origin: str, rule_book: RuleBookText, now: datetime, today: date) -> Book:
    """Return a book at an address where nothing is yet, as :meth:`Book.create` makes it.

    :raises FileExistsError: something is there.
    """
    settings = _Settings(origin, tuple(sorted(rule_book.texts.items())), now, today)
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        path = Path(address.database or "")
        if path.exists():
            raise FileExistsError(path)
        shutil.copy(_file(settings), path)
    else:
        _copy_database(address, settings)
    return Book.open(url)


@cache
def _file(settings: _Settings) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="permit-ledger-new-"))
    atexit.register(shutil.rmtree, folder)
    path = folder / "book.sqlite"
    _create(f"sqlite:///{path}", settings)
    return path


def _copy_database(address: URL, settings: _Settings) -> None:
    template = sql.Identifier(_template(str(address.query["host"]), str(address.username), settings))
    name = sql.Identifier(address.database or "")
    with _server(address) as connection:
        connection.execute(sql.SQL("DROP DATABASE {}").format(name))
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(name, template))


@cache
def _template(host: str, user: str, settings: _Settings) -> str:
    """Return the name of a database that holds a new book; it goes when the run's server goes."""
    name = f"new_{uuid4().hex}"
    address = make_url(f"postgresql+psycopg://{user}@/{name}?host={host}")
    with _server(address) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
    _create(address.render_as_string(hide_password=False), settings)
    return name


def _server(address: URL) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(
        host=str(address.query["host"]), user=str(address.username), dbname="postgres", autocommit=True
    )


def _create(url: str, settings: _Settings) -> None:
    Book.create(
        url,
        origin=settings.origin,
        rule_book=RuleBookText(texts=dict(settings.texts)),
        now=settings.now,
        today=settings.today,
    ).close()
