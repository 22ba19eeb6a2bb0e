"""What is outstanding of payment notices on a day, by payer and by age; and whether the accounts say the same.

The age counts from the day after the last day of payment. The control: what the notices of a payer have outstanding is
the balance of its accounts 1212.1, 1212.2 and 1212.4 (practice §1.6, §4 B). What published rounds left receivable is
set apart: no notice stands behind it, and it is nobody's arrears.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from ledger.domain.money.payment_notice import PaymentNotice
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.values.worded import Worded
from ledger.errors import say
from ledger.projections.accounts.balances import balances
from ledger.projections.money.historical_receivables import RECEIVABLES, historical_receivables
from ledger.projections.registers.changes import register_changes
from ledger.store.registers import Registers

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Age(Worded):
    """How long an amount has been overdue, in days."""

    NOT_DUE = "not_due", say("未到期")
    TO_30 = "1-30", say("逾期1—30天")
    TO_90 = "31-90", say("逾期31—90天")
    TO_365 = "91-365", say("逾期91—365天")
    ABOVE_365 = "over_365", say("逾期365天以上")


_LAST_DAYS: Final = ((0, Age.NOT_DUE), (30, Age.TO_30), (90, Age.TO_90), (365, Age.TO_365))


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrearsLine:
    """One notice of which something is outstanding; amounts in fen."""

    notice: PaymentNotice
    """As the register had it on the day."""
    payer_name: str
    outstanding: int
    days_overdue: int
    """0 while it is not due."""
    age: Age


@dataclass(frozen=True, slots=True, kw_only=True)
class PayerControl:
    """What the notices of a payer have outstanding in an area, beside what its accounts say without the rounds."""

    area: str
    payer: str
    outstanding: int
    booked: int

    @property
    def difference(self) -> int:
        """Return accounts less notices: zero, or something was booked past the notices."""
        return self.booked - self.outstanding


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrears:
    """All that is outstanding at the end of a day, by payer and then by the day it was due."""

    on: date
    lines: tuple[ArrearsLine, ...]
    controls: tuple[PayerControl, ...]
    historical: int
    """What published rounds left receivable, in fen; no notice stands behind it."""

    @property
    def by_age(self) -> Mapping[Age, int]:
        """Return the sum of each age in fen, ages without any included."""
        return {age: sum(line.outstanding for line in self.lines if line.age is age) for age in Age}

    @property
    def total(self) -> int:
        """Return everything outstanding in fen."""
        return sum(line.outstanding for line in self.lines)

    @property
    def booked(self) -> int:
        """Return the balance of the receivable accounts in fen, published rounds included."""
        return self.historical + sum(control.booked for control in self.controls)

    @property
    def agrees(self) -> bool:
        """Return whether the accounts say what the notices say, payer by payer; published rounds are not compared."""
        return all(control.difference == 0 for control in self.controls)


def age_of(due_on: date, *, on: date) -> Age:
    """Return the age of what was due on a day."""
    days = (on - due_on).days
    return next((age for last, age in _LAST_DAYS if days <= last), Age.ABOVE_365)


def arrears(connection: Connection, *, on: date, area: str | None = None) -> Arrears:
    """Return what is outstanding at the end of a day, in one area or in all.

    Of published rounds nothing is in the lines; what they left receivable is told apart.
    """
    outstanding: dict[tuple[str, str, str], int] = defaultdict(int)
    notices: dict[str, PaymentNotice] = {}
    for change in register_changes(connection, PaymentNotice):
        if change.effective_on > on:
            continue
        for notice, sign in ((change.before, -1), (change.after, 1)):
            if notice is not None and area in {None, notice.area}:
                outstanding[notice.area, notice.payer, notice.number] += sign * notice.outstanding
                notices[notice.number] = notice
    registers = Registers(connection)
    names = {enterprise.credit_code: enterprise.name for enterprise in registers.all(Enterprise)}
    lines = [
        _line(notices[number], amount, payer_name=names.get(payer, payer), on=on)
        for (_, payer, number), amount in outstanding.items()
        if amount
    ]
    lines.sort(key=lambda line: (line.notice.payer, line.notice.due_on, line.notice.number))
    historical = historical_receivables(connection, on=on)
    return Arrears(
        on=on,
        lines=tuple(lines),
        controls=tuple(_controls(outstanding, _booked(connection, historical, on=on, area=area))),
        historical=sum(amount for (place, _), amount in historical.items() if area in {None, place}),
    )


def _line(notice: PaymentNotice, amount: int, *, payer_name: str, on: date) -> ArrearsLine:
    return ArrearsLine(
        notice=notice,
        payer_name=payer_name,
        outstanding=amount,
        days_overdue=max((on - notice.due_on).days, 0),
        age=age_of(notice.due_on, on=on),
    )


def _booked(
    connection: Connection, historical: Mapping[tuple[str, str], int], *, on: date, area: str | None
) -> Mapping[tuple[str, str], int]:
    """Return what the accounts say is owed by area and payer, without what published rounds left there."""
    booked: dict[tuple[str, str], int] = defaultdict(int)
    for row in balances(connection, on=on, area=area, charts=RECEIVABLES):
        booked[row.account.area, row.account.holder or ""] += row.amount
    for place, amount in historical.items():
        if place in booked:
            booked[place] -= amount
    return {place: amount for place, amount in booked.items() if amount}


def _controls(
    outstanding: Mapping[tuple[str, str, str], int], booked: Mapping[tuple[str, str], int]
) -> Iterator[PayerControl]:
    """Set notices and accounts side by side, for every payer who has either."""
    noticed: dict[tuple[str, str], int] = defaultdict(int)
    for (area, payer, _), amount in outstanding.items():
        noticed[area, payer] += amount
    for area, payer in sorted({*noticed, *booked}):
        place = (area, payer)
        yield PayerControl(area=area, payer=payer, outstanding=noticed[place], booked=booked.get(place, 0))
