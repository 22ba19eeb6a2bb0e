"""A trading round as a notice prints it, and what the notice says was sold by whom to whom.

Real notices are incomplete: sellers, buyers, days and terms are missing, and totals do not add up. Nothing is
corrected here; what is missing is given an account of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from ledger.domain.money.price_basis import PriceBasis
from ledger.domain.values.calendar import Term
from ledger.domain.values.encoding import join_code
from ledger.domain.values.pollutant import Pollutant
from ledger.domain.values.quantity import LARGEST, line_amount, round_half_up
from ledger.errors import InvalidValue, say

ASSUMED_TERM_YEARS: Final = 5
"""Term of a right where the notice prints none; five years is the rule of CS61 art. 12."""
RESERVE_NAMES: Final = frozenset({"government reserve", "政府储备"})
_UNNAMED: Final = ("unnamed", "未具名")


class SellerKind(StrEnum):
    """Who sells: the government out of its reserve, or an enterprise."""

    RESERVE = "reserve"
    ENTERPRISE = "enterprise"


@dataclass(frozen=True, slots=True)
class Seller:
    """A seller; ``name`` is as printed, None for an enterprise that is not named."""

    kind: SellerKind
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedFigure:
    """A figure as printed: its value and the step of its last digit, in grams or fen."""

    value: int
    step: int

    def rounded(self, posted: int) -> int:
        """Return a posted value rounded half up to the printed precision."""
        return round_half_up(posted, self.step) * self.step

    def agrees_with(self, posted: int) -> bool:
        """Return whether a posted value is the printed one at the printed precision."""
        return self.rounded(posted) == self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """A lot as printed: grams a year, start price in 1/10,000 yuan."""

    pollutant: Pollutant
    seller: str | None
    grams: int
    start_price: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """A line of trade as printed: grams a year, price in 1/10,000 yuan."""

    pollutant: Pollutant
    grams: int
    price: int | None
    buyer: str | None = None
    seller: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """A printed quantity and a printed amount of one scope; either may be missing."""

    quantity: PrintedFigure | None = None
    amount: PrintedFigure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedFigures:
    """What a notice prints beside its lines; ``not_compared`` are the printed things without a counterpart."""

    total: Figures = Figures()
    bought: Figures = Figures()
    sold: Figures = Figures()
    by_pollutant: Mapping[Pollutant, Figures]
    by_buyer: Mapping[str, Figures]
    reserve_sold: Mapping[Pollutant, PrintedFigure]
    not_compared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoricalRound:
    """One round of one place."""

    number: int
    place: str
    held_on: date
    """The day of the round; the last day of a period that is printed without its day."""
    price_basis: PriceBasis
    printed_term_years: int | None
    lots: tuple[Lot, ...]
    trades: tuple[Trade, ...]
    stated: StatedFigures

    @property
    def subject(self) -> str:
        """Return the text by which the registers know this round: place and number."""
        return join_code(self.place, str(self.number))

    @property
    def term_years(self) -> int:
        """Return the printed term, or the assumed one."""
        return self.printed_term_years or ASSUMED_TERM_YEARS

    @property
    def term(self) -> Term:
        """Return the term of the rights sold, from the day of the round on."""
        return Term.of_years(starts=self.held_on, years=self.term_years)

    @property
    def unnamed_buyers(self) -> str:
        """Return the holder that stands for buyers who are not named."""
        return f"unnamed buyers of round {self.number} at {self.place}"

    @property
    def unnamed_sellers(self) -> str:
        """Return the holder that stands for sellers who are not named."""
        return f"unnamed sellers of round {self.number} at {self.place}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """One sale to be booked.

    Attributes:
        line: place among the printed trades, counted from one; None for a pollutant of which only totals are
            printed.
        grams: None where the notice does not print a quantity.
        fen: None where it prints neither a price nor an amount.

    """

    line: int | None
    pollutant: Pollutant
    seller: Seller
    buyer: str | None
    grams: int | None
    price: int | None
    fen: int | None


def name_as_printed(text: str | None) -> str | None:
    """Return the name of a party, None where the notice only says that it has one."""
    return None if text is None or text.casefold().startswith(_UNNAMED) else text


def seller_as_printed(text: str | None) -> Seller:
    """Return who a printed seller is."""
    if text is not None and text.casefold() in RESERVE_NAMES:
        return Seller(SellerKind.RESERVE)
    return Seller(SellerKind.ENTERPRISE, name_as_printed(text))


def sales_of(round_: HistoricalRound) -> tuple[Sale, ...]:
    """Return every sale of a round: its printed trades, then the pollutants of which only an amount is printed.

    :raises InvalidValue: ``number.range``, an amount beyond what a column holds.
    """
    years = round_.term_years if round_.price_basis is PriceBasis.YEAR else 1
    remaining = _remaining_sellers(round_)
    sales = [
        Sale(
            line=line,
            pollutant=trade.pollutant,
            seller=remaining[trade.pollutant] if trade.seller is None else seller_as_printed(trade.seller),
            buyer=name_as_printed(trade.buyer),
            grams=trade.grams,
            price=trade.price,
            fen=None if trade.price is None else line_amount(grams=trade.grams, price=trade.price, years=years),
        )
        for line, trade in enumerate(round_.trades, 1)
    ]
    traded = {trade.pollutant for trade in round_.trades}
    sales += [
        Sale(
            line=None,
            pollutant=pollutant,
            seller=remaining[pollutant],
            buyer=None,
            grams=None if figures.quantity is None else figures.quantity.value,
            price=None,
            fen=figures.amount.value,
        )
        for pollutant, figures in round_.stated.by_pollutant.items()
        if pollutant not in traded and figures.amount
    ]
    if sum(sale.fen or 0 for sale in sales) > LARGEST:
        raise InvalidValue("number.range", say("成交金额超出可记账的范围"))
    return tuple(sales)


def offered(round_: HistoricalRound, sales: tuple[Sale, ...]) -> Mapping[tuple[Seller, Pollutant], int]:
    """Return what each seller had to offer, in grams: at least what the notice says was offered or sold.

    :raises InvalidValue: ``number.range``, a quantity beyond what a column holds.
    """
    in_lots: dict[tuple[Seller, Pollutant], int] = defaultdict(int)
    for lot in round_.lots:
        in_lots[seller_as_printed(lot.seller), lot.pollutant] += lot.grams
    sold: dict[tuple[Seller, Pollutant], int] = defaultdict(int)
    for sale in sales:
        sold[sale.seller, sale.pollutant] += sale.grams or 0
    for pollutant, figure in round_.stated.reserve_sold.items():
        reserve = (Seller(SellerKind.RESERVE), pollutant)
        sold[reserve] = max(sold[reserve], figure.value)
    greatest = {name: max(in_lots[name], sold[name]) for name in (*in_lots, *sold)}
    if sum(greatest.values()) > LARGEST:
        raise InvalidValue("number.range", say("数量超出可记账的范围"))
    return {name: grams for name, grams in greatest.items() if grams}


def _remaining_sellers(round_: HistoricalRound) -> Mapping[Pollutant, Seller]:
    """Return whose lot a trade without a seller takes: that of the one lot of its pollutant that no trade names."""
    named = {(trade.pollutant, _name_to_compare(trade.seller)) for trade in round_.trades if trade.seller is not None}
    left: dict[Pollutant, list[Lot]] = {pollutant: [] for pollutant in Pollutant}
    for lot in round_.lots:
        if (lot.pollutant, _name_to_compare(lot.seller)) not in named:
            left[lot.pollutant].append(lot)
    return {
        pollutant: seller_as_printed(lots[0].seller if len(lots) == 1 else None) for pollutant, lots in left.items()
    }


def _name_to_compare(printed: str | None) -> Seller | str | None:
    """Return what two printings of one seller have in common; those not named are told apart by their words."""
    seller = seller_as_printed(printed)
    return printed if seller == Seller(SellerKind.ENTERPRISE) else seller
