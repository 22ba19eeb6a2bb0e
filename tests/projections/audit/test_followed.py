"""What a process follows along with the journal is what it would find in the whole of it, at every moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from ledger.domain.bookkeeping.act import Paper, State, WaitingAct
from ledger.domain.bookkeeping.journal import JournalEntry, Judgement, Registration
from ledger.domain.bookkeeping.judged_by import AppliedProvision, JudgedBy
from ledger.domain.values.encoding import digest
from ledger.projections.accounts.entry import entry
from ledger.projections.audit.entry_links import provisions_of
from ledger.projections.audit.followed_papers import FollowedPapers
from ledger.projections.audit.handled import FollowedHandling, Handling, Tally
from ledger.projections.desk.followed_acts import ActTally, FollowedActs
from ledger.projections.exposure import FollowedExposure, exposures
from ledger.projections.followed import Followed
from ledger.rules.law.provision import Authority
from ledger.store.book import Book
from ledger.store.record_text import REMOVED, registration_of
from tests.store.conftest import LAW, TODAY

if TYPE_CHECKING:
    from ledger.projections.view import View

NOON = datetime(2026, 6, 1, 4, tzinfo=UTC)
ASSUMED = AppliedProvision(
    key="source.gate", instrument="示例", article="第1条", authority=Authority.ASSUMED, effective_from=TODAY
)


@pytest.fixture
def book(empty_book: Book) -> Book:
    """Return an empty book."""
    return empty_book


def decided(
    book: Book, *facts: Registration, area: str = "Testville", papers: tuple[Paper, ...] = (), **columns: Any
) -> int:
    """Record an act of an area that 乙 decided, with the papers on which it rests."""
    with book.unit_of_work(recorded_at=NOON, rule_book=LAW) as work:
        seq = work.journal.size + 1
        way = WaitingAct(
            reference=seq, kind="test", area=area, state=State.POSTED, effective_on=TODAY, maker="甲", decider="乙",
            evidence=papers,
        )  # fmt: skip
        entry = JournalEntry(
            key=f"act {seq}", request_digest=digest(seq), kind="test", effective_on=TODAY, actor="甲", approver="乙",
            narration="示例", judgement=Judgement.JUDGED, series="册-2026", number=seq,
            registrations=(registration_of(way), *facts), attachments=len(papers),
        )  # fmt: skip
        work.journal.append(replace(entry, **columns))
        work.commit()
    return seq


def judged(reference: int) -> Registration:
    """Return the registration that an act was judged by the assumption."""
    return registration_of(JudgedBy(reference=reference, provisions=(ASSUMED,)))


def taken_back(book: Book, seq: int) -> int:
    """Take an act back, with what it registered of its judgement."""
    gone = Registration(register=judged(seq).register, subject=str(seq), body=REMOVED)
    return decided(book, gone, judged(99), reverses=seq)


def test_acts_are_counted_by_the_hands_they_went_through(book: Book) -> None:
    followed, of_east = FollowedHandling(), FollowedHandling("East")
    first = decided(book)
    with book.reading() as view:
        assert followed.seen_by(view)[_handling()] == Tally(1, first, first, 20260601, 20260601)
        assert of_east.seen_by(view) == {}
    last = decided(book, area="East")
    papers = decided(book, attachments=1)
    with book.reading() as view:
        assert followed.seen_by(view) == FollowedHandling().seen_by(view)
        assert followed.seen_by(view)[_handling()] == Tally(2, first, last, 20260601, 20260601)
        assert followed.seen_by(view)[_handling(with_papers=True)].first == papers
        assert of_east.seen_by(view) == {_handling(): Tally(1, last, last, 20260601, 20260601)}


def test_a_paper_is_known_again_whichever_acts_rest_on_it_and_whatever_they_call_it(book: Book) -> None:
    followed, of_east = FollowedPapers(), FollowedPapers("East")

    def used_twice() -> dict[str, dict[int, str]]:
        with book.reading() as view:
            found = followed.used_twice(view)
            assert found == FollowedPapers().used_twice(view)
            assert of_east.used_twice(view) == FollowedPapers("East").used_twice(view)
            return {paper: dict(acts) for paper, acts in found.items()}

    contract, scan, other = (
        Paper(name="合同", digest="c"),
        Paper(name="扫描件", digest="c"),
        Paper(name="函", digest="o"),
    )
    first = decided(book, area="East", papers=(contract, other))
    assert used_twice() == {}
    second = decided(book, area="East", papers=(scan,))
    third = decided(book, papers=(contract,))
    assert used_twice() == {"c": {first: "合同", second: "扫描件", third: "合同"}}
    with book.reading() as view:
        assert of_east.used_twice(view) == {"c": {first: "合同", second: "扫描件"}}


def test_an_act_counts_once_as_its_last_step_left_it(book: Book) -> None:
    followed = FollowedActs()

    def counted() -> dict[tuple[str, State], ActTally]:
        with book.reading() as view:
            found = followed.seen_by(view)
            assert found == FollowedActs().seen_by(view)
            return {(key.area, key.state): tally for key, tally in found.items()}

    first = decided(book, papers=(Paper(name="合同", digest="c"), Paper(name="函", digest="o")))
    decided(book, area="East")
    assert counted() == {("Testville", State.POSTED): (1, 2), ("East", State.POSTED): (1, 0)}
    back = WaitingAct(
        reference=first, kind="test", area="Testville", state=State.RETURNED, effective_on=TODAY, maker="甲"
    )
    decided(book, registration_of(back), area="East")
    assert counted() == {("Testville", State.RETURNED): (1, 0), ("East", State.POSTED): (2, 0)}


def test_what_was_judged_counts_until_it_is_taken_back(book: Book) -> None:
    followed = FollowedExposure()

    def acts() -> int:
        with book.reading() as view:
            assert followed.exposures(view) == exposures(view)
            return followed.exposures(view)[ASSUMED].acts

    first, second, _ = (decided(book, judged(number)) for number in (2, 3, 4))
    assert acts() == 3
    red = taken_back(book, first)
    assert acts() == 2
    taken_back(book, red)
    assert acts() == 2
    taken_back(book, second)
    decided(book, judged(9))
    assert acts() == 2


def test_an_act_that_took_a_judgement_back_as_older_ones_did_names_no_provision(book: Book) -> None:
    first = decided(book, judged(2))
    red = decided(book, Registration(register=judged(2).register, subject="2", body=REMOVED), reverses=first)
    with book.reading() as view:
        assert provisions_of(entry(view, first)) == (ASSUMED,)
        assert provisions_of(entry(view, red)) == ()


def test_what_could_not_be_read_to_the_end_is_read_from_the_beginning(book: Book) -> None:
    class Places:
        def __init__(self) -> None:
            self.read: list[int] = []

        def read_on(self, _: View, after: int, to: int) -> None:
            self.read.append(after + 1)
            if broken:
                raise ConnectionError
            self.read += range(after + 2, to + 1)

    broken = False
    followed = Followed(Places)
    with book.reading() as view, followed.as_seen_by(view) as places:
        assert places.read == [1]
    decided(book)
    broken = True
    with book.reading() as view, pytest.raises(ConnectionError), followed.as_seen_by(view):
        pass
    broken = False
    with book.reading() as view, followed.as_seen_by(view) as places:
        assert places.read == [1, 2]


def _handling(*, with_papers: bool = False) -> Handling:
    return Handling("test", "甲", "乙", numbered=True, judgement=Judgement.JUDGED, with_papers=with_papers, rule_book=1)
