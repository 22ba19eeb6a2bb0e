"""Acts that are returned, rejected, corrected or tried again: what holds for every kind of act."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from ledger.domain.bookkeeping.act import Paper, State
from ledger.domain.bookkeeping.period import ClosedPeriod
from ledger.errors import Conflict, NotFound, RuleViolation
from ledger.projections.accounts.entry import entries
from ledger.services import procedure
from tests.services.acts.bureau import EAST, Bureau
from tests.services.acts.offices import approved, cap, codes, desk_of, kept_back, last_entry, recorded, state


@pytest.mark.parametrize("end", [procedure.reject, procedure.send_back])
def test_what_is_rejected_or_returned_takes_nothing(bureau: Bureau, end: Callable[..., None]) -> None:
    approved(bureau, recorded(bureau, cap(100)))
    reference = recorded(bureau, cap(30))
    with desk_of(bureau, "市局审批") as desk:
        end(desk, reference, reason="数量待核")

    approved(bureau, recorded(bureau, cap(10)))
    assert bureau.balance("Q20", EAST) == 10_000_000


def test_a_returned_act_is_corrected_by_its_maker_and_approved(bureau: Bureau) -> None:
    reference = recorded(bureau, cap(100))
    with desk_of(bureau, "市局审批") as desk:
        procedure.send_back(desk, reference, reason="应为90吨")
    with desk_of(bureau, "市局经办") as desk:
        procedure.correct(desk, reference, cap(90))
    approved(bureau, reference)

    assert bureau.balance("Q20", EAST) == 90_000_000
    with bureau.book.reading() as connection:
        steps = [entry.kind for entry in entries(connection, after=2)]
    assert steps == ["act.recorded", "act.returned", "act.recorded", "cap.set"]


def test_nobody_but_the_maker_corrects_or_withdraws(bureau: Bureau) -> None:
    reference = recorded(bureau, cap(100))
    with desk_of(bureau, "市局审批") as desk:
        procedure.send_back(desk, reference, reason="应为90吨")
    with desk_of(bureau, "中心经办") as desk:
        with pytest.raises(NotFound):
            procedure.correct(desk, reference, cap(90))
        with pytest.raises(NotFound):
            procedure.withdraw(desk, reference, reason="不办了")
    with desk_of(bureau, "市局经办") as desk:
        procedure.withdraw(desk, reference, reason="不办了")

    assert state(bureau, reference).state is State.WITHDRAWN


@pytest.mark.parametrize("step", ["approve", "send_back", "reject", "withdraw", "correct", "check"])
def test_a_posted_act_takes_no_further_step(bureau: Bureau, step: str) -> None:
    reference = recorded(bureau, cap(100))
    approved(bureau, reference)
    tries = {
        "approve": lambda desk: procedure.approve(desk, reference, shown="x"),
        "send_back": lambda desk: procedure.send_back(desk, reference, reason="x"),
        "reject": lambda desk: procedure.reject(desk, reference, reason="x"),
        "withdraw": lambda desk: procedure.withdraw(desk, reference, reason="x"),
        "correct": lambda desk: procedure.correct(desk, reference, cap(1)),
        "check": lambda desk: procedure.check(desk, reference, shown="x"),
    }
    with desk_of(bureau, "市局经办") as desk, pytest.raises(Conflict) as refused:
        tries[step](desk)

    assert refused.value.problem_code == "act.state"


def test_the_same_key_with_the_same_content_is_recognised(bureau_on_each_engine: Bureau) -> None:
    bureau = bureau_on_each_engine
    first = recorded(bureau, cap(100), key="a")
    with desk_of(bureau, "市局经办") as desk:
        again = procedure.record(desk, cap(100), kind="cap.set", key="a")
        with pytest.raises(Conflict) as refused:
            procedure.record(desk, cap(101), kind="cap.set", key="a")
        twice = [procedure.record(desk, cap(5), kind="cap.set", key="b").reference for _ in range(2)]

    assert (again.reference, again.recognised) == (first, True)
    assert refused.value.problem_code == "idempotency.reused"
    assert twice[0] == twice[1]


def test_days_to_come_and_closed_months_are_refused_with_all_else_that_is_wrong(bureau: Bureau) -> None:
    bureau.register(ClosedPeriod(through=date(2025, 12, 31)))
    with pytest.raises(RuleViolation) as closed:
        recorded(bureau, replace(cap(5, on=date(2025, 12, 31)), basin="黄河"), by="财务")
    with pytest.raises(RuleViolation) as future:
        recorded(bureau, cap(5, on=date(2026, 1, 7)))

    assert codes(closed) == ["person.not_allowed", "period.closed", "basin.unknown"]
    assert codes(future) == ["date.future"]


def test_a_month_closed_meanwhile_stops_the_decision(bureau: Bureau) -> None:
    reference = recorded(bureau, cap(100, on=date(2025, 12, 31)))
    bureau.register(ClosedPeriod(through=date(2025, 12, 31)))
    with pytest.raises(RuleViolation) as refused:
        approved(bureau, reference)

    assert codes(refused) == ["period.closed"]


def test_evidence_is_counted_and_named_in_every_step(bureau: Bureau) -> None:
    with desk_of(bureau, "市局经办") as desk:
        digest = desk.work.evidence.keep(b"scan", "application/pdf").hex()
        papers = (Paper(name="会议纪要.pdf", digest=digest),)
        reference = procedure.record(desk, cap(100), kind="cap.set", key="a", evidence=papers).reference
    approved(bureau, reference)

    assert last_entry(bureau).attachments == 1
    assert state(bureau, reference).evidence == papers


def test_an_act_dated_back_below_a_later_balance_is_refused_whole(bureau: Bureau) -> None:
    approved(bureau, recorded(bureau, cap(100, on=date(2026, 1, 5))))
    size = bureau.size
    with pytest.raises(RuleViolation) as refused:
        recorded(bureau, cap(50, on=date(2026, 1, 4)))

    assert codes(refused) == ["balance.overdrawn", "balance.overdrawn"]
    assert "2026-01-04" in str(refused.value.breaches[0].detail)
    assert bureau.size == size


def test_an_act_that_a_later_one_made_impossible_is_refused_at_its_decision(bureau: Bureau) -> None:
    """On the 4th 60 of 100 can be kept back, until 100 are kept back on the 5th; the 60 of the 6th come too late."""
    approved(bureau, recorded(bureau, cap(100, on=date(2026, 1, 3))))
    approved(bureau, recorded(bureau, cap(160, on=date(2026, 1, 6))))
    early = recorded(bureau, kept_back(60, on=date(2026, 1, 4)), kind="reserve.retain")
    approved(bureau, recorded(bureau, kept_back(100, on=date(2026, 1, 5)), kind="reserve.retain"))
    size = bureau.size
    with pytest.raises(RuleViolation) as refused:
        approved(bureau, early)

    assert codes(refused) == ["balance.overdrawn"]
    assert bureau.size == size
    assert state(bureau, early).state is State.RECORDED


def test_a_return_that_comes_later_does_not_cover_a_day_before_it(bureau: Bureau) -> None:
    """100 on the 2nd, none on the 3rd, 100 again on the 6th: on the 4th there is nothing to take."""
    for grams, day in ((100, 2), (0, 3), (100, 6)):
        approved(bureau, recorded(bureau, cap(grams, on=date(2026, 1, day))))
    with pytest.raises(RuleViolation) as refused:
        recorded(bureau, cap(40, on=date(2026, 1, 4)))

    assert codes(refused) == ["balance.overdrawn", "balance.overdrawn"]
