"""How an act goes through the offices: what holds for every kind of act, tried with the cap of a pollutant."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ledger.domain.bookkeeping.act import State
from ledger.domain.people.actor import Role, User
from ledger.errors import Conflict, NotFound, RuleViolation
from ledger.services import procedure
from tests.services.acts.bureau import EAST, PERSONS, WEST, Bureau
from tests.services.acts.offices import approved, cap, codes, desk_of, last_entry, recorded, state


def test_a_recorded_act_posts_nothing(bureau_on_each_engine: Bureau) -> None:
    bureau = bureau_on_each_engine
    recorded(bureau, cap(100))

    assert bureau.balance("Q20", EAST) == 0
    assert last_entry(bureau).kind == "act.recorded"
    assert last_entry(bureau).number is None


def test_an_approved_act_is_posted_in_the_name_of_both_persons(bureau_on_each_engine: Bureau) -> None:
    bureau = bureau_on_each_engine
    approved(bureau, recorded(bureau, cap(100)))

    posted = last_entry(bureau)
    assert (posted.actor, posted.approver) == ("市局经办", "市局审批")
    assert posted.effective_on == date(2026, 1, 5)
    assert (posted.series, posted.number) == ("量-2026", 1)
    assert bureau.balance("Q20", EAST) == 100_000_000
    assert bureau.balance("Q10", EAST) == -100_000_000


def test_numbers_are_given_at_posting_and_have_no_gap(bureau: Bureau) -> None:
    first, second, third = (recorded(bureau, cap(tonnes)) for tonnes in (10, 20, 30))
    with desk_of(bureau, "市局审批") as desk:
        procedure.reject(desk, first, reason="依据不足")

    assert approved(bureau, third).number == 1
    assert approved(bureau, second).number == 2


def test_each_year_has_its_own_numbers(bureau: Bureau) -> None:
    with desk_of(bureau, "市局经办", today=date(2027, 1, 4)) as desk:
        old = procedure.record(desk, cap(10, on=date(2026, 12, 31)), kind="cap.set", key="old").reference
        new = procedure.record(desk, cap(20, on=date(2027, 1, 4)), kind="cap.set", key="new").reference
    with desk_of(bureau, "市局审批", today=date(2027, 1, 4)) as desk:
        posted = [
            procedure.approve(desk, reference, shown=procedure.preview(desk, reference).digest)
            for reference in (old, new)
        ]

    assert [(act.series, act.number) for act in posted] == [("量-2026", 1), ("量-2027", 1)]


def test_the_maker_never_approves(bureau: Bureau) -> None:
    both = User(name="一人", role=Role.REVIEWER, office=PERSONS["市局审批"].office)
    reference = recorded(bureau, cap(100))
    with desk_of(bureau, "市局审批") as desk:
        same = replace(desk, user=replace(both, name="市局经办"))
        shown = procedure.preview(desk, reference).digest
        with pytest.raises(RuleViolation) as refused:
            procedure.approve(same, reference, shown=shown)

    assert codes(refused) == ["person.same"]


@pytest.mark.parametrize("name", ["市局经办", "中心经办", "东区经办", "东区复核", "财务"])
def test_only_a_reviewer_of_the_bureau_decides(bureau: Bureau, name: str) -> None:
    reference = recorded(bureau, cap(100), by="市局经办" if name != "市局经办" else "中心经办")
    with desk_of(bureau, name) as desk, pytest.raises(RuleViolation) as refused:
        procedure.approve(desk, reference, shown=procedure.preview(desk, reference).digest)

    assert codes(refused) == ["person.not_allowed"]
    assert state(bureau, reference).state is State.RECORDED


@pytest.mark.parametrize("name", ["市局审批", "东区经办", "财务", "东区复核"])
def test_only_the_right_clerk_records(bureau: Bureau, name: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        recorded(bureau, cap(100), by=name)

    assert codes(refused) == ["person.not_allowed"]


def test_the_branch_checks_first_and_the_bureau_decides(bureau: Bureau) -> None:
    reference = recorded(bureau, cap(100), kind="cap.two_offices", by="东区经办")
    with desk_of(bureau, "市局审批") as desk, pytest.raises(Conflict) as too_early:
        procedure.approve(desk, reference, shown=procedure.preview(desk, reference).digest)
    with desk_of(bureau, "东区复核") as desk:
        procedure.check(desk, reference, shown=procedure.preview(desk, reference).digest)
    approved(bureau, reference)

    assert too_early.value.problem_code == "act.state"
    done = state(bureau, reference)
    assert (done.maker, done.checker, done.decider) == ("东区经办", "东区复核", "市局审批")


def test_another_branch_does_not_even_see_the_act(bureau: Bureau) -> None:
    reference = recorded(bureau, cap(100), kind="cap.two_offices", by="东区经办")
    with desk_of(bureau, "西区复核") as desk, pytest.raises(NotFound) as refused:
        procedure.check(desk, reference, shown="")

    assert refused.value.problem_code == "act.missing"


def test_a_clerk_of_another_branch_does_not_record(bureau: Bureau) -> None:
    with pytest.raises(RuleViolation) as refused:
        recorded(bureau, cap(100, area=WEST), kind="cap.two_offices", by="东区经办")

    assert codes(refused) == ["person.not_allowed"]


def test_a_branch_decides_what_is_its_own(bureau: Bureau) -> None:
    reference = recorded(bureau, cap(100), kind="cap.branch", by="东区经办")

    assert approved(bureau, reference, by="东区复核").number == 1


def test_what_needs_no_decision_is_posted_at_once(bureau: Bureau) -> None:
    recorded(bureau, cap(100), kind="cap.at_once", by="东区经办")

    posted = last_entry(bureau)
    assert (posted.kind, posted.actor, posted.approver, posted.number) == ("cap.at_once", "东区经办", None, 1)
    with desk_of(bureau, "东区经办") as desk:
        assert desk.work.docket.pending() == []


def test_approval_binds_to_what_was_seen(bureau: Bureau) -> None:
    reference = recorded(bureau, cap(100))
    with desk_of(bureau, "市局审批") as desk:
        seen = procedure.preview(desk, reference).digest
    approved(bureau, recorded(bureau, cap(60)))
    with desk_of(bureau, "市局审批") as desk, pytest.raises(Conflict) as refused:
        procedure.approve(desk, reference, shown=seen)

    assert refused.value.problem_code == "act.changed"
    assert bureau.balance("Q20", EAST) == 60_000_000
    assert state(bureau, reference).state is State.RECORDED


def test_one_approval_counts_once(bureau: Bureau) -> None:
    reference = recorded(bureau, cap(100))
    approved(bureau, reference)
    with pytest.raises(Conflict) as refused:
        approved(bureau, reference)

    assert refused.value.problem_code == "act.state"
    assert bureau.balance("Q20", EAST) == 100_000_000


def test_what_waits_for_a_decision_cannot_be_taken_by_another(bureau_on_each_engine: Bureau) -> None:
    bureau = bureau_on_each_engine
    approved(bureau, recorded(bureau, cap(100)))
    recorded(bureau, cap(30))
    with pytest.raises(RuleViolation) as refused:
        recorded(bureau, cap(69))

    assert codes(refused) == ["cap.below_given_out"]
    assert "31.0000" in str(refused.value.breaches[0].detail)
    assert "30.0000" in str(refused.value.breaches[0].detail)


def test_what_waits_at_one_desk_is_not_recorded_there_twice_and_may_be_once_it_is_withdrawn(bureau: Bureau) -> None:
    with desk_of(bureau, "市局经办") as desk:
        first = procedure.record(desk, cap(100), kind="cap.set", key="1")
        procedure.record(desk, cap(90), kind="cap.set", key="2")
        with pytest.raises(RuleViolation) as refused:
            procedure.record(desk, cap(100), kind="cap.set", key="3")
        procedure.withdraw(desk, first.reference, reason="重复")
        again = procedure.record(desk, cap(100), kind="cap.set", key="4")

    assert codes(refused) == ["act.duplicate_waiting"]
    assert str(first.reference) in str(refused.value.breaches[0].detail)
    assert bureau.waiting(again.reference).state is State.RECORDED
