"""The exemption ledger: entered at once whatever the pool holds, filled as credit comes, retired each quarter."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ledger.domain.bookkeeping.reversal import ReverseAct
from ledger.domain.projects.exemption import Exemption, ExemptionState, RetirementLine, RetirementSheet
from ledger.domain.values.pollutant import Pollutant
from ledger.errors import NotFound
from ledger.projections.projects.exemption_gaps import branch_gaps, exemption_gaps, retirement_sheet
from ledger.store.registers import Registers
from ledger.store.verification import verify
from tests.services.acts.bureau import EAST, LAW, WEST, Bureau
from tests.services.acts.project_exercise import (
    bulletin,
    do,
    firm,
    intake,
    pool,
    refused,
    registered,
    table_line,
)

PM = Pollutant.PARTICULATES


def exempt(bureau: Bureau, project: str, tonnes: str = "0.1", *, on: str = "2026-02-03") -> int:
    intake(bureau, project, table_line("PM", tonnes), day=on, site=f"示例{project}")
    return do(bureau, "exemption.register", on, project=project)


def retire(bureau: Bureau, on: str = "2026-03-31") -> int:
    return do(bureau, "exemption.retire", on, area=EAST, through=on)


def state(bureau: Bureau, project: str) -> ExemptionState:
    found = registered(bureau, Exemption, f"{project}/PM", owner=EAST)
    assert isinstance(found, Exemption)
    return found.state


def test_without_any_source_an_exempt_project_is_entered_all_the_same(bureau: Bureau) -> None:
    firm(bureau)

    exempt(bureau, "p")

    assert bureau.balance("E20", EAST, "p") == -bureau.balance("E10", EAST) == 100_000
    assert bureau.balance("C21", EAST, "p") == 0


def test_the_oldest_facility_gives_first_and_what_is_missing_is_the_branchs_gap(bureau: Bureau) -> None:
    firm(bureau)
    bulletin(bureau, "PM")
    pool(bureau, "乙炉", "PM", "0.05", on="2026-02-02")
    pool(bureau, "甲炉", "PM", "0.1", on="2026-02-03")
    pool(bureau, "丙炉", "PM", "1", area=WEST, on="2026-02-03")

    exempt(bureau, "p", "0.06")
    exempt(bureau, "q", on="2026-02-04")

    assert bureau.balance("C21", EAST, "p") == 120_000
    assert bureau.balance("C21", EAST, "q") == 30_000
    with bureau.book.reading() as connection:
        lines = exemption_gaps(connection, Registers(connection), book=LAW, on=date(2026, 3, 6), area=EAST)
        [branch] = branch_gaps(lines)
    assert [(line.exemption.project, line.required, line.held, line.gap, line.age_days) for line in lines] == [
        ("p", 120_000, 120_000, 0, 31),
        ("q", 200_000, 30_000, 170_000, 30),
    ]
    assert (branch.owed, branch.required, branch.held, branch.gap) == (160_000, 320_000, 150_000, 170_000)
    assert branch.oldest_days == 30
    assert branch.owed == -bureau.balance("E10", EAST)


def test_before_the_bulletin_credits_are_held_one_to_one_and_the_gap_says_so(bureau: Bureau) -> None:
    firm(bureau)
    pool(bureau, "甲炉", "PM", "1")
    exempt(bureau, "p")

    with bureau.book.reading() as connection:
        [before] = exemption_gaps(connection, Registers(connection), book=LAW, on=date(2026, 2, 4))
    bulletin(bureau, "PM", on="2026-02-05")
    with bureau.book.reading() as connection:
        [after] = exemption_gaps(connection, Registers(connection), book=LAW, on=date(2026, 2, 5))

    assert (before.held, before.gap, before.provisional) == (100_000, 0, True)
    assert (after.held, after.gap, after.provisional) == (100_000, 100_000, False)
    do(bureau, "exemption.hold", "2026-02-06", area=EAST)
    assert bureau.balance("C21", EAST, "p") == 200_000
    assert refused(bureau, "exemption.hold", "2026-02-07", area=EAST) == ["exemption.nothing_to_hold"]


def test_credit_that_came_later_fills_the_oldest_gap_first(bureau: Bureau) -> None:
    firm(bureau)
    bulletin(bureau)
    exempt(bureau, "younger", on="2026-02-05")
    exempt(bureau, "older", on="2026-02-04")
    pool(bureau, "甲炉", "PM", "0.15", on="2026-02-06")

    do(bureau, "exemption.hold", "2026-02-06", area=EAST)

    assert (bureau.balance("C21", EAST, "older"), bureau.balance("C21", EAST, "younger")) == (100_000, 50_000)


def test_a_quarter_is_retired_with_a_line_for_each_project_and_facility(bureau_on_each_engine: Bureau) -> None:
    bureau = bureau_on_each_engine
    firm(bureau)
    bulletin(bureau, "PM")
    pool(bureau, "乙炉", "PM", "0.15", on="2026-02-02")
    pool(bureau, "甲炉", "PM", "0.1", on="2026-02-03")
    exempt(bureau, "p")
    exempt(bureau, "q", on="2026-02-04")

    retire(bureau)

    sheet = registered(bureau, RetirementSheet, "2026-03-31", owner=EAST)
    assert sheet.lines == (
        RetirementLine(project="p", pollutant=PM, facility="乙炉", grams=100_000, net_gain=50_000),
        RetirementLine(project="p", pollutant=PM, facility="甲炉", grams=0, net_gain=50_000),
    )
    assert (bureau.balance("C31", EAST, "p"), bureau.balance("C32", EAST, "p")) == (100_000, 100_000)
    assert (bureau.balance("E20", EAST, "p"), bureau.balance("E20", EAST, "q")) == (0, 100_000)
    assert bureau.balance("C21", EAST, "q") == 50_000
    assert (state(bureau, "p"), state(bureau, "q")) == (ExemptionState.RETIRED, ExemptionState.OPEN)
    with bureau.book.reading() as connection:
        assert retirement_sheet(connection, area=EAST, through=date(2026, 3, 31)) == sheet
        with pytest.raises(NotFound):
            retirement_sheet(connection, area=WEST, through=date(2026, 3, 31))
        assert verify(connection, full=True).findings == ()


def test_what_is_covered_in_part_waits_for_the_next_quarter(bureau: Bureau) -> None:
    firm(bureau)
    bulletin(bureau)
    exempt(bureau, "p")

    assert refused(bureau, "exemption.retire", "2026-03-31", area=EAST, through="2026-03-31") == ["retirement.nothing"]
    pool(bureau, "甲炉", "PM", "1", on="2026-04-01")
    do(bureau, "exemption.hold", "2026-04-01", area=EAST)
    retire(bureau, "2026-06-30")
    assert refused(bureau, "exemption.retire", "2026-07-01", area=EAST, through="2026-06-30") == ["retirement.done"]


@pytest.mark.parametrize("through", ["2026-03-30", "2026-02-28", "2026-06-30"])
def test_only_a_quarter_that_is_over_is_retired(bureau: Bureau, through: str) -> None:
    firm(bureau)
    bulletin(bureau)
    pool(bureau, "甲炉", "PM", "1")
    exempt(bureau, "p")

    assert refused(bureau, "exemption.retire", "2026-06-29", area=EAST, through=through) == ["retirement.period"]


def test_what_was_entered_after_the_quarter_is_not_retired_with_it(bureau: Bureau) -> None:
    firm(bureau)
    bulletin(bureau)
    pool(bureau, "甲炉", "PM", "1")
    exempt(bureau, "p", on="2026-03-31")
    exempt(bureau, "q", on="2026-04-01")

    do(bureau, "exemption.retire", "2026-04-15", area=EAST, through="2026-03-31")

    assert (state(bureau, "p"), state(bureau, "q")) == (ExemptionState.RETIRED, ExemptionState.OPEN)


@pytest.mark.parametrize(("then", "now", "ratio"), [(["PM"], [], 2), ([], ["PM"], 1)])
def test_what_was_held_at_the_ratio_of_its_entry_is_retired_at_it_whatever_the_next_year_brings(
    bureau: Bureau, then: list[str], now: list[str], ratio: int
) -> None:
    firm(bureau)
    bulletin(bureau, *then)
    pool(bureau, "甲炉", "PM", str(Decimal(ratio) / 10), on="2026-12-01")
    exempt(bureau, "p", on="2026-12-01")
    assert (bureau.balance("C21", EAST, "p"), bureau.balance("C20", EAST)) == (ratio * 100_000, 0)
    retired = {"area": EAST, "through": "2026-12-31"}
    bulletin(bureau, *now, year=2026, on="2027-01-15")

    do(bureau, "exemption.retire", "2027-01-20", **retired)

    assert (bureau.balance("C31", EAST, "p"), bureau.balance("C32", EAST, "p")) == (100_000, (ratio - 1) * 100_000)
    assert bureau.balance("C21", EAST, "p") == 0


def test_the_sheet_of_the_last_quarter_does_not_wait_for_the_bulletin_of_that_year(bureau: Bureau) -> None:
    firm(bureau)
    place = bulletin(bureau)
    pool(bureau, "甲炉", "PM", "1", on="2026-12-01")
    exempt(bureau, "p", on="2026-12-01")

    do(bureau, "exemption.retire", "2027-01-10", area=EAST, through="2026-12-31")

    wrong = ReverseAct(effective_on=date(2027, 1, 11), seq=place, reason="示例")
    assert bureau.refused("correction.reverse", wrong) == ["reversal.depended_on"]


def test_where_the_bulletin_of_its_year_is_put_right_the_rest_goes_back_to_the_pool(bureau: Bureau) -> None:
    firm(bureau)
    bulletin(bureau, "PM")
    pool(bureau, "甲炉", "PM", "1", on="2026-12-01")
    exempt(bureau, "p", on="2026-12-01")
    assert bureau.balance("C21", EAST, "p") == 200_000
    bulletin(bureau, on="2027-01-15")

    do(bureau, "exemption.retire", "2027-01-20", area=EAST, through="2026-12-31")

    assert (bureau.balance("C31", EAST, "p"), bureau.balance("C32", EAST, "p")) == (100_000, 0)
    assert (bureau.balance("C21", EAST, "p"), bureau.balance("C20", EAST)) == (0, 900_000)


def test_nothing_is_retired_at_an_unknown_ratio(bureau: Bureau) -> None:
    firm(bureau)
    pool(bureau, "甲炉", "PM", "1")
    exempt(bureau, "p")

    assert refused(bureau, "exemption.retire", "2026-03-31", area=EAST, through="2026-03-31") == ["attainment.missing"]


def test_a_project_without_an_exempt_pollutant_has_no_place_in_the_ledger(bureau: Bureau) -> None:
    firm(bureau)
    intake(bureau, "p", table_line("PM", "2"))

    assert refused(bureau, "exemption.register", "2026-02-03", project="p") == ["exemption.none"]


def test_an_exemption_that_was_entered_wrongly_is_taken_back_in_red(bureau: Bureau) -> None:
    firm(bureau)
    bulletin(bureau)
    pool(bureau, "甲炉", "PM", "1")
    seq = exempt(bureau, "p")

    do(bureau, "correction.reverse", "2026-02-10", seq=seq, reason="登错项目")

    assert (bureau.balance("E20", EAST, "p"), bureau.balance("C20", EAST)) == (0, 1_000_000)
    assert registered(bureau, Exemption, "p/PM", owner=EAST) is None
    do(bureau, "exemption.register", "2026-02-11", project="p")


def test_no_credit_is_left_on_a_project_whose_exemption_is_taken_back(bureau: Bureau) -> None:
    firm(bureau)
    bulletin(bureau)
    pool(bureau, "甲炉", "PM", "0.06")
    seq = exempt(bureau, "p")
    pool(bureau, "乙炉", "PM", "1", on="2026-02-06")
    held = do(bureau, "exemption.hold", "2026-02-06", area=EAST)
    assert bureau.balance("C21", EAST, "p") == 100_000

    assert refused(bureau, "correction.reverse", "2026-02-10", seq=seq, reason="登错项目") == ["reversal.credit_held"]

    do(bureau, "correction.reverse", "2026-02-10", seq=held, reason="登错项目")
    do(bureau, "correction.reverse", "2026-02-10", seq=seq, reason="登错项目")
    assert (bureau.balance("C21", EAST, "p"), bureau.balance("C20", EAST)) == (0, 1_060_000)
    with bureau.book.reading() as connection:
        assert verify(connection, full=True).findings == ()
