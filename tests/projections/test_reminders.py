"""Reminders come as early as the practice wants, name the act that answers them, and go when it is posted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from ledger.domain.bookkeeping.period import ClosedPeriod
from ledger.domain.claims.claim import Ground
from ledger.domain.projects.milestone import Step
from ledger.domain.projects.project import Project
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.registers.permit import Permit
from ledger.domain.rights.award import Award
from ledger.domain.rights.lease import Lease
from ledger.projections.reminders.occasions import LEADS, Occasion
from ledger.projections.reminders.reminders import ReminderMemory, reminders
from tests.projections.reminded import DAY, claim, comes_on, lease, milestone, notice, on, project
from tests.services.acts.bureau import EAST, LAW, WEST, Bureau, opened
from tests.services.acts.claimants import MILL, TONNE, with_rights
from tests.services.acts.conftest import FIRST_DAY, new_book


@pytest.fixture
def bureau(database_url: str) -> Iterator[Bureau]:
    """Lend a bureau in whose eastern area a mill holds rights until 2030."""
    book = new_book(database_url)
    yield with_rights(opened(book, today=FIRST_DAY))
    book.close()


def test_a_lease_is_reminded_of_thirty_days_before_and_ended_from_its_day_on(bureau: Bureau) -> None:
    bureau.register(lease(date(2026, 7, 5)))
    assert comes_on(bureau, Occasion.LEASE_ENDS, due=date(2026, 7, 5)) == 30

    [each] = on(bureau, date(2026, 7, 6), Occasion.LEASE_ENDS)
    assert (each.deadline.answer, each.deadline.given) == ("lease.end", (("id", "租1"),))
    assert each.deadline.answer_from == date(2026, 7, 5)
    assert each.late
    assert each.holder_name == "示例化工"
    assert on(bureau, date(2026, 7, 6), Occasion.LEASE_ENDS, area=WEST) == []


def test_a_lease_that_was_ended_is_reminded_of_no_more(bureau: Bureau) -> None:
    bureau.register(replace(lease(date(2026, 2, 5)), ended_on=date(2026, 2, 5)))

    assert on(bureau, DAY, Occasion.LEASE_ENDS) == []


@pytest.mark.parametrize(
    ("ground", "occasion", "days", "answer"),
    [
        (Ground.JUDICIAL_FREEZE, Occasion.FREEZE_ENDS, 90, "freeze.lapse"),
        (Ground.ADMINISTRATIVE_SUSPENSION, Occasion.SUSPENSION_ENDS, 30, "suspension.lift"),
        (Ground.PLEDGE, Occasion.PLEDGE_ENDS, 30, "pledge.release"),
    ],
)
def test_claims_end_with_their_papers(
    bureau: Bureau, ground: Ground, occasion: Occasion, days: int, answer: str
) -> None:
    bureau.register(claim(ground, date(2027, 1, 4)))

    assert comes_on(bureau, occasion, due=date(2027, 1, 4)) == days
    [each] = on(bureau, date(2027, 1, 5), occasion)
    assert each.deadline.answer == answer
    assert dict(each.deadline.given) == {"number": "示例执1", "holder": MILL}


def test_a_freeze_grows_more_urgent_at_ninety_thirty_and_seven_days(bureau: Bureau) -> None:
    bureau.register(claim(Ground.JUDICIAL_FREEZE, date(2027, 1, 4)))
    days = (90, 31, 30, 8, 7, 0)

    found = [on(bureau, date(2027, 1, 4) - timedelta(days=count), Occasion.FREEZE_ENDS)[0].urgency for count in days]
    assert found == [1, 1, 2, 2, 3, 3]


def test_rights_are_reminded_of_a_year_before_they_end_and_until_their_term_is_ended(bureau: Bureau) -> None:
    last = date(2029, 12, 31)
    found = on(bureau, last, Occasion.RIGHT_ENDS, area=EAST)
    assert [(each.deadline.due_on, each.deadline.grams) for each in found] == [(last, 21 * TONNE)]

    assert on(bureau, last - timedelta(days=367), Occasion.RIGHT_ENDS, area=EAST) == []
    assert [each.urgency for each in on(bureau, last - timedelta(days=92), Occasion.RIGHT_ENDS, area=EAST)] == [3]
    assert on(bureau, date(2030, 2, 1), Occasion.RIGHT_ENDS, area=EAST)[0].late


def test_a_permit_is_renewed_in_time_and_changed_after_a_delivery(bureau: Bureau) -> None:
    permit = Permit(
        number="证1", enterprise=MILL, valid_from=date(2024, 1, 1), valid_until=date(2026, 12, 31), limits=()
    )
    bureau.register(permit)
    assert comes_on(bureau, Occasion.PERMIT_ENDS, due=date(2026, 12, 31)) == 120

    award = Award(
        id="成1",
        area=EAST,
        buyer=MILL,
        lines=(),
        contracted_on=DAY,
        term_starts=DAY,
        term_years=5,
        delivered_on=date(2026, 4, 1),
    )
    bureau.register(award)
    assert comes_on(bureau, Occasion.PERMIT_CHANGE, due=date(2026, 5, 1)) == 10

    bureau.register(replace(permit, valid_until=date(2027, 12, 31)))
    assert on(bureau, date(2026, 5, 1), Occasion.PERMIT_CHANGE) == []


def test_the_calendar_of_next_year_is_asked_for_from_november_on(bureau: Bureau) -> None:
    assert on(bureau, date(2028, 10, 31), Occasion.CALENDAR) == []
    assert [each.deadline.matter for each in on(bureau, date(2028, 11, 1), Occasion.CALENDAR)] == ["2029"]


def test_a_month_is_to_be_closed_by_the_fifth_day_of_the_next(bureau: Bureau) -> None:
    bureau.register(ClosedPeriod(through=date(2026, 2, 28)))

    assert comes_on(bureau, Occasion.MONTH, due=date(2026, 4, 5)) == 5
    [each] = on(bureau, date(2026, 4, 6), Occasion.MONTH)
    assert each.deadline.given == (("effective_on", "2026-03-31"),)
    assert each.late


def test_a_process_reads_on_from_where_it_was_and_says_what_a_new_one_says(bureau: Bureau) -> None:
    memory, day = ReminderMemory(), date(2026, 7, 6)
    bureau.register(lease(date(2026, 7, 5)), notice(date(2026, 7, 1)))
    with bureau.book.reading() as view:
        assert memory.due(view, law=LAW, on=day).reminders == reminders(view, law=LAW, on=day)
        assert {each.credit_code for each in memory.records(view, Enterprise)} >= {MILL}

    bureau.register(replace(lease(date(2026, 7, 5)), ended_on=day), project(), milestone(Step.ACCEPTED, DAY))
    with bureau.book.reading() as view:
        later = memory.due(view, law=LAW, on=day).reminders
        assert later == reminders(view, law=LAW, on=day)
        assert [each.id for each in memory.records(view, Project)] == ["项1"]
    assert Occasion.LEASE_ENDS not in {each.deadline.occasion for each in later}


def test_a_page_that_began_before_an_act_knows_nothing_of_it_and_leaves_none_of_its_own_behind(bureau: Bureau) -> None:
    memory, day = ReminderMemory(), date(2026, 7, 6)
    bureau.register(lease(date(2026, 7, 5)))
    with bureau.book.reading() as before:
        earlier = reminders(before, law=LAW, on=day)
        bureau.register(replace(lease(date(2026, 7, 5)), ended_on=day))
        with bureau.book.reading() as after:
            assert [each.ended_on for each in memory.records(after, Lease)] == [day]
            assert memory.due(before, law=LAW, on=day).reminders == earlier
            assert [each.ended_on for each in memory.records(before, Lease)] == [None]
            assert memory.due(after, law=LAW, on=day).reminders == reminders(after, law=LAW, on=day) != earlier
            assert memory.due(before, law=LAW, on=day).reminders == earlier
            assert [each.ended_on for each in memory.records(after, Lease)] == [day]


def test_the_earliest_day_comes_first(bureau: Bureau) -> None:
    bureau.register(lease(date(2026, 7, 5)), notice(date(2026, 6, 1)), claim(Ground.PLEDGE, date(2026, 7, 1)))
    with bureau.book.reading() as view:
        found = reminders(view, law=LAW, on=date(2026, 7, 2), area=EAST)

    assert [each.days_left for each in found] == sorted(each.days_left for each in found)


def test_every_occasion_has_words_and_a_lead() -> None:
    assert all(str(occasion.words) for occasion in Occasion)
    assert all(occasion.lead.before for occasion in Occasion)
    assert set(LEADS) <= set(Occasion)
