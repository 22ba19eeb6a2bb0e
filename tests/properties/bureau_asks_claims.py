"""Commands about pledges and listings, and what courts and authorities take."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

from ledger.domain.bookkeeping.unit import Origin
from ledger.domain.claims.claim_acts import (
    DeliverFreeze,
    EndClaim,
    ImposeSuspension,
    LapseFreeze,
    OpenListing,
    RegisterPledge,
    RenewFreeze,
    SeizedPollutant,
    TakeUpFreeze,
    TransferByRuling,
)
from ledger.domain.rights.held_tranche import TrancheGrams
from ledger.domain.values.pollutant import Pollutant
from tests.properties.bureau_asks import AREAS, TONNE, Clerk, ask, tranche
from tests.properties.bureau_asks_rights import PAPER

PAID = {"fixed_price", "reserve_sale"}
PLATFORM = "示例交易平台"


def moment(day: date, minute: int = 0) -> datetime:
    """Return a minute of a day."""
    return datetime.combine(day, time(9, minute), tzinfo=timezone(timedelta(hours=8)))


def some_surplus(clerk: Clerk) -> tuple[str, str, TrancheGrams] | None:
    """Return area, holder and a part of some surplus that was paid for, seldom of another."""
    for _ in range(12):
        found = clerk.holding("Q41")
        if found is None:
            return None
        _, area, code, unit, _ = found
        living = not clerk.books.get("enterprise", code)["ended"]
        lasting = unit.term_to is not None and clerk.today + timedelta(days=60) < unit.term_to
        paid = unit.origin in PAID and clerk.books.free("Q41", area, code, unit) > 0
        if (living and lasting and paid) or clerk.seldom(20):
            named = tranche(unit)
            if clerk.seldom(40):
                named = replace(named, origin=Origin.OFFSET)
            return area, code, TrancheGrams(tranche=named, grams=clerk.grams(clerk.books.free("Q41", area, code, unit)))
    return None


def some_claim(clerk: Clerk, ground: str) -> Any:
    """Return a standing claim of a ground, seldom one of another."""
    standing = [
        each
        for each in clerk.books.all("claim")
        if (each["ground"] == ground and each["state"] == "standing") or clerk.seldom(60)
    ]
    return clerk.some(standing)


def at_some_minute(clerk: Clerk) -> datetime:
    """Return when a paper was delivered: today or a little earlier, at one of few minutes."""
    days = clerk.one_of([0, 0, 0, 1, 5]) if not clerk.seldom(25) else -1
    return moment(clerk.today - timedelta(days=days), clerk.whims.randrange(3))


@ask("pledge.register", "claims")
def pledge(clerk: Clerk) -> Any:
    """Security for a loan."""
    found = some_surplus(clerk)
    return found and RegisterPledge(
        effective_on=clerk.today,
        number=clerk.paper("质押", found[1]),
        area=found[0],
        holder=found[1],
        pledgee="示例银行",
        printed_as="质押",
        registered_at=at_some_minute(clerk),
        until=found[2].tranche.term_to - timedelta(days=0 if clerk.seldom(15) else 30),
        lines=(found[2],),
        document=PAPER,
    )


@ask("pledge.release", "claims")
def release(clerk: Clerk) -> Any:
    """The pledgee's letter."""
    claim = some_claim(clerk, "pledge")
    number = claim["number"] if claim and not clerk.seldom(15) else "没有这一质押"
    return claim and EndClaim(effective_on=clerk.today, number=number, holder=claim["holder"], document=PAPER)


@ask("listing.open", "claims", weight=2)
def listing(clerk: Clerk) -> Any:
    """An offer on the platform."""
    found = some_surplus(clerk)
    return found and OpenListing(
        effective_on=clerk.today,
        number=clerk.paper("挂牌", found[1]),
        area=found[0],
        holder=found[1],
        platform=PLATFORM,
        opened_at=at_some_minute(clerk),
        lines=(found[2],) * (2 if clerk.seldom(40) else 1),
        document=PAPER,
    )


@ask("listing.withdraw", "claims")
def withdraw(clerk: Clerk) -> Any:
    """An offer that is taken back."""
    claim = some_claim(clerk, "listing") if clerk.seldom(2) else None
    return claim and EndClaim(effective_on=clerk.today, number=claim["number"], holder=claim["holder"], document=PAPER)


def _seized(clerk: Clerk) -> tuple[str, str, SeizedPollutant] | None:
    """Return area, holder and an amount around what he has of a pollutant, seldom of one that he has not."""
    found = clerk.holding("Q40", "Q41")
    if found is None:
        return None
    _, area, code, unit, grams = found
    pollutant, basin = Pollutant(unit.pollutant or ""), unit.basin
    if clerk.seldom(10):
        pollutant, area, basin = clerk.place()
    amount = clerk.one_of([clerk.grams(grams, step=1), 2 * grams, grams + TONNE])
    return area, code, SeizedPollutant(pollutant=pollutant, basin=basin, grams=amount)


