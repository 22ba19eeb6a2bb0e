"""The confirmation of a project's quota: sources held, refused with remedies, given back where it ends."""

from __future__ import annotations

from datetime import date

import pytest

from ledger.domain.credits.facility_card import FacilityCard, card_subject
from ledger.domain.projects.confirmation import ConfirmationState
from ledger.domain.values.pollutant import Pollutant
from ledger.errors import RuleViolation
from ledger.services.catalogue import ACTS
from schemas.command import read_command
from tests.services.acts.bureau import CITY, EAST, WEST, Bureau
from tests.services.acts.project_exercise import (
    FIRM,
    accept,
    accepted,
    approve,
    bulletin,
    cap,
    confirmation,
    do,
    firm,
    intake,
    issue,
    pool,
    ready,
    refused,
    registered,
    source,
    table_line,
)

TONNE = 1_000_000


def refused_issue(bureau: Bureau, *cover: dict[str, str], on: str = "2026-02-10") -> list[str]:
    return refused(bureau, "confirmation.issue", on, project="p", cover=list(cover))


def test_an_unregistered_source_gives_no_right_above_the_cap(bureau: Bureau) -> None:
    firm(bureau)
    bulletin(bureau)
    cap(bureau, "PM", "1.9999")
    pool(bureau, "炉窑", "PM", "3")
    accepted(bureau, table_line("PM", "2"))

    assert refused_issue(bureau, source("炉窑", "PM", "2")) == ["cover.above_cap"]


def test_without_last_years_attainment_there_is_no_ratio(bureau: Bureau) -> None:
    ready(bureau)
    pool(bureau, "炉窑", "PM", "3")
    accepted(bureau, table_line("PM", "2"))

    assert refused_issue(bureau, source("炉窑", "PM", "2")) == ["attainment.missing"]


def test_the_ratio_of_a_year_is_that_of_the_year_before(bureau: Bureau) -> None:
    ready(bureau)
    bulletin(bureau)
    pool(bureau, "炉窑", "PM", "9")
    accepted(bureau, table_line("PM", "2"))
    bulletin(bureau, "PM", year=2026, on="2027-01-02")

    assert refused_issue(bureau, source("炉窑", "PM", "4"), on="2026-12-31") == ["cover.excess"]
    assert refused_issue(bureau, source("炉窑", "PM", "2"), on="2027-01-02") == ["cover.short"]
    issue(bureau, source("炉窑", "PM", "4"), on="2027-01-02")


def test_a_refusal_says_what_is_missing_and_where_credit_lies(bureau: Bureau) -> None:
    ready(bureau)
    bulletin(bureau)
    pool(bureau, "炉窑", "PM", "3")
    pool(bureau, "市里来的", "PM", "7", area=WEST)
    do(
        bureau,
        "credit.dispatch",
        "2026-02-02",
        from_area=WEST,
        to_area=CITY,
        pollutant="PM",
        sources=[{"source": "市里来的", "grams": "6"}],
        document="示例调剂单",
    )
    accepted(bureau, table_line("PM", "4"))
    command = read_command(
        ACTS["confirmation.issue"].command,
        {"effective_on": "2026-02-10", "project": "p", "cover": [source("炉窑", "PM", "3")]},
    )

    with pytest.raises(RuleViolation) as refusal:
        bureau.record("confirmation.issue", command)

    [short] = refusal.value.breaches
    assert str(short.detail) == (
        "颗粒物需替代4.000000吨/年，按1.0倍为4.000000吨/年，所列来源合计3.000000吨/年，缺1.000000吨/年；"
        "本区减排量库可用（吨/年）：炉窑 3.000000；市级调蓄库可用（吨/年）：市里来的 6.000000"
    )
    assert (short.instrument, short.article) == ("HF197", "3")


def test_credits_that_another_confirmation_waits_for_are_not_there(bureau: Bureau) -> None:
    ready(bureau)
    bulletin(bureau)
    pool(bureau, "炉窑", "PM", "3")
    accepted(bureau, table_line("PM", "2"))
    accepted(bureau, table_line("PM", "2"), project="q")
    command = read_command(
        ACTS["confirmation.issue"].command,
        {"effective_on": "2026-02-10", "project": "q", "cover": [source("炉窑", "PM", "2")]},
    )
    bureau.record("confirmation.issue", command)

    assert refused_issue(bureau, source("炉窑", "PM", "2")) == ["cover.unavailable"]


def test_every_fault_of_a_confirmation_is_told_in_the_order_of_the_articles(bureau: Bureau) -> None:
    ready(bureau)
    bulletin(bureau)
    pool(bureau, "炉窑", "PM", "1")
    open_ = table_line("PM", "2", existing_permitted=None, unknown_because="无", fill_by="2026-03-01")
    intake(bureau, "p", open_, table_line("NOx", "0.1"))
    card = registered(bureau, FacilityCard, card_subject(facility="炉窑", pollutant=Pollutant.PARTICULATES))
    bureau.register(
        FacilityCard(
            facility="炉窑", pollutant=Pollutant.PARTICULATES, verified=card.verified, uses=card.uses, suspended=True
        )
    )

    assert refused_issue(bureau, source("炉窑", "PM", "1.5"), source("炉窑", "NOx", "1")) == [
        "project.not_accepted",
        "table.incomplete",
        "cover.not_ordinary",
        "cover.short",
        "cover.unavailable",
        "card.suspended",
    ]


