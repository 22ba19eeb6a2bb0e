"""The application as another server makes it: from the environment alone, or not at all."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest

from ledger.errors import Unavailable
from ledger.store.book import Book
from tests.store.conftest import NOW, TODAY
from tests.web.pages.books import LAW
from web.files import LARGEST_FILE
from web.wsgi import application

if TYPE_CHECKING:
    from pathlib import Path


def test_the_application_answers_from_the_book_that_the_environment_names(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    Book.create(sqlite_url, origin="test.example/wsgi", rule_book=LAW, now=NOW, today=TODAY).close()
    monkeypatch.setenv("LEDGER_DATABASE_URL", sqlite_url)

    answer = application().test_client().get("/readyz")

    assert answer.json == {"status": "ok", "size": 1}


def test_what_is_loaded_is_kept_out_of_the_collections_of_garbage(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    Book.create(sqlite_url, origin="test.example/wsgi", rule_book=LAW, now=NOW, today=TODAY).close()
    monkeypatch.setenv("LEDGER_DATABASE_URL", sqlite_url)
    gc.unfreeze()

    application()

    kept = gc.get_freeze_count()
    gc.unfreeze()
    assert kept > 50_000


def test_more_than_the_largest_file_is_refused_unread(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    Book.create(sqlite_url, origin="test.example/wsgi", rule_book=LAW, now=NOW, today=TODAY).close()
    monkeypatch.setenv("LEDGER_DATABASE_URL", sqlite_url)

    answer = application().test_client().post("/log-in", environ_overrides={"CONTENT_LENGTH": str(LARGEST_FILE + 1)})

    assert answer.status_code == 413


def test_a_book_that_is_not_there_is_refused_before_anything_is_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEDGER_DATABASE_URL", f"sqlite:///{tmp_path / 'none.sqlite'}")

    with pytest.raises(Unavailable) as refused:
        application()

    assert refused.value.problem_code == "book.missing"


def test_a_book_whose_law_is_not_adopted_is_refused(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.store.conftest import LAW as ANOTHER_LAW  # noqa: PLC0415 - beside the law of the pages' books

    Book.create(sqlite_url, origin="test.example/wsgi", rule_book=ANOTHER_LAW, now=NOW, today=TODAY).close()
    monkeypatch.setenv("LEDGER_DATABASE_URL", sqlite_url)

    with pytest.raises(Unavailable) as refused:
        application()

    assert refused.value.problem_code == "rules.unadopted"
