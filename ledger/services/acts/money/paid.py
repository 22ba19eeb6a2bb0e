"""How far what is charged for rights was paid: the award, or the case of a fixed-price fee."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ledger.domain.money.instalments import InstalmentPlan
from ledger.domain.money.payment_notice import ChargedFee, PaymentNotice
from ledger.domain.rights.right_acts import FeeUsed, fee_line_subject
from ledger.rules.money.paid_fee import Owed, PaidFee
from ledger.services.acts.money.charged import notice_of, notices_of

if TYPE_CHECKING:
    from datetime import date

    from ledger.domain.values.pollutant import Pollutant
    from ledger.services.act import Facts


def owed_before_delivery(facts: Facts, case: str, *, total: int) -> Owed:
    """Return what must be paid before the rights are given: the whole, or the instalments that are due by then.

    The first instalment is due before the delivery whatever its day.

    :param total: the price in fen, where no notice has been issued yet.
    """
    plan, issued = facts.registers.find(InstalmentPlan, case), _notices(facts, case)
    if plan is None:
        return _owed(issued, besides=0 if issued else total)
    due = tuple(each for place, each in enumerate(plan.instalments) if place == 0 or each.due_on <= facts.on)
    notices = tuple(notice_of(facts, each.notice) for each in due if each.notice is not None)
    owed = _owed(notices, besides=sum(each.amount for each in due if each.notice is None))
    return replace(owed, undone_on=_undone_on(issued))


def owed_in_all(facts: Facts, case: str) -> Owed:
    """Return what was charged for a case, instalments that are still to be noticed included, and what was paid."""
    plan = facts.registers.find(InstalmentPlan, case)
    later = 0 if plan is None else sum(each.amount for each in plan.instalments if each.notice is None)
    return _owed(_notices(facts, case), besides=later)


def paid_fee_of(facts: Facts, case: str, *, pollutant: Pollutant, area: str, basin: str | None, whole: bool) -> PaidFee:
    """Return a fixed-price fee with the tonnes of one pollutant that it pays for.

    :param whole: whether all instalments must have come in, or only those that are due.
    """
    charged = facts.named(ChargedFee, case)
    lines = () if charged is None or charged.area != area else charged.lines
    total = 0 if charged is None else charged.total
    return PaidFee(
        case=case,
        pollutant=pollutant,
        basin=basin,
        charged=charged,
        grams=sum(line.grams for line in lines if (line.pollutant, line.basin) == (pollutant, basin)),
        owed=owed_in_all(facts, case) if whole else owed_before_delivery(facts, case, total=total),
        used=facts.registers.find(FeeUsed, fee_line_subject(pollutant, basin), owner=case),
    )


def overdue_of(facts: Facts, payer: str) -> int:
    """Return what an enterprise owes on notices whose last day of payment has passed, in fen."""
    return sum(notice.overdue(facts.on) for notice in facts.registers.whose(PaymentNotice, "payer", payer))


def _notices(facts: Facts, case: str) -> tuple[PaymentNotice, ...]:
    return tuple(notice_of(facts, number) for number in notices_of(facts, case))


def _owed(notices: tuple[PaymentNotice, ...], *, besides: int) -> Owed:
    return Owed(
        due=sum(notice.assessed for notice in notices) + besides,
        received=sum(notice.received for notice in notices),
        confirmed=sum(notice.confirmed for notice in notices),
        paid_on=max((notice.paid_on for notice in notices if notice.paid_on), default=None),
        in_treasury_on=max((notice.in_treasury_on for notice in notices if notice.in_treasury_on), default=None),
        undone_on=_undone_on(notices),
    )


def _undone_on(notices: tuple[PaymentNotice, ...]) -> date | None:
    return max((notice.undone_on for notice in notices if notice.undone_on), default=None)
