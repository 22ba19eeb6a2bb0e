"""The schema of a command is made from the command: what is read, what is refused, and that it can be written again."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.domain.bookkeeping.period import CloseYear
from ledger.domain.claims.claim_acts import RenewFreeze
from ledger.domain.rights.cap import CapKind, SetCap
from ledger.services.catalogue import ACTS
from ledger.store.record_text import body_of
from schemas.command import read_command, schema_of, written_command
from schemas.malformed import Malformed

CAP = {
    "effective_on": "2026-01-05",
    "area": "东区",
    "pollutant": "COD",
    "basin": "海河",
    "kind": "absolute",
    "grams": "120.5",
    "document": "示例文件",
}


def test_a_command_is_read_in_the_smallest_units() -> None:
    command = read_command(SetCap, CAP)

    assert command.grams == 120_500_000
    assert command.kind is CapKind.ABSOLUTE


def test_what_was_read_is_written_again() -> None:
    command = read_command(SetCap, CAP)

    assert read_command(SetCap, written_command(command)) == command


def test_every_fault_is_told_at_once() -> None:
    with pytest.raises(Malformed) as refused:
        read_command(SetCap, {**CAP, "effective_on": "2026-02-30", "grams": "1e3", "kind": "other", "more": 1})

    assert {(error.field, error.code) for error in refused.value.errors} == {
        ("effective_on", "date.format"),
        ("grams", "number.format"),
        ("kind", "choice.unknown"),
        ("more", "field.unknown"),
    }


@pytest.mark.parametrize(
    ("instant", "code"),
    [
        ("2026-06-01T16:58:00+08:00", None),
        ("2000-01-01T00:00:00+14:00", None),
        ("2100-12-31T23:59:59-12:00", None),
        ("1999-12-31T23:59:59+08:00", "instant.range"),
        ("9999-12-31T23:59:59-12:00", "instant.range"),
        ("2026-06-01T16:58:00", "instant.format"),
        ("2026-06-01", "instant.format"),
    ],
)
def test_an_instant_has_an_offset_and_a_day_in_every_zone(instant: str, code: str | None) -> None:
    renewal = {"effective_on": "2026-06-01", "number": "1", "holder": "91371500MA00DEM012", "until": "2027-06-01"}

    assert code_of(RenewFreeze, {**renewal, "delivered_at": instant, "document": "示例"}) == code


@pytest.mark.parametrize(("year", "code"), [(2000, None), (2100, None), (1999, "integer.range"), (0, "integer.range")])
def test_a_year_is_one_of_the_calendar_of_the_books(year: int, code: str | None) -> None:
    assert code_of(CloseYear, {"effective_on": "2026-06-01", "year": year}) == code


def code_of(kind: type[Any], content: object) -> str | None:
    """Return the code of a refusal, or None where the command is read."""
    try:
        read_command(kind, content)
    except Malformed as refused:
        return refused.code
    return None


@pytest.mark.parametrize("kind", ACTS)
def test_every_act_has_a_schema_and_misses_what_it_must_have(kind: str) -> None:
    schema = schema_of(ACTS[kind].command)()
    required = {name for name, field in schema.fields.items() if field.required}

    with pytest.raises(Malformed) as refused:
        read_command(ACTS[kind].command, {})

    assert "effective_on" in required
    assert {error.field for error in refused.value.errors} == required


@pytest.mark.parametrize("kind", ACTS)
def test_every_member_of_every_act_refuses_a_value_of_another_kind(kind: str) -> None:
    schema = schema_of(ACTS[kind].command)()
    for name in schema.fields:
        with pytest.raises(Malformed) as refused:
            read_command(ACTS[kind].command, {name: {"x": [1.5]}})
        assert any(error.field.split(".")[0] == name for error in refused.value.errors), name


def test_a_command_is_kept_in_one_form_only() -> None:
    first = read_command(SetCap, CAP)
    second = read_command(SetCap, dict(reversed(CAP.items())))

    assert body_of(first) == body_of(second)
