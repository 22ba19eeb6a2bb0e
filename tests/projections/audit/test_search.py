"""The journal searched: each condition against the acts as they were booked, and pages in both directions."""

from __future__ import annotations

import re
import subprocess
from datetime import date, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from ledger.domain.bookkeeping.journal import Judgement
from ledger.domain.bookkeeping.unit import UnitKind
from ledger.domain.values.pollutant import Pollutant
from ledger.errors import NotFound
from ledger.projections.accounts.entry import RecordedEntry, entries
from ledger.projections.audit.entry_links import neighbours, require_within
from ledger.projections.audit.handled import FollowedHandling
from ledger.projections.audit.journal_filter import JournalFilter
from ledger.projections.audit.journal_search import (
    COUNTED,
    Count,
    JournalSearch,
    lines_at,
)
from ledger.projections.audit.narrowed import handled_so, narrowed
from ledger.projections.audit.sample import draw
from tests.projections.exercise import AREA
from tests.store.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledger.store.book import Book

MOVES = Pollutant.SULPHUR_DIOXIDE


def holders(act: RecordedEntry) -> set[str | None]:
    return {side.holder for moved in act.movements for side in (moved.debit, moved.credit)}


CONDITIONS: list[tuple[JournalFilter, Callable[[RecordedEntry], bool]]] = [
    (JournalFilter(), lambda _: True),
    (
        JournalFilter(effective_from=date(2024, 3, 1), effective_to=date(2024, 9, 1)),
        lambda act: date(2024, 3, 1) <= act.effective_on <= date(2024, 9, 1),
    ),
    (JournalFilter(recorded_from=NOW, recorded_before=NOW + timedelta(days=1)), lambda _: True),
    (JournalFilter(recorded_before=NOW), lambda _: False),
    (JournalFilter(kind="book.opened"), lambda act: act.kind == "book.opened"),
    (JournalFilter(series="记"), lambda act: act.series == "记"),
    (JournalFilter(series="记", number=12), lambda act: act.number == 12),
    (JournalFilter(area=AREA), lambda act: bool(act.movements)),
    (JournalFilter(area="elsewhere"), lambda _: False),
    (
        JournalFilter(line="C90"),
        lambda act: any("C90" in {moved.debit.chart.code, moved.credit.chart.code} for moved in act.movements),
    ),
    (JournalFilter(holder="甲"), lambda act: "甲公司" in holders(act)),
    (JournalFilter(pollutant=MOVES), lambda act: any(moved.unit.pollutant is MOVES for moved in act.movements)),
    (
        JournalFilter(measure=UnitKind.MONEY, least=50_000_000),
        lambda act: any(moved.unit.kind is UnitKind.MONEY and moved.amount >= 50_000_000 for moved in act.movements),
    ),
    (
        JournalFilter(measure=UnitKind.OFFSET, most=300_000_000),
        lambda act: any(moved.unit.kind is UnitKind.OFFSET and moved.amount <= 300_000_000 for moved in act.movements),
    ),
    (JournalFilter(actor="clerk"), lambda act: act.actor == "clerk"),
    (JournalFilter(approver="reviewer"), lambda act: act.approver == "reviewer"),
    (JournalFilter(person="reviewer"), lambda act: act.approver == "reviewer"),
    (JournalFilter(judgement=Judgement.ADMINISTRATIVE), lambda act: act.judgement is Judgement.ADMINISTRATIVE),
    (JournalFilter(reversals=True), lambda act: act.reverses is not None),
    (JournalFilter(papers=True), lambda act: act.attachments > 0),
    (JournalFilter(papers=False), lambda act: act.attachments == 0),
    (JournalFilter(text="提示"), lambda act: "提示" in act.narration),
    (JournalFilter(text="%"), lambda act: "%" in act.narration),
    (JournalFilter(within=AREA, papers=True), lambda act: bool(act.movements) and act.attachments > 0),
    (
        JournalFilter(line="Q11", holder="公司", approver="reviewer", text="成交"),
        lambda act: (
            act.approver == "reviewer"
            and act.narration == "成交"
            and any(
                side.chart.code == "Q11" and "公司" in (side.holder or "")
                for moved in act.movements
                for side in (moved.debit, moved.credit)
            )
        ),
    ),
]


@pytest.mark.parametrize(("asked", "meets"), CONDITIONS)
def test_exactly_the_acts_that_meet_the_conditions_are_found(
    book: Book, asked: JournalFilter, meets: Callable[[RecordedEntry], bool]
) -> None:
    with book.reading() as connection:
        expected = [act.seq for act in entries(connection, limit=1000) if meets(act)]
        page = JournalSearch(connection, asked).page(limit=1000)
        count = JournalSearch(connection, asked).count()
        written = [line.seq for line in JournalSearch(connection, asked).lines()]
        where_handled_so = narrowed(asked, connection, FollowedHandling())
        narrower = [line.seq for line in JournalSearch(connection, where_handled_so).lines()]
        of_area = FollowedHandling(asked.within or asked.area)
        known = handled_so(asked, connection, of_area)
        within = [line.seq for line in JournalSearch(connection, narrowed(asked, connection, of_area)).lines()]

    assert known in {None, len(expected)}
    assert [line.seq for line in page.lines] == expected[::-1]
    assert written == narrower == within == expected
    assert count == Count(acts=len(expected))
    assert len(expected) < COUNTED


