"""What a form turns into the notation of the contract, visibly, and what it refuses to guess."""

from __future__ import annotations

import pytest

from ledger.services.catalogue import ACTS
from schemas.command import read_command
from schemas.malformed import Malformed
from tests.web.forms.filling import INTAKE, inputs_of, read

QUANTITY = "table.0.this_project"


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("１．５", "1.5"),
        ("１", "1"),
        (" 1.5", "1.5"),
        ("1.5　", "1.5"),
        ("1.5\t", "1.5"),
    ],
)
def test_digits_of_the_chinese_input_method_are_turned_and_shown_once(typed: str, written: str) -> None:
    found = read("project.intake", {**INTAKE, QUANTITY: typed, "table.0.whole_plant_after": "6"})

    assert [(change.path, change.typed, change.written) for change in found.turned] == [(QUANTITY, typed, written)]
    assert found.asks
    assert found.command is not None
    assert found.typed.values["table"][0]["this_project"] == written


RECEIPT = {
    "effective_on": "2026-02-02",
    "notice": "示例通知1号",
    "number": "示例票据1号",
    "paid_on": "2026-02-02",
}


@pytest.mark.parametrize(
    ("typed", "written"),
    [("35,700.00", "35700.00"), ("8,400", "8400"), ("１，２３４，５６７．８９", "1234567.89")],
)
def test_thousands_set_apart_as_the_pages_print_them_are_folded_and_asked_about_once(typed: str, written: str) -> None:
    found = read("fee.receipt", {**RECEIPT, "amount": typed})

    assert [(change.path, change.typed, change.written) for change in found.turned] == [("amount", typed, written)]
    assert found.asks
    assert found.command is not None
    assert found.typed.values["amount"] == written


@pytest.mark.parametrize(
    "typed", ["1,5", "1,50", "8,40", "0,500", "84,00", "1,234,56", "1.234,50", ",400", "1,,000", "1 000"]
)
def test_a_comma_that_may_be_a_decimal_point_is_refused(typed: str) -> None:
    found = read("fee.receipt", {**RECEIPT, "amount": typed})

    assert not found.turned
    assert [fault.field for fault in found.faults] == ["amount"]


def test_thousands_set_apart_stay_refused_outside_of_forms() -> None:
    with pytest.raises(Malformed):
        read_command(ACTS["fee.receipt"].command, {**RECEIPT, "amount": "35,700.00"})


def test_kilograms_may_be_set_apart_too() -> None:
    inputs = {**INTAKE, QUANTITY: "1,500", "table.0.whole_plant_after": "6", "_unit.table.this_project": "kg"}
    found = read("project.intake", inputs)

    assert found.asks
    assert found.command.table[0].this_project == 1_500_000


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("2026年2月2日", "2026-02-02"),
        ("2026-2-2", "2026-02-02"),
        ("2026/02/2", "2026-02-02"),
        ("２０２６.2.2", "2026-02-02"),
    ],
)
def test_a_day_may_be_written_as_people_write_it_year_first(typed: str, written: str) -> None:
    found = read("project.intake", {**INTAKE, "requested_on": typed})

    assert found.asks
    assert found.typed.values["requested_on"] == written
    assert found.command.requested_on.isoformat() == written


@pytest.mark.parametrize(
    "typed", ["01/02/2026", "20260202", "2026-W06-1", "2026年2月30日", "民国115年2月2日", "二月二日"]
)
def test_a_day_that_can_be_read_in_two_ways_or_none_is_refused(typed: str) -> None:
    found = read("project.intake", {**INTAKE, "requested_on": typed})

    assert found.command is None
    assert [fault.field for fault in found.faults] == ["requested_on"]


@pytest.mark.parametrize(("kind", "path", "typed"), [("project.intake", QUANTITY, "0.0000001")])
def test_nothing_is_rounded(kind: str, path: str, typed: str) -> None:
    found = read(kind, {**INTAKE, path: typed})

    assert [(fault.field, fault.code) for fault in found.faults] == [(path, "number.scale")]


