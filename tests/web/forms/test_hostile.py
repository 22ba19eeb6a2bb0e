"""Whatever is sent, a form answers with faults: it never fails, and never grows with a number that somebody types."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.services.catalogue import ACTS
from tests.web.forms.filling import INTAKE, form, read
from web.forms.reading import filled
from web.forms.typed import typed_into

PARTS = st.sampled_from(
    [
        "table",
        "lines",
        "0",
        "1",
        "999999",
        "-1",
        "²",
        "１",
        "",
        "pollutant",
        "grams",
        "tranche",
        "__class__",
        "effective_on",
        "_unit",
    ]
)
NAMES = st.lists(PARTS, min_size=1, max_size=6).map(".".join) | st.text(max_size=30)
VALUES = st.text(max_size=60) | st.sampled_from(
    ["\x00", "\ud800", "9" * 5000, "1e999999", "<script>", "=1+1", "\u202e", "true"]
)


@given(kind=st.sampled_from(sorted(ACTS)), sent=st.lists(st.tuples(NAMES, VALUES), max_size=25))
def test_a_form_reads_anything(kind: str, sent: list[tuple[str, str]]) -> None:
    found = filled(form(kind), typed_into(form(kind), sent))

    assert (found.command is None) == bool(found.faults)


@pytest.mark.parametrize(
    "name",
    [
        "grams",
        "table.999999.this_project",
        "table.x.pollutant",
        "table.0",
        "table",
        "table.0.pollutant.code",
        "table.-1.basin",
        "name.0",
        "a" * 300,
    ],
)
def test_a_name_that_the_form_does_not_have_is_told_of(name: str) -> None:
    inputs = {
        key: value for key, value in INTAKE.items() if not name.startswith("table") or not key.startswith("table.0")
    }
    found = read("project.intake", {**inputs, name: "1"})

    assert found.command is None
    assert "field.unknown" in {fault.code for fault in found.faults}


def test_a_second_value_under_one_name_is_told_of() -> None:
    sent = [*INTAKE.items(), ("name", "另一个")]
    found = filled(form("project.intake"), typed_into(form("project.intake"), sent))

    assert [(fault.field, fault.code) for fault in found.faults] == [("name", "field.unknown")]
    assert found.typed.values["name"] == "示例扩建"


def test_ten_thousand_fields_are_refused_at_once() -> None:
    began = time.process_time()
    found = read("project.intake", {f"x{number}.y.z": "1" for number in range(10_000)})

    assert found.command is None
    assert found.fault_count >= 10_000
    assert len(found.faults) == 100
    assert time.process_time() - began < 2
