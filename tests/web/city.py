"""A small demonstration city for tests of pages, made once in a run, and people logged in before it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ledger.domain.people.actor import Office, Role, User
from ledger.domain.registers.enterprise import Enterprise
from ledger.rules.law.loader import BOOKS, load_book
from ledger.services.credentials import give_password
from ledger.services.log_in import Entrance
from ledger.services.users import add_user
from ledger.settings import Settings
from ledger.store.book import Book
from ledger.store.registers import Registers
from web.application import create_app
from web.books import adopted_law, now, text_of, today
from web.demo.city import found_city
from web.demo.quick import QUICK

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

PROJECTS: Final = 150
PASSWORD: Final = "Liaocheng-2026-rights"
ENTRANCE: Final = Entrance(passwords=QUICK, second_factor=False)
_FORM_TOKEN: Final = re.compile(r'name="csrf" value="([^"]+)"')


@dataclass(frozen=True)
class City:
    """A book of the city, its application, and its persons, who all have the same password.

    ``persons`` knows one person of each role of the bureau by the role, one of a branch as ``branch clerk`` and
    ``branch reviewer``, and a second enterprise's as ``other enterprise``.
    """

    book: Book
    app: Flask
    persons: Mapping[str, User]

    def visitor(self, role: str) -> FlaskClient:
        """Return a browser at which a person has logged in."""
        return logged_in(self.app, self.persons[role].name)


def found(path: Path) -> dict[str, User]:
    """Live a small city through in a new file, and return its persons."""
    law = load_book(BOOKS)
    book, access = found_city(f"sqlite:///{path}", law=law, progress=lambda _: None, count=PROJECTS)
    with book.reading() as connection:
        everybody = Registers(connection).all(User)
        enterprises = Registers(connection).all(Enterprise)
    taken = {user.enterprise for user in everybody}
    other = next(each for each in enterprises if each.credit_code not in taken)
    stranger = User(name="另一企业专员", role=Role.ENTERPRISE, enterprise=other.credit_code)
    with book.unit_of_work(recorded_at=now(), rule_book=text_of(law)) as work:
        add_user(work, stranger, token="a token", book=law, actor="test", today=today())
        for user in (*everybody, stranger):
            give_password(work.connection, user.name, PASSWORD, passwords=QUICK, now=now(), must_change=False)
        work.commit()
    book.close()
    branch = {f"branch {user.role}": user for user in everybody if user.office is Office.BRANCH}
    return {each.user.role.value: each.user for each in reversed(access)} | branch | {"other enterprise": stranger}


def opened(path: Path, persons: Mapping[str, User]) -> City:
    """Open a city that was founded in a file."""
    book = Book.open(f"sqlite:///{path}")
    app = create_app(book, settings=Settings(), demonstration=True, entrance=ENTRANCE)
    return City(book=book, app=app, persons=persons)


def copied(path: Path, folder: Path) -> Path:
    """Return a copy of a city's file, for a test that writes."""
    return Path(shutil.copy(path, folder / "city.sqlite"))


def let_in(book: Book, user: User, *, at: datetime | None = None) -> None:
    """Enter a person in a book, now or at another moment, with the password that all have."""
    law = adopted_law(book)
    moment = at or now()
    with book.unit_of_work(recorded_at=moment, rule_book=text_of(law)) as work:
        add_user(work, user, token="a token", book=law, actor="test", today=moment.date())
        give_password(work.connection, user.name, PASSWORD, passwords=QUICK, now=now(), must_change=False)
        work.commit()


def logged_in(app: Flask, name: str, password: str = PASSWORD) -> FlaskClient:
    """Return a browser at which somebody has logged in through the form."""
    browser = app.test_client()
    token = form_token(browser.get("/log-in").text)
    answer = browser.post("/log-in", data={"name": name, "password": password, "csrf": token})
    assert answer.status_code == 303, answer.text
    return browser


def form_token(page: str) -> str:
    """Return what the forms of a page bring back."""
    match = _FORM_TOKEN.search(page)
    assert match is not None
    return match[1]
