"""What waits for a decision is held for it, seen at once, and proved from the registrations of acts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from ledger.domain.bookkeeping.act import State
from ledger.domain.bookkeeping.journal import Registration
from ledger.domain.values.encoding import canonical_json
from ledger.store.docket import PendingAct
from ledger.store.verification import verify
from tests.store.conftest import COD, LAW, NOW, TODAY, post
from tests.store.exercise import ACME, step, waiting_act

if TYPE_CHECKING:
    from ledger.store.book import Book
    from ledger.store.unit_of_work import UnitOfWork


@pytest.fixture
def opened(book: Book) -> Book:
    """Return a book in which Acme holds a thousand grams."""
    post(book, "opening", "Q40 Acme", "opening", 1_000)
    return book


def held(work: UnitOfWork, *, besides: int | None = None) -> int:
    """Return how much of what Acme holds waits."""
    position = work.find_position(ACME, COD)
    assert position is not None
    return work.docket.held(position, besides=besides)


def findings(book: Book) -> list[tuple[str, str]]:
    with book.reading() as connection:
        return [(finding.code, finding.where) for finding in verify(connection, full=True).findings]


def test_what_waits_is_held_from_the_moment_it_is_recorded(opened: Book) -> None:
    with opened.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        assert (held(work), work.docket.pending()) == (0, [])
        first, second = waiting_act(work, "first", grams=200), waiting_act(work, "second", grams=300)
        assert (held(work), held(work, besides=first.reference), held(work, besides=second.reference)) == (
            500, 300, 200,
        )  # fmt: skip
        assert [act.reference for act in work.docket.pending()] == [first.reference, second.reference]
        work.commit()

    with opened.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        assert held(work) == 500
        assert work.docket.get(first.reference) == PendingAct(
            reference=first.reference,
            kind="right.transfer",
            area="Testville",
            state=State.RECORDED,
            maker="clerk",
            effective_on=TODAY,
            seq=first.reference,
        )
    assert findings(opened) == []


def test_a_corrected_act_holds_what_it_takes_now(opened: Book) -> None:
    with opened.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        waiting = waiting_act(work, "waiting", grams=200)
        returned = replace(waiting, state=State.RETURNED, holds=(), reason="数量有误")
        step(work, returned)
        assert (held(work), [act.state for act in work.docket.pending()]) == (0, [State.RETURNED])
        corrected = step(work, replace(waiting, holds=((ACME.code, COD.code, 150),)))
        found = work.docket.get(waiting.reference)
        assert (held(work), found and found.seq) == (150, corrected)
        work.commit()

    assert findings(opened) == []


@pytest.mark.parametrize("end", [State.POSTED, State.REJECTED, State.WITHDRAWN])
def test_an_act_that_is_decided_holds_nothing_and_waits_no_more(opened: Book, end: State) -> None:
    with opened.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        waiting = waiting_act(work, "waiting")
        work.commit()
    with opened.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        step(work, replace(waiting, state=end))
        assert (held(work), work.docket.pending(), work.docket.get(waiting.reference)) == (0, [], None)
        work.docket.remove(waiting.reference)
        work.commit()

    assert findings(opened) == []


def test_an_act_that_is_decided_after_a_commit_waits_no_more(opened: Book) -> None:
    with opened.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        first, second = waiting_act(work, "first"), waiting_act(work, "second")
        work.commit()
    with opened.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        step(work, replace(first, state=State.CHECKED))
        work.commit()
        step(work, replace(second, state=State.WITHDRAWN))
        assert [act.reference for act in work.docket.pending()] == [first.reference]
        work.commit()

    assert findings(opened) == []


def test_what_a_unit_of_work_left_behind_waits_for_nobody(opened: Book) -> None:
    with opened.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        waiting_act(work, "left")
        work.journal.flush()

    with opened.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        assert (held(work), work.docket.pending()) == (0, [])


def test_pending_acts_are_asked_for_by_area_and_day(opened: Book) -> None:
    days = {"a": date(2026, 1, 5), "b": date(2026, 2, 5)}
    with opened.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        for reference, (area, day) in enumerate([*days.items(), ("a", TODAY)], 1):
            act = PendingAct(
                reference=reference,
                kind="cap.set",
                area=area,
                state=State.RECORDED,
                maker="clerk",
                effective_on=day,
                seq=reference,
            )
            work.docket.put(act, holds=())

        def references(**conditions: str | date) -> list[int]:
            return [act.reference for act in work.docket.pending(**conditions)]  # type: ignore[arg-type]  # by name

        assert references() == [1, 2, 3]
        assert (references(area="a"), references(area="c")) == ([1, 3], [])
        assert (references(until=days["b"]), references(until=date(2026, 2, 4))) == ([1, 2], [1])
        assert references(area="a", until=TODAY) == [1, 3]


def test_nothing_can_wait_where_nothing_ever_was(opened: Book) -> None:
    with opened.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        waiting = waiting_act(work, "waiting")
        with pytest.raises(ValueError, match="never held"):
            step(work, replace(waiting, holds=(("Q40:Testville/Nobody", COD.code, 1),)))


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        ("UPDATE docket SET state = 'checked'", ("docket.differs", "docket/3")),
        ("UPDATE docket SET maker = 'somebody'", ("docket.differs", "docket/3")),
        ("UPDATE docket SET effective_on = effective_on + 1", ("docket.differs", "docket/3")),
        ("INSERT INTO docket SELECT 1, kind, area, state, maker, effective_on, seq FROM docket",
         ("docket.differs", "docket/1")),
        ("UPDATE hold SET amount = amount - 1", ("hold.differs", "hold/3/1")),
        ("UPDATE hold SET position_id = 2", ("hold.differs", "hold/3/2")),
        ("DELETE FROM hold", ("hold.differs", "hold/3/1")),
    ],
)  # fmt: skip
def test_whoever_changes_the_docket_is_found(opened: Book, damage: str, expected: tuple[str, str]) -> None:
    with opened.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        waiting_act(work, "waiting")
        work.commit()

    with opened.engine.begin() as connection:
        connection.execute(text(damage))

    assert expected in findings(opened)


def test_an_act_that_is_missing_from_the_docket_is_found(opened: Book) -> None:
    with opened.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        waiting = waiting_act(work, "waiting")
        work.docket.remove(waiting.reference)
        work.commit()

    assert findings(opened) == [("docket.differs", "docket/3"), ("hold.differs", "hold/3/1")]


@pytest.mark.parametrize(
    "content", [[], {}, {"state": "lost"}, {"state": "recorded"}, {"state": "posted", "evidence": [1]}]
)
def test_a_registration_that_is_no_act_is_found(opened: Book, content: object) -> None:
    with opened.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        waiting = waiting_act(work, "waiting")
        nonsense = Registration(register="act", subject="77", body=canonical_json(content))
        step(work, waiting, nonsense)
        work.commit()

    assert findings(opened) == [("registration.content", "registration/4/2")]
