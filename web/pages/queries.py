"""What may stand behind the question mark of an address, read as strictly as a request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

import flask
from marshmallow import post_load

from ledger.domain.account import CHART
from ledger.domain.calendar import parse_date
from ledger.domain.pollutant import Pollutant
from ledger.domain.quantity import shown
from ledger.domain.text import LONGEST_NAME
from ledger.domain.unit import UnitKind
from ledger.errors import InvalidValue, say
from ledger.projections.statement import LinePlace
from schemas.base import RequestSchema, load
from schemas.fields import ChoiceField, DateField, FactorField, StrictField, TextField
from web.context import LANGUAGE_PARAMETER

_DIGITS: Final = 18
_LINE_PLACE_PARTS: Final = 3
_LONGEST_HOLDER: Final = 2 * LONGEST_NAME
"""Holders that stand for unnamed parties are named after their place."""


class PlaceField(StrictField[int]):
    """A place in the journal, from one on."""

    def _parse(self, value: object) -> int:
        return _place(str(value))


class LinePlaceField(StrictField[LinePlace]):
    """The place of a line in a statement: day, place of the act, line of the act, joined by points."""

    def _parse(self, value: object) -> LinePlace:
        parts = str(value).split(".")
        if len(parts) != _LINE_PLACE_PARTS:
            raise InvalidValue("place.format", say("“{value}”不是明细账中的位置", value=shown(value)))
        return LinePlace(effective_on=parse_date(parts[0]), seq=_place(parts[1]), n=_place(parts[2]))


class ChartLineField(StrictField[str]):
    """The code of a line of the chart of accounts."""

    def _parse(self, value: object) -> str:
        if value not in CHART:
            raise InvalidValue("account.line", say("科目表中没有科目“{code}”", code=shown(value)))
        return str(value)


class Grouping(StrEnum):
    """By what balances are grouped."""

    HOLDER = "holder"
    POLLUTANT = "pollutant"
    PLACE = "place"


class DayQuery(RequestSchema):
    """A day, or everything recorded."""

    on = DateField(load_default=None)


class JournalQuery(RequestSchema):
    """A page of the journal: the acts before a place, or the last ones."""

    before = PlaceField(load_default=None)


class StatementQuery(RequestSchema):
    """A page of a statement: the lines after a place, or the first ones."""

    after = LinePlaceField(load_default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedBalances:
    """Which balances are asked for, and how they are grouped; ``holder`` is any part of the name."""

    on: date | None
    holder: str | None
    area: str | None
    pollutant: Pollutant | None
    kind: UnitKind | None
    line: str | None
    by: Grouping


class BalancesQuery(DayQuery):
    """Which balances, and how they are grouped."""

    holder = TextField(load_default=None, longest=_LONGEST_HOLDER)
    area = TextField(load_default=None)
    pollutant = FactorField(load_default=None)
    kind = ChoiceField(UnitKind, load_default=None)
    line = ChartLineField(load_default=None)
    by = ChoiceField(Grouping, load_default=Grouping.HOLDER)

    @post_load
    def asked(self, data: dict[str, Any], **_: object) -> AskedBalances:
        """Return what is asked for."""
        return AskedBalances(**data)


def read_query(schema: RequestSchema) -> Any:
    """Return what the schema makes of the query; what a form sends empty counts as not asked for.

    :raises Malformed: every fault, named by its parameter.
    """
    sent = {name: value.strip() for name, value in flask.request.args.items() if name != LANGUAGE_PARAMETER}
    return load(schema, {name: value for name, value in sent.items() if value})


def written_line_place(place: LinePlace) -> str:
    """Write the place of a line as :class:`LinePlaceField` reads it."""
    return f"{place.effective_on}.{place.seq}.{place.n}"


def _place(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS and int(text) > 0):
        raise InvalidValue("place.format", say("“{value}”不是日记账中的位置；应为正整数", value=shown(text)))
    return int(text)
