"""The approval of an EIA: what was held is retired, and the enterprise gets the right that it covers."""

from __future__ import annotations

from datetime import date

from ledger.domain.bookkeeping.unit import Origin, right
from ledger.domain.credits.facility_card import FacilityCard, card_subject
from ledger.domain.projects.acquired import Acquired, AcquiredBy
from ledger.domain.projects.confirmation import ConfirmationState
from ledger.domain.values.calendar import Term
from ledger.domain.values.pollutant import Pollutant
from ledger.projections.checks.control_identities import identities
from ledger.store.verification import verify
from tests.services.acts.bureau import CITY, EAST, HAI, WEST, Bureau
from tests.services.acts.project_exercise import (
    FIRM,
    accepted,
    approve,
    bulletin,
    closed_plant,
    confirmation,
    do,
    issue,
    pool,
    ready,
    refused,
    registered,
    source,
    table_line,
)

TONNE = 1_000_000


def proven(bureau: Bureau) -> None:
    with bureau.book.reading() as connection:
        assert [identity for identity in identities(connection) if not identity.holds] == []
        assert verify(connection, full=True).findings == ()


def suspect(bureau: Bureau, facility: str, *, on: str = "2026-02-20") -> None:
    do(
        bureau,
        "closure.check",
        on,
        facility=facility,
        finding="restart_suspected",
        officers=["示例甲", "示例乙"],
        site_record="示例记录",
    )


def test_an_ordinary_project_from_the_confirmation_to_its_right(bureau_on_each_engine: Bureau) -> None:
    bureau = bureau_on_each_engine
    ready(bureau)
    bulletin(bureau, "COD")
    closed_plant(bureau, "电厂", "COD", "2")
    pool(bureau, "养殖场", "COD", "5")
    accepted(bureau, table_line("COD", "1.5"))

    issue(bureau, source("养殖场", "COD", "1"), source("电厂", "COD", "2"))

    assert bureau.balance("C21", EAST, "p") == 3 * TONNE
    assert bureau.balance("C20", EAST) == 4 * TONNE
    approve(bureau, "p")
    assert bureau.balance("C21", EAST, "p") == 0
    assert bureau.balance("C30", EAST, "p") == bureau.balance("C32", EAST, "p") == 1_500_000
    term = Term(starts=date(2026, 3, 1), ends=date(2031, 3, 1))
    unit = right(Pollutant.COD, area=EAST, basin=HAI, term=term, origin=Origin.OFFSET)
    assert bureau.balance("Q40", EAST, FIRM, unit) == 1_500_000
    assert bureau.balance("Q15", EAST) == 500_000
    assert confirmation(bureau).state is ConfirmationState.APPROVED
    proven(bureau)


def test_the_right_behind_a_source_of_another_area_comes_from_there(bureau: Bureau) -> None:
    ready(bureau)
    bulletin(bureau)
    closed_plant(bureau, "电厂", "NOx", "2", area=WEST)
    for from_area, to_area in ((WEST, CITY), (CITY, EAST)):
        do(
            bureau,
            "credit.dispatch",
            "2026-02-02",
            from_area=from_area,
            to_area=to_area,
            pollutant="NOx",
            sources=[{"source": "电厂", "grams": "2"}],
            document="示例调剂单",
        )
    accepted(bureau, table_line("NOx", "2"))
    issue(bureau, source("电厂", "NOx", "2"))

    approve(bureau, "p")

    assert bureau.balance("Q40", EAST, FIRM) == 2 * TONNE
    assert bureau.balance("Q15", WEST) == 0
    assert bureau.balance("Q11", WEST) == -bureau.balance("Q11", EAST) == 2 * TONNE
    proven(bureau)


def test_a_project_in_scope_acquires_its_right_before_the_gate(bureau: Bureau) -> None:
    ready(bureau)
    accepted(bureau, table_line("NOx", "3"), table_line("PM", "0.1"), day="2026-06-01")
    issue(bureau, on="2026-06-10")
    assert [(line.need, line.acquired) for line in confirmation(bureau).purchases] == [(3 * TONNE, 0)]
    assert (confirmation(bureau).gate, confirmation(bureau).valid_until) == ("eia_approval", date(2027, 6, 10))
    paper = {"authority": "示例审批局", "document": "示例环评批复", "approved_on": "2026-07-01"}

    term = Term(starts=date(2026, 1, 1), ends=date(2031, 1, 1))
    nitrogen = right(Pollutant.NITROGEN_OXIDES, area=EAST, basin=None, term=term, origin=Origin.RESERVE_SALE)
    tranche = {"pollutant": "NOx", "term_from": "2026-01-01", "term_to": "2031-01-01", "origin": "reserve_sale"}
    do(
        bureau,
        "opening.area",
        "2026-06-02",
        area=EAST,
        document="示例期初建账表",
        caps=[{"pollutant": "NOx", "kind": "absolute", "grams": "10", "document": "示例文件"}],
        rights=[{"enterprise": FIRM, "tranche": tranche, "grams": "3"}],
    )

    def bought(by: str, grams: int) -> None:
        bureau.register(Acquired(project="p", kind=AcquiredBy.AWARD, by=by, unit=nitrogen, grams=grams))

    bought("成交1", 2 * TONNE)
    assert refused(bureau, "project.eia_approved", "2026-07-01", project="p", **paper) == ["gate.rights_missing"]
    bought("成交2", TONNE)

    do(bureau, "project.eia_approved", "2026-07-01", project="p", **paper)

    assert confirmation(bureau).state is ConfirmationState.APPROVED


