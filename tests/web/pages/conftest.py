"""A book that holds the seven published rounds, a small demonstration city, and browsers in front of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ledger.domain.people.actor import Role, User
from ledger.settings import Settings
from tests.store.conftest import NOW
from tests.web.city import ENTRANCE, City, copied, found, let_in, logged_in, opened
from tests.web.pages.books import recorded_book
from web.application import create_app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

AUDITOR = User(name="auditor", role=Role.AUDITOR)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Return an application in front of the seven published rounds, which an auditor can log in to."""
    book = recorded_book(f"sqlite:///{tmp_path_factory.mktemp('pages') / 'ledger.sqlite'}")
    let_in(book, AUDITOR, at=NOW)
    yield create_app(book, settings=Settings(), entrance=ENTRANCE)
    book.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a browser at which the auditor has logged in."""
    return logged_in(app, AUDITOR.name)


@pytest.fixture
def stranger(app: Flask) -> FlaskClient:
    """Return a browser at which nobody has logged in."""
    return app.test_client()


@pytest.fixture(scope="session")
def _city_file(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, User]]:
    path = tmp_path_factory.mktemp("founded") / "city.sqlite"
    return path, found(path)


@pytest.fixture(scope="session")
def city(_city_file: tuple[Path, dict[str, User]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """Return the small demonstration city; tests only read in it."""
    path, persons = _city_file  # stays as it was founded: what is copied must not be open
    shared = opened(copied(path, tmp_path_factory.mktemp("shared")), persons)
    yield shared
    shared.book.close()


@pytest.fixture
def own_city(_city_file: tuple[Path, dict[str, User]], tmp_path: Path) -> Iterator[City]:
    """Return a copy of the small demonstration city, for a test that writes."""
    path, persons = _city_file
    copy = opened(copied(path, tmp_path), persons)
    yield copy
    copy.book.close()


@pytest.fixture
def visitor(city: City) -> Callable[[str], FlaskClient]:
    """Return what logs a person of the shared city in, by the role."""
    return city.visitor
