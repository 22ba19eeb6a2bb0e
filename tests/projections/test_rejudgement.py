"""Recorded rounds follow from their notices by the posting manual, and a book that says otherwise is found out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

import pytest

from ledger.domain.rounds.historical_round import HistoricalRound
from ledger.projections.checks.rejudgement import rejudge
from ledger.services.history import record_round
from ledger.store.book import Book
from ledger.store.findings import Findings
from schemas.round_file import read_rounds
from tests.new_books import new_book
from tests.store.conftest import LAW, NOW, TODAY

PUBLISHED = json.loads(files("web.demo").joinpath("published_rounds.json").read_text(encoding="utf-8"))


def understood(printed: Mapping[str, Any]) -> HistoricalRound:
    return read_rounds(printed)[0].round


@pytest.fixture
def published(sqlite_url: str) -> Book:
    book = new_book(sqlite_url, origin="test.example/book", rule_book=LAW, now=NOW, today=TODAY)
    with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        for read in read_rounds(PUBLISHED):
            record_round(work, read.round, printed=read.printed, actor="clerk")
        work.commit()
    return book


def codes_found(book: Book) -> list[tuple[str, str]]:
    findings = Findings()
    with book.reading() as connection:
        rejudge(connection, findings, understand=understood)
    book.close()
    return [(found.code, found.where) for found in findings.kept()]


def test_the_published_rounds_follow_from_their_notices(published: Book) -> None:
    assert [code for code, _ in codes_found(published) if code.startswith("round.")] == []


def test_a_round_booked_otherwise_than_its_notice_says_is_found(published: Book) -> None:
    with published.engine.connect() as connection:
        connection.exec_driver_sql("DROP TRIGGER movement_refuses_update")
        connection.exec_driver_sql("UPDATE movement SET amount = amount + 1 WHERE seq = 36 AND n = 1")
        connection.commit()

    found = codes_found(published)

    assert ("round.postings", "round/Xiamen, monthly report August 2025/7") in found


def test_a_kept_rule_book_that_is_none_is_found(published: Book) -> None:
    assert ("rule_book.unreadable", "rule_book/1") in codes_found(published)