def test_a_credit_code_in_small_or_full_width_letters_is_turned() -> None:
    found = read("project.intake", {**INTAKE, "enterprise": " ９１371500ma00dem012 "})

    assert found.asks
    assert found.command.enterprise == "91371500MA00DEM012"


def test_a_column_typed_in_kilograms_is_shown_in_tonnes_and_not_asked_about() -> None:
    inputs = {**INTAKE, QUANTITY: "1500.25", "table.0.whole_plant_after": "6.00025", "_unit.table.this_project": "kg"}
    found = read("project.intake", inputs)

    assert not found.asks
    assert [(change.typed, change.written, change.unit) for change in found.turned] == [("1500.25", "1.50025", True)]
    assert found.command.table[0].this_project == 1_500_250
    assert found.typed.values["table"][0]["this_project"] == "1500.25"


def test_less_than_a_gram_is_refused_in_kilograms_too() -> None:
    found = read("project.intake", {**INTAKE, QUANTITY: "0.0001", "_unit.table.this_project": "kg"})

    assert [(fault.field, fault.code, fault.value) for fault in found.faults] == [(QUANTITY, "number.scale", "0.0001")]


def test_a_quantity_with_four_decimals_of_a_tonne_takes_whole_hundreds_of_grams_in_kilograms() -> None:
    retained = {
        "effective_on": "2026-01-06",
        "area": "东区",
        "pollutant": "SO2",
        "document": "示例纪要",
        "_unit.grams": "kg",
    }

    assert read("reserve.retain", {**retained, "grams": "0.1"}).command.grams == 100
    assert [fault.code for fault in read("reserve.retain", {**retained, "grams": "0.05"}).faults] == ["number.scale"]


def test_a_minute_of_beijing_is_the_forms_own_notation() -> None:
    served = {
        "effective_on": "2026-06-01",
        "number": "示例执字1号",
        "area": "东区",
        "holder": "91371500MA00DEM012",
        "court": "示例法院",
        "until": "2028-06-01",
        "document": "示例回证1号",
        "lines.0.pollutant": "SO2",
        "lines.0.grams": "2",
    }
    plain = read("freeze.deliver", {**served, "delivered_at": "2026-06-01 16:58"})
    other = read("freeze.deliver", {**served, "delivered_at": "2026年6月1日 9：05"})

    assert not plain.asks
    assert plain.command.delivered_at.isoformat() == "2026-06-01T16:58:00+08:00"
    assert other.asks
    assert other.command.delivered_at.isoformat() == "2026-06-01T09:05:00+08:00"


def test_a_negative_difference_may_be_typed_with_any_minus() -> None:
    content = {
        "effective_on": "2026-01-01",
        "area": "东区",
        "document": "示例建账表",
        "reserves": [{"source": "retained", "pollutant": "SO2", "grams": "5", "unexplained": "－0.5"}],
    }
    found = read("opening.area", inputs_of(content))

    assert found.asks
    assert found.command.reserves[0].unexplained == -500_000


def test_what_is_unknown_is_left_empty_with_a_reason_and_a_day() -> None:
    inputs = {name: value for name, value in INTAKE.items() if name != "table.0.existing_permitted"}
    inputs |= {"table.0.unknown_because": "许可证未载明许可量", "table.0.fill_by": "2026-03-01"}
    found = read("project.intake", inputs)

    assert found.command.table[0].existing_permitted is None
    assert found.command.table[0].unknown_because == "许可证未载明许可量"


def test_the_line_ends_of_a_browser_do_not_change_a_file() -> None:
    text = "[rule]\r\nvalue = 1\r\n"
    found = read(
        "law.adopt", {"effective_on": "2026-01-05", "document": "示例", "files.0.name": "a.toml", "files.0.text": text}
    )

    assert not found.asks
    assert found.command.files[0].text == "[rule]\nvalue = 1\n"


def test_the_lines_of_a_remark_are_joined_visibly() -> None:
    found = read("award.undo", {"effective_on": "2026-01-05", "id": "示例1", "reason": " 第一行\r\n第二行 "})

    assert found.asks
    assert found.command.reason == "第一行 第二行"
