"""Reminders of projects, of money and of reduction credit: each with its own clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from ledger.domain.credits.closure import Closure, ClosureCheck, ClosureRoute, ClosureState, Finding
from ledger.domain.credits.credit import CreditLoan
from ledger.domain.credits.facility_card import FacilityCard
from ledger.domain.money.instalments import Instalment, InstalmentPlan
from ledger.domain.money.payment_notice import Charge
from ledger.domain.projects.confirmation import Confirmation, ConfirmationState
from ledger.domain.projects.exemption import Exemption, RetirementSheet
from ledger.domain.projects.milestone import Step
from ledger.domain.registers.facility import Facility, FacilityState
from ledger.domain.rights.award import Award
from ledger.domain.rights.reclaim import ReclaimCase, ReclaimGround, ReclaimState
from ledger.projections.reminders.credits import end_of_period
from ledger.projections.reminders.occasions import Occasion
from tests.projections.reminded import COD, DAY, comes_on, milestone, notice, on, project
from tests.services.acts.bureau import EAST, HAI, WEST, Bureau, opened
from tests.services.acts.claimants import MILL, OPENED, TONNE, with_rights
from tests.services.acts.conftest import FIRST_DAY, new_book


@pytest.fixture
def bureau(database_url: str) -> Iterator[Bureau]:
    """Lend a bureau in whose eastern area a mill holds rights until 2030."""
    book = new_book(database_url)
    yield with_rights(opened(book, today=FIRST_DAY))
    book.close()


def test_a_notice_is_reminded_of_a_week_before_and_ever_more_urgently_once_overdue(bureau: Bureau) -> None:
    due = date(2026, 4, 10)
    bureau.register(notice(due))

    assert comes_on(bureau, Occasion.PAYMENT, due=due) == 7
    urgencies = [on(bureau, due + timedelta(days=days), Occasion.PAYMENT)[0].urgency for days in (0, 1, 10, 30)]
    assert urgencies == [2, 3, 4, 5]
    [each] = on(bureau, due, Occasion.PAYMENT)
    assert (each.deadline.answer, each.deadline.fen) == ("fee.receipt", 100_000)

    bureau.register(notice(due, received=100_000))
    assert on(bureau, due, Occasion.PAYMENT) == []


def test_the_first_instalment_without_a_notice_is_asked_for(bureau: Bureau) -> None:
    bureau.register(
        InstalmentPlan(
            charged_for="成1",
            area=EAST,
            payer=MILL,
            charge=Charge.PUBLIC_SALE,
            instalments=(
                Instalment(amount=40_000, due_on=date(2026, 2, 1), notice="缴1"),
                Instalment(amount=30_000, due_on=date(2026, 8, 1)),
                Instalment(amount=30_000, due_on=date(2027, 2, 1)),
            ),
            agreed_on=OPENED,
            document="示例申请",
        )
    )

    assert comes_on(bureau, Occasion.INSTALMENT, due=date(2026, 8, 1)) == 30
    assert on(bureau, date(2026, 8, 1), Occasion.INSTALMENT)[0].deadline.fen == 30_000


def test_a_sale_without_a_notice_is_reminded_of_until_one_is_issued(bureau: Bureau) -> None:
    award = Award(
        id="成1",
        area=EAST,
        buyer=MILL,
        lines=(),
        contracted_on=date(2026, 3, 5),
        term_starts=date(2026, 3, 5),
        term_years=5,
    )
    bureau.register(award)
    # Thursday; the third working day after it is Tuesday.
    assert [each.deadline.due_on for each in on(bureau, date(2026, 3, 9), Occasion.CONTRACT)] == [date(2026, 3, 10)]

    bureau.register(notice(date(2026, 4, 1)))
    assert on(bureau, date(2026, 3, 9), Occasion.CONTRACT) == []


def test_the_opinion_is_due_ten_working_days_after_acceptance_and_answered_by_a_confirmation(bureau: Bureau) -> None:
    bureau.register(project(), milestone(Step.ACCEPTED, DAY))
    assert comes_on(bureau, Occasion.OPINION, due=date(2026, 3, 16)) == 5
    [each] = on(bureau, date(2026, 3, 16), Occasion.OPINION)
    assert (each.deadline.answer, each.deadline.given) == ("confirmation.issue", (("project", "项1"),))

    bureau.register(milestone(Step.COMPLETION_REQUESTED, date(2026, 3, 4)))
    assert on(bureau, date(2026, 3, 16), Occasion.OPINION) == []


def test_a_confirmation_holds_its_sources_until_it_lapses(bureau: Bureau) -> None:
    issued = Confirmation(
        project="项1",
        area=EAST,
        state=ConfirmationState.ISSUED,
        decided_on=DAY,
        valid_until=date(2027, 3, 2),
    )
    bureau.register(project(), milestone(Step.ACCEPTED, DAY), issued)

    assert on(bureau, date(2026, 3, 16), Occasion.OPINION) == []
    assert comes_on(bureau, Occasion.CONFIRMATION_ENDS, due=date(2027, 3, 2)) == 30
    [each] = on(bureau, date(2027, 3, 3), Occasion.CONFIRMATION_ENDS)
    assert (each.deadline.answer, each.deadline.answer_from) == ("confirmation.lapse", date(2027, 3, 3))

    bureau.register(replace(issued, state=ConfirmationState.LAPSED))
    assert on(bureau, date(2027, 3, 3), Occasion.CONFIRMATION_ENDS) == []


def test_what_was_approved_and_never_started_is_reminded_of_after_four_years_and_a_half(bureau: Bureau) -> None:
    bureau.register(project(), milestone(Step.EIA_APPROVED, DAY))

    assert on(bureau, date(2030, 8, 30), Occasion.NOT_STARTED) == []
    assert len(on(bureau, date(2030, 9, 1), Occasion.NOT_STARTED)) == 1
    assert on(bureau, date(2031, 3, 1), Occasion.EIA_OLD) == []
    [old] = on(bureau, date(2031, 3, 2), Occasion.EIA_OLD)
    assert old.deadline.answer == "project.milestone"

    lapsed = Confirmation(project="项1", area=EAST, state=ConfirmationState.LAPSED, decided_on=DAY)
    bureau.register(lapsed)
    [old] = on(bureau, date(2031, 3, 3), Occasion.EIA_OLD)
    assert (old.deadline.answer, dict(old.deadline.given)["step"]) == ("project.release", "abandoned")

    bureau.register(milestone(Step.CONSTRUCTION_STARTED, date(2030, 1, 1)))
    assert on(bureau, date(2031, 3, 2), Occasion.NOT_STARTED) == []


def test_a_branch_retires_each_quarter_and_its_gap_has_an_age(bureau: Bureau) -> None:
    owed = Exemption(project="项1", area=EAST, pollutant=COD, basin=HAI, grams=90_000, registered_on=DAY)
    bureau.register(owed)
    assert comes_on(bureau, Occasion.RETIREMENT, due=date(2026, 3, 31)) == 7
    [gap] = on(bureau, date(2026, 4, 1), Occasion.GAP)
    assert (gap.deadline.grams, gap.days_left, gap.urgency) == (90_000, -30, 2)
    assert not gap.late  # nothing was due on the day on which the oldest line was entered

    bureau.register(RetirementSheet(area=EAST, through=date(2026, 3, 31), retired_on=date(2026, 4, 2), lines=()))
    [each] = on(bureau, date(2026, 6, 30), Occasion.RETIREMENT)
    assert dict(each.deadline.given) == {"area": EAST, "through": "2026-06-30"}


def test_a_closed_plant_is_looked_at_a_year_after_it_closed_and_then_as_the_last_look_says(bureau: Bureau) -> None:
    bureau.register(
        Facility(id="设1", name="示例锅炉", area=WEST, enterprise=MILL, state=FacilityState.CLOSED),
        Closure(
            facility="设1", pollutant=COD, route=ClosureRoute.POOL, tranches=(), closed_on=DAY, document="示例决定"
        ),
    )
    assert comes_on(bureau, Occasion.CLOSURE_CHECK, due=date(2027, 3, 2)) == 30

    bureau.register(
        ClosureCheck(
            facility="设1",
            checked_on=date(2027, 3, 1),
            finding=Finding.CLOSED,
            officers=("甲", "乙"),
            site_record="示例记录",
            next_due_on=date(2028, 3, 1),
        )
    )
    assert on(bureau, date(2027, 3, 2), Occasion.CLOSURE_CHECK) == []
    assert [each.deadline.area for each in on(bureau, date(2028, 3, 1), Occasion.CLOSURE_CHECK)] == [WEST]


def test_a_plant_that_runs_again_is_looked_at_no_more_and_anew_when_it_closes_again(bureau: Bureau) -> None:
    plant = Facility(id="设1", name="示例锅炉", area=WEST, enterprise=MILL, state=FacilityState.CLOSED)
    look = ClosureCheck(
        facility="设1",
        checked_on=date(2027, 3, 1),
        finding=Finding.CLOSED,
        officers=("甲", "乙"),
        site_record="示例记录",
        next_due_on=date(2028, 3, 1),
    )
    closure = Closure(
        facility="设1", pollutant=COD, route=ClosureRoute.POOL, tranches=(), closed_on=DAY, document="示例决定"
    )
    bureau.register(plant, closure, look)
    bureau.register(
        replace(plant, state=FacilityState.OPERATING),
        replace(closure, state=ClosureState.RESTARTED),
    )
    assert on(bureau, date(2028, 3, 1), Occasion.CLOSURE_CHECK) == []

    bureau.register(plant, replace(closure, closed_on=date(2027, 9, 1)))
    assert on(bureau, date(2028, 3, 1), Occasion.CLOSURE_CHECK) == []
    assert [each.deadline.due_on for each in on(bureau, date(2028, 9, 1), Occasion.CLOSURE_CHECK)] == [date(2028, 9, 1)]


def test_a_plant_whose_right_went_to_the_reserve_is_looked_at_too(bureau: Bureau) -> None:
    """No credit came of it, so there is no closure in the register: the card says since when it is closed."""
    bureau.register(
        Facility(id="设2", name="示例窑", area=WEST, enterprise=MILL, state=FacilityState.CLOSED),
        FacilityCard(facility="设2", pollutant=COD, verified=TONNE, closes=True, verified_on=DAY),
    )

    [due] = on(bureau, date(2027, 3, 2), Occasion.CLOSURE_CHECK)
    assert (due.deadline.matter, due.deadline.due_on) == ("设2", date(2027, 3, 2))


def test_lent_credit_is_asked_back_until_it_is_returned(bureau: Bureau) -> None:
    loan = CreditLoan(
        loan="调1", lender=EAST, borrower=WEST, pollutant=COD, grams=TONNE, lent_on=DAY, due_on=date(2026, 9, 1)
    )
    bureau.register(loan)
    assert comes_on(bureau, Occasion.LOAN, due=date(2026, 9, 1)) == 30

    bureau.register(replace(loan, returned=TONNE))
    assert on(bureau, date(2026, 9, 1), Occasion.LOAN) == []


@pytest.mark.parametrize(
    ("state", "occasion", "answer", "days"),
    [
        (ReclaimState.NOTIFIED, Occasion.DEFENCE, "reclaim.defence", {"defence_until": date(2026, 5, 6)}),
        (ReclaimState.SERVED, Occasion.RECLAIM, "reclaim.execute", {"takes_effect_on": date(2026, 5, 6)}),
    ],
)
def test_a_reclaim_goes_on_when_its_time_has_come(
    bureau: Bureau, state: ReclaimState, occasion: Occasion, answer: str, days: dict[str, Any]
) -> None:
    case = ReclaimCase(
        id="收1",
        area=EAST,
        enterprise=MILL,
        ground=ReclaimGround.IDLE,
        facts="停产",
        occurred_on=OPENED,
        items=(),
        state=state,
        **days,
    )
    bureau.register(case)

    assert comes_on(bureau, occasion, due=date(2026, 5, 6)) == 0
    assert on(bureau, date(2026, 5, 6), occasion)[0].deadline.answer == answer


@pytest.mark.parametrize(
    ("day", "months", "ends"),
    [
        (date(2026, 1, 1), 3, date(2026, 3, 31)),
        (date(2026, 3, 31), 3, date(2026, 3, 31)),
        (date(2026, 4, 1), 3, date(2026, 6, 30)),
        (date(2026, 11, 2), 6, date(2026, 12, 31)),
        (date(2026, 2, 2), 12, date(2026, 12, 31)),
        (date(2026, 2, 2), 1, date(2026, 2, 28)),
    ],
)
def test_a_period_ends_with_its_last_month(day: date, months: int, ends: date) -> None:
    assert end_of_period(day, months=months) == ends
