"""The payment notices of an enterprise: how far each came, and what is still to be noticed of its instalments.

Three days are shown of every notice: paid, in the treasury, and, of what it was charged for, delivered (practice B-3).
Amounts are fen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ledger.domain.money.instalments import Instalment, InstalmentPlan
from ledger.domain.money.payment_notice import ChargedFee, PaymentNotice
from ledger.domain.rights.award import Award
from ledger.domain.rights.right_acts import FeeUsed
from ledger.projections.enterprise.records import records_of
from ledger.store.registers import Registers

if TYPE_CHECKING:
    from ledger.projections.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnNotice:
    """A notice, with the day on which the rights it was charged for were given; ``days_overdue`` is 0 while it is not.

    ``charged`` says for which rights, where that was registered.
    """

    notice: PaymentNotice
    charged: ChargedFee | None
    given_on: date | None
    overdue: int
    days_overdue: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPayments:
    """All notices, the latest first, and the plans of instalments."""

    notices: tuple[OwnNotice, ...]
    plans: tuple[InstalmentPlan, ...]

    @property
    def outstanding(self) -> int:
        """Return what is noticed and not paid."""
        return sum(each.notice.outstanding for each in self.notices)

    @property
    def overdue(self) -> int:
        """Return what of it is past its last day of payment."""
        return sum(each.overdue for each in self.notices)

    @property
    def to_come(self) -> tuple[tuple[InstalmentPlan, Instalment], ...]:
        """Return the instalments that are not noticed yet, the earliest first."""
        found = [(plan, each) for plan in self.plans for each in plan.instalments if each.notice is None]
        return tuple(sorted(found, key=lambda pair: (pair[1].due_on, pair[0].charged_for)))


def payments_of(view: View, payer: str, *, on: date) -> OwnPayments:
    """Return the notices of a payer, as the register has them now; what is overdue, on a day.

    :param payer: credit code.
    """
    registers = Registers(view)
    notices = records_of(view, PaymentNotice, member="payer", value=payer)
    plans = records_of(view, InstalmentPlan, member="payer", value=payer)
    return OwnPayments(
        notices=tuple(
            OwnNotice(
                notice=notice,
                charged=registers.find(ChargedFee, notice.charged_for),
                given_on=given_on(registers, notice.charged_for),
                overdue=notice.overdue(on),
                days_overdue=(on - notice.due_on).days if notice.overdue(on) else 0,
            )
            for notice in sorted(notices, key=lambda each: (each.issued_on, each.number), reverse=True)
        ),
        plans=tuple(plans),
    )


def given_on(registers: Registers, charged_for: str) -> date | None:
    """Return the day on which the rights were given that an award, or the case of a fee, was charged for."""
    award = registers.find(Award, charged_for)
    if award is not None:
        return award.delivered_on
    return min((used.used_on for used in registers.all(FeeUsed, owner=charged_for)), default=None)
