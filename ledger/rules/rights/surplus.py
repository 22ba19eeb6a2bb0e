"""What is judged when tonnes become surplus, go back into use, or are paid up.

Source: CA-05 and CA-07 (only what the assessment leaves over may be sold), CS61 art. 14 (free rights are paid for
before they are disposed of); decision 0004.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ledger.domain.claims.claim import Claim
from ledger.domain.law.ground import unmet
from ledger.domain.money.payment_notice import FeeGround
from ledger.domain.registers.area import Area
from ledger.domain.registers.enterprise import Enterprise, EnterpriseState
from ledger.domain.rights.right_acts import DetermineSurplus, PayUp, Renewal, TakeIntoUse
from ledger.domain.values.quantity import INCREMENT_DECIMALS, format_tonnes
from ledger.errors import Breach, say
from ledger.rules.judge import Check
from ledger.rules.law.book import RuleBook
from ledger.rules.money.paid_fee import PaidFee, fee_covers, fee_fits, fee_is_for, fee_is_of, fee_is_unused, not_paid
from ledger.rules.registers.enterprise import inactive
from ledger.rules.rights.tranche import not_in_force, nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class SurplusCase:
    """Tonnes in use that may be surplus; ``in_use`` is all that is in use and in force, of every tranche.

    ``for_projects`` is what was acquired of the kind for projects of the enterprise that still need it.
    """

    asked: DetermineSurplus
    area_: Area
    enterprise: Enterprise
    in_use: int
    for_projects: int

    @property
    def area(self) -> str:
        """Return the area of the right."""
        return self.asked.area


@dataclass(frozen=True, slots=True, kw_only=True)
class IntoUseCase:
    """Surplus that goes back into use."""

    asked: TakeIntoUse
    area_: Area
    enterprise: Enterprise

    @property
    def area(self) -> str:
        """Return the area of the right."""
        return self.asked.area


@dataclass(frozen=True, slots=True, kw_only=True)
class PayUpCase:
    """Free tonnes, and the fee that is to make paid ones of them.

    ``claims`` and ``renewals`` are those that follow the tonnes, as they would be.
    """

    asked: PayUp
    area_: Area
    enterprise: Enterprise
    fee: PaidFee
    claims: tuple[Claim, ...]
    renewals: tuple[Renewal, ...]

    @property
    def area(self) -> str:
        """Return the area of the right."""
        return self.asked.area

    @property
    def grams(self) -> int:
        """Return what is paid up in all."""
        return self.asked.in_use + self.asked.surplus


def determined_is_something(case: SurplusCase, book: RuleBook) -> Breach | None:
    """Refuse to determine nothing."""
    del book
    return nothing(case.asked.grams)


def determined_is_in_force(case: SurplusCase, book: RuleBook) -> Breach | None:
    """Refuse a tranche that is not in force."""
    del book
    return not_in_force(case.asked.tranche, on=case.asked.effective_on)


def holder_is_active(case: SurplusCase, book: RuleBook) -> Breach | None:
    """Refuse an enterprise that has ended; one that has closed needs nothing, and all that it holds is surplus."""
    del book
    closed = case.enterprise.state is EnterpriseState.CLOSED
    return None if closed and not case.asked.need else inactive(case.enterprise)


def need_stays_covered(case: SurplusCase, book: RuleBook) -> Breach | None:
    """Refuse to call surplus what the approved projects need; restricted and leased tonnes do not count here."""
    del book
    asked = case.asked
    left = case.in_use - asked.grams
    if left >= asked.need:
        return None
    return unmet(
        code="surplus.need_uncovered",
        detail=say(
            "在用{in_use}吨/年，核定富余{grams}吨/年后余{left}吨/年，少于核定需要的{need}吨/年",
            in_use=format_tonnes(case.in_use),
            grams=format_tonnes(asked.grams),
            left=format_tonnes(left),
            need=format_tonnes(asked.need),
        ),
    )


def projects_keep_what_they_need(case: SurplusCase, book: RuleBook) -> Breach | None:
    """Refuse a stated need below what was acquired for projects that are not in production yet (LC25 art. 4)."""
    del book
    asked = case.asked
    if asked.need >= case.for_projects:
        return None
    return unmet(
        code="surplus.below_project_need",
        detail=say(
            "核定需要{need}吨/年，少于为本企业尚未投产的项目取得、仍须保留的{registered}吨/年",
            need=format_tonnes(asked.need, decimals=INCREMENT_DECIMALS),
            registered=format_tonnes(case.for_projects, decimals=INCREMENT_DECIMALS),
        ),
    )


def taken_is_something(case: IntoUseCase, book: RuleBook) -> Breach | None:
    """Refuse to take nothing."""
    del book
    return nothing(case.asked.grams)


def taken_is_in_force(case: IntoUseCase, book: RuleBook) -> Breach | None:
    """Refuse a tranche that is not in force."""
    del book
    return not_in_force(case.asked.tranche, on=case.asked.effective_on)


def user_is_active(case: IntoUseCase, book: RuleBook) -> Breach | None:
    """Refuse an enterprise that has ended."""
    del book
    return inactive(case.enterprise)


def paid_up_is_something(case: PayUpCase, book: RuleBook) -> Breach | None:
    """Refuse to pay up nothing."""
    del book
    return nothing(case.grams)


def paid_up_was_free(case: PayUpCase, book: RuleBook) -> Breach | None:
    """Refuse to pay a second time for what was paid for (assumption 41: CS61 art. 14 is known from memory)."""
    del book
    origin = case.asked.tranche.origin
    if not origin.paid:
        return None
    return unmet(
        code="pay_up.paid_already",
        detail=say("该份额来源为“{origin}”，已经有偿取得，无须补缴", origin=origin.words),
    )


def paid_up_is_in_force(case: PayUpCase, book: RuleBook) -> Breach | None:
    """Refuse a tranche that is not in force."""
    del book
    return not_in_force(case.asked.tranche, on=case.asked.effective_on)


def fee_is_in_the_treasury(case: PayUpCase, book: RuleBook) -> Breach | None:
    """Refuse without the fee of exactly these tonnes, in the treasury, and used for nothing else."""
    asked = case.asked
    return (
        fee_is_of(case.fee, enterprise=asked.enterprise)
        or fee_fits(case.fee, ground=FeeGround.PAY_UP)
        or fee_is_unused(case.fee)
        or fee_is_for(case.fee, grams=case.grams)
        or fee_covers(case.fee, starts=asked.effective_on, ends=asked.tranche.term_to)
        or not_paid(case.fee.owed, on=asked.effective_on, book=book)
    )


DETERMINE: Final[tuple[Check[SurplusCase], ...]] = (
    determined_is_something,
    holder_is_active,
    determined_is_in_force,
    need_stays_covered,
    projects_keep_what_they_need,
)
INTO_USE: Final[tuple[Check[IntoUseCase], ...]] = (taken_is_something, user_is_active, taken_is_in_force)
PAY_UP: Final[tuple[Check[PayUpCase], ...]] = (
    paid_up_is_something,
    paid_up_was_free,
    paid_up_is_in_force,
    fee_is_in_the_treasury,
)
