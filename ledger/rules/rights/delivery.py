"""What is judged when an award is delivered, or undone.

Source: CS61 art. 3 (the cap), art. 7 (the price goes to the treasury); assumption ASSUME-35 (delivery after payment).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ledger.domain.bookkeeping.unit import Origin, Unit, right
from ledger.domain.law.ground import unmet
from ledger.domain.money.payment_notice import Charge, ChargedFee
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.rights.award import Award, AwardLine, DeliverAward, UndoAward
from ledger.domain.values.quantity import format_yuan
from ledger.errors import Breach, say
from ledger.rules.judge import Check
from ledger.rules.law.book import RuleBook
from ledger.rules.money.paid_fee import Owed, not_paid
from ledger.rules.registers.enterprise import inactive
from ledger.rules.rights.cap_days import CapDays, beyond_the_cap
from ledger.rules.rights.tranche import term_is_over


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverCase:
    """An award to be delivered, beside what is due, and what is given out under the caps of its pollutants.

    ``charged`` is what was charged under the award's number, None before anything was; ``days`` has for each pollutant
    and basin the cap day by day, and the grams that are to be delivered.
    """

    asked: DeliverAward
    award: Award
    buyer: Enterprise
    charged: ChargedFee | None
    owed: Owed
    days: tuple[tuple[CapDays, int], ...]

    @property
    def area(self) -> str:
        """Return the area of the reserve."""
        return self.award.area


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoCase:
    """An award to be undone; ``received`` is what was paid on it and stands as paid, in fen."""

    asked: UndoAward
    award: Award
    received: int

    @property
    def area(self) -> str:
        """Return the area of the reserve."""
        return self.award.area


def buyer_is_active(case: DeliverCase, book: RuleBook) -> Breach | None:
    """Refuse a buyer that has ended."""
    del book
    return inactive(case.buyer)


def delivered_is_in_its_term(case: DeliverCase, book: RuleBook) -> Breach | None:
    """Refuse to deliver rights whose term has ended since the award (CS61 art. 12)."""
    del book
    return term_is_over((delivered_unit(case.award, line) for line in case.award.lines), on=case.asked.effective_on)


def delivered_unit(award: Award, line: AwardLine) -> Unit:
    """Return the tranche that the buyer of an award gets."""
    return right(line.pollutant, area=award.area, basin=line.basin, term=award.term, origin=Origin.RESERVE_SALE)


def rights_stay_within_the_cap(case: DeliverCase, book: RuleBook) -> Breach | None:
    """Refuse rights that would exceed the cap on any day of their term (CS61 art. 3)."""
    found = (
        beyond_the_cap(days, term=case.award.term, grams=grams, on=case.asked.effective_on, book=book)
        for days, grams in case.days
    )
    return next(filter(None, found), None)


def what_was_charged_is_the_price(case: DeliverCase, book: RuleBook) -> Breach | None:
    """Refuse where other money stands under the award's number: of another payer or area, or no price of a sale."""
    del book
    charged, award = case.charged, case.award
    price = (Charge.PUBLIC_SALE, award.area, award.buyer)
    if charged is None or (charged.charge, charged.area, charged.payer) == price:
        return None
    return unmet(
        code="payment.of_another",
        detail=say(
            "“{id}”名下的缴款属于{payer}（{area}），不是{buyer}（{own}）的成交价款",
            id=award.id,
            payer=charged.payer,
            area=charged.area,
            buyer=award.buyer,
            own=award.area,
        ),
    )


def price_is_in_the_treasury(case: DeliverCase, book: RuleBook) -> Breach | None:
    """Refuse before what is due of the price is where the law wants it."""
    return not_paid(case.owed, on=case.asked.effective_on, book=book)


def nothing_is_paid(case: UndoCase, book: RuleBook) -> Breach | None:
    """Refuse to undo what was paid for: the money goes back first, through the assessment (核减) and the treasury."""
    del book
    if case.received == 0:
        return None
    return unmet(
        code="award.paid",
        detail=say(
            "“{id}”已收价款{received}元，应为{nothing}元；须先核减并办理退付",
            id=case.award.id,
            received=format_yuan(case.received),
            nothing=format_yuan(0),
        ),
    )


DELIVER: Final[tuple[Check[DeliverCase], ...]] = (
    delivered_is_in_its_term,
    rights_stay_within_the_cap,
    what_was_charged_is_the_price,
    price_is_in_the_treasury,
    buyer_is_active,
)
UNDO: Final[tuple[Check[UndoCase], ...]] = (nothing_is_paid,)
