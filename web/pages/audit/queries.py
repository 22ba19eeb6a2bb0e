"""What may stand behind the question mark of the auditor's pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Final

from marshmallow import post_load, validates_schema

from ledger.domain.bookkeeping.journal import Judgement
from ledger.domain.bookkeeping.unit import UnitKind
from ledger.domain.values.calendar import EARLIEST
from ledger.domain.values.quantity import INCREMENT_DECIMALS, parse_tonnes, parse_yuan, shown
from ledger.domain.values.text import LONGEST_NAME
from ledger.errors import InvalidValue, Message, say
from ledger.projections.audit.journal_filter import JournalFilter
from ledger.projections.audit.sample import LARGEST
from schemas.base import Fault, RequestSchema, fault, refusals
from schemas.fields import ChoiceField, DateField, FactorField, StrictField, TextField
from schemas.period import PeriodSchema
from web.books import LEGAL_ZONE
from web.pages.queries import ChartLineField, LinePlaceField, NumberField, PlaceField, RowField, SizeField

LONGEST_SEED: Final = 200
_LONGEST_HOLDER: Final = 2 * LONGEST_NAME
_MONTH_PARTS: Final = 2
_LATEST_YEAR: Final = 2100
_MONTHS: Final = 12
_BOUNDS: Final = ("least", "most")


class Papers(StrEnum):
    """Whether papers belong to an act."""

    WITH = "with"
    WITHOUT = "without"


class Only(StrEnum):
    """A box that is ticked."""

    YES = "yes"


class MonthField(StrictField[date]):
    """A month, ``YYYY-MM``, as its first day."""

    def _parse(self, value: object) -> date:
        parts = str(value).split("-")
        digits = len(parts) == _MONTH_PARTS and all(part.isascii() and part.isdigit() for part in parts)
        if not digits or len(parts[0]) != len("2026") or len(parts[1]) != len("01"):
            raise InvalidValue("month.format", say("“{value}”不是月份；应为 2026-11", value=shown(value)))
        year, month = map(int, parts)
        if not (EARLIEST.year <= year <= _LATEST_YEAR and 1 <= month <= _MONTHS):
            raise InvalidValue("month.range", say("“{value}”不是可接受的月份", value=shown(value)))
        return date(year, month, 1)


class JournalFilterQuery(PeriodSchema):
    """The conditions on acts, which combine."""

    PERIODS = (("effective_from", "effective_to"), ("recorded_from", "recorded_to"))

    effective_from = DateField(load_default=None)
    effective_to = DateField(load_default=None)
    recorded_from = DateField(load_default=None)
    recorded_to = DateField(load_default=None)
    kind = TextField(load_default=None)
    series = TextField(load_default=None)
    number = NumberField(load_default=None)
    area = TextField(load_default=None)
    line = ChartLineField(load_default=None)
    holder = TextField(load_default=None, longest=_LONGEST_HOLDER)
    pollutant = FactorField(load_default=None)
    measure = ChoiceField(UnitKind, load_default=None)
    least = TextField(load_default=None)
    most = TextField(load_default=None)
    person = TextField(load_default=None)
    actor = TextField(load_default=None)
    approver = TextField(load_default=None)
    judgement = ChoiceField(Judgement, load_default=None)
    reversals = ChoiceField(Only, load_default=None)
    booked = ChoiceField(Only, load_default=None)
    papers = ChoiceField(Papers, load_default=None)
    text = TextField(load_default=None)

    @validates_schema(skip_on_field_errors=False)
    def bounds_are_amounts(self, data: dict[str, Any], **_: object) -> None:
        """Refuse what is no amount, and amounts of nobody knows what."""
        faults = {bound: found for bound in _BOUNDS if (found := _faults_of(data.get(bound), data))}
        if faults:
            raise refusals(faults)

    @post_load
    def asked(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Return the conditions under ``conditions``, and whatever else was asked beside them."""
        named = {name: data.pop(name) for name in JournalFilterQuery._declared_fields}
        measure = named["measure"]
        for bound in _BOUNDS:
            if named[bound] is not None:
                named[bound] = _amount(named[bound], measure)
        recorded_from, recorded_to = named.pop("recorded_from"), named.pop("recorded_to")
        conditions = JournalFilter(
            **{
                **named,
                "reversals": named["reversals"] is not None,
                "booked": named["booked"] is not None,
                "papers": None if named["papers"] is None else named["papers"] is Papers.WITH,
            },
            recorded_from=recorded_from and _midnight(recorded_from),
            recorded_before=recorded_to and _midnight(recorded_to + timedelta(days=1)),
        )
        return {**data, "conditions": conditions}


class EntriesQuery(JournalFilterQuery):
    """A page of the journal: the acts before a place, those after one, or the last ones."""

    before = PlaceField(load_default=None)
    after = PlaceField(load_default=None)


class SampleQuery(JournalFilterQuery):
    """A sample: its seed and its size; the conditions say from what it is drawn."""

    seed = TextField(load_default=None, longest=LONGEST_SEED)
    size = SizeField(most=LARGEST, load_default=25)


class QuestionQuery(RequestSchema):
    """An answer: from which line on it is shown."""

    start = RowField(load_default=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Months:
    """A period of whole months, by their first days."""

    first: date
    last: date


class BookQuery(PeriodSchema):
    """The books by lines: months, and of what; months that are left out are those of the present year."""

    first = MonthField(load_default=None)
    last = MonthField(load_default=None)
    line = ChartLineField(load_default=None)
    area = TextField(load_default=None)
    pollutant = FactorField(load_default=None)

    def disordered(self, starts: date, ends: date) -> Message:
        """Return the sentence about months that end before they begin."""
        return say("期间的首月{starts}晚于末月{ends}", starts=f"{starts:%Y-%m}", ends=f"{ends:%Y-%m}")


class DetailQuery(PeriodSchema):
    """The detail book of a line; days that are left out are those of the present year."""

    PERIODS = (("starts", "ends"),)

    starts = DateField(load_default=None)
    ends = DateField(load_default=None)
    line = ChartLineField(load_default="Q40")
    area = TextField(load_default=None)
    pollutant = FactorField(load_default=None)
    after = LinePlaceField(load_default=None)


class TraceQuery(RequestSchema):
    """A facility, or the holder whose credit is looked for."""

    source = TextField(load_default=None)
    holder = TextField(load_default=None, longest=_LONGEST_HOLDER)
    pollutant = FactorField(load_default=None)
    after = LinePlaceField(load_default=None)


class ProvisionQuery(RequestSchema):
    """Which rule book, and for which day; left out, the adopted one and the day of the request."""

    book = TextField(load_default=None)
    on = DateField(load_default=None)
    before = PlaceField(load_default=None)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=LEGAL_ZONE)


def _amount(written: str, measure: UnitKind | None) -> int:
    """Read a bound in grams or fen; tonnes where it is not known what it measures."""
    return parse_yuan(written) if measure is UnitKind.MONEY else parse_tonnes(written, decimals=INCREMENT_DECIMALS)


def _faults_of(bound: str | None, data: Mapping[str, Any]) -> list[Fault]:
    if bound is None:
        return []
    found = []
    try:
        _amount(bound, data.get("measure"))
    except InvalidValue as error:
        found += fault(error.code, error.message)
    if "measure" in data and data["measure"] is None:  # where it is not in there, the measure itself was wrong
        found += fault("amount.measure", say("按数额查找时，请先选类别：排污权、减排量或资金"))
    return found
