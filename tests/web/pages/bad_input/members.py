"""Where a bad value is put: the members that take its like, in an act, in the file of a round, in the calculator."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tests.bad_input.catalogue import BadValue, Door
from tests.bad_input.days import DAYS, MINUTES
from tests.bad_input.numbers import NUMBERS, WHOLE
from tests.bad_input.texts import CODES, TEXTS
from tests.web.pages.desk.forms import intake
from web.books import today

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.web.city import City


@dataclass(frozen=True, slots=True)
class Member:
    """A member of an act of the bureau, with what stands for it in a round and in the calculator, if anything."""

    act: str
    name: str
    in_round: str = ""
    in_calculator: str = ""
    others: Mapping[str, str] = field(default_factory=dict)
    """What else the act says, besides its day."""


_RETAIN: Final = {"pollutant": "SO2", "grams": "0.5", "document": "示例纪要1号"}
_RENEWAL: Final = {
    "number": "示例执字1号",
    "holder": "91371500MA00DEM012",
    "delivered_at": "2026-01-05T09:00:00+08:00",
    "until": "2026-06-30",
    "document": "示例回证1号",
}
NUMBER: Final = Member("reserve.retain", "grams", "lots.0.quantity", "COD", _RETAIN)
DAY: Final = Member("reserve.retain", "effective_on", "closes", "date", _RETAIN)
TEXT: Final = Member("reserve.retain", "document", "place", others=_RETAIN)
YEAR: Final = Member("attainment.record", "year", "number", others={"document": "示例公报1号"})
MINUTE: Final = Member("freeze.renew", "delivered_at", others=_RENEWAL)
CODE: Final = Member("freeze.renew", "holder", others=_RENEWAL)

TABLES: Final = ((NUMBER, NUMBERS), (DAY, DAYS), (TEXT, TEXTS), (YEAR, WHOLE), (MINUTE, MINUTES), (CODE, CODES))
"""Every value that is put in by itself, with the member that takes it."""


def put_in_at(door: Door) -> list[tuple[Member, BadValue]]:
    """Return what a door is tried with."""
    return [(member, bad) for member, table in TABLES for bad in table if _fits(door, member, bad)]


def _fits(door: Door, member: Member, bad: BadValue) -> bool:
    there = {Door.ROUND: member.in_round, Door.CALCULATOR: member.in_calculator}.get(door, member.name)
    return bool(there) and bad.answer_at(door) is not None


def named(tried: tuple[Member, BadValue]) -> str:
    """Return what a test of a value is called."""
    member, bad = tried
    return f"{bad.number}-{member.name}-{bad.name}"


def sound(city: City, member: Member) -> dict[str, str]:
    """Return a sound content of the member's act, as a form or a row of a sheet says it."""
    given = {"area": intake(city)["area"]} if member.act != "attainment.record" else {"year": str(today().year - 1)}
    return {"effective_on": today().isoformat(), **given, **member.others}


def in_json(content: Mapping[str, object]) -> dict[str, object]:
    """Return the same as JSON says it."""
    return {name: int(str(value)) if name == "year" else value for name, value in content.items()}