def test_an_approval_rests_on_a_confirmation_that_had_not_lapsed(bureau: Bureau) -> None:
    ready(bureau)
    bulletin(bureau)
    pool(bureau, "炉窑", "PM", "2")
    accepted(bureau, table_line("PM", "2"))
    paper = {"authority": "示例审批局", "document": "示例环评批复"}

    def codes(day: str) -> list[str]:
        return refused(bureau, "project.eia_approved", "2027-02-20", project="p", approved_on=day, **paper)

    assert codes("2026-03-01") == ["confirmation.missing"]
    issue(bureau, source("炉窑", "PM", "2"))
    assert codes("2026-02-09") == ["confirmation.later"]
    assert codes("2027-02-11") == ["confirmation.lapsed"]
    do(bureau, "project.eia_approved", "2027-02-20", project="p", approved_on="2027-02-10", **paper)


def test_an_approval_that_was_wrong_is_taken_back_in_red(bureau: Bureau) -> None:
    ready(bureau)
    bulletin(bureau)
    closed_plant(bureau, "电厂", "NOx", "2")
    accepted(bureau, table_line("NOx", "2"))
    issue(bureau, source("电厂", "NOx", "2"))
    seq = approve(bureau, "p")

    do(bureau, "correction.reverse", "2026-03-02", seq=seq, reason="批复已撤销")

    assert bureau.balance("C21", EAST, "p") == bureau.balance("Q15", EAST) == 2 * TONNE
    assert bureau.balance("Q40", EAST, FIRM) == 0
    assert confirmation(bureau).state is ConfirmationState.ISSUED


def test_credit_that_was_suspended_after_the_confirmation_is_not_retired(bureau: Bureau) -> None:
    ready(bureau)
    bulletin(bureau)
    closed_plant(bureau, "电厂", "NOx", "2")
    accepted(bureau, table_line("NOx", "2"), table_line("PM", "1"))
    pool(bureau, "炉窑", "PM", "1", on="2026-02-03")
    issue(bureau, source("电厂", "NOx", "2"), source("炉窑", "PM", "1"))
    suspect(bureau, "电厂")
    paper = {"authority": "示例审批局", "document": "示例环评批复", "approved_on": "2026-03-01"}

    assert refused(bureau, "project.eia_approved", "2026-03-01", project="p", **paper) == ["cover.fallen_away"]
    do(bureau, "confirmation.withdraw", "2026-03-02", project="p", reason="来源待核")

    assert bureau.balance("C20", EAST) == TONNE
    assert bureau.balance("C22", EAST, "p") == 2 * TONNE


def test_a_reduction_in_the_table_is_used_once_only(bureau: Bureau) -> None:
    ready(bureau)
    bulletin(bureau)
    pool(bureau, "老锅炉", "PM", "5")
    old = {"existing_actual": "5", "replaced": "4", "whole_plant_after": "3", "replaced_at": "老锅炉"}
    accepted(bureau, table_line("PM", "2", **old), table_line("NOx", "0.1"))
    paper = {"authority": "示例审批局", "document": "示例环评批复", "approved_on": "2026-03-01"}

    assert refused(bureau, "project.eia_approved", "2026-03-01", project="p", **paper) == ["card.overused"]


def test_a_replacement_stands_on_the_card_before_anything_is_verified(bureau: Bureau) -> None:
    ready(bureau)
    do(bureau, "facility.register", "2026-02-01", id="老锅炉", name="老锅炉", area=EAST)
    old = {"existing_actual": "5", "replaced": "4", "whole_plant_after": "3", "replaced_at": "老锅炉"}
    accepted(bureau, table_line("PM", "2", **old))
    approve(bureau, "p")
    card = registered(bureau, FacilityCard, card_subject(facility="老锅炉", pollutant=Pollutant.PARTICULATES))
    assert card.remaining == -4 * TONNE

    do(bureau, "project.release", "2026-03-05", project="p", step="abandoned", reason="示例")

    card = registered(bureau, FacilityCard, card_subject(facility="老锅炉", pollutant=Pollutant.PARTICULATES))
    assert card.remaining == 0
