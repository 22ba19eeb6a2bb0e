"""Commands by which free rights are reclaimed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ledger.domain.rights.reclaim import (
    DecideReclaim,
    ExecuteReclaim,
    HearDefence,
    NotifyReclaim,
    OpenReclaim,
    ReclaimGround,
    ReclaimItem,
    ServeReclaim,
    WithdrawReclaim,
)
from tests.properties.bureau_asks import Clerk, ask, tranche
from tests.properties.bureau_asks_rights import PAPER
from tests.properties.bureau_asks_tenure import some_tranche


@ask("reclaim.open", "tenure", weight=2)
def reclaim(clerk: Clerk) -> Any:
    """A case against a free right."""
    found = some_tranche(clerk, "Q40", "Q41", paid=False)
    if found is None:
        return None
    line, area, code, unit, _ = found
    grams = clerk.grams(clerk.books.free(line, area, code, unit))
    item = ReclaimItem(
        tranche=tranche(unit), in_use=grams if line == "Q40" else 0, surplus=grams if line == "Q41" else 0
    )
    on = clerk.earlier()
    plants = [each["id"] for each in clerk.books.all("facility") if each["enterprise"] == code]
    cards = clerk.books.registers["card"]
    verified = [number for number in plants if (number, unit.pollutant) in cards]
    return OpenReclaim(
        effective_on=on,
        id=clerk.number("reclaim", "收回"),
        area=area,
        enterprise=code,
        ground=clerk.one_of([ReclaimGround.CLOSURE, ReclaimGround.BANKRUPTCY, ReclaimGround.RELOCATION]),
        facts="示例",
        occurred_on=on + timedelta(days=1 if clerk.seldom(30) else 0),
        items=(item,),
        facility=clerk.some(verified if clerk.seldom(2) else plants) if clerk.seldom(3) else None,
    )


@ask("reclaim.notify", "tenure", weight=2)
def notify(clerk: Clerk) -> Any:
    """The advance notice was served."""
    case = clerk.known("reclaim", state="opened")
    return case and NotifyReclaim(
        effective_on=clerk.today, id=case["id"], notice=PAPER, served_on=max(clerk.earlier(), case["occurred_on"])
    )


@ask("reclaim.defence", "tenure", weight=2)
def defence(clerk: Clerk) -> Any:
    """A statement, or none within the time."""
    case = clerk.known("reclaim", state="notified")
    return case and HearDefence(effective_on=clerk.today, id=case["id"], statement=clerk.one_of([None, "示例陈述"]))


@ask("reclaim.decide", "tenure", weight=2)
def decide(clerk: Clerk) -> Any:
    """The decision."""
    case = clerk.known("reclaim", state="heard")
    return case and DecideReclaim(effective_on=clerk.earlier(), id=case["id"], decision=PAPER)


@ask("reclaim.serve", "tenure", weight=2)
def serve(clerk: Clerk) -> Any:
    """Its service."""
    case = clerk.known("reclaim", state="decided")
    return case and ServeReclaim(effective_on=clerk.today, id=case["id"], served_on=clerk.earlier())


@ask("reclaim.execute", "tenure", weight=2)
def execute(clerk: Clerk) -> Any:
    """Its execution."""
    case = clerk.known("reclaim", state="served")
    return case and ExecuteReclaim(effective_on=clerk.earlier(), id=case["id"])


@ask("reclaim.withdraw", "tenure")
def withdraw(clerk: Clerk) -> Any:
    """A case that is given up."""
    case = clerk.known("reclaim") if clerk.seldom(3) else None
    return case and WithdrawReclaim(effective_on=clerk.today, id=case["id"], reason="示例")
