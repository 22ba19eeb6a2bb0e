"""How long pages take: every page that somebody finds by following links, and many people at once."""

from __future__ import annotations

import http.client
import math
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from random import Random
from time import perf_counter, sleep
from typing import TYPE_CHECKING, Final

from ledger.domain.bookkeeping.journal import JournalEntry, Judgement
from ledger.domain.people.actor import Role, User
from ledger.domain.values.encoding import digest
from ledger.rules.law.loader import BOOKS, load_book
from ledger.services.credentials import give_password
from ledger.services.log_in import Entrance
from ledger.services.passwords import Passwords
from ledger.settings import Settings
from ledger.store.book import Book
from ledger.store.record_text import registration_of
from ledger.store.rule_books import RuleBookText
from web.application import create_app
from web.bench.acts import LAST_DAY
from web.bench.ours import url_of
from web.books import now
from web.demo.city import found_city
from web.demo.quick import QUICK
from web.server import LOOPBACK, listen, serving

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

TIMES: Final = 20
"""Requests of each page; the first is not counted, because it reads what the process has not read yet."""
PEOPLE: Final = 20
PAUSE: Final = 4.0
"""The most seconds a person looks at a page before the next; two on average."""
VISITS: Final = 15
"""Pages each person looks at."""
_WHOLE_CITY: Final = 1_000
"""Projects from which on the figures are meant; a smaller city shows that the measurement works."""
_FEW: Final = 5
_PASSWORD: Final = "bench-of-the-pages"  # noqa: S105 - of a book that is removed at the end
_LINK: Final = re.compile(r'<a [^>]*href="(/[^"#]*)')
_FORM_TOKEN: Final = re.compile(r'name="csrf" value="([^"]+)"')
_MILLISECONDS: Final = 1_000
_SHARE: Final = 0.95
_PAGE: Final = "text/html"
_AUDITOR: Final = User(name="auditor", role=Role.AUDITOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A browser at which somebody has logged in, and the pages found there, one of each kind."""

    browser: FlaskClient
    pages: tuple[str, ...]


def city_times(folder: Path, projects: int) -> dict[str, float]:
    """Return what pages of the demonstration city take, in milliseconds: the slowest, the middle, and in a crowd."""
    law = load_book(BOOKS)
    book, access = found_city(url_of(folder), law=law, progress=lambda _: None, count=projects)
    with closing(book):
        with book.office() as office:
            for each in access:
                give_password(office, each.user.name, _PASSWORD, passwords=QUICK, now=now(), must_change=False)
        app = _application(book)
        seats = [_seat(app, each.user.name) for each in access]
        whole = projects >= _WHOLE_CITY
        count = TIMES if whole else 1
        times = {address: _share(_times(seat.browser, address, count)) for seat in seats for address in seat.pages}
        return {**_summed_up(times), "crowd": _share(_crowd(app, seats, VISITS if whole else 1)) * _MILLISECONDS}


def large_times(folder: Path) -> dict[str, float]:
    """Return what pages of a book of many acts take, in milliseconds."""
    with closing(Book.open(url_of(folder))) as book:
        _let_auditor_in(book)
        seat = _seat(_application(book), _AUDITOR.name)
        return _summed_up({address: _share(_times(seat.browser, address, _FEW)) for address in seat.pages})


def slowest(times: Mapping[str, float], count: int) -> list[tuple[str, float]]:
    """Return the pages that take longest, with their times."""
    return sorted(times.items(), key=lambda each: -each[1])[:count]


def _summed_up(times: Mapping[str, float]) -> dict[str, float]:
    ordered = sorted(times.values())
    return {
        "slowest": ordered[-1] * _MILLISECONDS,
        "middle": ordered[len(ordered) // 2] * _MILLISECONDS,
        "pages": len(ordered),
    }


def _application(book: Book) -> Flask:
    passwords: Passwords = QUICK
    return create_app(book, settings=Settings(), entrance=Entrance(passwords=passwords, second_factor=False))


def _let_auditor_in(book: Book) -> None:
    if _known(book):
        return
    fact = registration_of(_AUDITOR)
    with book.unit_of_work(recorded_at=now(), rule_book=RuleBookText(texts={})) as work:
        work.journal.append(
            JournalEntry(
                key="auditor",
                request_digest=digest(fact.body),
                kind="user.added",
                effective_on=LAST_DAY,
                actor="bench",
                narration="增加用户",
                judgement=Judgement.ADMINISTRATIVE,
                registrations=(fact,),
            )
        )
        give_password(work.connection, _AUDITOR.name, _PASSWORD, passwords=QUICK, now=now(), must_change=False)
        work.commit()


def _known(book: Book) -> bool:
    with book.reading() as connection:
        return book.registers(connection).find(User, _AUDITOR.name) is not None


def _seat(app: Flask, name: str) -> Seat:
    browser = app.test_client()
    token = _FORM_TOKEN.search(browser.get("/log-in").text)
    assert token is not None  # noqa: S101 - the form is ours
    browser.post("/log-in", data={"name": name, "password": _PASSWORD, "csrf": token[1]})
    return Seat(browser=browser, pages=tuple(_pages(app, browser)))


def _pages(app: Flask, browser: FlaskClient) -> Iterator[str]:
    """Follow links, one of each kind of address, and yield those that lead to pages."""
    addresses, kinds = ["/", "/account"], set()
    routes = app.url_map.bind("")
    for address in addresses:
        path, _, query = address.partition("?")
        kind = (routes.match(path, method="GET")[0] if routes.test(path, "GET") else "", bool(query))
        if kind in kinds or kind[0] == "":
            continue
        kinds.add(kind)
        answer = browser.get(address, follow_redirects=True)
        if answer.mimetype != _PAGE or answer.status_code >= http.client.BAD_REQUEST:
            continue
        addresses += [unescape(found) for found in _LINK.findall(answer.text)]
        if answer.history == ():
            yield address


def _times(browser: FlaskClient, address: str, count: int) -> list[float]:
    browser.get(address)
    taken = []
    for _ in range(count):
        started = perf_counter()
        browser.get(address)
        taken.append(perf_counter() - started)
    return taken


def _share(taken: list[float]) -> float:
    """Return the time within which 95 of 100 were done."""
    return sorted(taken)[math.ceil(_SHARE * len(taken)) - 1]


def _crowd(app: Flask, seats: list[Seat], visits: int) -> list[float]:
    """Let people look at pages at the same time, and return how long each page took at the browser."""
    listener = listen(host=LOOPBACK, port=0)
    taken: list[float] = []
    people = [
        threading.Thread(
            target=_look_around, args=(listener.getsockname()[1], seats[number % len(seats)], number, visits, taken)
        )
        for number in range(PEOPLE)
    ]
    with serving(app, listener):
        for person in people:
            person.start()
        for person in people:
            person.join()
    return taken


def _look_around(port: int, seat: Seat, number: int, visits: int, taken: list[float]) -> None:
    random = Random(number)  # noqa: S311 - the same visits on every run are what is wanted
    cookie = seat.browser.get_cookie("session")
    assert cookie is not None  # noqa: S101 - the person has logged in
    connection = http.client.HTTPConnection(LOOPBACK, port)
    for _ in range(visits):
        sleep(random.random() * PAUSE)
        started = perf_counter()
        connection.request("GET", random.choice(seat.pages), headers={"Cookie": f"session={cookie.value}"})
        connection.getresponse().read()
        taken.append(perf_counter() - started)
    connection.close()
