"""Records as text: one form only, read back as they were."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, ClassVar

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.values.pollutant import Pollutant
from ledger.store.record_text import body_of, record_of, registration_of
from ledger.store.wrong_rows import is_canonical


class Colour(StrEnum):
    """An enumeration of the exercise."""

    RED = "red"
    GREEN = "green"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A record inside another."""

    grams: int
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A record of every kind of member."""

    REGISTER: ClassVar[str] = "claim"

    subject: str
    owner: str | None = None
    colour: Colour = Colour.RED
    at: datetime | None = None
    grams: Mapping[Pollutant, int] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()
    named: Mapping[str, tuple[Line, ...]] = field(default_factory=dict)
    final: bool = False


lines = st.builds(Line, grams=st.integers(-(2**63), 2**63 - 1), until=st.none() | st.dates())
texts = st.text() | st.text('a":,\\nul', max_size=12)
"""Texts, and such as look like members that are None."""

claims = st.builds(
    Claim,
    subject=texts,
    owner=st.none() | texts,
    colour=st.sampled_from(Colour),
    at=st.none() | st.datetimes(timezones=st.just(UTC)),
    grams=st.dictionaries(st.sampled_from(Pollutant), st.integers(0, 2**63 - 1)),
    lines=st.lists(lines).map(tuple),
    named=st.dictionaries(texts, st.lists(lines).map(tuple), max_size=3),
    final=st.booleans(),
)


@given(claim=claims)
def test_what_is_written_is_read_back_and_written_the_same(claim: Claim) -> None:
    body = body_of(claim)

    assert record_of(Claim, body) == claim
    assert body_of(record_of(Claim, body)) == body
    assert is_canonical(body)
    assert msgspec.json.decode(body) == _without_none(msgspec.to_builtins(claim))


def _without_none(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_none(member) for name, member in value.items() if member is not None}
    return [_without_none(each) for each in value] if isinstance(value, tuple | list) else value


def test_a_record_is_written_with_days_and_values_and_without_what_is_none() -> None:
    claim = Claim(
        subject="1/2",
        owner="甲/乙",
        at=datetime(2026, 6, 1, 9, tzinfo=UTC),
        grams={Pollutant.COD: 5, Pollutant.AMMONIA_NITROGEN: 0},
        lines=(Line(grams=1), Line(grams=2, until=date(2026, 6, 1))),
    )

    registration = registration_of(claim)

    assert (registration.register, registration.subject) == ("claim/甲%2F乙", "1/2")
    assert registration.body == (
        '{"at":"2026-06-01T09:00:00Z","colour":"red","final":false,"grams":{"COD":5,"NH3-N":0},'
        '"lines":[{"grams":1},{"grams":2,"until":"2026-06-01"}],"named":{},"owner":"甲/乙","subject":"1/2"}'
    )


@pytest.mark.parametrize(
    "body",
    [
        "{}",
        '{"subject":1}',
        '{"subject":"a","final":1}',
        '{"subject":"a","colour":"blue"}',
        '{"subject":"a","grams":{"CO2":1}}',
        '{"subject":"a","lines":[{"grams":"1"}]}',
        '{"subject":"a","lines":[{"grams":1.5}]}',
        "not JSON",
    ],
)
def test_nothing_else_is_read_as_a_record(body: str) -> None:
    with pytest.raises(msgspec.DecodeError):
        record_of(Claim, body)


@dataclass(frozen=True, slots=True, kw_only=True)
class _NoDefault:
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _OtherDefault:
    lines: tuple[_NoDefault, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _NoneInside:
    days: Mapping[str, date | None] = field(default_factory=dict)


@pytest.mark.parametrize("faulty", [_NoDefault(until=None), _OtherDefault(), _NoneInside()])
def test_a_record_that_could_lose_a_none_is_not_written(faulty: object) -> None:
    with pytest.raises(TypeError, match="None"):
        body_of(faulty)
    with pytest.raises(TypeError, match="None"):
        record_of(type(faulty), "{}")
