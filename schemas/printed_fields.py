"""Fields of what a notice prints: figures together with their precision, and lines that must not be empty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ledger.domain.rounds.historical_round import PrintedFigure
from ledger.domain.values.quantity import (
    INCREMENT_DECIMALS,
    WAN_DECIMALS,
    YUAN_DECIMALS,
    decimals_of,
    parse_decimal,
    parse_price,
    parse_tonnes,
    parse_wan,
    parse_yuan,
    shown,
)
from ledger.errors import InvalidValue, say
from schemas.base import refusal
from schemas.fields import MappingField, StrictField

MOST_LINES: Final = 10_000
"""The most lines of one printed list or table."""
WAN_IN_FEN: Final = 10**WAN_DECIMALS


class PositiveTonnesField(StrictField[int]):
    """Tonnes above zero as grams."""

    def _parse(self, value: object) -> int:
        return _positive(parse_tonnes(value), value)


class PositivePriceField(StrictField[int]):
    """A unit price above zero in 1/10,000 yuan."""

    def _parse(self, value: object) -> int:
        return _positive(parse_price(value), value)


class ShareField(StrictField[int]):
    """A share of one, such as ``0.30``, in 1/10,000."""

    def _parse(self, value: object) -> int:
        share = parse_price(value)
        if share > parse_price("1"):
            raise InvalidValue("number.range", say("“{value}”超过1；份额应在0与1之间", value=shown(value)))
        return share


class PrintedTonnesField(StrictField[PrintedFigure]):
    """Printed tonnes with their precision."""

    def _parse(self, value: object) -> PrintedFigure:
        return PrintedFigure(value=parse_tonnes(value), step=10 ** (INCREMENT_DECIMALS - decimals_of(str(value))))


class PrintedYuanField(StrictField[PrintedFigure]):
    """Printed yuan with their precision."""

    def _parse(self, value: object) -> PrintedFigure:
        return PrintedFigure(value=parse_yuan(value), step=10 ** (YUAN_DECIMALS - decimals_of(str(value))))


class PrintedWanField(StrictField[PrintedFigure]):
    """Printed 万元 with their precision."""

    def _parse(self, value: object) -> PrintedFigure:
        return PrintedFigure(value=parse_wan(value), step=10 ** (WAN_DECIMALS - decimals_of(str(value))))


class PrintedNumberField(StrictField[str]):
    """A printed number that is kept but not compared."""

    def _parse(self, value: object) -> str:
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return str(value)
        parse_decimal(value, decimals=INCREMENT_DECIMALS, scale=10**INCREMENT_DECIMALS)
        return str(value)


class PrintedTableField(MappingField):
    """Printed figures by name, at most as many as a round may have lines; counted before any is read."""

    def _deserialize(self, value: object, attr: str | None, data: object, **_: object) -> Mapping[Any, Any]:
        if isinstance(value, Mapping) and len(value) > MOST_LINES:
            raise refusal(code="object.length", detail=say("此处至多{most}项", most=MOST_LINES))
        return super()._deserialize(value, attr, data)


def _positive(read: int, value: object) -> int:
    if read == 0:
        raise InvalidValue("number.range", say("“{value}”须大于0", value=shown(value)))
    return read
