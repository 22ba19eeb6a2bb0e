"""Early draw: a project counts on a reduction to come, and it is there before trial production."""

from __future__ import annotations

from datetime import date

from ledger.domain.bookkeeping.unit import Origin, right
from ledger.domain.credits.early_draw import EarlyDraw, EarlyDrawState
from ledger.domain.values.calendar import Term
from ledger.domain.values.pollutant import Pollutant
from tests.services.acts.bureau import EAST, Bureau
from tests.services.acts.project_exercise import (
    FIRM,
    accept,
    approve,
    bulletin,
    closed_plant,
    do,
    firm,
    intake,
    refused,
    registered,
    source,
    table_line,
)

TONNE = 1_000_000
DRAW = {"pollutant": "SO2", "ground": "central_heating", "document": "示例供热规划"}


def heating(bureau: Bureau) -> None:
    firm(bureau)
    bulletin(bureau, "SO2")
    closed_plant(bureau, "锅炉群", "SO2", "10")
    intake(bureau, "p", table_line("SO2", "4"))
    accept(bureau, "p")


def draw(bureau: Bureau, tonnes: str, *, on: str = "2026-02-04") -> int:
    return do(bureau, "early_draw.take", on, project="p", grams=tonnes, **DRAW)


def refused_draw(bureau: Bureau, tonnes: str, *, on: str = "2026-02-04") -> list[str]:
    return refused(bureau, "early_draw.take", on, project="p", grams=tonnes, **DRAW)


def deliver(bureau: Bureau, tonnes: str, *, on: str = "2026-09-01") -> int:
    return do(bureau, "early_draw.deliver", on, project="p", cover=[source("锅炉群", "SO2", tonnes)])


def refused_delivery(bureau: Bureau, *cover: dict[str, str], on: str = "2026-09-01") -> list[str]:
    return refused(bureau, "early_draw.deliver", on, project="p", cover=list(cover))


def test_what_is_drawn_early_is_covered_before_trial_production(bureau_on_each_engine: Bureau) -> None:
    bureau = bureau_on_each_engine
    heating(bureau)
    draw(bureau, "3")
    do(bureau, "confirmation.issue", "2026-02-10", project="p", cover=[source("锅炉群", "SO2", "2")])
    approve(bureau, "p")
    assert bureau.balance("Q40", EAST, FIRM) == TONNE
    assert bureau.balance("E30", EAST, "p") == -bureau.balance("E31", EAST, "p") == 3 * TONNE
    do(bureau, "project.milestone", "2026-04-01", project="p", step="construction_started")
    assert refused(bureau, "project.milestone", "2026-09-01", project="p", step="trial_production") == [
        "early_draw.undelivered"
    ]

    deliver(bureau, "6")

    term = Term(starts=date(2026, 3, 1), ends=date(2031, 3, 1))
    unit = right(Pollutant.SULPHUR_DIOXIDE, area=EAST, basin=None, term=term, origin=Origin.OFFSET)
    assert bureau.balance("Q40", EAST, FIRM, unit) == 4 * TONNE
    assert bureau.balance("E30", EAST, "p") == bureau.balance("E31", EAST, "p") == 0
    assert bureau.balance("C30", EAST, "p") == bureau.balance("C32", EAST, "p") == 4 * TONNE
    assert (bureau.balance("C20", EAST), bureau.balance("Q15", EAST)) == (2 * TONNE, 6 * TONNE)
    do(bureau, "project.milestone", "2026-09-02", project="p", step="trial_production")
    assert registered(bureau, EarlyDraw, "SO2", owner="p").state is EarlyDrawState.DELIVERED


def test_a_draw_keeps_the_ratio_of_its_day(bureau: Bureau) -> None:
    heating(bureau)
    draw(bureau, "4")
    do(bureau, "confirmation.issue", "2026-02-10", project="p")
    approve(bureau, "p")
    bulletin(bureau, year=2026, on="2027-01-15")

    assert refused_delivery(bureau, source("锅炉群", "SO2", "4"), on="2027-02-01") == ["cover.short"]
    deliver(bureau, "8", on="2027-02-01")


def test_a_draw_stays_within_the_ordinary_need(bureau: Bureau) -> None:
    heating(bureau)

    assert refused_draw(bureau, "4.000001") == ["early_draw.beyond_need"]
    assert refused_draw(bureau, "0") == ["early_draw.beyond_need"]
    draw(bureau, "4")
    assert refused_draw(bureau, "1") == ["early_draw.taken"]


def test_a_draw_comes_before_the_confirmation(bureau: Bureau) -> None:
    heating(bureau)
    do(bureau, "confirmation.issue", "2026-02-10", project="p", cover=[source("锅炉群", "SO2", "8")])

    assert refused_draw(bureau, "1", on="2026-02-11") == ["confirmation.in_force"]


def test_a_draw_needs_a_ratio_too(bureau: Bureau) -> None:
    firm(bureau)
    intake(bureau, "p", table_line("SO2", "4"))

    assert refused_draw(bureau, "4") == ["attainment.missing"]


def test_every_fault_of_a_delivery_is_told(bureau: Bureau) -> None:
    heating(bureau)
    assert refused_delivery(bureau) == ["early_draw.none"]
    draw(bureau, "4")

    assert refused_delivery(bureau) == ["early_draw.before_approval", "cover.short"]
    assert refused_delivery(bureau, source("锅炉群", "SO2", "11"), source("锅炉群", "PM", "1")) == [
        "early_draw.before_approval",
        "cover.not_drawn",
        "cover.excess",
        "cover.unavailable",
    ]


def test_an_abandoned_project_owes_nothing_more(bureau: Bureau) -> None:
    heating(bureau)
    draw(bureau, "3")
    do(bureau, "confirmation.issue", "2026-02-10", project="p", cover=[source("锅炉群", "SO2", "2")])

    do(bureau, "project.release", "2026-02-20", project="p", step="abandoned", reason="示例")

    assert bureau.balance("E30", EAST, "p") == bureau.balance("E31", EAST, "p") == 0
    assert bureau.balance("C20", EAST) == 10 * TONNE
    assert registered(bureau, EarlyDraw, "SO2", owner="p").state is EarlyDrawState.CANCELLED


def test_a_draw_is_not_delivered_once_the_confirmation_has_lapsed(bureau: Bureau) -> None:
    heating(bureau)
    draw(bureau, "3")
    do(bureau, "confirmation.issue", "2026-02-10", project="p", cover=[source("锅炉群", "SO2", "2")])
    approve(bureau, "p")
    do(bureau, "confirmation.lapse", "2031-03-02", project="p")

    assert refused_delivery(bureau, source("锅炉群", "SO2", "6"), on="2031-03-03") == ["confirmation.lapsed"]
    do(bureau, "project.release", "2031-03-03", project="p", step="abandoned", reason="示例：未建设")
    assert bureau.balance("E30", EAST, "p") == bureau.balance("E31", EAST, "p") == 0
