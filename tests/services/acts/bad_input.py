"""What is done to an example of the posting manual to make it bad: its members, found by the schema of its command."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from marshmallow import fields
from sqlalchemy import select

from ledger.domain.bookkeeping.act import State
from ledger.domain.people.actor import Office
from ledger.domain.values.encoding import day_of
from ledger.services import procedure
from ledger.services.catalogue import ACTS
from ledger.services.desk import Desk
from ledger.store.book import Book
from ledger.store.rule_books import RuleBookText
from ledger.store.tables import journal
from schemas.act_fields import InstantField, RatioField, SignedTonnesField, TupleField
from schemas.command import read_command, schema_of
from schemas.fields import (
    ChoiceField,
    CreditCodeField,
    DateField,
    IntegerField,
    MappingField,
    ObjectField,
    PriceField,
    StrictField,
    TonnesField,
    YuanField,
)
from tests.accounting_notation import Example, examples
from tests.services.acts.bureau import AREAS, LAW, PERSONS, Bureau, opened
from tests.services.acts.conftest import FIRST_DAY, new_book

MISSING: Final = object()
"""Stands for a member that is left out."""
UNKNOWN: Final = "示例查无此名"
NOBODY: Final = "91371500MA00DEM994"
"""A well-formed credit code of an enterprise that is in no example."""
GREATEST_DECIMAL: Final = "999999999999"
_KEYS_OF_AN_EXAMPLE: Final = 1_000
_NUMBERS: Final = (TonnesField, YuanField, PriceField, RatioField, SignedTonnesField)
_OF_NO_FORM: Final[tuple[object, ...]] = (1.5, {"多余": 1}, [[1.5]], "\x00")
_BAD_DECIMALS: Final[tuple[object, ...]] = ("", "1e3", "１", " 1", "+1", "01", "1.", "0.00000001", "9" * 13, 1)
_MALFORMED: Final[dict[type, tuple[object, ...]]] = {
    **dict.fromkeys(_NUMBERS, _BAD_DECIMALS),
    IntegerField: (-1, 2**63, "1", True),
    DateField: ("2026-02-30", "2026-2-3", "1999-12-31", "2101-01-01", "２０２６-01-01", 20260203, ""),
    InstantField: ("2026-03-02", "2026-03-02T09:00:00", "2026-03-02 09:00:00+08:00", 0, ""),
    ChoiceField: (UNKNOWN, "", 1),
    CreditCodeField: ("91371500MA00DEM013", "91371500ma00dem012", "", 1),
}
"""By the class of a field, what it never accepts besides what no field accepts."""
_ENDS: Final[dict[type, tuple[object, ...]]] = {
    **dict.fromkeys(_NUMBERS, ("0", GREATEST_DECIMAL)),
    IntegerField: (0, 2**63 - 1),
    DateField: ("2000-01-01", "2100-12-31"),
    InstantField: ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"),
}
"""By the class of a field, the least and the greatest that it accepts."""

_OUTSIDE: Final = """
WITH leg AS (
    SELECT debit AS place, effective_on AS day, amount AS change FROM movement
    UNION ALL SELECT credit, effective_on, -amount FROM movement
), daily AS (
    SELECT place, day, SUM(SUM(change)) OVER (PARTITION BY place ORDER BY day) AS amount FROM leg GROUP BY place, day
)
SELECT place, day, daily.amount FROM daily JOIN balance ON position_id = place
WHERE daily.amount < lower OR daily.amount > upper
"""
"""Every position that is outside its bounds at the end of any day, added up from the movements alone."""

Change = tuple[str, dict[str, Any]]
"""What was done, for people, and the content that came of it."""


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a command, at any depth, whether the example has it or not."""

    path: tuple[str | int, ...]
    field: fields.Field[Any]

    @property
    def name(self) -> str:
        """Return the path as people write it."""
        return ".".join(map(str, self.path))

    def set_in(self, content: dict[str, Any], value: object) -> Change:
        """Return a copy of a content in which the member is another, or left out."""
        changed = copy.deepcopy(content)
        *way, last = self.path
        parent: Any = changed
        for part in way:
            parent = parent[part]
        if value is MISSING:
            del parent[last]
            return f"without {self.name}", changed
        parent[last] = value
        return f"{self.name} = {str(value)[:40]!r}", changed

    def value_in(self, content: dict[str, Any]) -> Any:
        """Return what the example says, or MISSING."""
        value: Any = content
        for part in self.path:
            if isinstance(value, dict) and part not in value:
                return MISSING
            value = value[part]
        return value


def members(kind: str, content: dict[str, Any]) -> list[Member]:
    """Return every member of a command, and of the first of each list in it."""
    return list(_members(schema_of(ACTS[kind].command)().fields, content, ()))


def _members(named: dict[str, Any], content: Any, path: tuple[str | int, ...]) -> Iterator[Member]:
    for name, field in named.items():
        yield Member((*path, name), field)
        yield from _inside(field, content.get(name), (*path, name))


def _inside(field: fields.Field[Any], value: Any, path: tuple[str | int, ...]) -> Iterator[Member]:
    if isinstance(field, TupleField) and value:
        yield Member((*path, 0), field.inner)
        yield from _inside(field.inner, value[0], (*path, 0))
    elif isinstance(field, ObjectField) and value:
        yield from _members(field.schema.fields, value, path)
    elif isinstance(field, MappingField) and value:
        name = next(iter(value))
        yield Member((*path, name), field.values)


def without_one(kind: str, content: dict[str, Any]) -> Iterator[Change]:
    """Leave out every member that must be there, one after another."""
    for member in members(kind, content):
        if member.field.required and isinstance(member.path[-1], str) and member.value_in(content) is not MISSING:
            yield member.set_in(content, MISSING)


