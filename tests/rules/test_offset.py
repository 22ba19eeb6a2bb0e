"""The ratio of an offset, the term of the right that it gives, and sources of an earlier plan."""

from __future__ import annotations

from datetime import date

import pytest

from ledger.domain.credits.facility_card import FacilityCard
from ledger.domain.projects.confirmation import Confirmation, ConfirmationState, PurchaseLine
from ledger.domain.projects.milestone import Step
from ledger.domain.registers.attainment import Attainment
from ledger.domain.values.calendar import Term
from ledger.domain.values.pollutant import Pollutant
from ledger.rules.credits.offset import exemption_ratio_of, not_standing, ratio_of
from ledger.rules.projects.eia_approval import right_term
from ledger.rules.projects.milestone import rights_missing
from tests.rules.project_books import BOOK, book_with

ON = date(2026, 3, 1)
DUST = Pollutant.PARTICULATES
MISSED = Attainment(year=2025, not_attained=(DUST,), document="示例公报")


def test_a_pollutant_whose_quality_was_missed_is_offset_twice() -> None:
    assert ratio_of(DUST, attainment=MISSED, on=ON, book=BOOK) == 20_000
    assert ratio_of(Pollutant.COD, attainment=MISSED, on=ON, book=BOOK) == 10_000


def test_a_ratio_of_many_decimals_is_rounded_up() -> None:
    book = book_with("offset.ratio.not_attained", "1.33333")

    assert ratio_of(DUST, attainment=MISSED, on=ON, book=book) == 13_334


def test_exempt_projects_are_retired_at_the_ratio_of_ordinary_ones_or_one_to_one() -> None:
    one_to_one = book_with("exemption.ratio", '"one_to_one"')

    assert exemption_ratio_of(DUST, attainment=MISSED, on=ON, book=BOOK) == 20_000
    assert exemption_ratio_of(DUST, attainment=None, on=ON, book=BOOK) is None
    assert exemption_ratio_of(DUST, attainment=MISSED, on=ON, book=one_to_one) == 10_000
    assert exemption_ratio_of(DUST, attainment=None, on=ON, book=one_to_one) == 10_000


@pytest.mark.parametrize(
    ("starts", "expected"),
    [("contract", date(2026, 3, 1)), ("assessment", date(2026, 2, 10)), ("production", date(2026, 9, 1))],
)
def test_the_term_of_a_right_starts_when_the_law_says(starts: str, expected: date) -> None:
    book = book_with("term.starts", f'"{starts}"')

    term = right_term(
        approved_on=date(2026, 3, 1), confirmed_on=date(2026, 2, 10), stated=date(2026, 9, 1), on=ON, book=book
    )

    assert term == Term(starts=expected, ends=expected.replace(year=2031))


def test_a_term_from_production_needs_the_day() -> None:
    book = book_with("term.starts", '"production"')

    assert right_term(approved_on=ON, confirmed_on=ON, stated=None, on=ON, book=book) is None


@pytest.mark.parametrize(
    ("recognised", "carried", "codes"),
    [
        (date(2025, 12, 31), "true", []),
        (date(2025, 12, 31), "false", ["card.not_carried_over"]),
        (date(2026, 1, 1), "false", []),
    ],
)
def test_credit_of_an_earlier_plan_is_a_source_only_if_it_is_carried_over(
    recognised: date, carried: str, codes: list[str]
) -> None:
    card = FacilityCard(facility="f", pollutant=DUST, verified=1, recognised_on=recognised)

    found = not_standing([card], on=ON, book=book_with("credit.carry_over", carried))

    assert [breach.code for breach in found] == codes


@pytest.mark.parametrize(
    ("gate", "step"),
    [
        ("eia_approval", Step.EIA_APPROVED),
        ("permit", Step.PERMIT_ISSUED),
        ("production", Step.TRIAL_PRODUCTION),
    ],
)
@pytest.mark.parametrize(("have", "refused"), [(2_999_999, True), (3_000_000, False)])
def test_the_right_is_there_at_the_gate_to_the_gram(*, gate: str, step: Step, have: int, refused: bool) -> None:
    confirmation = Confirmation(
        project="p",
        area="东区",
        state=ConfirmationState.APPROVED,
        decided_on=ON,
        gate=gate,
        purchases=(PurchaseLine(pollutant=DUST, need=3_000_000, acquired=0),),
    )

    def codes(passed: Step) -> list[str]:
        found = rights_missing(passed, confirmation=confirmation, acquired={DUST: have}, on=ON, book=BOOK)
        return [breach.code for breach in found]

    assert codes(step) == (["gate.rights_missing"] if refused else [])
    assert codes(Step.CONSTRUCTION_STARTED) == []
