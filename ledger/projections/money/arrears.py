"""What is outstanding of payment notices on a day, by payer and by age; and whether the accounts say the same.

The age counts from the day after the last day of payment. The control: what the notices of a payer have outstanding is
the balance of its accounts 1212.1, 1212.2 and 1212.4 (practice §1.6, §4 B).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ledger.domain.money.payment_notice import PaymentNotice
from ledger.domain.registers.area import Area
from ledger.domain.registers.enterprise import Enterprise
from ledger.projections.accounts.balances import balances
from ledger.projections.registers.changes import register_changes
from ledger.store.registers import Registers

if TYPE_CHECKING:
    from sqlalchemy import Connection

RECEIVABLES: Final = frozenset({"1212.1", "1212.2", "1212.4"})
"""The lines of the chart on which payers owe what notices assess."""


class Age(StrEnum):
    """How long an amount has been overdue, in days."""

    NOT_DUE = "not_due"
    TO_30 = "1-30"
    TO_90 = "31-90"
    TO_365 = "91-365"
    ABOVE_365 = "over_365"


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
    """What the notices of a payer have outstanding in an area, beside what its accounts say, in fen."""

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

    @property
    def by_age(self) -> Mapping[Age, int]:
        """Return the sum of each age in fen, ages without any included."""
        return {age: sum(line.outstanding for line in self.lines if line.age is age) for age in Age}

    @property
    def total(self) -> int:
        """Return everything outstanding in fen."""
        return sum(line.outstanding for line in self.lines)

    @property
    def agrees(self) -> bool:
        """Return whether the accounts say what the notices say, payer by payer."""
        return all(control.difference == 0 for control in self.controls)


def age_of(due_on: date, *, on: date) -> Age:
    """Return the age of what was due on a day."""
    days = (on - due_on).days
    return next((age for last, age in _LAST_DAYS if days <= last), Age.ABOVE_365)


def arrears(connection: Connection, *, on: date) -> Arrears:
    """Return what is outstanding at the end of a day; of historical records of other places, nothing."""
    outstanding: dict[tuple[str, str, str], int] = defaultdict(int)
    notices: dict[str, PaymentNotice] = {}
    for change in register_changes(connection, PaymentNotice):
        if change.effective_on > on:
            continue
        for notice, sign in ((change.before, -1), (change.after, 1)):
            if notice is not None:
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
    return Arrears(on=on, lines=tuple(lines), controls=tuple(_controls(connection, outstanding, on=on)))


def _line(notice: PaymentNotice, amount: int, *, payer_name: str, on: date) -> ArrearsLine:
    return ArrearsLine(
        notice=notice,
        payer_name=payer_name,
        outstanding=amount,
        days_overdue=max((on - notice.due_on).days, 0),
        age=age_of(notice.due_on, on=on),
    )


def _controls(
    connection: Connection, outstanding: Mapping[tuple[str, str, str], int], *, on: date
) -> list[PayerControl]:
    """Set notices and accounts side by side, for every payer who has either."""
    areas = {area.name for area in Registers(connection).all(Area)}
    noticed: dict[tuple[str, str], int] = defaultdict(int)
    booked: dict[tuple[str, str], int] = defaultdict(int)
    for (area, payer, _), amount in outstanding.items():
        noticed[area, payer] += amount
    for row in balances(connection, on=on, charts=RECEIVABLES):
        held_in = row.account
        if held_in.area in areas and held_in.holder is not None:
            booked[held_in.area, held_in.holder] += row.amount
    return [
        PayerControl(area=area, payer=payer, outstanding=noticed[area, payer], booked=booked[area, payer])
        for area, payer in sorted({*noticed, *booked})
    ]
