"""A book with a clerk and an auditor, a clock that a test puts forward, and the log-in as a person goes through it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from sqlalchemy import text

from ledger.domain.people.actor import Office, Role, User
from ledger.services.credentials import give_password
from ledger.services.log_in import Entrance
from ledger.settings import Settings
from ledger.store.book import Book
from tests.new_books import new_book
from tests.store.conftest import NOW, TODAY
from tests.web.city import ENTRANCE, PASSWORD, QUICK, form_token, let_in
from tests.web.pages.books import LAW
from web import context
from web.application import create_app

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

CLERK = User(name="王经办", role=Role.CLERK, office=Office.BUREAU)
AUDITOR = User(name="李审计", role=Role.AUDITOR)
SAFE = Entrance(passwords=QUICK)
NEW_PASSWORD = "Paper-mill.on-the-river7"


class Clock:
    """The clock of the doors, put forward by a test."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Return the moment."""
        return self.moment

    def forward(self, **by: float) -> None:
        """Let time pass."""
        self.moment += timedelta(**by)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(context, "now", clock)
    return clock


@pytest.fixture
def book(database_url: str, clock: Clock) -> Iterator[Book]:
    del clock
    book = new_book(database_url, origin="test.example/log-in", rule_book=LAW, now=NOW, today=TODAY)
    for person in (CLERK, AUDITOR):
        let_in(book, person)
    with book.office() as office:
        for person in (CLERK, AUDITOR):
            give_password(
                office,
                person.name,
                PASSWORD,
                passwords=QUICK,
                now=datetime(2026, 11, 20, tzinfo=UTC),
                must_change=False,
            )
    yield book
    book.close()


@pytest.fixture
def app(book: Book) -> Flask:
    return create_app(book, settings=Settings(), entrance=ENTRANCE)


@pytest.fixture
def safe(book: Book) -> Flask:
    return create_app(book, settings=Settings(), entrance=SAFE)


def try_log_in(browser: FlaskClient, name: str, password: str, **more: str) -> TestResponse:
    token = form_token(browser.get("/log-in").text)
    return browser.post("/log-in", data={"name": name, "password": password, "csrf": token, **more})


def events(book: Book) -> list[tuple[str, str]]:
    with book.reading() as connection:
        return [
            tuple(row) for row in connection.execute(text('SELECT "user", event FROM access_event ORDER BY at, id'))
        ]
