"""A full verification finds whatever was posted into a period that was closed when it was recorded."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

import pytest

from ledger.domain.bookkeeping.journal import JournalEntry, Judgement
from ledger.domain.bookkeeping.period import ClosedPeriod
from ledger.domain.values.encoding import digest
from ledger.store.record_text import registration_of
from ledger.store.verification import verify
from tests.store.conftest import LAW, NOW, TODAY, entry
from tests.store.conftest import post as record

if TYPE_CHECKING:
    from ledger.store.book import Book

JANUARY: Final = date(2026, 1, 31)
FEBRUARY: Final = date(2026, 2, 28)


def close(book: Book, through: date | None, *, kind: str = "period.closed", on: date = TODAY) -> None:
    """Close the books through a day, or open them again."""
    with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        work.journal.append(
            JournalEntry(
                key=f"close {work.journal.size}",
                request_digest=digest(None),
                kind=kind,
                effective_on=on,
                actor="clerk",
                narration="结账",
                judgement=Judgement.JUDGED,
                registrations=(registration_of(ClosedPeriod(through=through)),),
            )
        )
        work.commit()


def post(book: Book, key: str, debit: str, credit: str, grams: int, *, on: date = TODAY) -> int:
    """Post an act with the next number of its series, as every act that was decided has one."""
    with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        act = entry(work, key, debit, credit, grams, on=on)
        place = work.journal.append(replace(act, series="量-2026", number=work.next_number("量-2026")))
        work.commit()
    return place


def late(book: Book, *, full: bool = True) -> list[tuple[str, str]]:
    with book.reading() as connection:
        return [(finding.code, finding.where) for finding in verify(connection, full=full).findings]


def test_what_counts_after_the_close_or_was_recorded_before_it_is_no_finding(book: Book) -> None:
    post(book, "before", "Q40 Acme", "opening", 1, on=JANUARY)
    close(book, JANUARY)
    post(book, "after", "Q40 Acme", "opening", 1, on=date(2026, 2, 1))
    close(book, FEBRUARY)
    post(book, "today", "Q40 Acme", "opening", 1)

    assert late(book) == []


def test_what_counts_in_a_closed_period_is_found(book: Book) -> None:
    close(book, JANUARY)
    places = [post(book, "on its last day", "Q40 Acme", "opening", 1, on=JANUARY)]
    post(book, "on the next", "Q40 Acme", "opening", 1, on=date(2026, 2, 1))
    close(book, FEBRUARY)
    places.append(post(book, "in the second", "Q40 Acme", "opening", 1, on=date(2026, 2, 1)))

    assert late(book) == [("period.closed", f"journal/{place}") for place in places]
    assert late(book, full=False) == []


def test_an_opened_period_takes_acts_again_until_it_is_closed(book: Book) -> None:
    close(book, FEBRUARY)
    close(book, JANUARY, kind="period.reopened")
    post(book, "in February", "Q40 Acme", "opening", 1, on=FEBRUARY)
    close(book, None, kind="period.reopened")
    post(book, "in January", "Q40 Acme", "opening", 1, on=JANUARY)
    close(book, FEBRUARY)
    place = post(book, "too late", "Q40 Acme", "opening", 1, on=FEBRUARY)

    assert late(book) == [("period.closed", f"journal/{place}")]


@pytest.mark.parametrize("kind", ["period.closed", "act.recorded"])
def test_closing_and_the_steps_of_waiting_acts_may_be_dated_in_a_closed_period(book: Book, kind: str) -> None:
    close(book, FEBRUARY)

    close(book, FEBRUARY, kind=kind, on=JANUARY)

    assert late(book) == []


def test_a_historical_record_has_no_number_and_belongs_to_no_period(book: Book) -> None:
    close(book, FEBRUARY)

    record(book, "of another place", "Q41 Acme", "opening", 1, on=JANUARY)

    assert late(book) == []
