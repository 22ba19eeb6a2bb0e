"""What a page knows of its request: the language, the number of the request, and one view of the book."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import urlencode
from uuid import uuid4

import flask

from ledger.errors import LedgerError
from web.language import translator

if TYPE_CHECKING:
    from ledger.errors import Translate
    from ledger.projections.view import View
    from ledger.settings import Language
    from ledger.store.book import Book

LANGUAGE_PARAMETER: Final = "lang"
LANGUAGE_COOKIE: Final = "language"
_LANGUAGES: Final[dict[str, Language]] = {"zh": "zh", "en": "en"}


class Context:
    """The context of one request; what costs something is made when it is first asked for."""

    def __init__(self, book: Book, request: flask.Request) -> None:
        self._book = book
        self._request = request
        self._lent = ExitStack()
        self.request_id = uuid4().hex

    @cached_property
    def chosen_language(self) -> Language | None:
        """Return the language that the address asks for, if it does."""
        return _LANGUAGES.get(self._request.args.get(LANGUAGE_PARAMETER, ""))

    @cached_property
    def language(self) -> Language:
        """Return the language of the answer: of the address, else of the cookie, else Chinese."""
        return self.chosen_language or _LANGUAGES.get(self._request.cookies.get(LANGUAGE_COOKIE, ""), "zh")

    @cached_property
    def language_tag(self) -> Literal["zh-CN", "en"]:
        """Return the language as HTML names it (BCP 47)."""
        return "en" if self.language == "en" else "zh-CN"

    @cached_property
    def translate(self) -> Translate:
        """Return what puts a Chinese template into the language of the answer."""
        return translator(self.language)

    @property
    def address_in_other_language(self) -> str:
        """Return the query that shows this same page in the other language."""
        kept = [(name, value) for name, value in self._request.args.items(multi=True) if name != LANGUAGE_PARAMETER]
        other = "zh" if self.language == "en" else "en"
        return f"?{urlencode([*kept, (LANGUAGE_PARAMETER, other)])}"

    @cached_property
    def view(self) -> View:
        """Return the view of the book that all projections of this request share.

        :raises Unavailable: the book cannot be read.
        """
        return self._lent.enter_context(self._book.reading())

    def close(self) -> None:
        """Give the connection back; the answer is made already and no failure can reach it."""
        with suppress(LedgerError):
            self._lent.close()


def current() -> Context:
    """Return the context of the request that is being answered."""
    found: Context = flask.g.context
    return found
