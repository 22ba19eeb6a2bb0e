"""Visits of the pages: who sits before a browser, which pages he finds there, and how long each of them takes."""

from __future__ import annotations

import http.client
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from time import perf_counter
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, urlencode

from ledger.domain.people.actor import Office, User
from ledger.services.credentials import give_password
from ledger.services.log_in import Entrance
from ledger.settings import Settings
from web.application import create_app
from web.books import now
from web.demo.quick import QUICK
from web.server import settle

if TYPE_CHECKING:
    from collections.abc import Container

    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.routing import MapAdapter

    from ledger.store.book import Book

MILLISECONDS: Final = 1_000
_PASSWORD: Final = "bench-of-the-pages"  # noqa: S105 - of a book that is removed at the end
_LINK: Final = re.compile(r'(?:<a [^>]*href|hx-get)="(/[^"#]*)')
_SEARCH: Final = re.compile(r'<form [^>]*method="get" action="(/[^"]*)"[^>]*>(.*?)</form>', re.DOTALL)
_CHOICE: Final = re.compile(r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', re.DOTALL)
_OPTION: Final = re.compile(r'<option [^>]*value="([^"]+)"')
_FILE: Final = re.compile(r"\.(csv|xlsx|zip)(\?|$)|/checkpoint$")
"""What is sent while it is made, and is as long as it is."""
_FORM_TOKEN: Final = re.compile(r'name="csrf" value="([^"]+)"')
_SHARE: Final = 0.95
_PAGE: Final = "text/html"
_OF_THEIR_OWN: Final = frozenset({"audit.one", "audit.count", "desk_lists.one", "record.form"})
"""Views that show a page of its own under each name: every question, every list, the form of every act."""

_GROUPING: Final = "by"
"""Each way of grouping reads the books in another way, and counts for itself."""

Kind = tuple[str, tuple[str, ...], tuple[str, ...]]
"""What makes an address a kind of its own: its view, the names in it that count, and what its query holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A browser before which somebody of a role sits, and the pages that he found by following links."""

    who: str
    browser: FlaskClient
    pages: tuple[str, ...]


def application(book: Book) -> Flask:
    """Return the pages of a book, with passwords that take no time."""
    app = create_app(book, settings=Settings(), entrance=Entrance(passwords=QUICK, second_factor=False))
    settle()
    return app


def let_in(book: Book, users: list[User]) -> None:
    """Give everybody the password of the measurement."""
    with book.office() as office:
        for user in users:
            give_password(office, user.name, _PASSWORD, passwords=QUICK, now=now(), must_change=False)


def visitors(book: Book) -> dict[str, User]:
    """Return somebody of each role and office, by what he is called in the figures."""
    with book.reading() as connection:
        everybody = book.registers(connection).all(User)
    found: dict[str, User] = {}
    for user in everybody:
        found.setdefault(f"{user.role} {user.office}" if user.office is Office.BRANCH else str(user.role), user)
    return found


def seats(app: Flask, people: dict[str, User], *, finely: bool) -> list[Seat]:
    """Let everybody log in and look around, and one more who does not log in.

    :param finely: everybody looks at every kind of page; else nobody looks at what another has seen.
    """
    taken: list[Seat] = []
    seen: set[Kind] = set()
    for who, user in ({"public": None} | people).items():
        browser = app.test_client()
        if user is not None:
            _log_in(browser, user)
        if finely:
            seen.clear()
        taken.append(Seat(who=who, browser=browser, pages=tuple(_pages(app, browser, seen, finely=finely))))
    return taken


def times_of(seat: Seat, count: int) -> dict[str, float]:
    """Return the milliseconds within which 95 of 100 requests of each page are answered.

    One request comes before, because it reads what the process has not read yet.
    """
    return {f"{seat.who} {page}": share(_times(seat.browser, page, count)) * MILLISECONDS for page in seat.pages}


def share(taken: list[float]) -> float:
    """Return the time within which 95 of 100 were done."""
    return sorted(taken)[math.ceil(_SHARE * len(taken)) - 1]


def _log_in(browser: FlaskClient, user: User) -> None:
    token = _FORM_TOKEN.search(browser.get("/log-in").text)
    assert token is not None  # noqa: S101 - the form is ours
    browser.post("/log-in", data={"name": user.name, "password": _PASSWORD, "csrf": token[1]})


def _pages(app: Flask, browser: FlaskClient, seen: set[Kind], *, finely: bool) -> Iterator[str]:
    """Follow links, one of each kind of address, and yield those that lead to pages."""
    addresses = ["/", "/account"]
    tried: set[Kind] = set()
    routes = app.url_map.bind("")
    for address in addresses:
        kind = _kind(routes, address, finely=finely)
        if kind is None or kind in tried or (kind in seen and address != addresses[0]):
            continue
        tried.add(kind)
        answer = browser.get(address, follow_redirects=True)
        if answer.mimetype != _PAGE or answer.status_code >= http.client.BAD_REQUEST:
            continue
        addresses += [unescape(found) for found in _LINK.findall(answer.text)]
        addresses += _searches(answer.text) if finely else ()
        if answer.history == () and kind not in seen:
            seen.add(kind)
            yield address


def _searches(page: str) -> Iterator[str]:
    """Yield the addresses to which the forms of a page lead that look for something, each choice by itself."""
    for action, form in _SEARCH.findall(page):
        for name, options in _CHOICE.findall(form):
            for value in _OPTION.findall(options):
                yield f"{unescape(action)}?{urlencode({name: unescape(value)})}"


def _kind(routes: MapAdapter, address: str, *, finely: bool) -> Kind | None:
    """Return of which kind an address is; None where it is none of a page."""
    path, _, query = address.partition("?")
    if _FILE.search(address) or not routes.test(path, "GET"):
        return None
    view, names = routes.match(path, method="GET")
    own: Container[str] = _OF_THEIR_OWN if finely else ()
    sent = [(name, value) for name, value in parse_qsl(query) if name != "lang"]
    asked = (
        {f"{name}={value}" if name == _GROUPING else name for name, value in sent}
        if finely
        else {"?"}
        if query
        else set()
    )
    return view, tuple(sorted(names.values())) if view in own else (), tuple(sorted(asked))


def _times(browser: FlaskClient, address: str, count: int) -> list[float]:
    browser.get(address)
    taken = []
    for _ in range(count):
        started = perf_counter()
        browser.get(address)
        taken.append(perf_counter() - started)
    return taken
