"""Prices and quantities of the recorded rounds, by pollutant: what was asked, what was paid, how much was sold.

Prices that cover the whole term and prices of a year are never set side by side: each basis is a picture of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from ledger.domain.money.price_basis import PriceBasis
from ledger.domain.values.pollutant import Pollutant
from ledger.domain.values.quantity import FEN_PER_YUAN, GRAMS_PER_TONNE, PRICE_SCALE, parse_price, round_half_up
from ledger.errors import InvalidValue
from ledger.projections.rounds.recorded import BookedSale, RecordedRound, booked_sales, recorded_rounds

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundPrice:
    """One pollutant in one round; prices in 1/10,000 yuan a tonne (of a year, by the basis of its series).

    Attributes:
        start: the lowest start price that the notice prints, if it prints any.
        lowest, highest: of the sales whose price is printed; None where only totals are.
        mean: amount by quantity; None where nothing was sold.
        grams: sold, in grams a year; ``fen``: for the whole term.

    """

    number: int
    place: str
    on: date
    start: int | None
    lowest: int | None
    highest: int | None
    mean: int | None
    sales: int
    grams: int
    fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceSeries:
    """The rounds of one pollutant and one basis of prices, by day."""

    pollutant: Pollutant
    basis: PriceBasis
    rounds: tuple[RoundPrice, ...]


def price_series(connection: Connection, *, pollutant: Pollutant | None = None) -> list[PriceSeries]:
    """Return the series of every pollutant that was ever sold in a round, or of one."""
    found: dict[tuple[Pollutant, PriceBasis], list[RoundPrice]] = defaultdict(list)
    for round_ in recorded_rounds(connection):
        sold: dict[tuple[Pollutant, PriceBasis], list[BookedSale]] = defaultdict(list)
        for sale in booked_sales(connection, round_):
            if pollutant is None or sale.pollutant is pollutant:
                sold[sale.pollutant, sale.price_basis].append(sale)
        for (of, basis), sales in sold.items():
            found[of, basis].append(_round_price(round_, of, sales))
    return [
        PriceSeries(pollutant=of, basis=basis, rounds=tuple(found[of, basis]))
        for of in Pollutant
        for basis in PriceBasis
        if (of, basis) in found
    ]


def _round_price(round_: RecordedRound, pollutant: Pollutant, sales: Iterable[BookedSale]) -> RoundPrice:
    booked = list(sales)
    prices = [sale.price for sale in booked if sale.price is not None]
    grams, fen = sum(sale.grams for sale in booked), sum(sale.fen for sale in booked)
    gram_years = sum(sale.grams * (sale.term_years if sale.price_basis is PriceBasis.YEAR else 1) for sale in booked)
    starts = [price for lot in round_.printed.get("lots", []) for price in _start_prices(lot, pollutant)]
    return RoundPrice(
        number=round_.number,
        place=round_.place,
        on=round_.effective_on,
        start=min(starts, default=None),
        lowest=min(prices, default=None),
        highest=max(prices, default=None),
        mean=round_half_up(fen * PRICE_SCALE * GRAMS_PER_TONNE, gram_years * FEN_PER_YUAN) if gram_years else None,
        sales=len(booked),
        grams=grams,
        fen=fen,
    )


def _start_prices(lot: Any, pollutant: Pollutant) -> list[int]:
    """Return the start price of a printed lot, if it is one of the pollutant and prints a price that can be read."""
    if lot.get("factor") != pollutant.value or "start_price" not in lot:
        return []
    try:
        return [parse_price(lot["start_price"])]
    except InvalidValue:
        return []
