"""Deadlines of money: the notice after a sale, its payment, the next instalment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ledger.domain.money.instalments import InstalmentPlan
from ledger.domain.money.payment_notice import PaymentNotice
from ledger.domain.rights.award import Award, AwardState
from ledger.projections.reminders.occasions import CONTRACT_WORKING_DAYS, Deadline, Occasion

if TYPE_CHECKING:
    from ledger.domain.values.working_days import WorkingDays
    from ledger.projections.reminders.records import FollowedRegisters


def money_deadlines(registers: FollowedRegisters, *, calendar: WorkingDays) -> Iterator[Deadline]:
    """Yield the deadlines of every price that is not noticed, and of every notice that is not paid."""
    asked_for = set()
    for notice in registers.all(PaymentNotice):
        asked_for.add(notice.charged_for)
        if notice.outstanding > 0:
            yield Deadline(
                occasion=Occasion.PAYMENT,
                area=notice.area,
                matter=notice.number,
                holder=notice.payer,
                due_on=notice.due_on,
                answer="fee.receipt",
                given=(("notice", notice.number),),
                fen=notice.outstanding,
            )
    for plan in registers.all(InstalmentPlan):
        asked_for.add(plan.charged_for)
        yield from _next_instalment(plan)
    for award in registers.all(Award):
        if award.state is AwardState.AWARDED and award.id not in asked_for:
            yield Deadline(
                occasion=Occasion.CONTRACT,
                area=award.area,
                matter=award.id,
                holder=award.buyer,
                due_on=calendar.add_working_days(start=award.contracted_on, days=CONTRACT_WORKING_DAYS)[0],
                answer="fee.notice",
                given=(("award", award.id),),
            )


def _next_instalment(plan: InstalmentPlan) -> Iterator[Deadline]:
    """Yield the first instalment that was not noticed yet: they are noticed in their order."""
    for instalment in plan.instalments:
        if instalment.notice is None:
            yield Deadline(
                occasion=Occasion.INSTALMENT,
                area=plan.area,
                matter=plan.charged_for,
                holder=plan.payer,
                due_on=instalment.due_on,
                answer="fee.instalment_notice",
                given=(("charged_for", plan.charged_for),),
                fen=instalment.amount,
            )
            return
