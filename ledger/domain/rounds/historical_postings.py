"""The posting manual of historical rounds: which accounts each act of a round debits and credits.

Pure functions of the round as printed. The service books what they return, and the full verification asks them
again and compares.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from ledger.domain.bookkeeping.account import Account, account
from ledger.domain.bookkeeping.posting import Posting
from ledger.domain.bookkeeping.unit import MONEY, Origin, Unit, UnitKind
from ledger.domain.rounds.historical_round import HistoricalRound, Sale, Seller, SellerKind, offered, sales_of
from ledger.domain.values.pollutant import Pollutant

_NARRATIONS: Final = {"opening": "出让方期初", "notice": "标的公告", "sale": "成交"}


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundAct:
    """One act of a round: its step, its number among the acts of that step, its postings and particulars."""

    step: str
    n: int | None = None
    postings: tuple[Posting, ...]
    particulars: Mapping[str, object] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Return the part of the idempotency key that tells this act from the others of its round."""
        return self.step if self.n is None else f"{self.step}/{self.n}"

    @property
    def narration(self) -> str:
        """Return the 摘要 without the round's name."""
        return f"{_NARRATIONS[self.step]}{self.n or ''}"


def acts_of(round_: HistoricalRound) -> Iterator[RoundAct]:
    """Return the acts of a round in order: the opening of its sellers, the notice of its lots, each sale.

    :raises InvalidValue: ``number.range``, a figure beyond what a column holds.
    """
    sales = sales_of(round_)
    tranches = [
        (seller, _right(round_, seller, pollutant), grams)
        for (seller, pollutant), grams in offered(round_, sales).items()
    ]
    if tranches:
        source = account("opening", area=round_.place)
        yield RoundAct(
            step="opening",
            postings=tuple(
                Posting(debit=_held(round_, seller), credit=source, unit=right, amount=grams)
                for seller, right, grams in tranches
            ),
        )
        yield RoundAct(
            step="notice",
            postings=tuple(
                Posting(debit=_noticed(round_, seller), credit=_held(round_, seller), unit=right, amount=grams)
                for seller, right, grams in tranches
            ),
        )
    for n, sale in enumerate(sales, 1):
        postings = tuple(_sold(round_, sale))
        if postings:
            yield RoundAct(step="sale", n=n, postings=postings, particulars=_particulars(round_, sale))


def _sold(round_: HistoricalRound, sale: Sale) -> Iterator[Posting]:
    buyer = sale.buyer or round_.unnamed_buyers
    if sale.grams:
        yield Posting(
            debit=account("Q40", area=round_.place, holder=buyer),
            credit=_noticed(round_, sale.seller),
            unit=_right(round_, sale.seller, sale.pollutant),
            amount=sale.grams,
        )
    if sale.fen:
        # What an enterprise is paid is never the government's money: a pair of memo accounts.
        owes, owed = ("1212.2", "2103.1") if sale.seller.kind is SellerKind.RESERVE else ("B40", "B41")
        yield Posting(
            debit=account(owes, area=round_.place, holder=buyer),
            credit=account(owed, area=round_.place, holder=_holder(round_, sale.seller)),
            unit=MONEY,
            amount=sale.fen,
        )


def _held(round_: HistoricalRound, seller: Seller) -> Account:
    chart = "Q30" if seller.kind is SellerKind.RESERVE else "Q41"
    return account(chart, area=round_.place, holder=_holder(round_, seller))


def _noticed(round_: HistoricalRound, seller: Seller) -> Account:
    chart = "Q31" if seller.kind is SellerKind.RESERVE else "Q42.1"
    return account(chart, area=round_.place, holder=_holder(round_, seller))


def _holder(round_: HistoricalRound, seller: Seller) -> str | None:
    if seller.kind is SellerKind.RESERVE:
        return None
    return seller.name or round_.unnamed_sellers


def _right(round_: HistoricalRound, seller: Seller, pollutant: Pollutant) -> Unit:
    return Unit(
        kind=UnitKind.RIGHT,
        pollutant=pollutant,
        area=round_.place,
        term_from=round_.term.starts,
        term_to=round_.term.ends,
        origin=Origin.RESERVE_SALE if seller.kind is SellerKind.RESERVE else Origin.UNKNOWN,
    )


def _particulars(round_: HistoricalRound, sale: Sale) -> Mapping[str, object]:
    return {
        "buyer_named": sale.buyer is not None,
        "factor": sale.pollutant,
        "line": sale.line,
        "price": sale.price,
        "price_basis": round_.price_basis,
        "seller": sale.seller.kind,
        "term_years": round_.term_years,
    }
