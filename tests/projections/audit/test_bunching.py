"""Increments that pile up below the limit are told from those that fall as they may."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from fractions import Fraction
from math import comb

import pytest

from ledger.domain.bookkeeping.journal import JournalEntry, Judgement
from ledger.domain.projects.project import FactorRegime, Project
from ledger.domain.projects.project_traits import Category, Discharge, Nature, Regime
from ledger.domain.values.encoding import digest
from ledger.domain.values.pollutant import Pollutant
from ledger.projections.audit.question import Inquiry, Row, Share
from ledger.projections.audit.questions.bunching import bunching, chance
from ledger.rules.law.loader import load_book
from ledger.store.book import Book
from ledger.store.record_text import registration_of
from tests.store.conftest import LAW, TODAY

BOOK = load_book()
NOON = datetime(2026, 4, 1, 4, tzinfo=UTC)


@pytest.fixture
def book(sqlite_url: str) -> Iterator[Book]:
    book = Book.create(sqlite_url, origin="test.example/book", rule_book=LAW, now=NOON, today=TODAY)
    yield book
    book.close()


def project(number: int, *, percent: int, area: str) -> Project:
    """Return a project with one increment of COD, in percent of the limit of 0.1 t."""
    factor = FactorRegime(
        pollutant=Pollutant.COD,
        increment=percent * 1_000,
        regime=Regime.EXEMPT,
        provision="exemption.limit",
        instrument="LC25",
        article="4",
        authority="enacted",
        reason="",
    )
    return Project(
        id=f"P{number}",
        area=area,
        enterprise="91371500MA00DEM012",
        legal_person="91371500MA00DEM012",
        site=f"Road {number}",
        name=f"Project {number}",
        nature=Nature.NEW,
        category=Category.INDUSTRY,
        discharge=Discharge.DIRECT,
        voluntary=False,
        excluded_pollutants=False,
        requested_on=TODAY,
        table=(),
        regime=Regime.EXEMPT,
        factors=(factor,),
    )


def rows(book: Book, area: str | None = None) -> dict[str, Row]:
    with book.reading() as view:
        inquiry = Inquiry(view=view, registers=book.registers(view), law=BOOK, today=TODAY, area=area)
        return {str(row.cells[0]): row for row in bunching(inquiry)}


def enter(book: Book, *increments: tuple[int, str]) -> None:
    facts = tuple(
        registration_of(project(number, percent=percent, area=area))
        for number, (percent, area) in enumerate(increments)
    )
    with book.unit_of_work(recorded_at=NOON, rule_book=LAW) as work:
        work.journal.append(
            JournalEntry(
                key="projects",
                request_digest=digest("projects"),
                kind="test",
                effective_on=TODAY,
                actor="clerk",
                narration="projects",
                judgement=Judgement.JUDGED,
                registrations=facts,
            )
        )
        work.commit()


def test_an_even_spread_is_no_finding(book: Book) -> None:
    enter(book, *((percent, "East") for percent in (81, 85, 90, 91, 95, 100, 101, 105, 110)))

    found = rows(book)

    assert set(found) == {"全部", "化学需氧量", "East"}
    for row in found.values():
        assert row.cells[1:7] == (3, 3, 3, "3.0", "0.0", Share(3, 9))
        assert not row.finding


def test_what_piles_up_under_the_limit_is_found_where_it_does(book: Book) -> None:
    under = [(percent, "West") for percent in (91, 93, 95, 96, 97, 98, 99, 100)]
    enter(book, *under, (85, "East"), (105, "East"), (95, "East"), (50, "West"), (300, "West"))

    found = rows(book)

    assert found["West"].cells[1:6] == (0, 8, 0, "0.0", "8.0")
    assert found["West"].finding
    assert not found["East"].finding
    assert found["全部"].cells[1:6] == (1, 9, 1, "1.0", "8.0")
    assert found["全部"].finding
    assert [str(row.cells[0]) for row in rows(book).values() if row.finding] == list(rows(book))[:3]
    assert set(rows(book, area="East")) == {"全部", "化学需氧量", "East"}


def test_two_beside_each_other_are_no_pile(book: Book) -> None:
    enter(book, (95, "East"), (96, "East"))

    (row, *_) = rows(book).values()
    assert not row.finding
    assert row.cells[-1] == "11.11%"


@pytest.mark.parametrize(("of_three", "middle"), [(0, 0), (3, 3), (9, 3), (12, 9), (40, 22)])
def test_the_chance_is_that_of_the_binomial_distribution(of_three: int, middle: int) -> None:
    third = Fraction(1, 3)
    tail = sum(comb(of_three, k) * third**k * (1 - third) ** (of_three - k) for k in range(middle, of_three + 1))

    assert Fraction(*chance(of_three, middle)) == tail
