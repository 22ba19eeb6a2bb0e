"""The recorded rounds: all of them in one table, and each with its lots, its trades and its reconciliation."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import flask

from ledger.domain.rounds.historical_round import HistoricalRound, Lot, SellerKind, seller_as_printed
from ledger.domain.values.encoding import canonical_json
from ledger.domain.values.pollutant import Pollutant
from ledger.projections.rounds.reconciliation import Reconciliation, reconcile
from ledger.projections.rounds.recorded import BookedSale, RecordedRound, booked_sales, recorded_round, recorded_rounds
from schemas.round_file import read_rounds
from web.access import PUBLIC, access
from web.context import current

if TYPE_CHECKING:
    from ledger.projections.view import View

blueprint: Final = flask.Blueprint("rounds", __name__)

_MOST_UNDERSTOOD: Final = 200
"""Notices that are kept as they were understood: to read one takes longer than to reconcile it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRound:
    """A round as registered, as understood, as booked, and against its notice."""

    recorded: RecordedRound
    understood: HistoricalRound
    sales: list[BookedSale]
    reconciliation: Reconciliation

    @property
    def printed(self) -> Any:
        """Return the notice, member for member."""
        return self.recorded.printed

    @property
    def fen(self) -> int:
        """Return the amount of all sales."""
        return sum(sale.fen for sale in self.sales)

    @property
    def grams(self) -> dict[Pollutant, int]:
        """Return what was sold of each pollutant."""
        sold: dict[Pollutant, int] = defaultdict(int)
        for sale in self.sales:
            sold[sale.pollutant] += sale.grams
        return {pollutant: sold[pollutant] for pollutant in Pollutant if pollutant in sold}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLot:
    """A lot with what was sold of it, in grams."""

    lot: Lot
    sold: int

    @property
    def unsold(self) -> int:
        """Return what was left of the lot."""
        return self.lot.grams - self.sold


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTrade:
    """A sale with what the notice prints beside it; ``line`` is empty where only a total is printed."""

    sale: BookedSale
    line: Any


@blueprint.get("/rounds")
@access(PUBLIC)
def index() -> str:
    """Show every round."""
    rounds = shown_rounds(current().view)
    pollutants = [pollutant for pollutant in Pollutant if any(pollutant in round_.grams for round_ in rounds)]
    return flask.render_template("rounds.html", rounds=rounds, pollutants=pollutants)


@blueprint.get("/rounds/<number:number>/<name:place>")
@access(PUBLIC)
def one(number: int, place: str) -> str:
    """Show one round."""
    view = current().view
    shown = _shown(view, recorded_round(view, number=number, place=place))
    return flask.render_template("round.html", round=shown, lots=list(_lots(shown)), trades=list(_trades(shown)))


def shown_rounds(view: View) -> list[ShownRound]:
    """Return every round in the register, by day."""
    return [_shown(view, recorded) for recorded in recorded_rounds(view)]


def _shown(view: View, recorded: RecordedRound) -> ShownRound:
    understood = _understood(canonical_json(recorded.printed))
    return ShownRound(
        recorded=recorded,
        understood=understood,
        sales=booked_sales(view, recorded),
        reconciliation=reconcile(view, recorded, stated=understood.stated),
    )


@lru_cache(maxsize=_MOST_UNDERSTOOD)
def _understood(printed: str) -> HistoricalRound:
    return read_rounds(json.loads(printed))[0].round


def _lots(shown: ShownRound) -> Iterator[ShownLot]:
    """Yield the lots; what a seller sold of a pollutant counts against its lots in their printed order."""
    sold: dict[tuple[SellerKind, str | None, Pollutant], int] = defaultdict(int)
    for sale in shown.sales:
        sold[sale.seller_kind, sale.seller, sale.pollutant] += sale.grams
    for lot in shown.understood.lots:
        seller = seller_as_printed(lot.seller)
        named = seller.name or (None if seller.kind is SellerKind.RESERVE else shown.understood.unnamed_sellers)
        key = (seller.kind, named, lot.pollutant)
        taken = min(sold[key], lot.grams)
        sold[key] -= taken
        yield ShownLot(lot=lot, sold=taken)


def _trades(shown: ShownRound) -> Iterator[ShownTrade]:
    printed = shown.printed.get("trades", [])
    for sale in shown.sales:
        yield ShownTrade(sale=sale, line={} if sale.line is None else printed[sale.line - 1])
