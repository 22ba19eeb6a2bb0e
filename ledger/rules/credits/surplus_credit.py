"""What the turning of determined surplus into credit is judged on.

Source: HF197 part 3 by analogy: a source of credit is an emission that fell, whether the plant closed or not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from ledger.domain.credits.credit import SurplusToCredit
from ledger.domain.credits.facility_card import Backing, FacilityCard
from ledger.domain.law.ground import unmet
from ledger.domain.registers.facility import Facility
from ledger.domain.values.quantity import format_tonnes
from ledger.errors import Breach, say
from ledger.rules.credits import facility_card
from ledger.rules.credits.closure import GivenUp
from ledger.rules.credits.recognition import one_backing
from ledger.rules.judge import Check, breach
from ledger.rules.law import keys
from ledger.rules.law.book import RuleBook
from ledger.rules.rights.tranche import nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class SurplusCase:
    """Determined surplus of a running plant that is to become credit."""

    asked: SurplusToCredit
    facility: Facility
    given_up: GivenUp

    @property
    def on(self) -> date:
        """Return the day from which it counts."""
        return self.asked.effective_on

    @property
    def area(self) -> str:
        """Return the area of the plant."""
        return self.facility.area

    @property
    def credited(self) -> FacilityCard:
        """Return the card after the surplus was recognised as credit."""
        return self.given_up.credited(on=self.on, by=self.asked.consent)


def law_allows_surplus(case: SurplusCase, book: RuleBook) -> Breach | None:
    """Refuse where the law makes no credit of surplus."""
    provision = book.provision(keys.CREDIT_FROM_SURPLUS, on=case.on)
    if provision.value:
        return None
    return breach(
        provision,
        code="surplus.not_allowed",
        detail=say("{on}的规定不允许把在产企业的富余排污权转为减排量", on=case.on),
    )


def turns_something(case: SurplusCase, book: RuleBook) -> Breach | None:
    """Refuse credit of nothing."""
    del book
    return nothing(case.asked.grams)


def surplus_is_there(case: SurplusCase, book: RuleBook) -> Breach | None:
    """Refuse more than the enterprise has of determined surplus, or other tranches."""
    del book
    taken = sum(part.grams for part in case.given_up.taken)
    if taken == case.asked.grams:
        return None
    return unmet(
        code="surplus.not_held",
        detail=say(
            "{pollutant}应转{asked}吨/年，企业富余可交易的有效份额中可取{taken}吨/年",
            pollutant=case.asked.pollutant.words,
            asked=format_tonnes(case.asked.grams),
            taken=format_tonnes(taken),
        ),
    )


def surplus_may_be_a_source(case: SurplusCase, book: RuleBook) -> tuple[Breach, ...]:
    """Refuse what is too young, on another footing, or not verified."""
    found = (
        facility_card.operating_before_the_plan(case.given_up.card, on=case.on, book=book),
        one_backing(case.given_up.card, Backing.RIGHT),
        facility_card.used_within_verified(case.credited),
    )
    return tuple(each for each in found if each is not None)


SURPLUS: Final[tuple[Check[SurplusCase], ...]] = (
    law_allows_surplus,
    turns_something,
    surplus_is_there,
    surplus_may_be_a_source,
)