def test_acts_are_looked_for_only_where_some_were_handled_so(book: Book) -> None:
    followed = FollowedHandling()
    with book.reading() as view:
        opened = narrowed(JournalFilter(kind="book.opened"), view, followed)
        nobody = narrowed(JournalFilter(person="nobody"), view, followed)
        assert (opened.first, opened.last) == (1, 1)
        assert JournalSearch(view, nobody).page(limit=10).lines == ()
        assert narrowed(JournalFilter(text="成交"), view, followed) == JournalFilter(text="成交")


def test_acts_are_counted_without_the_journal_where_only_their_handling_is_asked_for(book: Book) -> None:
    with book.reading() as view:
        for asked in (
            JournalFilter(kind="book.opened"),
            JournalFilter(booked=True, judgement=Judgement.JUDGED),
            JournalFilter(person="reviewer", papers=True),
            JournalFilter(within=AREA),
            JournalFilter(within=AREA, booked=True),
            JournalFilter(area=AREA, papers=True),
            JournalFilter(area=AREA, within=AREA),
        ):
            known = handled_so(asked, view, FollowedHandling(asked.within or asked.area))
            assert known is not None
            assert JournalSearch(view, asked).count() == Count(acts=known)
        assert handled_so(JournalFilter(kind="book.opened", text="账"), view, FollowedHandling()) is None
        assert handled_so(JournalFilter(area=AREA), view, FollowedHandling()) is None
        assert handled_so(JournalFilter(area="elsewhere", within=AREA), view, FollowedHandling(AREA)) is None


def test_pages_go_to_older_acts_and_back(book: Book) -> None:
    asked = JournalFilter(text="成交")
    with book.reading() as connection:
        whole = [line.seq for line in JournalSearch(connection, asked).page(limit=1000).lines]
        first = JournalSearch(connection, asked).page(limit=5)
        second = JournalSearch(connection, asked).page(before=first.lines[-1].seq, limit=5)
        back = JournalSearch(connection, asked).page(after=second.lines[0].seq, limit=5)

    assert [line.seq for line in (*first.lines, *second.lines)] == whole[:10]
    assert back.lines == first.lines
    assert (first.newer, first.older, second.newer, back.newer) == (False, True, True, False)


def test_lines_come_in_the_order_in_which_they_are_asked_for(book: Book) -> None:
    with book.reading() as connection:
        assert [line.seq for line in lines_at(connection, (9, 3, 999, 7))] == [9, 3, 7]


def test_a_reader_of_one_area_finds_no_act_of_another(book: Book) -> None:
    with book.reading() as connection:
        opening, moving = 1, 3
        require_within(connection, opening, area=None)
        require_within(connection, moving, area=AREA)
        for seq, area in ((opening, AREA), (moving, "elsewhere"), (999, None)):
            with pytest.raises(NotFound) as refused:
                require_within(connection, seq, area=area)
            assert refused.value.message.rendered(str) == f"日记账没有第{seq}件"
        assert neighbours(connection, moving, area=AREA)[0] is None
        assert neighbours(connection, moving, area=None) == (2, 4)


def test_a_sample_is_what_anybody_draws_with_the_seed(book: Book) -> None:
    asked = JournalFilter(papers=True)
    with book.reading() as connection:
        places = [line.seq for line in JournalSearch(connection, asked).lines()]
        sample = draw(connection, asked, seed="2026·甲", size=7)
        everything = draw(connection, JournalFilter(), seed="2026·甲", size=1000)

    outside = sorted((sha256(f"2026·甲:{place}".encode()).hexdigest(), place) for place in places)[:7]
    assert [(drawn.digest, drawn.line.seq) for drawn in sample.acts] == outside
    assert sample.population == len(places)
    assert {drawn.line.seq for drawn in everything.acts} == set(range(1, everything.population + 1))


def test_the_command_on_the_page_draws_the_same_digest(book: Book) -> None:
    with book.reading() as connection:
        drawn = draw(connection, JournalFilter(), seed="种子", size=1).acts[0]

    asked = f"种子:{drawn.line.seq}".encode()
    told = subprocess.run(["sha256sum"], input=asked, capture_output=True, check=True).stdout.decode()
    assert re.match(r"[0-9a-f]{64}", told) is not None
    assert told.startswith(drawn.digest)
