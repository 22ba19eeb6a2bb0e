"""How an act goes through the offices: what holds for every kind of act, tried with the cap of a pollutant."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import pytest

from ledger.domain.act import Paper, Path, State, WaitingAct
from ledger.domain.actor import Role, User
from ledger.domain.cap import CapKind, SetCap
from ledger.domain.period import ClosedPeriod
from ledger.domain.pollutant import Pollutant
from ledger.errors import Conflict, NotFound, RuleViolation
from ledger.projections.entry import RecordedEntry, entries
from ledger.services import procedure
from ledger.services.catalogue import ACTS
from ledger.services.desk import Desk
from ledger.store.registers import Registers
from tests.services.acts.bureau import EAST, HAI, PERSONS, WEST, Bureau

TWO_OFFICES = replace(ACTS["cap.set"], kind="cap.two_offices", path=Path.BRANCH_THEN_BUREAU)
BY_THE_BRANCH = replace(ACTS["cap.set"], kind="cap.branch", path=Path.BRANCH)
AT_ONCE = replace(ACTS["cap.set"], kind="cap.at_once", path=Path.AT_ONCE)
CATALOGUE = {act.kind: act for act in (*ACTS.values(), TWO_OFFICES, BY_THE_BRANCH, AT_ONCE)}


def cap(tonnes: int, *, on: date = date(2026, 1, 5), area: str = EAST) -> SetCap:
    return SetCap(
        effective_on=on,
        area=area,
        pollutant=Pollutant.COD,
        basin=HAI,
        kind=CapKind.ABSOLUTE,
        grams=tonnes * 1_000_000,
        document="示例文件",
    )


@contextmanager
def desk_of(bureau: Bureau, name: str, *, today: date = date(2026, 1, 6)) -> Iterator[Desk]:
    bureau.today = today
    with bureau.desk(name) as desk:
        yield replace(desk, acts=CATALOGUE)


def recorded(bureau: Bureau, command: SetCap, *, kind: str = "cap.set", by: str = "市局经办", key: str = "") -> int:
    with desk_of(bureau, by) as desk:
        key = key or f"act {desk.work.journal.size}"
        return procedure.record(desk, command, kind=kind, key=key).reference


def approved(bureau: Bureau, reference: int, *, by: str = "市局审批") -> procedure.Posted:
    with desk_of(bureau, by) as desk:
        return procedure.approve(desk, reference, shown=procedure.preview(desk, reference).digest)


def codes(refused: pytest.ExceptionInfo[RuleViolation]) -> list[str]:
    return [breach.code for breach in refused.value.breaches]


def last_entry(bureau: Bureau) -> RecordedEntry:
    with bureau.book.reading() as connection:
        return entries(connection, after=bureau.size - 1)[0]


def state(bureau: Bureau, reference: int) -> WaitingAct:
    with bureau.book.reading() as connection:
        found = Registers(connection).find(WaitingAct, str(reference))
    assert found is not None
    return found


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


@pytest.mark.parametrize("end", [procedure.reject, procedure.send_back])
def test_what_is_rejected_or_returned_takes_nothing(bureau: Bureau, end: object) -> None:
    approved(bureau, recorded(bureau, cap(100)))
    reference = recorded(bureau, cap(30))
    with desk_of(bureau, "市局审批") as desk:
        end(desk, reference, reason="数量待核")  # type: ignore[operator]

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
    reference = recorded(bureau, cap(50, on=date(2026, 1, 4)))
    size = bureau.size
    with pytest.raises(RuleViolation) as refused:
        approved(bureau, reference)

    assert codes(refused) == ["balance.overdrawn", "balance.overdrawn"]
    assert bureau.size == size
    assert state(bureau, reference).state is State.RECORDED