def test_nothing_is_decided_while_papers_are_missing(bureau: Bureau) -> None:
    ready(bureau)
    bulletin(bureau)
    pool(bureau, "炉窑", "PM", "2")
    accepted(bureau, table_line("PM", "2"))
    do(bureau, "project.milestone", "2026-02-04", project="p", step="completion_requested")

    assert refused_issue(bureau, source("炉窑", "PM", "2")) == ["project.clock_stopped"]
    assert refused(bureau, "confirmation.refuse", "2026-02-10", project="p", reasons=["示例"]) == [
        "project.clock_stopped"
    ]


def test_an_exempt_project_needs_no_confirmation(bureau: Bureau) -> None:
    ready(bureau)
    accepted(bureau, table_line("PM", "0.1"))

    assert refused_issue(bureau) == ["confirmation.not_needed"]
    approve(bureau, "p")


def test_a_confirmation_that_ends_gives_its_credits_back(bureau: Bureau) -> None:
    ready(bureau)
    bulletin(bureau)
    pool(bureau, "炉窑", "PM", "2")
    accepted(bureau, table_line("PM", "2"))

    issue(bureau, source("炉窑", "PM", "2"))
    assert refused_issue(bureau) == ["confirmation.in_force"]
    do(bureau, "confirmation.withdraw", "2026-02-11", project="p", reason="示例")
    assert bureau.balance("C20", EAST) == 2 * TONNE
    assert confirmation(bureau).state is ConfirmationState.WITHDRAWN
    issue(bureau, source("炉窑", "PM", "2"), on="2026-02-12")
    do(bureau, "confirmation.lapse", "2027-02-13", project="p")

    assert bureau.balance("C20", EAST) == 2 * TONNE
    assert confirmation(bureau).state is ConfirmationState.LAPSED
    assert refused(bureau, "confirmation.lapse", "2027-02-14", project="p") == ["confirmation.not_in_force"]


def test_a_confirmation_on_whose_approval_nothing_was_begun_lapses_after_five_years(bureau: Bureau) -> None:
    ready(bureau)
    bulletin(bureau)
    pool(bureau, "炉窑", "PM", "2")
    accepted(bureau, table_line("PM", "2"))
    issue(bureau, source("炉窑", "PM", "2"))
    approve(bureau, "p")

    assert refused(bureau, "confirmation.lapse", "2031-03-01", project="p") == ["confirmation.not_lapsed"]
    assert refused(bureau, "confirmation.withdraw", "2031-03-02", project="p", reason="示例") == [
        "confirmation.not_in_force"
    ]
    place = do(bureau, "confirmation.lapse", "2031-03-02", project="p")

    assert confirmation(bureau).state is ConfirmationState.LAPSED
    assert (bureau.balance("C30", EAST, "p"), bureau.balance("Q40", EAST, FIRM)) == (2 * TONNE, 2 * TONNE)
    start = {"project": "p", "step": "construction_started"}
    assert refused(bureau, "project.milestone", "2031-03-03", **start) == ["confirmation.lapsed"]
    do(bureau, "correction.reverse", "2031-03-03", seq=place, reason="示例：环评已经重新审核")
    do(bureau, "project.milestone", "2031-03-03", **start)
    assert refused(bureau, "confirmation.lapse", "2031-03-04", project="p") == ["confirmation.begun"]


def test_a_refusal_names_its_reasons_and_the_last_days_of_the_remedies(bureau: Bureau) -> None:
    ready(bureau)
    accepted(bureau, table_line("PM", "2"))

    do(bureau, "confirmation.refuse", "2026-08-31", project="p", reasons=["来源未关停", "材料不实"])

    found = confirmation(bureau)
    assert found.reasons == ("来源未关停", "材料不实")
    assert (found.review_until, found.suit_until) == (date(2026, 10, 30), date(2027, 2, 28))


def test_after_a_major_change_the_review_begins_anew(bureau: Bureau) -> None:
    ready(bureau)
    bulletin(bureau)
    pool(bureau, "炉窑", "PM", "9")
    accepted(bureau, table_line("PM", "2"))
    issue(bureau, source("炉窑", "PM", "2"))

    do(bureau, "project.release", "2026-02-20", project="p", step="major_change", reason="产能增加")

    assert confirmation(bureau).state is ConfirmationState.WITHDRAWN
    assert bureau.balance("C20", EAST) == 9 * TONNE
    intake(bureau, "p", table_line("PM", "3"), day="2026-02-21")
    assert refused_issue(bureau, source("炉窑", "PM", "3"), on="2026-02-22") == ["project.not_accepted"]
    accept(bureau, "p", on="2026-02-22")
    issue(bureau, source("炉窑", "PM", "3"), on="2026-02-22")
