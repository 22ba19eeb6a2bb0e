"""Commands about closed plants that may run again, and about credit that turned out false."""

from __future__ import annotations

from typing import Any

from ledger.domain.credits.closure import (
    CheckClosure,
    Finding,
    ProveRestart,
    ReleaseCredit,
    Restart,
)
from ledger.domain.credits.credit import (
    CreditUse,
    MakeGoodCredit,
    SourceGrams,
)
from ledger.domain.values.pollutant import Pollutant
from tests.properties.bureau_asks import Clerk, ask
from tests.properties.bureau_asks_credits import OFFICERS, pooled
from tests.properties.bureau_asks_rights import PAPER
from tests.properties.bureau_model_restarts import lying


@ask("closure.check", "credits", weight=2)
def look(clerk: Clerk) -> Any:
    """A look at a closed plant."""
    facility = clerk.known("facility", state="closed")
    return facility and CheckClosure(
        effective_on=clerk.today,
        facility=facility["id"],
        finding=clerk.one_of(list(Finding)),
        officers=OFFICERS if not clerk.seldom(20) else OFFICERS[:1],
        site_record=PAPER,
    )


@ask("credit.release", "credits")
def release(clerk: Clerk) -> Any:
    """The suspicion is cleared."""
    facility = clerk.known("facility", state="suspected")
    return facility and ReleaseCredit(effective_on=clerk.today, facility=facility["id"], document=PAPER)


@ask("closure.restart", "credits", weight=2)
def restart(clerk: Clerk) -> Any:
    """The plant runs again."""
    facility = clerk.known("facility", state="suspected")
    return facility and ProveRestart(
        effective_on=clerk.today, facility=facility["id"], restart=clerk.one_of(list(Restart)), document=PAPER
    )


@ask("credit.make_good", "credits", weight=6)
def make_good(clerk: Clerk) -> Any:
    """Good credit for false credit, where that was used."""
    owed = [
        (place, abs(amount))
        for place, amount in clerk.books.amounts.items()
        if amount and place.account.line == "C12" and place.account.holder == "restart"
    ]
    found = clerk.some(owed)
    if found is None:
        return None
    (_, unit), grams = found
    uses = [
        each for each in lying(clerk.books, unit.source or "", *CreditUse) if each[0].unit.pollutant == unit.pollutant
    ]
    used_at, good = clerk.some(uses), pooled(clerk, source=unit.source)
    if used_at is None or good is None or good.unit.pollutant != unit.pollutant:
        return None
    place, there = used_at
    most = min(grams, there, clerk.books.free("C20", good.account.area, None, good.unit))
    return MakeGoodCredit(
        effective_on=clerk.today,
        facility=unit.source or "",
        pollutant=Pollutant(unit.pollutant or ""),
        use=CreditUse(place.account.line),
        used_in=place.account.area,
        user=place.account.holder,
        pool=good.account.area,
        sources=(SourceGrams(source=good.unit.source or "", grams=clerk.grams(most, step=1)),),
        document=PAPER,
    )
