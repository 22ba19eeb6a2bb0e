"""Commands that correct, and that close months and years."""

from __future__ import annotations

from typing import Any

from ledger.domain.bookkeeping.period import CloseMonth, CloseYear, ReopenMonth
from ledger.domain.bookkeeping.reversal import MakeGood, ReverseAct
from tests.properties.bureau_asks import Clerk, ask, tranche
from tests.properties.bureau_model_corrections import month_end, next_month_end


@ask("correction.reverse", "corrections", weight=4)
def reverse(clerk: Clerk) -> Any:
    """One of the last acts, or any; seldom something that is no act that could be taken back."""
    posted = list(clerk.books.done)
    if clerk.seldom(20) or not posted:
        return ReverseAct(effective_on=clerk.today, seq=1 + clerk.whims.randrange(clerk.books.size), reason="示例")
    seq = clerk.one_of(posted[-15:] if not clerk.seldom(3) else posted)
    if clerk.books.done[seq].reversed and not clerk.seldom(10):
        return None
    return ReverseAct(effective_on=clerk.earlier(), seq=seq, reason="示例")


@ask("correction.make_good", "corrections", weight=2)
def make_good(clerk: Clerk) -> Any:
    """What somebody owes since a reversal, out of what he holds."""
    owed = clerk.holding("Q45")
    if owed is None:
        return None
    _, area, code, unit, grams = owed
    has = [
        (place.account.line, place.unit)
        for place, amount in clerk.books.amounts.items()
        if amount and place.account.line in {"Q40", "Q41"} and place.account[1:] == (area, code)
        if (place.unit.pollutant, place.unit.basin) == (unit.pollutant, unit.basin)
    ]
    found = clerk.some(has)
    if found is None:
        return None
    line, given = found
    return MakeGood(
        effective_on=clerk.today,
        area=area,
        enterprise=code,
        tranche=tranche(given),
        surplus=line == "Q41",
        grams=clerk.grams(grams, step=1),
    )


@ask("period.close_month", "corrections")
def close_month(clerk: Clerk) -> Any:
    """The next month, when it is over and nothing waits; seldom another."""
    end = next_month_end(clerk.books)
    if end > clerk.today or (clerk.books.waiting and not clerk.seldom(6)):
        return None
    return CloseMonth(effective_on=end if not clerk.seldom(15) else month_end(clerk.today.replace(day=1)))


@ask("period.reopen", "corrections")
def reopen(clerk: Clerk) -> Any:
    """A month that is closed, seldom one that is not."""
    known = clerk.books.registers["closed"].get("until")
    if known is None or not clerk.seldom(3):
        return None
    end = known["until"] or clerk.today
    return ReopenMonth(effective_on=clerk.today, month_end=end if not clerk.seldom(8) else clerk.today, reason="示例")


@ask("period.close_year", "corrections")
def close_year(clerk: Clerk) -> Any:
    """A year that is over."""
    known = clerk.books.registers["closed"].get("until")
    if known is None or not known["until"] or (known["until"].month != 12 and not clerk.seldom(8)):
        return None
    return CloseYear(effective_on=clerk.today, year=known["until"].year)
