"""The test questions: each made-up fault is found, and both engines give the same answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from ledger.domain.bookkeeping.act import Paper, State, WaitingAct
from ledger.domain.bookkeeping.journal import JournalEntry, Judgement
from ledger.domain.credits.facility_card import FacilityCard, Use, UseKind
from ledger.domain.money.payment_notice import Charge, PaymentNotice
from ledger.domain.values.encoding import digest
from ledger.domain.values.pollutant import Pollutant
from ledger.errors import enumerated
from ledger.projections.audit.question import ActAt, Inquiry
from ledger.projections.audit.questions.catalogue import QUESTIONS
from ledger.rules.law.loader import load_book
from ledger.store.book import Book
from ledger.store.record_text import registration_of
from tests.store.conftest import LAW, TODAY
from web.demo.city import found_city

if TYPE_CHECKING:
    from ledger.projections.audit.question import Cell

AREA = "Testville"
BOOK = load_book()
LAST_DAY = date(2026, 11, 20)
PROJECTS = 30


@pytest.fixture
def book(empty_book: Book) -> Book:
    """Return an empty book."""
    return empty_book


def record(book: Book, key: str, *facts: object, at: datetime, on: date = TODAY, **columns: object) -> int:
    """Record an act that registers something, at a moment, with columns of the journal."""
    with book.unit_of_work(recorded_at=at, rule_book=LAW) as work:
        entry = JournalEntry(
            key=key,
            request_digest=digest(key),
            kind="test",
            effective_on=on,
            actor="clerk",
            narration=key,
            judgement=Judgement.JUDGED,
            registrations=tuple(registration_of(fact) for fact in facts),  # type: ignore[arg-type]  # records
        )
        seq = work.journal.append(replace(entry, **columns))  # type: ignore[arg-type]  # named by the test
        work.commit()
    return seq


def answer(book: Book, name: str, *, area: str | None = None) -> list[tuple[Cell, ...]]:
    """Return the findings of a question."""
    with book.reading() as view:
        inquiry = Inquiry(view=view, registers=book.registers(view), law=BOOK, today=LAST_DAY, area=area)
        return [row.cells for row in QUESTIONS[name].answer(inquiry) if row.finding]


def act(reference: int, *papers: Paper, area: str = AREA) -> WaitingAct:
    return WaitingAct(
        reference=reference, kind="test", area=area, state=State.RECORDED, effective_on=TODAY, maker="clerk",
        evidence=papers,
    )  # fmt: skip


NOON = datetime(2026, 6, 1, 4, tzinfo=UTC)


def test_the_hours_are_those_of_beijing(book: Book) -> None:
    record(book, "21:59", act(2), at=datetime(2026, 6, 1, 13, 59, tzinfo=UTC))
    late = record(book, "22:00", act(3), at=datetime(2026, 6, 1, 14, 0, tzinfo=UTC))
    early = record(book, "05:59", act(4), at=datetime(2026, 6, 1, 21, 59, tzinfo=UTC))
    record(book, "06:00", act(5), at=datetime(2026, 6, 1, 22, 0, tzinfo=UTC))

    assert [cells[0] for cells in answer(book, "night")] == [ActAt(early), ActAt(late)]
    assert answer(book, "night", area="elsewhere") == []
    assert [cells[0] for cells in answer(book, "night", area=AREA)] == [ActAt(early), ActAt(late)]


def test_a_day_back_is_counted_by_the_calendar_of_beijing(book: Book) -> None:
    same_day = datetime(2026, 6, 1, 15, 59, tzinfo=UTC)
    record(book, "same day", act(2), at=same_day, on=date(2026, 6, 1))
    record(book, "ahead", act(3), at=same_day, on=date(2026, 6, 2))
    back = record(book, "over a year's end", act(4), at=datetime(2026, 6, 1, 16, 0, tzinfo=UTC), on=date(2025, 12, 31))
    near = record(book, "next morning", act(5), at=datetime(2026, 6, 1, 16, 0, tzinfo=UTC), on=date(2026, 6, 1))

    assert [(cells[0], cells[-1]) for cells in answer(book, "backdated")] == [(ActAt(back), 153), (ActAt(near), 1)]


def test_days_of_rest_follow_the_notices_not_the_week(book: Book) -> None:
    festival = record(book, "1 May", act(2), at=datetime(2026, 5, 1, 4, tzinfo=UTC))
    record(book, "made-up working Saturday", act(3), at=datetime(2026, 5, 9, 4, tzinfo=UTC))
    weekend = record(book, "Sunday", act(4), at=datetime(2026, 6, 7, 4, tzinfo=UTC))

    found = answer(book, "rest-days")

    assert [cells[0] for cells in found] == [ActAt(weekend), ActAt(festival)]


def test_a_number_that_is_missing_is_named(book: Book) -> None:
    for number in (1, 2, 4, 7):
        record(book, f"n{number}", act(number + 1), at=NOON, series="量-2026", number=number)
    record(book, "whole", act(20), at=NOON, series="费-2026", number=1)

    assert answer(book, "numbers") == [("量-2026", 1, 7, 4, 3, enumerated((3, 5, 6)))]


def test_the_same_paper_is_known_under_another_name(book: Book) -> None:
    first, second, other = (
        Paper(name=name, digest=sign * 64) for name, sign in (("甲", "a"), ("乙", "a"), ("丙", "b"))
    )
    for reference, paper in ((2, first), (3, second), (4, other)):
        record(book, f"p{reference}", act(reference, paper), at=NOON, attachments=1)

    assert answer(book, "same-paper") == [("a" * 16, 2, ActAt(2), "甲"), ("a" * 16, 2, ActAt(3), "乙")]
    assert answer(book, "same-paper", area="elsewhere") == []


def test_a_card_that_was_used_beyond_its_verification_comes_first(book: Book) -> None:
    whole = FacilityCard(
        facility="F1", pollutant=Pollutant.COD, verified=100, uses=(Use(kind=UseKind.CREDITED, grams=100),)
    )
    over = replace(whole, facility="F2", uses=(*whole.uses, Use(kind=UseKind.SURPLUS_SOLD, grams=1)))
    record(book, "cards", whole, over, at=NOON)

    [found] = answer(book, "cards")

    assert (found[0].facility, found[5].grams) == ("F2", -1)  # type: ignore[union-attr]  # as the columns are


def test_a_replacement_within_the_plant_stands_apart_until_its_measure_is_verified(book: Book) -> None:
    planned = FacilityCard(
        facility="F1", pollutant=Pollutant.COD, uses=(Use(kind=UseKind.OWN_REPLACEMENT, grams=60, by="P1"),)
    )
    sold = replace(planned, facility="F2", uses=(*planned.uses, Use(kind=UseKind.SURPLUS_SOLD, grams=1)))
    short = replace(planned, facility="F3", verified=50)
    record(book, "cards", planned, sold, short, at=NOON)

    found = {row[0].facility: [cell.grams for cell in row[3:7]] for row in answer(book, "cards")}  # type: ignore[union-attr]  # as the columns are

    assert found == {"F2": [0, 1, -1, 60], "F3": [50, 60, -10, 0]}


def test_money_that_is_late_or_unconfirmed_is_told_notice_by_notice(book: Book) -> None:
    paid = PaymentNotice(
        number="N1", area=AREA, payer="甲", charge=Charge.FIXED_PRICE, charged_for="C1", assessed=1000, received=1000,
        confirmed=1000, issued_on=TODAY, due_on=date(2026, 6, 10), paid_on=date(2026, 6, 9),
        in_treasury_on=date(2026, 6, 12),
    )  # fmt: skip
    overdue = replace(paid, number="N2", received=999, confirmed=999)
    slow = replace(paid, number="N3", in_treasury_on=date(2026, 7, 10))
    unconfirmed = replace(paid, number="N4", confirmed=0, in_treasury_on=None)
    record(book, "notices", paid, overdue, slow, unconfirmed, at=NOON)

    told = {(cells[0], cells[-1].rendered(str)) for cells in answer(book, "money")}  # type: ignore[union-attr]  # words

    assert told == {("N2", "逾期163天未缴清"), ("N3", "缴款后31天才入库"), ("N4", "已缴164天，国库尚未确认")}
    assert answer(book, "money", area="elsewhere") == []


def test_pairs_and_single_hands_are_counted(book: Book) -> None:
    for number, decider in enumerate(("甲", "甲", "乙", None), 1):
        record(book, f"d{number}", act(number + 1), at=NOON, series="册-2026", number=number, approver=decider)

    with book.reading() as view:
        inquiry = Inquiry(view=view, registers=book.registers(view), law=BOOK, today=LAST_DAY)
        pairs = [row.cells[1:3] for row in QUESTIONS["pairs"].answer(inquiry)]

    assert pairs == [("甲", 2), ("乙", 1)]
    assert [cells[1] for cells in answer(book, "one-hand")] == [1]


def test_both_engines_give_the_same_answers_of_a_city(sqlite_url: str, postgres_url: str) -> None:
    answers = []
    for url in (sqlite_url, postgres_url):
        city, _ = found_city(url, law=BOOK, progress=lambda _: None, count=PROJECTS)
        answers.append({name: answer(city, name) for name in QUESTIONS})
        city.close()

    assert answers[0] == answers[1]
    assert sum(map(bool, answers[0].values())) > 5
