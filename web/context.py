"""What a page knows of its request: who asks, in which language, the moment, the law, and one view of the book."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager, suppress
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import urlencode
from uuid import uuid4

import flask

from ledger.domain.people.actor import User
from ledger.errors import LedgerError
from ledger.projections.rounds.assumed_terms import assumed_terms
from ledger.services.catalogue import ACTS
from ledger.services.desk import Desk
from ledger.services.log_in import Visit, session_of
from web.books import LEGAL_ZONE, now, text_of
from web.language import translator
from web.sign_in import session_token

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from datetime import date, datetime

    from ledger.domain.people.session import Session, Stage
    from ledger.errors import Translate
    from ledger.projections.view import View
    from ledger.rules.law.book import RuleBook
    from ledger.services.log_in import Entrance
    from ledger.settings import Language
    from ledger.store.book import Book
    from ledger.store.office import OfficeConnection
    from ledger.store.registers import Registers
    from web.books import AdoptedLaw

LANGUAGE_PARAMETER: Final = "lang"
LANGUAGE_COOKIE: Final = "language"
_LANGUAGES: Final[dict[str, Language]] = {"zh": "zh", "en": "en"}


class Context:
    """The context of one request; what costs something is made when it is first asked for."""

    def __init__(self, book: Book, request: flask.Request, *, law: AdoptedLaw, entrance: Entrance) -> None:
        self._book = book
        self._request = request
        self._law = law
        self._lent = ExitStack()
        self.entrance = entrance
        self.request_id = uuid4().hex
        self.now: datetime = now()

    @property
    def today(self) -> date:
        """Return the legal calendar date of the request."""
        return self.now.astimezone(LEGAL_ZONE).date()

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
        """Return the query that shows this same page in the other language; where it only answers a form, the start."""
        kept = [(name, value) for name, value in self._request.args.items(multi=True) if name != LANGUAGE_PARAMETER]
        other = "zh" if self.language == "en" else "en"
        query = f"?{urlencode([*kept, (LANGUAGE_PARAMETER, other)])}"
        adapter = flask.current_app.create_url_adapter(self._request)
        only_posted = self._request.method == "POST" and adapter and not adapter.test(method="GET")
        return f"/{query}" if only_posted else query

    @cached_property
    def view(self) -> View:
        """Return the view of the book that all projections of this request share; nothing can be written through it.

        :raises Unavailable: the book cannot be read.
        """
        return self._lent.enter_context(self._book.reading())

    def own_view(self) -> AbstractContextManager[View]:
        """Lend a view that lasts longer than the request: for an answer that is sent while it is written.

        :raises Unavailable: the book cannot be read.
        """
        return self._book.reading()

    @cached_property
    def registers(self) -> Registers:
        """Return the registers as the view sees them."""
        return self._book.registers(self.view)

    @cached_property
    def assumed_terms(self) -> frozenset[str]:
        """Return the codes of the units whose term no notice printed."""
        return assumed_terms(self.view)

    @cached_property
    def law(self) -> RuleBook:
        """Return the rule book that is adopted."""
        return self._law.at(self.view)

    @cached_property
    def session(self) -> Session | None:
        """Return the session that the browser holds, unless it has ended."""
        token = session_token(self._request)
        found = None if token is None else session_of(self.view, token)
        return None if found is None or found.has_ended(self.now, self.entrance.limits) else found

    @cached_property
    def user(self) -> User | None:
        """Return who is in front of the page, however far the log-in has come; None for nobody."""
        found = None if self.session is None else self.registers.find(User, self.session.user)
        return None if found is None or found.disabled else found

    @property
    def person(self) -> User:
        """Return who is in front of a page that somebody must be in front of.

        :raises AssertionError: the page is open to everybody.
        """
        assert self.user is not None  # noqa: S101 - the guard lets nobody else come here
        return self.user

    @property
    def its_session(self) -> Session:
        """Return the session of a page that somebody must be in front of.

        :raises AssertionError: the page is open to everybody.
        """
        assert self.session is not None  # noqa: S101 - the guard lets nobody else come here
        return self.session

    @property
    def stage(self) -> Stage | None:
        """Return how far the log-in has come; None for nobody."""
        return None if self.session is None else self.session.stage

    @property
    def visit(self) -> Visit:
        """Return the request as far as the log-in is concerned."""
        return Visit(now=self.now, address=self._request.remote_addr or "", request_id=self.request_id)

    def office(self) -> AbstractContextManager[OfficeConnection]:
        """Lend a connection for what is kept beside the books: drafts, sessions, saved views.

        :raises Unavailable: the book cannot be written.
        """
        return self._book.office()

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        """Lend the desk of the person in front of the page; nothing is recorded unless its unit of work is committed.

        :raises Unavailable: the book cannot be written.
        """
        law = self.law
        self.look_anew()  # what was read before the writer's lock may be so no longer
        with self._book.unit_of_work(recorded_at=self.now, rule_book=text_of(law)) as work:
            user = work.registers.find(User, self.person.name) or self.person
            yield Desk(work=work, book=law, acts=ACTS, user=user, today=self.today)

    def know_nobody(self) -> None:
        """Show the page as to a stranger: the book that knows who it is cannot be read."""
        vars(self).update(session=None, user=None)

    def look_anew(self) -> None:
        """Let the next look at the book see what has been recorded since."""
        self.close()
        for name in ("view", "registers"):
            vars(self).pop(name, None)

    def close(self) -> None:
        """Give the connection back; the answer is made already and no failure can reach it."""
        with suppress(LedgerError):
            self._lent.close()


def current() -> Context:
    """Return the context of the request that is being answered."""
    found: Context = flask.g.context
    return found
