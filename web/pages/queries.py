"""What may stand behind the question mark of an address, read as strictly as a request."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Final
from unicodedata import normalize

import flask
from marshmallow import post_load

from ledger.domain.bookkeeping.account import CHART
from ledger.domain.bookkeeping.unit import UnitKind
from ledger.domain.values.calendar import parse_date
from ledger.domain.values.quantity import shown
from ledger.domain.values.text import LONGEST_NAME
from ledger.errors import InvalidValue, say
from ledger.projections.accounts.balance_list import BalanceFilter, Grouping, Place
from ledger.projections.accounts.statement import LinePlace
from schemas.base import RequestSchema, load
from schemas.fields import ChoiceField, DateField, FactorField, StrictField, TextField
from web.context import LANGUAGE_PARAMETER

_DIGITS: Final = 18
_LINE_PLACE_PARTS: Final = 3
_PLACE_PARTS: Final = 3
_LONGEST_CODE: Final = 4096
"""Characters of an account's code, with what is escaped in it."""
_UNSENDABLE: Final = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_LONGEST_HOLDER: Final = 2 * LONGEST_NAME
"""Holders that stand for unnamed parties are named after their place."""


class PlaceField(StrictField[int]):
    """A place in the journal, from one on."""

    def _parse(self, value: object) -> int:
        return _place(str(value))


class NumberField(StrictField[int]):
    """The number of a voucher, in the digits of whatever keyboard."""

    def _parse(self, value: object) -> int:
        number = _positive(normalize("NFKC", str(value)))
        if number is None:
            raise InvalidValue("voucher.number", say("“{value}”不是凭证号码；应为正整数，如 12", value=shown(value)))
        return number


class RowField(StrictField[int]):
    """A row of an answer, from one on."""

    def _parse(self, value: object) -> int:
        row = _positive(str(value))
        if row is None:
            raise InvalidValue("row.format", say("“{value}”不是行号；应为正整数", value=shown(value)))
        return row


class SizeField(StrictField[int]):
    """How many are asked for, in the digits of whatever keyboard; at most as many as a page can show.

    :param most: how many that are.
    """

    def __init__(self, *, most: int, load_default: int) -> None:
        super().__init__(load_default=load_default)
        self._most = most

    def _parse(self, value: object) -> int:
        size = _positive(normalize("NFKC", str(value)))
        if size is None or size > self._most:
            detail = say("“{value}”不是件数；应为1至{most}的整数", value=shown(value), most=self._most)
            raise InvalidValue("sample.size", detail)
        return size


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


class UnitCodeField(StrictField[str]):
    """The code of a unit, as the books write it."""

    def _parse(self, value: object) -> str:
        return _code(str(value))


class BalancePlaceField(StrictField[Place]):
    """The place of a line in the list of balances: group, account and unit, as a JSON list."""

    def _parse(self, value: object) -> Place:
        try:
            read = json.loads(str(value))
        except (ValueError, RecursionError):
            read = None
        if not (isinstance(read, list) and len(read) == _PLACE_PARTS and all(isinstance(part, str) for part in read)):
            raise InvalidValue("place.format", say("“{value}”不是余额表中的位置", value=shown(value)))
        group, account, unit = map(_code, read)
        return group, account, unit


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedBalances:
    """Which balances are asked for, how they are grouped, and where the page begins."""

    filter: BalanceFilter
    by: Grouping
    after: Place | None


class DayQuery(RequestSchema):
    """A day, or everything recorded."""

    on = DateField(load_default=None)


class StatementQuery(RequestSchema):
    """A page of a statement: the lines after a place, or the first ones."""

    after = LinePlaceField(load_default=None)


class BalancesQuery(DayQuery):
    """Which balances, how they are grouped, and after which line the page begins."""

    holder = TextField(load_default=None, longest=_LONGEST_HOLDER)
    area = TextField(load_default=None)
    pollutant = FactorField(load_default=None)
    kind = ChoiceField(UnitKind, load_default=None)
    line = ChartLineField(load_default=None)
    unit = UnitCodeField(load_default=None)
    by = ChoiceField(Grouping, load_default=Grouping.HOLDER)
    after = BalancePlaceField(load_default=None)

    @post_load
    def asked(self, data: dict[str, Any], **_: object) -> AskedBalances:
        """Return what is asked for."""
        by, after = data.pop("by"), data.pop("after")
        return AskedBalances(filter=BalanceFilter(**data), by=by, after=after)


class TrialBalanceQuery(DayQuery):
    """Which day; and the units of which kind and pollutant are looked at one by one, after which of them."""

    kind = ChoiceField(UnitKind, load_default=None)
    pollutant = FactorField(load_default=None)
    after = UnitCodeField(load_default="")


def read_query(schema: RequestSchema) -> Any:
    """Return what the schema makes of the query; what a form sends empty counts as not asked for.

    :raises Malformed: every fault, named by its parameter.
    """
    sent = {name: value.strip() for name, value in flask.request.args.items() if name != LANGUAGE_PARAMETER}
    return load(schema, {name: value for name, value in sent.items() if value})


def written_balance_place(place: Place) -> str:
    """Write the place of a line as :class:`BalancePlaceField` reads it."""
    return json.dumps(place, ensure_ascii=False, separators=(",", ":"))


def written_line_place(place: LinePlace) -> str:
    """Write the place of a line as :class:`LinePlaceField` reads it."""
    return f"{place.effective_on}.{place.seq}.{place.n}"


def _code(text: str) -> str:
    """Check a part of a code: names out of notices may hold whatever was printed, but nothing that cannot be sent."""
    if len(text) > _LONGEST_CODE or _UNSENDABLE.search(text):
        raise InvalidValue("code.format", say("“{value}”不是代码", value=shown(text)))
    return text


def _place(text: str) -> int:
    place = _positive(text)
    if place is None:
        raise InvalidValue("place.format", say("“{value}”不是日记账中的位置；应为正整数", value=shown(text)))
    return place


def _positive(digits: str) -> int | None:
    """Return the number that ASCII digits write; None where they write none, or nothing above zero."""
    if not (digits.isascii() and digits.isdigit() and len(digits) <= _DIGITS):
        return None
    return int(digits) or None
