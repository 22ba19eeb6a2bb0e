"""The application for a server that is not ours: ``gunicorn 'web.wsgi:application()'``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.settings import default_database_url, read_settings
from ledger.store.book import Book
from web.application import create_app
from web.books import judging_law
from web.files import LARGEST_FILE
from web.server import settle

if TYPE_CHECKING:
    from flask import Flask


def application() -> Flask:
    """Return the application of the book that the environment names; it stays open as long as the process lives.

    :raises Unavailable: there is no book, it cannot be relied on, or its law is not adopted.
    :raises FaultyRuleBook: the rule book cannot be used.
    """
    settings = read_settings()
    book = Book.open(settings.database_url or default_database_url())
    try:
        judging_law(settings, book)
        app = create_app(book, settings=settings)
        app.config["MAX_CONTENT_LENGTH"] = LARGEST_FILE  # our own server refuses more by itself
        settle()
        return app
    finally:
        # What was opened for the checks must not pass to the processes into which a server divides; each of them opens
        # its own connections when it is first asked.
        book.close()