def malformed(kind: str, content: dict[str, Any]) -> Iterator[Change]:
    """Give every member what its schema does not accept, one after another, and a member that nobody asked for."""
    yield "unknown member", {**content, "多余": "1"}
    for member in members(kind, content):
        special = (value for known, values in _MALFORMED.items() if isinstance(member.field, known) for value in values)
        for value in (*_OF_NO_FORM, *special, *([] if member.field.allow_none else [None])):
            yield member.set_in(content, value)


def at_the_ends(kind: str, content: dict[str, Any]) -> Iterator[Change]:
    """Give every number and day the least and the greatest that its schema accepts, one after another and together."""
    together: dict[int, dict[str, Any]] = {0: content, 1: content}
    for member in members(kind, content):
        values = next((values for known, values in _ENDS.items() if isinstance(member.field, known)), ())
        for number, value in enumerate(values):
            yield member.set_in(content, value)
            if member.name != "effective_on" and member.value_in(content) is not MISSING:
                together[number] = member.set_in(together[number], value)[1]
    yield "all least", together[0]
    yield "all greatest", together[1]


def naming_nobody(kind: str, content: dict[str, Any], known: set[str]) -> Iterator[Change]:
    """Put an unknown name in the place of every one that the registers know, one after another."""
    for member in members(kind, content):
        value = member.value_in(content)
        if isinstance(value, str) and isinstance(member.field, StrictField) and value in known:
            yield member.set_in(content, NOBODY if isinstance(member.field, CreditCodeField) else UNKNOWN)


def naming_another(kind: str, content: dict[str, Any], enterprises: list[str]) -> Iterator[Change]:
    """Put every other area, and every other enterprise, in the place of each one that is named."""
    areas = [area.name for area in AREAS]
    for member in members(kind, content):
        value = member.value_in(content)
        for named in (areas, enterprises):
            if value in named:
                yield from (member.set_in(content, other) for other in named if other != value)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A book that stands where an example of the manual is about to do its act, and the act."""

    kind: str
    content: dict[str, Any]
    today: date
    file: Path

    def command(self, content: dict[str, Any] | None = None) -> Any:
        """Read the command, or another content of it."""
        return read_command(ACTS[self.kind].command, self.content if content is None else content)

    def bureau(self, file: Path) -> Bureau:
        """Return the bureau at work on a copy of the book."""
        file.write_bytes(self.file.read_bytes())
        return Bureau(Book.open(f"sqlite:///{file}"), today=self.today, keys=_KEYS_OF_AN_EXAMPLE)


def prepared(kind: str, folder: Path) -> Prepared:
    """Do what the first example that accepts an act of this kind does before it."""
    example, place = _accepted(kind)
    file = folder / f"{kind}.sqlite"
    book = new_book(f"sqlite:///{file}")
    bureau = opened(book, today=FIRST_DAY)
    for step in example.steps[:place]:
        if not step.refused:
            bureau.do(step.kind, read_command(ACTS[step.kind].command, step.content))
    book.close()
    step = example.steps[place]
    command = read_command(ACTS[kind].command, step.content)
    return Prepared(kind, step.content, max(bureau.today, command.effective_on), file)


def _accepted(kind: str) -> tuple[Example, int]:
    return next(
        (example, place)
        for example in examples()
        for place, step in enumerate(example.steps)
        if step.kind == kind and not (step.given or step.refused)
    )


@contextmanager
def never_committed(bureau: Bureau) -> Iterator[Callable[[str], Desk]]:
    """Lend everybody a desk in one unit of work of which nothing stays."""
    moment = datetime.combine(bureau.today, time(15, 59), tzinfo=UTC)
    with bureau.book.unit_of_work(recorded_at=moment, rule_book=RuleBookText(texts=LAW.texts)) as work:
        yield lambda name: Desk(work=work, book=LAW, acts=ACTS, user=PERSONS[name], today=bureau.today)


def dated_back(content: dict[str, Any], days: list[date]) -> Iterator[Change]:
    """Date an act back to each of some days: what it takes may not have been there, or others have taken it since."""
    for day in days:
        yield f"on {day}", {**content, "effective_on": day.isoformat()}


def days_before(bureau: Bureau, day: date) -> list[date]:
    """Return the first day on which anything counts in a book, the last one before a day, and the eve of that day."""
    with bureau.book.reading() as connection:
        known = sorted({day_of(number) for number in connection.scalars(select(journal.c.effective_on))})
    earlier = [each for each in known if each < day]
    return sorted({*earlier[:1], *earlier[-1:], day - timedelta(days=1)})


def done_in_vain(bureau: Bureau, kind: str, command: Any) -> None:
    """Record an act and have it decided by the right persons, write it, see what it leaves, and throw it away."""
    maker, hands = bureau.maker_of(kind, command), ACTS[kind].path.value
    with never_committed(bureau) as desk_of:
        desk = desk_of(maker)
        reference = procedure.record(desk, command, kind=kind, key="in vain").reference
        area = desk.waiting(reference, *State).area
        if hands.first_check:
            _next_step(procedure.check, desk_of(f"{area}复核"), reference)
        if hands.deciding_office is not None:
            decider = f"{area}复核" if hands.deciding_office is Office.BRANCH else "市局审批"
            _next_step(procedure.approve, desk_of(decider), reference)
        desk.work.journal.flush()
        assert desk.work.connection.exec_driver_sql(_OUTSIDE).all() == []


def _next_step(step: Callable[..., object], desk: Desk, reference: int) -> None:
    step(desk, reference, shown=procedure.preview(desk, reference).digest)
