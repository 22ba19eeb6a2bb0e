"""What is judged when surplus is leased, and when it falls back.

Source: rule MG-04 (whole months, at most twelve; free rights are paid for first), Anhui, by analogy.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from ledger.domain.credits.facility_card import FacilityCard
from ledger.domain.law.ground import unmet
from ledger.domain.registers.area import Area
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.rights.lease import BeginLease, EndLease, Lease
from ledger.errors import Breach, say
from ledger.rules.claims.claim import not_free
from ledger.rules.credits.facility_card import not_named, used_within_verified
from ledger.rules.judge import Check, breach
from ledger.rules.law import keys
from ledger.rules.law.book import RuleBook
from ledger.rules.registers.enterprise import inactive
from ledger.rules.rights.tranche import not_in_force, not_paid_for, nothing, partly_paid


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaseCase:
    """A lease to be begun.

    Attributes:
        ends: the first day after its last month; None where the months make no lease.
        free: what of the tranche nobody has or waits for.
        paid: how much of the tranche is paid for, while instalments are outstanding.
        card: the facility's card as it would be afterwards.
        credited: credit of the lessor's facilities for which no right was given up, of the tranche's kind.

    """

    asked: BeginLease
    area_: Area
    lessor: Enterprise
    lessee: Enterprise
    known: Lease | None
    ends: date | None
    free: int
    paid: int | None
    card: FacilityCard | None
    credited: int

    @property
    def area(self) -> str:
        """Return the area of the right."""
        return self.asked.area


@dataclass(frozen=True, slots=True, kw_only=True)
class EndLeaseCase:
    """A lease whose tonnes are to fall back, and the facility's card as it is then."""

    asked: EndLease
    lease: Lease
    card: FacilityCard | None

    @property
    def area(self) -> str:
        """Return the area of the right."""
        return self.lease.area


def leased_is_something(case: LeaseCase, book: RuleBook) -> Breach | None:
    """Refuse to lease nothing."""
    del book
    return nothing(case.asked.grams)


def number_is_free(case: LeaseCase, book: RuleBook) -> Breach | None:
    """Refuse the number of another lease."""
    del book
    if case.known is None:
        return None
    return unmet(code="lease.number", detail=say("租赁“{id}”已经有了，请另编号", id=case.asked.id))


def parties_are_active(case: LeaseCase, book: RuleBook) -> Breach | None:
    """Refuse a party that has ended."""
    del book
    return inactive(case.lessor) or inactive(case.lessee)


def parties_differ(case: LeaseCase, book: RuleBook) -> Breach | None:
    """Refuse a lease to oneself."""
    del book
    if case.asked.lessor != case.asked.lessee:
        return None
    return unmet(
        code="lease.same_party",
        detail=say("出租方{lessor}与承租方{lessee}是同一企业", lessor=case.asked.lessor, lessee=case.asked.lessee),
    )


def months_are_within_the_limit(case: LeaseCase, book: RuleBook) -> Breach | None:
    """Refuse more months than the law allows, or none (rule MG-04)."""
    asked = case.asked
    provision = book.provision(keys.LEASE_MONTHS, on=asked.effective_on)
    if asked.months > 0 and provision.value.holds(asked.months):
        return None
    return breach(
        provision,
        code="lease.months",
        detail=say("租期{months}个月，应为1至{limit}个整月", months=asked.months, limit=provision.value.limit),
    )


def leased_was_paid_for(case: LeaseCase, book: RuleBook) -> Breach | None:
    """Refuse free rights before they are paid up, and what of a tranche is not paid for yet (rule FE-06)."""
    asked = case.asked
    provision = book.provision(keys.LEASE_PAID_ONLY, on=asked.effective_on)
    if not provision.value:
        return None
    return not_paid_for(asked.tranche, provision) or partly_paid(
        asked.tranche, grams=asked.grams, paid=case.paid, provision=provision
    )


def leased_is_in_force(case: LeaseCase, book: RuleBook) -> Breach | None:
    """Refuse a tranche that is not in force on the first day."""
    del book
    return not_in_force(case.asked.tranche, on=case.asked.effective_on)


def leased_is_free_surplus(case: LeaseCase, book: RuleBook) -> Breach | None:
    """Refuse more than the determined surplus that nobody has or waits for: a court's order comes first."""
    del book
    return not_free(case.asked.tranche, grams=case.asked.grams, free=case.free)


def term_outlasts_the_lease(case: LeaseCase, book: RuleBook) -> Breach | None:
    """Refuse a lease that would last longer than the right."""
    del book
    term_to = case.asked.tranche.term_to
    if case.ends is None or case.ends <= term_to:
        return None
    return unmet(
        code="lease.beyond_term",
        detail=say("租赁至{ends}前，超过该份额的有效期（至{term_to}前）", ends=case.ends, term_to=term_to),
    )


def reduction_is_used_once(case: LeaseCase, book: RuleBook) -> Breach | None:
    """Refuse a use beyond what was verified at the facility."""
    del book
    return None if case.card is None else used_within_verified(case.card)


def facility_is_named(case: LeaseCase, book: RuleBook) -> Breach | None:
    """Refuse tonnes that may have become credit already, unless the facility they come from is named."""
    del book
    return not_named(case.asked.tranche, facility=case.asked.facility, credited=case.credited)


def last_month_is_over(case: EndLeaseCase, book: RuleBook) -> Breach | None:
    """Refuse to end a lease before the first day after its last month (rule MG-04)."""
    asked, lease = case.asked, case.lease
    if asked.effective_on >= lease.ends:
        return None
    return breach(
        book.provision(keys.LEASE_MONTHS, on=asked.effective_on),
        code="lease.running",
        detail=say("租赁“{id}”至{ends}前，{day}尚未届满", id=lease.id, ends=lease.ends, day=asked.effective_on),
    )


BEGIN: Final[tuple[Check[LeaseCase], ...]] = (
    leased_is_something,
    number_is_free,
    parties_are_active,
    parties_differ,
    months_are_within_the_limit,
    leased_was_paid_for,
    leased_is_in_force,
    leased_is_free_surplus,
    term_outlasts_the_lease,
    facility_is_named,
    reduction_is_used_once,
)
END: Final[tuple[Check[EndLeaseCase], ...]] = (last_month_is_over,)
