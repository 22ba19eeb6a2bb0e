"""What is judged when a term ends.

Source: CS61 art. 12 (a right is given for a term; to go on, it is assessed and paid for again).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ledger.domain.bookkeeping.account import Account
from ledger.domain.claims.claim import Claim
from ledger.domain.law.ground import unmet
from ledger.domain.registers.area import Area
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.rights.right_acts import EndedTerm, EndTerm
from ledger.domain.values.quantity import format_tonnes
from ledger.errors import Breach, say
from ledger.rules.judge import Check, breach
from ledger.rules.law import keys
from ledger.rules.law.book import RuleBook


@dataclass(frozen=True, slots=True, kw_only=True)
class EndTermCase:
    """A tranche of an enterprise with what stands on each of its accounts, and the claims to it that lapse.

    ``falls_to`` is where the tonnes go by the law of the day; ``former`` what ended of the tranche before.
    """

    asked: EndTerm
    area_: Area
    enterprise: Enterprise
    held: tuple[tuple[Account, int], ...]
    claims: tuple[Claim, ...]
    falls_to: Account
    former: EndedTerm | None

    @property
    def area(self) -> str:
        """Return the area of the right."""
        return self.asked.area

    @property
    def grams(self) -> int:
        """Return all that ends."""
        return sum(grams for _, grams in self.held)


def term_is_over(case: EndTermCase, book: RuleBook) -> Breach | None:
    """Refuse to end a tranche before the first day after its term (CS61 art. 12)."""
    asked = case.asked
    if asked.effective_on >= asked.tranche.term_to:
        return None
    return breach(
        book.provision(keys.TERM_YEARS, on=asked.effective_on),
        code="term.not_over",
        detail=say("该份额至{term_to}前有效，{day}尚未期满", term_to=asked.tranche.term_to, day=asked.effective_on),
    )


def something_is_left(case: EndTermCase, book: RuleBook) -> Breach | None:
    """Refuse to end what the enterprise does not hold."""
    del book
    if case.grams > 0:
        return None
    return unmet(
        code="term.nothing_held",
        detail=say("“{name}”持有该份额{held}吨/年，没有可终止的", name=case.enterprise.name, held=format_tonnes(0)),
    )


CHECKS: Final[tuple[Check[EndTermCase], ...]] = (term_is_over, something_is_left)
