"""Rights that were given when a first instalment had come in: how much of a tranche is paid for by now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.domain.bookkeeping.account import account
from ledger.domain.bookkeeping.unit import Origin
from ledger.domain.money.instalments import InstalmentPlan
from ledger.domain.money.payment_notice import Charge, ChargedFee
from ledger.domain.rights.award import Award, AwardState
from ledger.domain.rights.right_acts import FeeUsed, fee_line_subject
from ledger.rules.law import keys
from ledger.services.acts.money.paid import owed_in_all

if TYPE_CHECKING:
    from ledger.domain.bookkeeping.unit import Unit
    from ledger.domain.values.pollutant import Pollutant
    from ledger.services.act import Facts

_AT_HAND = ("Q40", "Q41")


def paid_part(facts: Facts, unit: Unit, *, holder: str) -> int | None:
    """Return how much of what a holder has at hand of a tranche is paid for, in grams; None where nothing is owed.

    The grams that an unpaid part of the price stands for, rounded up, are the last that he may give away. What he
    pledged, listed, sold or leased out already is not at hand any more.

    :raises NoProvisionInForce: no text says when money counts as paid.
    """
    unpaid = sum(
        _unpaid(facts, charged, unit.pollutant, unit.basin)
        for plan in facts.registers.all(InstalmentPlan)
        if (charged := facts.registers.find(ChargedFee, plan.charged_for)) is not None
        and charged.payer == holder
        and _stands_behind(charged, unit)
    )
    if not unpaid:
        return None
    at_hand = sum(facts.available(account(line, area=str(unit.area), holder=holder), unit) for line in _AT_HAND)
    return max(at_hand - unpaid, 0)


def _stands_behind(charged: ChargedFee, unit: Unit) -> bool:
    origin = Origin.RESERVE_SALE if charged.charge is Charge.PUBLIC_SALE else Origin.FIXED_PRICE
    if unit.term_from is None or unit.term_to is None or (unit.origin, unit.area) != (origin, charged.area):
        return False
    return charged.starts <= unit.term_from and unit.term_to <= charged.ends


def _unpaid(facts: Facts, charged: ChargedFee, pollutant: Pollutant | None, basin: str | None) -> int:
    """Return the grams of a kind of right that were given for a charge, as far as that is not paid."""
    grams = sum(line.grams for line in charged.lines if (line.pollutant, line.basin) == (pollutant, basin))
    if pollutant is None or not grams or not _given(facts, charged, pollutant, basin):
        return 0
    owed = owed_in_all(facts, charged.charged_for)
    in_treasury = facts.book.provision(keys.DELIVERY_AFTER, on=facts.on).value == "treasury_confirmation"
    left = owed.due - (owed.confirmed if in_treasury else owed.received)
    return -(-grams * left // owed.due) if left > 0 else 0


def _given(facts: Facts, charged: ChargedFee, pollutant: Pollutant, basin: str | None) -> bool:
    if charged.charge is Charge.PUBLIC_SALE:
        award = facts.registers.find(Award, charged.charged_for)
        return award is not None and award.state is AwardState.DELIVERED
    subject = fee_line_subject(pollutant, basin)
    return facts.registers.find(FeeUsed, subject, owner=charged.charged_for) is not None
