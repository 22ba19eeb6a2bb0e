"""Absences: a deputy does the same work in the same place, is there, and no chain of deputies comes about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from ledger.domain.bookkeeping.act import State, WaitingAct
from ledger.domain.people.absence import Absence
from ledger.domain.people.actor import Office, Role, User
from ledger.errors import Conflict, NotFound, RuleViolation
from ledger.services import procedure
from ledger.services.absences import end_absence, enter_absence, stands_in
from tests.services.acts.bureau import EAST, Bureau, opened
from tests.services.acts.conftest import FIRST_DAY, new_book
from tests.services.acts.offices import cap, desk_of, recorded, state

SECOND = User(name="东区复核乙", role=Role.REVIEWER, office=Office.BRANCH, area=EAST)
THIRD = User(name="东区复核丙", role=Role.REVIEWER, office=Office.BRANCH, area=EAST)
CLERK = User(name="市局经办乙", role=Role.CLERK, office=Office.BUREAU)
GONE = User(name="东区复核丁", role=Role.REVIEWER, office=Office.BRANCH, area=EAST, disabled=True)
DAY = date(2026, 1, 6)
WEEK = {"first": DAY, "last": date(2026, 1, 12)}


@pytest.fixture
def bureau(sqlite_url: str) -> Iterator[Bureau]:
    book = new_book(sqlite_url)
    bureau = opened(book, today=FIRST_DAY)
    bureau.register(SECOND, THIRD, CLERK, GONE)
    yield bureau
    book.close()


def refused(bureau: Bureau, by: str, person: str, deputy: str, **days: date) -> list[str]:
    before = bureau.size
    with pytest.raises(RuleViolation) as violation, desk_of(bureau, by, today=DAY) as desk:
        enter_absence(desk, person=person, deputy=deputy, **(days or WEEK))
    assert bureau.size == before
    return [breach.code for breach in violation.value.breaches]


def enter(bureau: Bureau, person: str, deputy: str, *, by: str | None = None) -> Absence:
    with desk_of(bureau, by or person, today=DAY) as desk:
        return enter_absence(desk, person=person, deputy=deputy, **WEEK)


def test_the_deputy_stands_in_on_the_days_of_the_absence_alone(bureau: Bureau) -> None:
    enter(bureau, "东区复核", SECOND.name)

    with desk_of(bureau, "市局经办", today=DAY) as desk:
        registers = desk.work.registers
        days = [date(2026, 1, day) for day in (5, 6, 12, 13)]
        found = [stands_in(registers, SECOND.name, for_person="东区复核", on=day) for day in days]
        assert found == [False, True, True, False]
        assert not stands_in(registers, "东区复核", for_person=SECOND.name, on=DAY)


def test_a_deputy_has_the_same_role_office_and_area_and_is_another_enabled_person(bureau: Bureau) -> None:
    for deputy in ("东区经办", "西区复核", "市局审批", "东区复核", GONE.name):
        assert refused(bureau, "东区复核", "东区复核", deputy) == ["absence.deputy"]


def test_only_the_person_or_a_reviewer_of_the_office_enters_it(bureau: Bureau) -> None:
    assert refused(bureau, "市局审批", "东区复核", SECOND.name) == ["absence.not_allowed"]
    assert refused(bureau, "东区经办", "东区复核", SECOND.name) == ["absence.not_allowed"]
    assert enter(bureau, "市局经办", CLERK.name, by="市局审批").noted_by == "市局审批"


def test_days_that_are_over_or_turned_round_are_refused(bureau: Bureau) -> None:
    for first, last in ((DAY, date(2026, 1, 5)), (date(2026, 1, 2), date(2026, 1, 5))):
        assert refused(bureau, "东区复核", "东区复核", SECOND.name, first=first, last=last) == ["absence.days"]


def test_no_chain_of_deputies_comes_about(bureau: Bureau) -> None:
    enter(bureau, "东区复核", SECOND.name)

    assert refused(bureau, "东区复核", THIRD.name, "东区复核") == ["absence.deputy_away"]
    assert refused(bureau, "东区复核", SECOND.name, THIRD.name) == ["absence.stands_in"]


def test_who_comes_back_early_has_no_deputy_any_more(bureau: Bureau) -> None:
    enter(bureau, "东区复核", SECOND.name)
    with desk_of(bureau, "东区复核", today=date(2026, 1, 8)) as desk:
        assert end_absence(desk, person="东区复核").last == date(2026, 1, 7)
        with pytest.raises(Conflict):
            end_absence(desk, person="东区复核")


def test_a_person_that_there_is_not_is_not_found(bureau: Bureau) -> None:
    with desk_of(bureau, "东区复核", today=DAY) as desk, pytest.raises(NotFound):
        enter_absence(desk, person="东区复核", deputy="无此人", **WEEK)


def test_a_deputy_withdraws_what_was_returned_and_corrects_nothing(bureau: Bureau) -> None:
    reference = recorded(bureau, cap(100))
    with desk_of(bureau, "市局审批") as desk:
        procedure.send_back(desk, reference, reason="文号不全")
    enter(bureau, "市局经办", CLERK.name)

    with desk_of(bureau, "市局审批", today=DAY) as reviewers:
        deputy = replace(reviewers, user=CLERK)
        with pytest.raises(NotFound):
            procedure.correct(deputy, reference, cap(90))
        procedure.withdraw(deputy, reference, reason="月底清理")
        assert deputy.work.registers.find(WaitingAct, str(reference)) is not None

    assert state(bureau, reference).state is State.WITHDRAWN


def test_a_deputy_takes_no_second_step_of_the_same_act(bureau: Bureau) -> None:
    enter(bureau, "东区复核", SECOND.name)
    with desk_of(bureau, "东区经办") as desk:
        reference = procedure.record(desk, cap(100), kind="cap.two_offices", key="two").reference
    with desk_of(bureau, "东区复核") as desk:
        deputy = replace(desk, user=SECOND)
        procedure.check(deputy, reference, shown=procedure.preview(deputy, reference).digest)
        with pytest.raises(RuleViolation) as refused_step:
            procedure.send_back(replace(deputy, user=replace(SECOND, office=Office.BUREAU)), reference, reason="x")

    assert "person.same" in [breach.code for breach in refused_step.value.breaches]
