"""What is judged when paid rights are bought back, and when the budget pays for them.

Source: rule RS-02 (paid rights are bought back, free ones reclaimed), rule FE-07 (not above the base price), both of
other places, by analogy; practice B-5 (out of the budget, never netted against revenue).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ledger.domain.credits.facility_card import FacilityCard
from ledger.domain.law.ground import unmet
from ledger.domain.money.price_standard import PriceStandard
from ledger.domain.registers.area import Area
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.registers.facility import Facility
from ledger.domain.rights.buy_back import AgreeBuyBack, BuyBack, PayBuyBack
from ledger.errors import Breach, say
from ledger.rules.claims.claim import not_free
from ledger.rules.credits.facility_card import not_named, used_within_verified
from ledger.rules.judge import Check, breach
from ledger.rules.law import keys
from ledger.rules.law.book import RuleBook
from ledger.rules.money.payment_day import amount_breach
from ledger.rules.money.price_floor import RestOfTerm, above_limit
from ledger.rules.rights.tranche import not_in_force, nothing, partly_paid


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyBackCase:
    """Surplus to be bought back; ``free`` is what of the tranche nobody has or waits for.

    ``paid`` is how much of the tranche is paid for, while instalments are outstanding.

    ``card`` and ``closes`` are the facility's card and the facility as they would be; ``credited`` is the credit of the
    holder's facilities for which no right was given up.
    """

    asked: AgreeBuyBack
    area_: Area
    enterprise: Enterprise
    known: BuyBack | None
    standard: PriceStandard | None
    rest: RestOfTerm
    free: int
    paid: int | None
    amount: int
    card: FacilityCard | None
    credited: int
    closes: Facility | None

    @property
    def area(self) -> str:
        """Return the area of the right."""
        return self.asked.area


@dataclass(frozen=True, slots=True, kw_only=True)
class PayCase:
    """A payment of the budget for a buy-back."""

    asked: PayBuyBack
    buy_back: BuyBack

    @property
    def area(self) -> str:
        """Return the area of the right."""
        return self.buy_back.area

    @property
    def outstanding(self) -> int:
        """Return what is not yet paid, in fen."""
        return self.buy_back.amount - self.buy_back.paid


def bought_is_something(case: BuyBackCase, book: RuleBook) -> Breach | None:
    """Refuse to buy nothing."""
    del book
    return nothing(case.asked.grams)


def number_is_free(case: BuyBackCase, book: RuleBook) -> Breach | None:
    """Refuse the number of another buy-back."""
    del book
    if case.known is None:
        return None
    return unmet(code="buy_back.number", detail=say("回购“{id}”已经有了，请另编号", id=case.asked.id))


def bought_was_paid_for(case: BuyBackCase, book: RuleBook) -> Breach | None:
    """Refuse to pay for what nobody paid the government for: what was free is reclaimed (rule RS-02).

    A right that reduction credit covered cost no fee either; of one whose origin nobody knows no payment is proved.
    """
    asked = case.asked
    if asked.tranche.origin.paid:
        return None
    return breach(
        book.provision(keys.RECLAIM_ORIGINS, on=asked.effective_on),
        code="buy_back.free_origin",
        detail=say(
            "该份额来源为“{origin}”，没有缴费，不予回购；无偿取得的应无偿收回", origin=asked.tranche.origin.words
        ),
    )


def bought_is_wholly_paid(case: BuyBackCase, book: RuleBook) -> Breach | None:
    """Refuse to pay for what of a tranche is not paid for itself (rule RS-02)."""
    asked = case.asked
    provision = book.provision(keys.RECLAIM_ORIGINS, on=asked.effective_on)
    return partly_paid(asked.tranche, grams=asked.grams, paid=case.paid, provision=provision)


def bought_is_in_force(case: BuyBackCase, book: RuleBook) -> Breach | None:
    """Refuse a tranche that is not in force."""
    del book
    return not_in_force(case.asked.tranche, on=case.asked.effective_on)


def bought_is_free_surplus(case: BuyBackCase, book: RuleBook) -> Breach | None:
    """Refuse more than the determined surplus that nobody has or waits for: a court's order comes first."""
    del book
    return not_free(case.asked.tranche, grams=case.asked.grams, free=case.free)


def price_keeps_the_limit(case: BuyBackCase, book: RuleBook) -> Breach | None:
    """Refuse a price above the standard for the rest of the term, where one is in force (rule FE-07)."""
    asked = case.asked
    return above_limit(asked.unit_price, case.standard, rest=case.rest, on=asked.effective_on, book=book)


def reduction_is_used_once(case: BuyBackCase, book: RuleBook) -> Breach | None:
    """Refuse a use beyond what was verified at the facility."""
    del book
    return None if case.card is None else used_within_verified(case.card)


def facility_is_named(case: BuyBackCase, book: RuleBook) -> Breach | None:
    """Refuse tonnes that may have become credit already, unless the facility they come from is named."""
    del book
    return not_named(case.asked.tranche, facility=case.asked.facility, credited=case.credited)


def pays_what_is_owed(case: PayCase, book: RuleBook) -> Breach | None:
    """Refuse to pay nothing, or more than is outstanding."""
    del book
    return amount_breach("buy_back.payment", case.asked.amount, most=case.outstanding)


AGREE: Final[tuple[Check[BuyBackCase], ...]] = (
    bought_is_something,
    number_is_free,
    bought_was_paid_for,
    bought_is_wholly_paid,
    bought_is_in_force,
    bought_is_free_surplus,
    price_keeps_the_limit,
    facility_is_named,
    reduction_is_used_once,
)
PAY: Final[tuple[Check[PayCase], ...]] = (pays_what_is_owed,)
