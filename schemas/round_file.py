"""A round file: one published round, or many under ``rounds``, figure for figure as notices print them.

What a notice prints beside its lines (``stated``) is read together with its precision, because a printed figure
can only be compared as precisely as it is printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from marshmallow import post_load

from ledger.domain.money.price_basis import PriceBasis
from ledger.domain.rounds.historical_round import (
    Figures,
    HistoricalRound,
    Lot,
    StatedFigures,
    Trade,
    offered,
    sales_of,
)
from ledger.domain.values.calendar import LONGEST_TERM_YEARS, end_of_period
from ledger.domain.values.pollutant import Pollutant
from ledger.domain.values.quantity import format_decimal, parse_decimal, shown
from ledger.errors import InvalidValue, say
from schemas.base import RequestSchema, load, refusal
from schemas.fields import (
    ChoiceField,
    DateField,
    FactorField,
    IntegerField,
    ListField,
    ObjectField,
    PartialDateField,
    TextField,
)
from schemas.printed_fields import (
    MOST_LINES,
    WAN_IN_FEN,
    PositivePriceField,
    PositiveTonnesField,
    PrintedNumberField,
    PrintedTableField,
    PrintedTonnesField,
    PrintedWanField,
    PrintedYuanField,
    ShareField,
)

LONGEST_NOTE: Final = 2000
HIGHEST_NUMBER: Final = 1_000_000
"""The highest number of a round."""
_NOT_COMPARED: Final = ("buyers", "highest_price", "lowest_price", "mean_price", "premium_percent", "premium_wan")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRound:
    """A round as understood, and as printed."""

    round: HistoricalRound
    printed: Mapping[str, Any]


def parse_round_number(text: object) -> int:
    """Read the number of a round as it is written on a command line.

    :raises InvalidValue: ``number.type``, ``number.format``, ``number.scale`` or ``number.range``.
    """
    number = parse_decimal(text, decimals=0, scale=1)
    if not 1 <= number <= HIGHEST_NUMBER:
        raise InvalidValue("number.range", say("“{value}”不在1至{most}之间", value=shown(text), most=HIGHEST_NUMBER))
    return number


class LotSchema(RequestSchema):
    """A lot."""

    factor = FactorField(required=True)
    seller = TextField(load_default=None, allow_none=True)
    quantity = PositiveTonnesField(required=True)
    start_price = PositivePriceField(load_default=None, allow_none=True)

    @post_load
    def lot(self, data: dict[str, Any], **_: object) -> Lot:
        """Return the lot of the domain."""
        return Lot(
            pollutant=data["factor"],
            seller=data["seller"],
            grams=data["quantity"],
            start_price=data["start_price"],
        )


class TradeSchema(RequestSchema):
    """A line of trade; the price is printed for it or is the mean of several buyers."""

    factor = FactorField(required=True)
    buyer = TextField(load_default=None, allow_none=True)
    buyers = IntegerField(least=1, load_default=None, allow_none=True)
    seller = TextField(load_default=None, allow_none=True)
    district = TextField(load_default=None, allow_none=True)
    quantity = PositiveTonnesField(required=True)
    unit_price = PositivePriceField(load_default=None, allow_none=True)
    mean_price = PositivePriceField(load_default=None, allow_none=True)

    @post_load
    def trade(self, data: dict[str, Any], **_: object) -> Trade:
        """Return the line of the domain."""
        if data["unit_price"] is not None and data["mean_price"] is not None:
            raise refusal(code="trade.price", detail=say("单价与均价只能填一项"), path="mean_price")
        return Trade(
            pollutant=data["factor"],
            grams=data["quantity"],
            price=data["unit_price"] or data["mean_price"],
            buyer=data["buyer"],
            seller=data["seller"],
        )


class _FiguresSchema(RequestSchema):
    """What is printed of one scope."""

    quantity = PrintedTonnesField()
    amount = PrintedYuanField()
    amount_wan = PrintedWanField()
    buyers = PrintedNumberField()
    highest_price = PrintedNumberField()
    lowest_price = PrintedNumberField()
    mean_price = PrintedNumberField()
    premium_percent = PrintedNumberField()
    premium_wan = PrintedNumberField()


class StatedSchema(RequestSchema):
    """What a notice prints beside its lines."""

    quantity = PrintedTonnesField()
    amount = PrintedYuanField()
    amount_wan = PrintedWanField()
    bought_quantity = PrintedTonnesField()
    bought_amount = PrintedYuanField()
    bought_amount_wan = PrintedWanField()
    sold_quantity = PrintedTonnesField()
    sold_amount = PrintedYuanField()
    sold_amount_wan = PrintedWanField()
    by_factor = PrintedTableField(FactorField(), ObjectField(_FiguresSchema), load_default=dict)
    by_buyer = PrintedTableField(TextField(), ObjectField(_FiguresSchema), load_default=dict)
    reserve_sold = PrintedTableField(FactorField(), PrintedTonnesField(), load_default=dict)
    buyers = PrintedNumberField()
    premium_wan = PrintedNumberField()
    premium_percent = PrintedTableField(FactorField(), PrintedNumberField())

    @post_load
    def stated(self, data: dict[str, Any], **_: object) -> StatedFigures:
        """Return the figures of the domain."""
        return StatedFigures(
            total=_figures(data),
            bought=_figures(data, "bought_"),
            sold=_figures(data, "sold_"),
            # The members of a JSON object have no order of their own; the postings need one.
            by_pollutant={
                pollutant: _figures(data["by_factor"][pollutant])
                for pollutant in Pollutant
                if pollutant in data["by_factor"]
            },
            by_buyer={buyer: _figures(figures) for buyer, figures in sorted(data["by_buyer"].items())},
            reserve_sold={
                pollutant: data["reserve_sold"][pollutant]
                for pollutant in Pollutant
                if pollutant in data["reserve_sold"]
            },
            not_compared=tuple(_not_compared(data)),
        )


class RoundSchema(RequestSchema):
    """One round."""

    number = IntegerField(least=1, most=HIGHEST_NUMBER, required=True)
    place = TextField(required=True)
    date = PartialDateField(required=True)
    closes = DateField(allow_none=True)
    publicity = ListField(DateField(), least=2, most=2)
    mode = TextField(allow_none=True)
    source = TextField(allow_none=True, longest=LONGEST_NOTE)
    price_basis = ChoiceField(PriceBasis, required=True)
    term_years = IntegerField(least=1, most=LONGEST_TERM_YEARS, load_default=None, allow_none=True)
    deposit_share = ShareField(allow_none=True)
    lots = ListField(ObjectField(LotSchema), load_default=list, most=MOST_LINES)
    trades = ListField(ObjectField(TradeSchema), load_default=list, most=MOST_LINES)
    stated = ObjectField(StatedSchema, load_default=lambda: load(StatedSchema(), {}))
    note = TextField(allow_none=True, empty=True, longest=LONGEST_NOTE)

    @post_load(pass_original=True)
    def read_round(self, data: dict[str, Any], printed: Mapping[str, Any], **_: object) -> ReadRound:
        """Return the round of the domain with its printed form.

        What its lines add up to is computed here, so that a sum no column holds is told with all other faults.
        """
        understood = HistoricalRound(
            number=data["number"],
            place=data["place"],
            held_on=end_of_period(data["date"]),
            price_basis=data["price_basis"],
            printed_term_years=data["term_years"],
            lots=tuple(data["lots"]),
            trades=tuple(data["trades"]),
            stated=data["stated"],
        )
        try:
            offered(understood, sales_of(understood))
        except InvalidValue as error:
            raise refusal(code=error.code, detail=error.message) from None
        return ReadRound(round=understood, printed=printed)


class RoundFileSchema(RequestSchema):
    """A file of rounds with what is said about them as a whole."""

    about = TextField(empty=True, longest=LONGEST_NOTE)
    units = PrintedTableField(TextField(), TextField())
    price_basis = PrintedTableField(ChoiceField(PriceBasis), TextField())
    rounds = ListField(ObjectField(RoundSchema), least=1, required=True)


def is_round_file(data: object) -> bool:
    """Return whether JSON has the looks of a round or of a file of rounds."""
    return isinstance(data, Mapping) and ("rounds" in data or "price_basis" in data or "lots" in data)


def read_rounds(data: object) -> tuple[ReadRound, ...]:
    """Read one round or a file of rounds.

    :raises Malformed: every fault, with its path.
    """
    if isinstance(data, Mapping) and "rounds" in data:
        rounds: list[ReadRound] = load(RoundFileSchema(), data)["rounds"]
        return tuple(rounds)
    return (load(RoundSchema(), data),)


def _figures(data: Mapping[str, Any], prefix: str = "") -> Figures:
    amount = data.get(f"{prefix}amount") or data.get(f"{prefix}amount_wan")
    return Figures(quantity=data.get(f"{prefix}quantity"), amount=amount)


def _not_compared(data: Mapping[str, Any]) -> Iterator[str]:
    for scope in ("", "bought_", "sold_"):
        coarse = data.get(f"{scope}amount_wan")
        if coarse and data.get(f"{scope}amount"):
            yield f"{scope}amount_wan: {format_decimal(coarse.value, scale=WAN_IN_FEN, decimals=0)}"
    for name in _NOT_COMPARED:
        printed = data.get(name)
        if isinstance(printed, Mapping):
            yield from (f"{name}.{member}: {value}" for member, value in printed.items())
        elif printed is not None:
            yield f"{name}: {printed}"
    for group in ("by_factor", "by_buyer"):
        for member, figures in data.get(group, {}).items():
            yield from (f"{group}.{member}.{line}" for line in _not_compared(figures))
