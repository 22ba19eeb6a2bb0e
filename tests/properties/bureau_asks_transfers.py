"""Commands about pledges, listings and sales between enterprises."""

from __future__ import annotations

from typing import Any

from ledger.domain.rights.held_tranche import TrancheGrams
from ledger.domain.rights.transfer import (
    ContractTransfer,
    DeliverTransfer,
    SettleTransfer,
    TransferLine,
    TransferMode,
    UndoTransfer,
)
from tests.properties.bureau_asks import AREAS, Clerk, ask, tranche
from tests.properties.bureau_asks_claims import PLATFORM, at_some_minute, some_claim, some_surplus
from tests.properties.bureau_asks_money import part
from tests.properties.bureau_asks_rights import PAPER


@ask("transfer.contract", "transfers", weight=4)
def contract(clerk: Clerk) -> Any:
    """A sale of what is listed, or of surplus by agreement."""
    claim, listing_number = some_claim(clerk, "listing"), None
    if claim is not None and claim["unit"].term_from is not None and clerk.seldom(2):
        area, seller, listing_number = claim["unit"].area, claim["holder"], claim["number"]
        named = TrancheGrams(tranche=tranche(claim["unit"]), grams=clerk.grams(claim["held"], step=1))
    else:
        found = some_surplus(clerk)
        if found is None:
            return None
        area, seller, named = found
    plants = [each["id"] for each in clerk.books.all("facility") if each["enterprise"] == seller]
    cards = clerk.books.registers["card"]
    verified = [number for number in plants if (number, str(named.tranche.pollutant)) in cards]
    return ContractTransfer(
        effective_on=clerk.today,
        number=clerk.number("transfer", "合同"),
        seller=seller,
        seller_area=area,
        buyer=clerk.enterprise(),
        buyer_area=clerk.one_of([area, *AREAS]),
        mode=TransferMode.LISTED if listing_number else TransferMode.NEGOTIATED,
        platform=clerk.one_of([PLATFORM, None]),
        contracted_at=at_some_minute(clerk),
        lines=(
            TransferLine(
                tranche=named.tranche,
                grams=named.grams,
                price=clerk.one_of([0, 1, 3_000_000]),
                listing=listing_number,
                facility=clerk.some(verified if clerk.seldom(2) else plants) if clerk.seldom(3) else None,
            ),
        ),
        need=None if clerk.seldom(15) else PAPER,
    )


@ask("transfer.undo", "transfers")
def undo(clerk: Clerk) -> Any:
    """A sale that came to nothing."""
    sale = clerk.known("transfer", state="contracted") if clerk.seldom(3) else None
    return sale and UndoTransfer(effective_on=clerk.today, number=sale["number"], reason="示例")


@ask("transfer.deliver", "transfers", weight=3)
def deliver(clerk: Clerk) -> Any:
    """The delivery of a sale."""
    sale = clerk.known("transfer", state="contracted")
    return sale and DeliverTransfer(effective_on=clerk.today, number=sale["number"], document=PAPER)


@ask("transfer.settle", "transfers", weight=2)
def settle(clerk: Clerk) -> Any:
    """A payment between the two."""
    sale = clerk.known("transfer", state="delivered")
    return sale and SettleTransfer(
        effective_on=clerk.today,
        number=sale["number"],
        amount=part(clerk, sale["price"] - sale["settled"]),
        document=PAPER,
    )
