"""A table for the accountant of an enterprise: what its paid rights cost, written off evenly over their terms.

It proposes; the enterprise keeps its own books. A right is an intangible asset that is amortised straight-line from the
month in which it is obtained, and not any more in the month in which it ends (enterprise accounting standard No. 6,
art. 17; practice §2). The last month takes what the division leaves. Amounts are fen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from ledger.domain.money.instalments import InstalmentPlan
from ledger.domain.money.payment_notice import Charge, ChargedFee, PaymentNotice
from ledger.domain.rights.transfer import Transfer, TransferState
from ledger.domain.values.calendar import months_after
from ledger.domain.values.pollutant import Pollutant
from ledger.domain.values.quantity import format_tonnes
from ledger.projections.enterprise.payments import given_on
from ledger.projections.enterprise.records import first_day_of, records_of
from ledger.store.registers import Registers

if TYPE_CHECKING:
    from ledger.projections.view import View

_MONTHS: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidRight:
    """What was paid for at once: by an award, the case of a fee, or a contract with another enterprise.

    Attributes:
        obtained_on: when the rights were given; what was not given yet is no asset and stands in no table.
        ends: the first day after the term.
        grams: of each pollutant, in the order in which they are charged.

    """

    charged_for: str
    grams: tuple[tuple[Pollutant, int], ...]
    cost: int
    obtained_on: date
    ends: date

    @property
    def months(self) -> int:
        """Return over how many months the cost is written off: that of the beginning counts, that of the end not."""
        months = (self.ends.year - self.obtained_on.year) * _MONTHS + self.ends.month - self.obtained_on.month
        return max(months, 1)

    @property
    def monthly(self) -> int:
        """Return what every month but the last takes."""
        return self.cost // self.months

    def written_off(self, *, by: date) -> int:
        """Return what is written off up to the end of the month of a day."""
        gone = (by.year - self.obtained_on.year) * _MONTHS + by.month - self.obtained_on.month + 1
        return self.cost if gone >= self.months else self.monthly * max(gone, 0)

    def carried(self, *, on: date) -> int:
        """Return what is still carried at the end of the month of a day."""
        return self.cost - self.written_off(by=on)

    @property
    def years(self) -> tuple[tuple[int, int], ...]:
        """Return what each calendar year takes."""
        last = months_after(self.obtained_on.replace(day=1), self.months - 1).year
        return tuple(
            (year, self.written_off(by=date(year, _MONTHS, 31)) - self.written_off(by=date(year - 1, _MONTHS, 31)))
            for year in range(self.obtained_on.year, last + 1)
        )

    @property
    def rights(self) -> tuple[str, ...]:
        """Return what was paid for, each pollutant with its tonnes a year."""
        return tuple(f"{pollutant} {format_tonnes(grams)}" for pollutant, grams in self.grams)


def paid_rights_of(view: View, enterprise: str) -> tuple[PaidRight, ...]:
    """Return what an enterprise paid for and was given, in the order of the days.

    :param enterprise: credit code.
    """
    found = [*_charged(view, enterprise), *_bought(view, enterprise)]
    return tuple(sorted(found, key=lambda each: (each.obtained_on, each.charged_for)))


def _charged(view: View, enterprise: str) -> Iterable[PaidRight]:
    """Yield what was charged for by notices: out of the reserve, or at a fixed price."""
    registers = Registers(view)
    notices = records_of(view, PaymentNotice, member="payer", value=enterprise)
    for charged in records_of(view, ChargedFee, member="payer", value=enterprise):
        day = given_on(registers, charged.charged_for)
        if day is None or charged.charge is Charge.FORFEITED_DEPOSIT:
            continue
        plan = registers.find(InstalmentPlan, charged.charged_for)
        own = {notice.number: notice.assessed for notice in notices if notice.charged_for == charged.charged_for}
        later = () if plan is None else (each.amount for each in plan.instalments if each.notice is None)
        yield PaidRight(
            charged_for=charged.charged_for,
            grams=tuple((line.pollutant, line.grams) for line in charged.lines),
            cost=sum(own.values()) + sum(later),
            obtained_on=max(day, charged.starts),
            ends=charged.ends,
        )


def _bought(view: View, enterprise: str) -> Iterable[PaidRight]:
    """Yield what was bought from other enterprises, each tranche by itself."""
    for sale in records_of(view, Transfer, member="buyer", value=enterprise):
        delivered = first_day_of(view, Transfer, sale.number, member="state", value=TransferState.DELIVERED.value)
        if sale.state is TransferState.DELIVERED and delivered is not None:
            for line in sale.lines:
                yield PaidRight(
                    charged_for=sale.number,
                    grams=((line.tranche.pollutant, line.grams),),
                    cost=line.price,
                    obtained_on=delivered,
                    ends=line.tranche.term_to,
                )
