"""A book that holds the seven published rounds, and a browser in front of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ledger.settings import Settings
from tests.web.pages.books import recorded_book
from web.application import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    book = recorded_book(f"sqlite:///{tmp_path_factory.mktemp('pages') / 'ledger.sqlite'}")
    yield create_app(book, settings=Settings())
    book.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
