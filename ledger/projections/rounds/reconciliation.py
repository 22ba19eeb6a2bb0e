"""Does a printed notice add up: what it states against what the books say, to the gram and the fen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.domain.money.price_basis import PriceBasis
from ledger.domain.rounds.historical_round import Figures, PrintedFigure, SellerKind, StatedFigures
from ledger.domain.values.quantity import format_tonnes, format_yuan, line_amount
from ledger.domain.values.worded import Worded
from ledger.errors import Message, say
from ledger.projections.rounds.recorded import BookedSale, RecordedRound, booked_sales

if TYPE_CHECKING:
    from sqlalchemy import Connection


class What(Worded):
    """What a row compares."""

    AMOUNT = "amount", say("金额（元）")
    QUANTITY = "quantity", say("数量（吨/年）")

    def written(self, value: int) -> str:
        """Return yuan for an amount, tonnes for a quantity."""
        return format_yuan(value) if self is What.AMOUNT else format_tonnes(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconciliationRow:
    """One printed figure against the books, in fen or grams."""

    scope: str
    what: What
    stated: PrintedFigure
    posted: int
    cause: Message | None

    @property
    def difference(self) -> int:
        """Return posted less stated."""
        return self.posted - self.stated.value

    @property
    def agrees(self) -> bool:
        """Return whether the books give the printed figure at its printed precision."""
        return self.stated.agrees_with(self.posted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """A round against its notice."""

    round: RecordedRound
    rows: tuple[ReconciliationRow, ...]
    not_compared: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        """Return whether every row agrees; a notice that states nothing is not contradicted."""
        return all(row.agrees for row in self.rows)


def reconcile(connection: Connection, round_: RecordedRound, *, stated: StatedFigures) -> Reconciliation:
    """Compare what a notice states with what the movements of its acts say."""
    sales = booked_sales(connection, round_)
    rows = [
        _row(scope, what, figure, chosen)
        for scope, figures, chosen in _scopes(stated, sales)
        for what, figure in ((What.AMOUNT, figures.amount), (What.QUANTITY, figures.quantity))
        if figure is not None
    ]
    return Reconciliation(round=round_, rows=tuple(rows), not_compared=stated.not_compared)


def _scopes(stated: StatedFigures, sales: list[BookedSale]) -> Iterator[tuple[str, Figures, list[BookedSale]]]:
    bought = [sale for sale in sales if sale.buyer_named]
    by_buyer: dict[str, list[BookedSale]] = {}
    for sale in bought:
        by_buyer.setdefault(sale.buyer, []).append(sale)
    yield "total", stated.total, sales
    yield "bought", stated.bought, bought
    yield "sold", stated.sold, [sale for sale in sales if sale.seller_kind is SellerKind.ENTERPRISE]
    for pollutant, figures in stated.by_pollutant.items():
        yield f"factor:{pollutant}", figures, [sale for sale in sales if sale.pollutant is pollutant]
    for buyer, figures in stated.by_buyer.items():
        yield f"buyer:{buyer}", figures, by_buyer.get(buyer, [])
    for pollutant, figure in stated.reserve_sold.items():
        yield (
            f"seller:reserve/{pollutant}",
            Figures(quantity=figure),
            [sale for sale in sales if sale.pollutant is pollutant and sale.seller_kind is SellerKind.RESERVE],
        )


def _row(scope: str, what: What, figure: PrintedFigure, chosen: list[BookedSale]) -> ReconciliationRow:
    posted = sum(_value(sale, what) for sale in chosen)
    cause = None if figure.agrees_with(posted) else _cause(what, figure, posted, chosen)
    return ReconciliationRow(scope=scope, what=what, stated=figure, posted=posted, cause=cause)


def _value(sale: BookedSale, what: What) -> int:
    return sale.fen if what is What.AMOUNT else sale.grams


def _cause(what: What, figure: PrintedFigure, posted: int, chosen: list[BookedSale]) -> Message:
    """Return the likeliest cause in words: the first of the known slips that would explain the difference."""
    if not chosen:
        return say("本范围没有入账的成交")
    if what is What.AMOUNT and figure.agrees_with(sum(_on_the_other_basis(sale) for sale in chosen)):
        return say("疑为单价基准误印：按另一基准（年价与全期价之别）计算则相符")
    for sale in chosen:
        value = _value(sale, what)
        if sale.line is not None and (figure.agrees_with(posted - value) or figure.agrees_with(posted + value)):
            return say("差额恰为第{line}笔成交，疑为漏列或重列", line=sale.line)
    printed, booked = what.written(figure.value), what.written(posted)
    if _digits_slipped(printed, what.written(figure.rounded(posted))):
        return say(
            "公告内部不一致：公告数{printed}与入账数{booked}只差个别数字，疑为数字误植",
            printed=printed,
            booked=booked,
        )
    return say(
        "公告各笔之和为{booked}，与所印{printed}不符，公告自身不能相加",
        printed=printed,
        booked=booked,
    )


def _on_the_other_basis(sale: BookedSale) -> int:
    """Return the amount of a sale had its price been for the whole term instead of a year, or the reverse."""
    if sale.price is None:
        return sale.fen
    years = 1 if sale.price_basis is PriceBasis.YEAR else sale.term_years
    return line_amount(grams=sale.grams, price=sale.price, years=years)


def _digits_slipped(printed: str, booked: str) -> bool:
    """Return whether two figures of equal length differ in at most two digits."""
    return len(printed) == len(booked) and sum(a != b for a, b in zip(printed, booked, strict=True)) in {1, 2}
