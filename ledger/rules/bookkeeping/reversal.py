"""What a correction is judged on, and what it takes back.

Source: the habit of accounting (红字冲销): a wrong entry is taken back by the same entry in red, on the same accounts
and the same sides, and the right one is made in blue. What is gone is owed, on an account that says so (practice 6.1:
C12 已用来源失效待补, 1212.9 多缴待退; Q45 is their counterpart for rights).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from ledger.domain.bookkeeping.account import Account, Side, account
from ledger.domain.bookkeeping.act import PostedAct
from ledger.domain.bookkeeping.journal import Registration
from ledger.domain.bookkeeping.posting import Posting
from ledger.domain.bookkeeping.reversal import MakeGood, ReverseAct, Shortfall
from ledger.domain.bookkeeping.unit import Unit
from ledger.domain.law.ground import unmet
from ledger.domain.values.quantity import INCREMENT_DECIMALS, format_tonnes
from ledger.errors import Breach, say
from ledger.rules.judge import Check
from ledger.rules.law.book import RuleBook
from ledger.rules.rights.tranche import term_is_over

_OWED_ON: Final[Mapping[str, str]] = {
    **dict.fromkeys(("Q40", "Q41", "Q42.1", "Q42.2", "Q42.3", "Q42.4", "Q42.5", "Q44"), "Q45"),
    **dict.fromkeys(("C20", "C21", "C22"), "C12"),
    **dict.fromkeys(("1212.1", "1212.2", "1212.4", "1212.8"), "1212.9"),
    **dict.fromkeys(("2103.1", "2103.2"), "2103.9"),
}
"""On which line of the chart it is owed if an account no longer has what a reversal takes from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReversalCase:
    """An act to be taken back, beside what is still there of what it gave.

    Attributes:
        balances: of every account and unit that the reversal moves, debits less credits.
        owing: who owes what an account of an enterprise that went over to others lacks of a unit: its successor.
        restored: what the registers said before the act.
        held_since: credit that was held for the exemptions which the act entered, and that it did not hold itself.

    """

    asked: ReverseAct
    act: PostedAct
    balances: Mapping[tuple[str, str], int]
    restored: tuple[Registration, ...]
    owing: Mapping[tuple[str, str], str] = field(default_factory=dict)
    held_since: int = 0

    @property
    def area(self) -> str:
        """Return the area of the act."""
        return self.act.area


def red_postings(act: PostedAct) -> tuple[Posting, ...]:
    """Return the movements of an act with their sides exchanged, the last one first."""
    return tuple(
        Posting(debit=posting.credit, credit=posting.debit, unit=posting.unit, amount=posting.amount)
        for posting in reversed(act.postings)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """What an account no longer has of what a reversal takes from it, and the account on which it is owed instead."""

    account: Account
    owed_on: Account
    unit: Unit
    amount: int

    @property
    def posting(self) -> Posting:
        """Return what makes the account whole again, so that the red movement can be made: the blue part."""
        debtor = self.account.chart.side is Side.DEBIT
        return Posting(
            debit=self.account if debtor else self.owed_on,
            credit=self.owed_on if debtor else self.account,
            unit=self.unit,
            amount=self.amount,
        )

    @property
    def shortfall(self) -> Shortfall:
        """Return the same as it is registered."""
        return Shortfall(account=self.account.code, owed_on=self.owed_on.code, unit=self.unit.code, amount=self.amount)


def gone(case: ReversalCase) -> tuple[Gone, ...]:
    """Return what is no longer there, in the order in which the act is taken back.

    Only accounts on which somebody can owe are made whole; what is missing elsewhere refuses the reversal.
    """
    net: Counter[tuple[Account, Unit]] = Counter()
    for posting in red_postings(case.act):
        net[posting.debit, posting.unit] += posting.amount
        net[posting.credit, posting.unit] -= posting.amount
    found = []
    for (held, unit), change in net.items():
        sign = -1 if held.chart.side is Side.CREDIT else 1
        missing = -sign * (case.balances[held.code, unit.code] + change)
        if missing <= 0 or held.chart.code not in _OWED_ON:
            continue
        line = _OWED_ON[held.chart.code]
        # A credit is owed by whoever gives credit: its unit names the facility, and the pool has no holder.
        holder = None if line == "C12" else case.owing.get((held.code, unit.code), held.holder)
        owed_on = account(line, area=held.area, holder=holder)
        found.append(Gone(account=held, owed_on=owed_on, unit=unit, amount=missing))
    return tuple(found)


def not_before_the_act(case: ReversalCase, book: RuleBook) -> Breach | None:
    """Refuse a reversal that would count before the act."""
    del book
    if case.asked.effective_on >= case.act.effective_on:
        return None
    return unmet(
        code="reversal.before_act",
        detail=say(
            "冲销日{day}早于被冲销业务的生效日{original}",
            day=case.asked.effective_on,
            original=case.act.effective_on,
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MakingGoodCase:
    """What an enterprise owes of a pollutant since a reversal, and the tranche out of which it makes it good."""

    asked: MakeGood
    owed: tuple[tuple[Unit, int], ...]
    """Units of Q45 with what is owed of them, in the order of their codes: the earlier term first."""

    @property
    def area(self) -> str:
        """Return the area in which it is owed."""
        return self.asked.area

    @property
    def total(self) -> int:
        """Return all that is owed of the pollutant."""
        return sum(amount for _, amount in self.owed)


def not_more_than_owed(case: MakingGoodCase, book: RuleBook) -> Breach | None:
    """Refuse to take more than is owed, or nothing."""
    del book
    if 0 < case.asked.grams <= case.total:
        return None
    return unmet(
        code="make_good.exceeds",
        detail=say(
            "补回{grams}吨/年，应大于零且不超过所欠的{owed}吨/年",
            grams=format_tonnes(case.asked.grams),
            owed=format_tonnes(case.total),
        ),
    )


def given_up_is_in_its_term(case: MakingGoodCase, book: RuleBook) -> Breach | None:
    """Refuse to make rights in force good with one whose term is over: that is worth nothing, and falls back by itself.

    What is owed of a term that is over itself comes first, and may be made good so.
    """
    del book
    asked = case.asked
    over = sum(amount for unit, amount in case.owed if unit.over(asked.effective_on))
    if asked.grams <= over:
        return None
    return term_is_over([asked.tranche.unit(asked.area)], on=asked.effective_on)


def no_credit_is_left_behind(case: ReversalCase, book: RuleBook) -> Breach | None:
    """Refuse to take an exemption back while credit that came later is held for it: that act is taken back first."""
    del book
    if not case.held_since:
        return None
    return unmet(
        code="reversal.credit_held",
        detail=say(
            "{name}之后又以“{hold}”预占减排量{grams}吨/年；须先冲销该预占，否则减排量留在没有豁免登记的项目上",
            name=case.act.name,
            hold="exemption.hold",
            grams=format_tonnes(case.held_since, decimals=INCREMENT_DECIMALS),
        ),
    )


CHECKS: Final[tuple[Check[ReversalCase], ...]] = (not_before_the_act, no_credit_is_left_behind)
MAKE_GOOD_CHECKS: Final[tuple[Check[MakingGoodCase], ...]] = (not_more_than_owed, given_up_is_in_its_term)
