"""What instalments are judged on.

Source: G38 art. 7 (at most five years, first payment at least 40 % of the total: equality allowed); practice fact 4
and A-9 (the clause speaks of the fixed-price fee), §1.5 (not longer than the right itself).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from ledger.domain.law.ground import unmet
from ledger.domain.money.instalments import InstalmentPlan, NoticeInstalment, PlanInstalments, divided, least_first
from ledger.domain.money.payment_notice import Channel, Charge
from ledger.domain.values.calendar import months_after
from ledger.domain.values.quantity import format_yuan
from ledger.errors import Breach, enumerated, say
from ledger.rules.judge import Check, breach
from ledger.rules.law import keys
from ledger.rules.law.values import Comparison
from ledger.rules.money.fee import CHARGE, ChargeCase, number_used

if TYPE_CHECKING:
    from ledger.rules.law.book import RuleBook

_APPLIES_TO: Final = {Charge.FIXED_PRICE: "fixed_price_fee", Charge.PUBLIC_SALE: "public_sale"}
_LEAST: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanCase(ChargeCase):
    """A plan of instalments; ``least`` is the first payment that the law asks for, in fen."""

    asked: PlanInstalments
    least: int

    @property
    def first(self) -> int:
        """Return the first payment in fen."""
        return self.least if self.asked.first is None else self.asked.first

    @property
    def amounts(self) -> tuple[int, ...]:
        """Return the instalments in fen; of a plan that breaches nothing."""
        return divided(self.charged.fee.total, first=self.first, count=len(self.asked.due_on))


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalmentCase:
    """The notice of the next instalment; ``place`` is its place in the plan, from 0, or None where all are noticed."""

    asked: NoticeInstalment
    plan: InstalmentPlan
    place: int | None
    number_used: bool
    channel: Channel
    due_on: date

    @property
    def area(self) -> str:
        """Return the area of the plan."""
        return self.plan.area


def least_first_payment(total: int, *, on: date, book: RuleBook) -> int:
    """Return the least first payment of a total in fen, rounded up."""
    bound = book.provision(keys.INSTALMENT_FIRST_SHARE, on=on).value
    least = least_first(total, bound.limit)
    numerator, denominator = bound.limit.as_integer_ratio()
    on_the_limit = least * denominator == total * numerator
    return least + 1 if on_the_limit and bound.comparison is Comparison.ABOVE else least


def charge_may_be_paid_by_instalments(case: PlanCase, book: RuleBook) -> Breach | None:
    """Refuse instalments of a charge that the clause does not speak of."""
    provision = book.provision(keys.INSTALMENT_APPLIES_TO, on=case.on)
    if _APPLIES_TO[case.charged.charge] in provision.value:
        return None
    return breach(
        provision,
        code="instalment.charge",
        detail=say(
            "“{case}”的款项（{charge}）不在可以分期缴纳的款项（{allowed}）之内",
            case=case.charged.charged_for,
            charge=case.charged.charge.words,
            allowed=enumerated(charge.words for charge, code in _APPLIES_TO.items() if code in provision.value),
        ),
    )


def first_payment_is_large_enough(case: PlanCase, book: RuleBook) -> Breach | None:
    """Refuse a first payment below the share of the total, and one that leaves nothing."""
    provision = book.provision(keys.INSTALMENT_FIRST_SHARE, on=case.on)
    total = case.charged.fee.total
    if case.least <= case.first < total:
        return None
    return breach(
        provision,
        code="instalment.first",
        detail=say(
            "首次缴款{first}元应不低于{least}元（应缴总额{total}元的{share}），且低于总额",
            first=format_yuan(case.first),
            least=format_yuan(case.least),
            total=format_yuan(total),
            share=f"{provision.value.limit:%}",
        ),
    )


def days_follow_each_other(case: PlanCase, book: RuleBook) -> Breach | None:
    """Refuse fewer than two instalments, or days that do not rise from the day of the plan."""
    del book
    days = case.asked.due_on
    if len(days) >= _LEAST and days[0] >= case.on and all(first < later for first, later in pairwise(days)):
        return None
    return unmet(
        code="instalment.days",
        detail=say(
            "分期应至少两期，首期不早于{on}，各期日期依次在后；现为{days}",
            on=case.on,
            days=enumerated(day.isoformat() for day in days),
        ),
    )


def last_payment_is_in_time(case: PlanCase, book: RuleBook) -> Breach | None:
    """Refuse a last payment after the longest time, or after the right itself has ended."""
    provision = book.provision(keys.INSTALMENT_YEARS, on=case.on)
    if not case.asked.due_on:
        return None
    last, ends = max(case.asked.due_on), case.charged.ends
    longest = provision.value.limit
    latest = months_after(case.on, 12 * longest)
    in_time = last < latest or (last == latest and provision.value.comparison is Comparison.AT_MOST)
    if in_time and last < ends:
        return None
    return breach(
        provision,
        code="instalment.years",
        detail=say(
            "末期{last}应不晚于{latest}（{years}年之内），且在排污权期限届满（{ends}）之前",
            last=last,
            latest=latest,
            years=longest,
            ends=ends,
        ),
    )


def an_instalment_is_left(case: InstalmentCase, book: RuleBook) -> Breach | None:
    """Refuse a notice where every instalment has one."""
    del book
    if case.place is not None:
        return None
    return unmet(
        code="instalment.none_left",
        detail=say("“{case}”的{count}期均已通知", case=case.plan.charged_for, count=len(case.plan.instalments)),
    )


def instalment_number_is_free(case: InstalmentCase, book: RuleBook) -> Breach | None:
    """Refuse the number of another notice."""
    del book
    return number_used(case.asked.number, used=case.number_used)


PLAN: Final[tuple[Check[PlanCase], ...]] = (
    charge_may_be_paid_by_instalments,
    first_payment_is_large_enough,
    days_follow_each_other,
    last_payment_is_in_time,
    *CHARGE,
)
NOTICE: Final[tuple[Check[InstalmentCase], ...]] = (an_instalment_is_left, instalment_number_is_free)
