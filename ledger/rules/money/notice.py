"""What the service of a payment notice, its reduction and its deferral are judged on (practice §5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from ledger.domain.law.ground import unmet
from ledger.domain.money.payment_notice import DeferFee, PaymentNotice, ReduceFee, ServeNotice
from ledger.domain.values.quantity import format_yuan
from ledger.errors import Breach, say
from ledger.rules.judge import Check
from ledger.rules.law.book import RuleBook
from ledger.rules.money.payment_day import day_breach


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeCase:
    """The service of a notice; ``due_on`` is counted from it."""

    asked: ServeNotice
    notice: PaymentNotice
    due_on: date

    @property
    def area(self) -> str:
        """Return the area of the notice."""
        return self.notice.area


@dataclass(frozen=True, slots=True, kw_only=True)
class ReduceCase:
    """A reduction of what a notice assesses."""

    asked: ReduceFee
    notice: PaymentNotice

    @property
    def area(self) -> str:
        """Return the area of the notice."""
        return self.notice.area


@dataclass(frozen=True, slots=True, kw_only=True)
class DeferCase:
    """A deferral of the day on which a notice is due."""

    asked: DeferFee
    notice: PaymentNotice

    @property
    def area(self) -> str:
        """Return the area of the notice."""
        return self.notice.area


def is_served_once(case: ServeCase, book: RuleBook) -> Breach | None:
    """Refuse a second service."""
    del book
    if case.notice.served_on is None:
        return None
    return unmet(
        code="notice.served",
        detail=say("缴款通知“{number}”已于{day}送达", number=case.notice.number, day=case.notice.served_on),
    )


def is_served_after_issue(case: ServeCase, book: RuleBook) -> Breach | None:
    """Refuse a day of service before the notice or after the act."""
    del book
    asked = case.asked
    return day_breach("notice.service_day", asked.served_on, since=case.notice.issued_on, until=asked.effective_on)


def reduces_what_is_assessed(case: ReduceCase, book: RuleBook) -> Breach | None:
    """Refuse to reduce by nothing, or by more than is assessed."""
    del book
    if 0 < case.asked.reduction <= case.notice.assessed:
        return None
    return unmet(
        code="fee.reduction",
        detail=say(
            "核减{reduction}元应大于零，且不超过通知金额{assessed}元",
            reduction=format_yuan(case.asked.reduction),
            assessed=format_yuan(case.notice.assessed),
        ),
    )


def something_is_outstanding(case: DeferCase, book: RuleBook) -> Breach | None:
    """Refuse to defer what is paid."""
    del book
    if case.notice.outstanding > 0:
        return None
    return unmet(
        code="fee.paid",
        detail=say(
            "缴款通知“{number}”金额{assessed}元已缴{received}元，没有可缓缴的",
            number=case.notice.number,
            assessed=format_yuan(case.notice.assessed),
            received=format_yuan(case.notice.received),
        ),
    )


def is_deferred_to_later(case: DeferCase, book: RuleBook) -> Breach | None:
    """Refuse a day that is not later than the one it is due on."""
    del book
    if case.asked.due_on > case.notice.due_on:
        return None
    return unmet(
        code="fee.deferral",
        detail=say("缓缴到{later}，不晚于原缴款期限{due}", later=case.asked.due_on, due=case.notice.due_on),
    )


SERVICE: Final[tuple[Check[ServeCase], ...]] = (is_served_once, is_served_after_issue)
REDUCTION: Final[tuple[Check[ReduceCase], ...]] = (reduces_what_is_assessed,)
DEFERRAL: Final[tuple[Check[DeferCase], ...]] = (something_is_outstanding, is_deferred_to_later)
