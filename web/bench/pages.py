"""How long pages take: every kind of page that somebody of each role finds, and many people at once."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from random import Random
from time import perf_counter, sleep
from typing import TYPE_CHECKING, Final

from ledger.rules.law.loader import BOOKS, load_book
from ledger.store.book import Book
from web.bench.acts import CROWD
from web.bench.enlarged import enlarge
from web.bench.ours import url_of
from web.bench.visits import MILLISECONDS, Seat, application, let_in, seats, share, times_of, visitors
from web.books import text_of
from web.demo.city import found_city
from web.server import LOOPBACK, listen, serving

if TYPE_CHECKING:
    from flask import Flask

    from web.bench.figures import Numbers, Trial

TIMES: Final = 20
"""Requests of each page."""
PEOPLE: Final = 20
PAUSE: Final = 4.0
"""The most seconds a person looks at a page before the next; two on average."""
VISITS: Final = 15
"""Pages each person looks at."""
_WHOLE_CITY: Final = 1_000
"""Projects from which on the figures are meant; a smaller city shows that the measurement works."""
_LEGS: Final = 1_000_000
_LEGS_OF_A_SMALL_CITY: Final = 5_000


def city_times(folder: Path, projects: int) -> Numbers:
    """Found the demonstration city in a folder; return what its pages take, in milliseconds, and what a crowd waits."""
    book, _ = found_city(url_of(folder), law=load_book(BOOKS), progress=lambda _: None, count=projects)
    with closing(book):
        let_in(book, list(visitors(book).values()))
        app, taken = _seats(book, projects)
        whole = projects >= _WHOLE_CITY
        return {CROWD: share(_crowd(app, taken, VISITS if whole else 1)) * MILLISECONDS, **_times(taken, projects)}


def large_times(folder: Path, projects: int) -> Numbers:
    """Add a million legs to the city of a folder; return what its pages take, in milliseconds."""
    with closing(Book.open(url_of(folder))) as book:
        legs = _LEGS if projects >= _WHOLE_CITY else _LEGS_OF_A_SMALL_CITY
        enlarge(book, legs // 2, rule_book=text_of(load_book(BOOKS)))
        return _times(_seats(book, projects)[1], projects)


def _seats(book: Book, projects: int) -> tuple[Flask, list[Seat]]:
    app = application(book)
    return app, seats(app, visitors(book), finely=projects >= _WHOLE_CITY)


def _times(taken: list[Seat], projects: int) -> Numbers:
    count = TIMES if projects >= _WHOLE_CITY else 1
    return {page: time for seat in taken for page, time in times_of(seat, count).items()}


def _crowd(app: Flask, taken: list[Seat], visits: int) -> list[float]:
    """Let people look at pages at the same time, and return how long each page took at the browser."""
    listener = listen(host=LOOPBACK, port=0)
    waited: list[float] = []
    found = [seat for seat in taken if seat.pages]
    people = [
        threading.Thread(
            target=_look_around, args=(listener.getsockname()[1], found[number % len(found)], number, visits, waited)
        )
        for number in range(PEOPLE)
    ]
    with serving(app, listener):
        for person in people:
            person.start()
        for person in people:
            person.join()
    return waited


def _look_around(port: int, seat: Seat, number: int, visits: int, waited: list[float]) -> None:
    random = Random(number)  # noqa: S311 - the same visits on every run are what is wanted
    cookie = seat.browser.get_cookie("session")
    headers = {} if cookie is None else {"Cookie": f"session={cookie.value}"}
    connection = http.client.HTTPConnection(LOOPBACK, port)
    for _ in range(visits):
        sleep(random.random() * PAUSE)
        started = perf_counter()
        connection.request("GET", random.choice(seat.pages), headers=headers)
        connection.getresponse().read()
        waited.append(perf_counter() - started)
    connection.close()


TRIALS: Final[Mapping[str, Trial]] = {"city": city_times, "large": large_times}
