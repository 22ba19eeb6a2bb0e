"""Rows: those that are empty do not count, and every fault comes back to the input in which it was typed."""

from __future__ import annotations

from tests.web.forms.filling import INTAKE, form, read
from web.forms.actions import change_rows
from web.forms.typed import typed_into

OFFERED = {
    f"table.{row}.pollutant": pollutant for row, pollutant in enumerate(("COD", "NH3-N", "SO2", "NOx", "VOCs", "PM"))
}


def test_a_pollutant_that_is_offered_and_not_filled_in_does_not_count() -> None:
    found = read("project.intake", {**INTAKE, **OFFERED})

    assert [line.pollutant for line in found.command.table] == ["COD"]
    assert len(found.typed.values["table"]) == 6


def test_a_fault_below_rows_that_are_left_out_is_told_at_its_input() -> None:
    found = read("project.intake", {**INTAKE, **OFFERED, "table.4.this_project": "1 t", "table.5.fill_by": "morgen"})

    assert [fault.field for fault in found.faults] == ["table.4.this_project", "table.5.fill_by"]


def test_rows_are_numbered_anew_where_some_were_taken_away() -> None:
    rows = {name.replace("table.0", "table.7"): value for name, value in INTAKE.items()}
    found = read("project.intake", {**rows, "table.9.pollutant": "SO2", "table.9.this_project": "x"})

    assert [fault.field for fault in found.faults] == ["table.1.this_project"]


def test_an_object_that_may_be_left_out_counts_once_something_of_it_is_typed() -> None:
    notice = {"effective_on": "2026-01-06", "number": "示例通知1号"}

    assert read("fee.notice", {**notice, "award": "示例成交1", "fixed_price.case": ""}).command.fixed_price is None
    assert {fault.field for fault in read("fee.notice", {**notice, "fixed_price.case": "示例1"}).faults} == {
        f"fixed_price.{name}" for name in ("area", "payer", "ground", "lines", "starts", "ends")
    }


def test_the_pollutants_that_were_not_attained_are_ticked() -> None:
    ticked = {
        "effective_on": "2026-01-31",
        "year": "2025",
        "document": "示例公报",
        "not_attained.1": "NH3-N",
        "not_attained.4": "VOCs",
    }

    assert read("attainment.record", ticked).command.not_attained == ("NH3-N", "VOCs")


def test_the_permitted_amounts_of_five_years_stand_in_one_row() -> None:
    permit = {
        "effective_on": "2026-01-31",
        "number": "示例许可证1",
        "enterprise": "91371500MA00DEM012",
        "valid_from": "2026-01-01",
        "valid_until": "2030-12-31",
        "limits.0.pollutant": "COD",
        "limits.0.kind": "limited",
        **{f"limits.0.yearly.{year}": "2.5" for year in range(5)},
        "limits.1.pollutant": "SO2",
        "limits.1.kind": "unknown",
        "limits.1.reason": "未载明",
        "limits.1.fill_by": "2026-03-01",
    }
    found = read("permit.register", permit)

    assert found.command.limits[0].yearly == (2_500_000,) * 5
    assert found.command.limits[1].reason == "未载明"


def test_rows_can_be_added_and_taken_away_without_a_script() -> None:
    intake = form("project.intake")
    typed = typed_into(intake, {**INTAKE, "table.1.pollutant": "SO2"}.items())

    change_rows(intake, typed.values, "add:table")
    change_rows(intake, typed.values, "drop:table.0")
    for nonsense in (
        "add:nature",
        "add:nothing",
        "add:",
        "drop:table.99",
        "drop:name",
        "add:table.0.pollutant",
        "drop:table.²",
    ):
        change_rows(intake, typed.values, nonsense)

    assert [row.get("pollutant") for row in typed.values["table"]] == ["SO2", None, None, None, None, None]


def test_blocks_within_a_form_have_rows_of_their_own() -> None:
    closure = {
        "effective_on": "2026-01-31",
        "facility": "示例厂1",
        "route": "pool",
        "document": "示例关停令",
        "pollutants.0.pollutant": "SO2",
        "pollutants.0.grams": "1",
        "pollutants.0.tranches.2.grams": "x",
        "pollutants.1.pollutant": "COD",
    }
    found = read("facility.close", closure)

    assert "pollutants.0.tranches.0.grams" in {fault.field for fault in found.faults}