@ask("freeze.deliver", "claims", weight=3)
def freeze(clerk: Clerk) -> Any:
    """A court's order, for more than there is or less."""
    found, at = _seized(clerk), at_some_minute(clerk)
    days = clerk.one_of([1, 30, 300, 1090] if not clerk.seldom(10) else [-1, 1097, 60_000])
    return found and DeliverFreeze(
        effective_on=clerk.today,
        number=clerk.paper("执", found[1]),
        area=found[0],
        holder=found[1],
        court="示例法院",
        delivered_at=at,
        until=at.date() + timedelta(days=days),
        lines=(found[2],) * (2 if clerk.seldom(40) else 1),
        document=PAPER,
    )


@ask("suspension.impose", "claims")
def suspend(clerk: Clerk) -> Any:
    """A decision of an authority."""
    found, at = _seized(clerk), at_some_minute(clerk)
    return found and ImposeSuspension(
        effective_on=clerk.today,
        number=clerk.paper("暂停", found[1]),
        area=found[0],
        holder=found[1],
        authority="示例市生态环境局",
        served_at=at,
        until=clerk.one_of([None, at.date() + timedelta(days=clerk.one_of([2, 50, -1 if clerk.seldom(10) else 9]))]),
        lines=(found[2],),
        reason="示例",
        document=PAPER,
    )


def _ended(clerk: Clerk, ground: str) -> Any:
    claim = some_claim(clerk, ground)
    number = claim["number"] if claim and not clerk.seldom(20) else "没有这一文书"
    return claim and EndClaim(effective_on=clerk.today, number=number, holder=claim["holder"], document=PAPER)


@ask("freeze.release", "claims", weight=2)
def unfreeze(clerk: Clerk) -> Any:
    """The court's letter."""
    return _ended(clerk, "judicial_freeze")


@ask("suspension.lift", "claims")
def lift(clerk: Clerk) -> Any:
    """The authority's letter."""
    return _ended(clerk, "administrative_suspension")


@ask("freeze.lapse", "claims", weight=2)
def lapse(clerk: Clerk) -> Any:
    """A freeze whose time is over, or not yet."""
    late = [
        each
        for each in clerk.books.all("claim")
        if each["ground"] == "judicial_freeze" and each["state"] == "standing" and each["until"] < clerk.today
    ]
    claim = clerk.some(late) or (some_claim(clerk, "judicial_freeze") if clerk.seldom(4) else None)
    return claim and LapseFreeze(effective_on=clerk.today, number=claim["number"], holder=claim["holder"])


@ask("freeze.renew", "claims", weight=2)
def renew(clerk: Clerk) -> Any:
    """A freeze goes on."""
    claim = some_claim(clerk, "judicial_freeze")
    days = clerk.one_of([1, 200, 1090] if not clerk.seldom(8) else [0, 1100, 60_000])
    return claim and RenewFreeze(
        effective_on=clerk.today,
        number=claim["number"],
        holder=claim["holder"],
        delivered_at=moment(clerk.today),
        until=(claim["until"] or clerk.today) + timedelta(days=days),
        document=PAPER,
    )


def _has_some(clerk: Clerk, claim: Any) -> bool:
    """Return whether the holder has something free of what a claim waits for."""
    return (claim["until"] or clerk.today) >= clerk.today and any(
        unit[:4] == claim["unit"][:4]
        for line in ("Q40", "Q41")
        for unit, _ in clerk.books.holdings(line, claim["unit"].area, claim["holder"])
    )


@ask("freeze.take_up", "claims", weight=2)
def take_up(clerk: Clerk) -> Any:
    """What has come since, for a freeze that waits."""
    waits = [
        each
        for each in clerk.books.all("claim")
        if each["ground"] == "judicial_freeze" and each["state"] == "standing" and each["grams"] > each["held"]
        if _has_some(clerk, each) or clerk.seldom(20)
    ]
    claim = clerk.some(waits) or (some_claim(clerk, "judicial_freeze") if clerk.seldom(10) else None)
    return claim and TakeUpFreeze(effective_on=clerk.today, number=claim["number"], holder=claim["holder"])


@ask("freeze.transfer_by_ruling", "claims", weight=3)
def ruling(clerk: Clerk) -> Any:
    """A judicial sale of what is frozen."""
    claim = some_claim(clerk, "judicial_freeze")
    if claim is None:
        return None
    unit = claim["unit"]
    line = SeizedPollutant(
        pollutant=Pollutant(unit.pollutant), basin=unit.basin, grams=clerk.grams(claim["held"], step=1)
    )
    return TransferByRuling(
        effective_on=clerk.today,
        number=claim["number"],
        holder=claim["holder"],
        ruling="示例裁定",
        buyer=clerk.enterprise(),
        buyer_area=clerk.one_of([unit.area, unit.area, *AREAS]),
        lines=(line,),
    )
