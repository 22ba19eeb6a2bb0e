"""The clock of the review: ten working days from acceptance, which stand while papers are missing."""

from __future__ import annotations

from datetime import date

import pytest

from ledger.domain.projects.milestone import Milestone, Step, accepted, answer_due, clock_stands
from ledger.domain.values.working_days import shipped_working_days

CALENDAR = shipped_working_days()


def happened(step: Step, month: int, day: int, *, time: int = 1) -> Milestone:
    return Milestone(project="p", step=step, happened_on=date(2026, month, day), time=time)


def due(*milestones: Milestone) -> date | None:
    return answer_due(milestones, days=10, calendar=CALENDAR)


def test_the_day_of_acceptance_does_not_count() -> None:
    assert due(happened(Step.ACCEPTED, 3, 2)) == date(2026, 3, 16)


def test_the_spring_festival_does_not_count() -> None:
    expected, provisional = CALENDAR.add_working_days(start=date(2026, 2, 10), days=10)

    assert due(happened(Step.ACCEPTED, 2, 10)) == expected
    assert expected > date(2026, 2, 24)
    assert not provisional


def test_nothing_is_due_before_acceptance() -> None:
    assert due() is None


def test_nothing_is_due_while_papers_are_missing() -> None:
    milestones = happened(Step.ACCEPTED, 3, 2), happened(Step.COMPLETION_REQUESTED, 3, 4)

    assert clock_stands(milestones)
    assert due(*milestones) is None


@pytest.mark.parametrize(("back", "expected"), [(4, 16), (5, 17), (11, 23), (14, 25), (16, 26)])
def test_the_days_on_which_papers_were_missing_are_added(back: int, expected: int) -> None:
    milestones = (
        happened(Step.ACCEPTED, 3, 2),
        happened(Step.COMPLETION_REQUESTED, 3, 4),
        happened(Step.COMPLETED, 3, back),
    )

    assert due(*milestones) == date(2026, 3, expected)


def test_the_clock_may_stand_more_than_once() -> None:
    milestones = (
        happened(Step.ACCEPTED, 3, 2),
        happened(Step.COMPLETION_REQUESTED, 3, 3),
        happened(Step.COMPLETED, 3, 4),
        happened(Step.COMPLETION_REQUESTED, 3, 9, time=2),
        happened(Step.COMPLETED, 3, 11, time=2),
    )

    assert due(*milestones) == date(2026, 3, 19)
    assert clock_stands(milestones[:-1])


def test_a_major_change_asks_for_a_new_acceptance() -> None:
    milestones = happened(Step.ACCEPTED, 3, 2), happened(Step.MAJOR_CHANGE, 3, 9)

    assert accepted(milestones) is None
    assert due(*milestones) is None
    assert due(*milestones, happened(Step.ACCEPTED, 3, 16, time=2)) == date(2026, 3, 30)
