"""Papers are kept in the book, once, whole, for good, and go wherever the book goes."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select, text

from ledger.domain.bookkeeping.act import Paper
from ledger.errors import InvalidValue
from ledger.store import triggers
from ledger.store.backup import backup
from ledger.store.book import Book
from ledger.store.evidence import LARGEST_PAPER, Evidence
from ledger.store.restore import restore
from ledger.store.tables import evidence
from ledger.store.verification import verify
from tests.store.conftest import LAW, NOW, post
from tests.store.exercise import step, waiting_act

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def opened(book: Book) -> Book:
    """Return a book in which an act rests on a paper."""
    post(book, "opening", "Q40 Acme", "opening", 1_000)
    with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        waiting_act(work, "waiting")
        work.commit()
    return book


CONTENT = b"%PDF waiting"


def codes(book: Book, *, full: bool = True) -> list[str]:
    with book.reading() as connection:
        return [finding.code for finding in verify(connection, full=full).findings]


def test_a_paper_is_found_by_the_digest_of_its_content(opened: Book) -> None:
    with opened.reading() as connection:
        papers = Evidence(connection)
        assert papers.get(sha256(CONTENT).digest()) == ("application/pdf", CONTENT)
        assert papers.get(sha256(b"another").digest()) is None
    assert codes(opened) == []


def test_the_same_content_is_kept_once(opened: Book) -> None:
    with opened.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        digest = work.evidence.keep(CONTENT, "text/plain")
        assert (digest, work.evidence.get(digest)) == (sha256(CONTENT).digest(), ("application/pdf", CONTENT))
        assert work.connection.scalar(select(func.count()).select_from(evidence)) == 1


def test_a_paper_of_a_unit_of_work_that_was_left_is_not_kept(opened: Book) -> None:
    with opened.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        digest = work.evidence.keep(b"left", "text/plain")

    with opened.reading() as connection:
        assert Evidence(connection).get(digest) is None


def test_a_paper_is_neither_empty_nor_larger_than_twenty_megabytes(opened: Book) -> None:
    with opened.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        for content in (b"", bytes(LARGEST_PAPER + 1)):
            with pytest.raises(InvalidValue) as refusal:
                work.evidence.keep(content, "application/pdf")
            assert refusal.value.code == "evidence.size"
        largest = bytes(LARGEST_PAPER)
        assert work.evidence.get(work.evidence.keep(largest, "application/pdf")) == ("application/pdf", largest)


@pytest.mark.parametrize("change", ["content = digest", "media_type = 'text/plain'"])
def test_an_altered_paper_is_found_in_full(opened: Book, change: str) -> None:
    with opened.engine.connect() as connection:
        triggers.drop(connection)
        connection.execute(text(f"UPDATE evidence SET {change}"))
        triggers.recreate(connection)
        connection.commit()

    assert (codes(opened, full=False), codes(opened)) == ([], ["evidence.altered"])


def test_a_missing_paper_is_found(opened: Book) -> None:
    with opened.engine.connect() as connection:
        triggers.drop(connection)
        connection.execute(text("DELETE FROM evidence"))
        triggers.recreate(connection)
        connection.commit()

    assert codes(opened, full=False) == ["evidence.missing"]


def test_a_paper_that_was_never_kept_is_found_missing_even_where_a_later_step_drops_it(opened: Book) -> None:
    with opened.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        waiting = waiting_act(work, "another", grams=1)
        step(work, replace(waiting, evidence=(Paper(name="不存在.pdf", digest="00" * 32),)))
        step(work, waiting)
        work.commit()

    assert codes(opened) == ["evidence.missing"]


def test_papers_go_with_the_book_from_engine_to_engine(
    opened: Book, tmp_path: Path, sqlite_url: str, postgres_url: str
) -> None:
    with opened.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        waiting_act(work, "long " * 200_000, grams=1)
        work.commit()
    backup(opened, tmp_path / "backup.sqlite", progress=lambda _: None)
    target = sqlite_url if opened.engine.dialect.name == "postgresql" else postgres_url

    answer = restore(tmp_path / "backup.sqlite", target, now=NOW, progress=lambda _: None)

    there = Book.open(target)
    with opened.reading() as here, there.reading() as copied:
        query = select(evidence).order_by(evidence.c.digest)
        assert here.execute(query).all() == copied.execute(query).all()
    assert (answer.verification.findings, codes(there)) == ((), [])
    there.close()
