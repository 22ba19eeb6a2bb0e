"""Commands about pledges, listings and sales between enterprises."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

from ledger.domain.claim_acts import EndClaim, OpenListing, RegisterPledge
from ledger.domain.held_tranche import TrancheGrams
from ledger.domain.transfer import (
    ContractTransfer,
    DeliverTransfer,
    SettleTransfer,
    TransferLine,
    TransferMode,
    UndoTransfer,
)
from ledger.domain.unit import Origin
from tests.properties.bureau_asks import AREAS, Clerk, ask, tranche
from tests.properties.bureau_asks_money import part
from tests.properties.bureau_asks_rights import PAPER

PAID = {"fixed_price", "reserve_sale"}
PLATFORM = "示例交易平台"


def moment(day: date) -> datetime:
    """Return a minute of a day."""
    return datetime.combine(day, time(9), tzinfo=timezone(timedelta(hours=8)))


def _surplus(clerk: Clerk) -> tuple[str, str, TrancheGrams] | None:
    """Return area, holder and a part of some surplus that was paid for, seldom of another."""
    for _ in range(6):
        found = clerk.holding("Q41")
        if found is None:
            return None
        _, area, code, unit, _ = found
        if unit.origin in PAID or clerk.seldom(10):
            named = tranche(unit)
            if clerk.seldom(40):
                named = replace(named, origin=Origin.OFFSET)
            return area, code, TrancheGrams(tranche=named, grams=clerk.grams(clerk.books.free("Q41", area, code, unit)))
    return None


def _claim(clerk: Clerk, ground: str) -> Any:
    standing = [each for each in clerk.books.all("claim") if each["ground"] == ground and each["state"] == "standing"]
    return clerk.some(standing)


def _at(clerk: Clerk) -> datetime:
    return moment(clerk.today + timedelta(days=1 if clerk.seldom(25) else 0))


@ask("pledge.register", "transfers")
def pledge(clerk: Clerk) -> Any:
    """Security for a loan."""
    found = _surplus(clerk)
    return found and RegisterPledge(
        effective_on=clerk.today,
        number=clerk.number("pledge", "质押"),
        area=found[0],
        holder=found[1],
        pledgee="示例银行",
        printed_as="质押",
        registered_at=_at(clerk),
        until=found[2].tranche.term_to - timedelta(days=0 if clerk.seldom(15) else 30),
        lines=(found[2],),
        document=PAPER,
    )


@ask("pledge.release", "transfers")
def release(clerk: Clerk) -> Any:
    """The pledgee's letter."""
    claim = _claim(clerk, "pledge")
    number = claim["number"] if claim and not clerk.seldom(15) else "没有这一质押"
    return claim and EndClaim(effective_on=clerk.today, number=number, holder=claim["holder"], document=PAPER)


@ask("listing.open", "transfers", weight=2)
def listing(clerk: Clerk) -> Any:
    """An offer on the platform."""
    found = _surplus(clerk)
    return found and OpenListing(
        effective_on=clerk.today,
        number=clerk.number("listing", "挂牌"),
        area=found[0],
        holder=found[1],
        platform=PLATFORM,
        opened_at=_at(clerk),
        lines=(found[2],) * (2 if clerk.seldom(40) else 1),
        document=PAPER,
    )


@ask("listing.withdraw", "transfers")
def withdraw(clerk: Clerk) -> Any:
    """An offer that is taken back."""
    claim = _claim(clerk, "listing") if clerk.seldom(2) else None
    return claim and EndClaim(effective_on=clerk.today, number=claim["number"], holder=claim["holder"], document=PAPER)


@ask("transfer.contract", "transfers", weight=4)
def contract(clerk: Clerk) -> Any:
    """A sale of what is listed, or of surplus by agreement."""
    claim, listing_number = _claim(clerk, "listing"), None
    if claim is not None and clerk.seldom(2):
        area, seller, listing_number = claim["area"], claim["holder"], claim["number"]
        named = TrancheGrams(tranche=tranche(claim["unit"]), grams=clerk.grams(claim["held"], step=1))
    else:
        found = _surplus(clerk)
        if found is None:
            return None
        area, seller, named = found
    return ContractTransfer(
        effective_on=clerk.today,
        number=clerk.number("transfer", "合同"),
        seller=seller,
        seller_area=area,
        buyer=clerk.enterprise(),
        buyer_area=clerk.one_of([area, *AREAS]),
        mode=TransferMode.LISTED if listing_number else TransferMode.NEGOTIATED,
        platform=clerk.one_of([PLATFORM, None]),
        contracted_at=_at(clerk),
        lines=(
            TransferLine(
                tranche=named.tranche,
                grams=named.grams,
                price=clerk.one_of([0, 1, 3_000_000]),
                listing=listing_number,
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
