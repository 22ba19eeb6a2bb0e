"""Who has the case of a project, since when, until when, and what it lacks, from intake to approval."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from ledger.domain.projects.milestone import Step
from ledger.domain.values.pollutant import Pollutant
from ledger.errors import NotFound
from ledger.projections.accounts.holding_state import holding_state
from ledger.projections.enterprise.need import buying_breaches, needs_of
from ledger.projections.enterprise.offers import estimates
from ledger.projections.projects.cases import Party, ProjectCase, Stage, project_case, project_cases
from ledger.services.catalogue import ACTS
from schemas.command import read_command
from tests.services.acts.bureau import EAST, LAW, Bureau, opened
from tests.services.acts.conftest import FIRST_DAY, new_book
from tests.services.acts.project_exercise import (
    FIRM,
    OTHER_FIRM,
    accept,
    accepted,
    approve,
    bulletin,
    do,
    firm,
    intake,
    issue,
    pool,
    ready,
    source,
    table_line,
)

TODAY = date(2026, 3, 2)


@pytest.fixture
def bureau(database_url: str) -> Iterator[Bureau]:
    """Lend a bureau on 1 January 2026."""
    book = new_book(database_url)
    yield opened(book, today=FIRST_DAY)
    book.close()


def case(bureau: Bureau, project: str = "p", *, on: date = TODAY) -> ProjectCase:
    with bureau.book.reading() as connection:
        return project_case(connection, FIRM, project, book=LAW, on=on)


def stands(bureau: Bureau) -> tuple[Stage, Party, date, date | None]:
    found = case(bureau)
    return found.stage, found.with_whom, found.since, found.due


def test_the_clock_of_ten_working_days_runs_with_the_branch_and_stands_with_the_enterprise(
    bureau: Bureau,
) -> None:
    firm(bureau)
    intake(bureau, "p", table_line("COD", "3"), day="2026-03-02")
    assert stands(bureau) == (Stage.TAKEN_IN, Party.BRANCH, date(2026, 3, 2), None)

    accept(bureau, "p", on="2026-03-03")
    assert stands(bureau) == (Stage.REVIEW, Party.BRANCH, date(2026, 3, 3), date(2026, 3, 17))

    do(bureau, "project.milestone", "2026-03-04", project="p", step="completion_requested", document="示例补正通知")
    assert stands(bureau) == (Stage.COMPLETION, Party.ENTERPRISE, date(2026, 3, 4), None)

    do(bureau, "project.milestone", "2026-03-11", project="p", step="completed")
    assert stands(bureau) == (Stage.REVIEW, Party.BRANCH, date(2026, 3, 11), date(2026, 3, 24))


def test_open_columns_are_what_is_missing(bureau: Bureau) -> None:
    firm(bureau)
    line = table_line("PM", "1", replaced=None, unknown_because="示例：待核", fill_by="2026-04-01")
    intake(bureau, "p", {name: value for name, value in line.items() if value is not None})

    (open_,) = case(bureau).open_lines
    assert (open_.pollutant, open_.unknown_because, open_.fill_by) == (
        Pollutant.PARTICULATES,
        "示例：待核",
        date(2026, 4, 1),
    )


def test_an_act_that_waits_lies_with_the_branch_then_with_the_bureau(bureau: Bureau) -> None:
    ready(bureau)
    bulletin(bureau)
    pool(bureau, "示例源", "PM", "10")
    accepted(bureau, table_line("PM", "3"))
    content = {"effective_on": "2026-02-10", "project": "p", "cover": [source("示例源", "PM", "3")]}
    reference = bureau.record("confirmation.issue", read_command(ACTS["confirmation.issue"].command, content))

    waits = case(bureau)
    assert (waits.stage, waits.with_whom, waits.since) == (Stage.REVIEW, Party.BRANCH, date(2026, 2, 10))
    assert [step.kind for step in waits.waiting] == ["confirmation.issue"]

    bureau.decide(reference)
    confirmed = case(bureau)
    assert (confirmed.stage, confirmed.with_whom, confirmed.waiting) == (Stage.CONFIRMED, Party.EIA_AUTHORITY, ())
    assert confirmed.due == date(2027, 2, 10)

    approve(bureau, "p")
    assert stands(bureau) == (Stage.APPROVED, Party.NOBODY, date(2026, 3, 1), None)


def test_what_is_in_scope_must_be_bought_before_the_gate(bureau: Bureau) -> None:
    ready(bureau)
    bulletin(bureau)
    accepted(bureau, table_line("PM", "12"), table_line("COD", "0.05"))
    issue(bureau)

    found = case(bureau)
    assert (found.stage, found.with_whom, found.due) == (Stage.PURCHASE, Party.ENTERPRISE, date(2027, 2, 10))
    assert found.need is not None
    assert (found.need.gate, found.need.deadline, found.need.passed) == (Step.EIA_APPROVED, date(2027, 2, 10), False)
    assert [(line.factor.pollutant, line.missing) for line in found.need.lines] == [
        (Pollutant.PARTICULATES, 12_000_000)
    ]
    assert (found.need.law.instrument.id, found.need.law.authority) == ("ASSUME", "assumed")


def test_an_exempt_project_owes_nothing_and_one_outside_the_rules_neither(bureau: Bureau) -> None:
    firm(bureau)
    intake(bureau, "p", table_line("PM", "0.05"))
    intake(bureau, "q", table_line("PM", "5"), category="sewage_works")

    with bureau.book.reading() as connection:
        found = project_cases(connection, FIRM, book=LAW, on=TODAY)
        assert needs_of(connection, FIRM, book=LAW, on=TODAY) == ()
        assert project_cases(connection, OTHER_FIRM, book=LAW, on=TODAY) == ()
    assert {each.project.id: (each.stage, each.with_whom) for each in found} == {
        "p": (Stage.EXEMPT, Party.BRANCH),
        "q": (Stage.NOT_APPLICABLE, Party.NOBODY),
    }


def test_the_project_of_another_is_not_there(bureau: Bureau) -> None:
    firm(bureau)
    intake(bureau, "p", table_line("PM", "3"))
    with bureau.book.reading() as connection:
        for enterprise, number in ((OTHER_FIRM, "p"), (FIRM, "q")):
            with pytest.raises(NotFound) as refused:
                project_case(connection, enterprise, number, book=LAW, on=TODAY)
            assert refused.value.problem_code == "project.missing"


def test_a_refusal_lies_with_the_enterprise_until_the_last_day_of_the_remedy(bureau: Bureau) -> None:
    ready(bureau)
    accepted(bureau, table_line("PM", "3"))
    do(bureau, "confirmation.refuse", "2026-02-10", project="p", reasons=["示例：无来源"])

    assert stands(bureau) == (Stage.REFUSED, Party.ENTERPRISE, date(2026, 2, 10), date(2026, 4, 11))


def test_who_is_late_to_pay_cannot_buy_and_the_reason_names_its_law(bureau: Bureau) -> None:
    firm(bureau)
    with bureau.book.reading() as connection:
        buyer = holding_state(connection, FIRM, book=LAW, on=TODAY).holder
        late = buying_breaches(connection, buyer, overdue=1, area=EAST, book=LAW, on=TODAY)
        assert buying_breaches(connection, buyer, overdue=0, area=EAST, book=LAW, on=TODAY) == ()
    assert [(breach.code, breach.instrument, breach.article) for breach in late] == [("buyer.arrears", "ASSUME", "38")]


def test_an_estimate_is_quantity_times_standard_times_the_years_of_a_right(bureau: Bureau) -> None:
    price = {"pollutant": "COD", "unit_price": "4000", "basis": "per_tonne_year"}
    do(bureau, "price_standard.set", "2026-01-05", **price, from_day="2026-01-05", document="示例价格文件")
    wanted = {Pollutant.COD: 1_500_000, Pollutant.PARTICULATES: 1_000_000}

    with bureau.book.reading() as connection:
        found = estimates(connection, wanted, book=LAW, on=TODAY)
        assert estimates(connection, wanted, book=LAW, on=date(2026, 1, 4)) == {}
    assert {pollutant: each.line.amount for pollutant, each in found.items()} == {Pollutant.COD: 30_000_00}
