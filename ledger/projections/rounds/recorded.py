"""The recorded rounds: as printed, and as booked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from ledger.domain.bookkeeping.unit import UnitKind
from ledger.domain.money.price_basis import PriceBasis
from ledger.domain.rounds.historical_round import SellerKind
from ledger.domain.values.encoding import day_of
from ledger.domain.values.pollutant import Pollutant
from ledger.errors import Conflict, NotFound, say
from ledger.projections.accounts.movements import CREDITED, DEBITED, NAMED_MOVEMENTS
from ledger.store.tables import journal, movement, registration, unit

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedRound:
    """A round in the register: ``printed`` is the notice member for member."""

    seq: int
    subject: str
    number: int
    place: str
    effective_on: date
    printed: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class BookedSale:
    """A sale as it stands in the books: grams and fen are those of its movements.

    Attributes:
        line: place among the printed trades; None where the notice prints only a total.
        buyer, seller: the holders of the booked accounts; the reserve has none.
        price: 1/10,000 yuan, per year or for the term by ``price_basis``.

    """

    seq: int
    line: int | None
    pollutant: Pollutant
    buyer: str
    buyer_named: bool
    seller: str | None
    seller_kind: SellerKind
    grams: int
    fen: int
    price: int | None
    price_basis: PriceBasis
    term_years: int
    term_assumed: bool


def recorded_rounds(connection: Connection, *, number: int | None = None) -> list[RecordedRound]:
    """Return the rounds in the register, by day, number and place; or those of one number."""
    rows = connection.execute(
        select(registration.c.seq, registration.c.subject, registration.c.body, journal.c.effective_on)
        .join(journal, journal.c.seq == registration.c.seq)
        .where(registration.c.register == "round")
    )
    rounds = []
    for seq, subject, body, day in rows:
        printed = json.loads(body)
        rounds.append(
            RecordedRound(
                seq=seq,
                subject=subject,
                number=printed["number"],
                place=printed["place"],
                effective_on=day_of(day),
                printed=printed,
            )
        )
    chosen = [round_ for round_ in rounds if number is None or round_.number == number]
    return sorted(chosen, key=lambda round_: (round_.effective_on, round_.number, round_.place))


def recorded_round(connection: Connection, *, number: int, place: str | None = None) -> RecordedRound:
    """Return one round.

    :raises NotFound: ``round.unknown``.
    :raises Conflict: ``round.ambiguous``, several places have a round of this number and no place is named.
    """
    found = [round_ for round_ in recorded_rounds(connection, number=number) if place is None or round_.place == place]
    if not found:
        raise NotFound(say("没有登记第{number}批", number=number), code="round.unknown")
    if len(found) > 1:
        places = "；".join(round_.place for round_ in found)
        raise Conflict(
            say("第{number}批在多个地方都有登记：{places}。请用 --place 指明", number=number, places=places),
            code="round.ambiguous",
        )
    return found[0]


def booked_sales(connection: Connection, round_: RecordedRound) -> list[BookedSale]:
    """Return the sales of a round from the movements of its acts, in their order."""
    rows = connection.execute(
        select(
            movement.c.seq,
            registration.c.body,
            unit.c.kind,
            movement.c.amount,
            DEBITED.c.holder.label("buyer"),
            CREDITED.c.holder.label("seller"),
        )
        .select_from(NAMED_MOVEMENTS)
        .join(registration, registration.c.seq == movement.c.seq)
        .join(journal, journal.c.seq == movement.c.seq)
        .where(
            registration.c.register == "round.act",
            registration.c.subject == round_.subject,
            journal.c.kind == "round.sale",
        )
        .order_by(movement.c.seq, movement.c.n)
    )
    amounts: dict[int, dict[UnitKind, int]] = {}
    facts: dict[int, tuple[dict[str, Any], str, str | None]] = {}
    for row in rows:
        amounts.setdefault(row.seq, {})[UnitKind(row.kind)] = row.amount
        facts[row.seq] = (json.loads(row.body), row.buyer, row.seller)
    return [_sale(seq, *facts[seq], amounts[seq]) for seq in amounts]


def _sale(
    seq: int, body: Mapping[str, Any], buyer: str, seller: str | None, amounts: Mapping[UnitKind, int]
) -> BookedSale:
    return BookedSale(
        seq=seq,
        line=body["line"],
        pollutant=Pollutant(body["factor"]),
        buyer=buyer,
        buyer_named=body["buyer_named"],
        seller=seller,
        seller_kind=SellerKind(body["seller"]),
        grams=amounts.get(UnitKind.RIGHT, 0),
        fen=amounts.get(UnitKind.MONEY, 0),
        price=body["price"],
        price_basis=PriceBasis(body["price_basis"]),
        term_years=body["term_years"],
        term_assumed=body["term_assumed"],
    )
