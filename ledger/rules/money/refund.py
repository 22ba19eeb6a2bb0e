"""What refunds of overpayments are judged on (practice B-6: by application, out of the treasury)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.domain.law.ground import unmet
from ledger.domain.money.payment_notice import PaymentNotice
from ledger.domain.money.refund import ApplyForRefund, RecordRefund, RefundApplication
from ledger.domain.values.quantity import format_yuan
from ledger.errors import Breach, say
from ledger.rules.judge import Check
from ledger.rules.money.payment_day import day_breach

if TYPE_CHECKING:
    from ledger.rules.law.book import RuleBook


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationCase:
    """An application for a refund; ``applied_for`` is what open applications of the notice ask for already, in fen."""

    asked: ApplyForRefund
    notice: PaymentNotice
    applied_for: int
    number_used: bool

    @property
    def area(self) -> str:
        """Return the area of the notice."""
        return self.notice.area


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundCase:
    """A refund that the treasury paid."""

    asked: RecordRefund
    notice: PaymentNotice
    application: RefundApplication

    @property
    def area(self) -> str:
        """Return the area of the notice."""
        return self.notice.area


def application_is_new(case: ApplicationCase, book: RuleBook) -> Breach | None:
    """Refuse the number of another application of the notice."""
    del book
    if not case.number_used:
        return None
    return unmet(code="refund.number", detail=say("退付申请“{number}”已经有了", number=case.asked.number))


def treasury_has_it(case: ApplicationCase, book: RuleBook) -> Breach | None:
    """Refuse an application for nothing, or for more than the treasury has to pay back."""
    del book
    left = case.notice.refundable - case.applied_for
    if 0 < case.asked.amount <= left:
        return None
    return unmet(
        code="refund.amount",
        detail=say(
            "申请退付{amount}元应大于零，且不超过已入库的多缴款{refundable}元减去在办申请{applied}元之后的{left}元",
            amount=format_yuan(case.asked.amount),
            refundable=format_yuan(case.notice.refundable),
            applied=format_yuan(case.applied_for),
            left=format_yuan(left),
        ),
    )


def is_refunded_once(case: RefundCase, book: RuleBook) -> Breach | None:
    """Refuse a second refund of one application."""
    del book
    done = case.application.refunded_on
    if done is None:
        return None
    return unmet(
        code="refund.repeated",
        detail=say("退付申请“{number}”已于{day}退付", number=case.application.number, day=done),
    )


def is_refunded_after_application(case: RefundCase, book: RuleBook) -> Breach | None:
    """Refuse a day of refund before the application or after the act."""
    del book
    asked = case.asked
    return day_breach("refund.day", asked.refunded_on, since=case.application.applied_on, until=asked.effective_on)


APPLICATION: Final[tuple[Check[ApplicationCase], ...]] = (application_is_new, treasury_has_it)
REFUND: Final[tuple[Check[RefundCase], ...]] = (is_refunded_once, is_refunded_after_application)
