"""What payers owe on a day by age, for drawing: the arrears without the control of every account.

The control here is one sum: what the notices have outstanding is what the receivable accounts say, once what published
rounds left there is set apart. The report of arrears has the control payer by payer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from ledger.domain.money.payment_notice import PaymentNotice
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.values.encoding import day_number
from ledger.projections.money.arrears import Age, age_of
from ledger.projections.money.historical_receivables import RECEIVABLES, historical_receivables
from ledger.projections.registers.changes import register_changes
from ledger.store.registers import Registers
from ledger.store.statements import markers, rows

if TYPE_CHECKING:
    from sqlalchemy import Connection

_BOOKED: Final = (
    "SELECT sum({sign}movement.amount) FROM account JOIN position ON position.account_id = account.id"
    " JOIN movement ON movement.{side} = position.id"
    " WHERE account.chart IN ({charts}) AND movement.effective_on <= ?"
)
_OF_AREAS: Final = " AND account.area IN ({areas})"


@dataclass(frozen=True, slots=True, kw_only=True)
class PayerDues:
    """What one payer owes, by age, in fen."""

    payer: str
    name: str
    by_age: Mapping[Age, int]

    @property
    def total(self) -> int:
        """Return all that the payer owes."""
        return sum(self.by_age.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Dues:
    """All that is owed in some areas at the end of a day, who owes most first; amounts in fen."""

    payers: tuple[PayerDues, ...]
    booked: int
    """What the receivable accounts say, published rounds included."""
    historical: int
    """What of it published rounds left there; no notice stands behind it, and no payer here owes it."""

    @property
    def by_age(self) -> Mapping[Age, int]:
        """Return the sum of each age."""
        return by_age_of(self.payers)

    @property
    def total(self) -> int:
        """Return everything owed."""
        return sum(payer.total for payer in self.payers)

    @property
    def difference(self) -> int:
        """Return accounts less rounds and notices: zero, or something was booked past the notices."""
        return self.booked - self.historical - self.total


def by_age_of(payers: Iterable[PayerDues]) -> Mapping[Age, int]:
    """Return what several payers owe together, ages without any included."""
    sums = dict.fromkeys(Age, 0)
    for payer in payers:
        for age, fen in payer.by_age.items():
            sums[age] += fen
    return sums


def dues(connection: Connection, *, on: date, areas: Sequence[str] | None) -> Dues:
    """Return what is owed at the end of a day for notices of some areas.

    :param areas: None means the whole book, with the places of published rounds.
    """
    chosen = None if areas is None else frozenset(areas)
    outstanding: dict[str, int] = defaultdict(int)
    notices: dict[str, PaymentNotice] = {}
    for change in register_changes(connection, PaymentNotice):
        for notice, sign in ((change.before, -1), (change.after, 1)):
            if notice is not None and _is_in(notice.area, chosen) and change.effective_on <= on:
                outstanding[notice.number] += sign * notice.outstanding
                notices[notice.number] = notice
    by_payer: dict[str, dict[Age, int]] = defaultdict(lambda: defaultdict(int))
    for number, amount in outstanding.items():
        if amount:
            by_payer[notices[number].payer][age_of(notices[number].due_on, on=on)] += amount
    registers = Registers(connection)
    payers = [
        PayerDues(payer=payer, name=_name(registers, payer), by_age=dict(by_age)) for payer, by_age in by_payer.items()
    ]
    payers.sort(key=lambda payer: (-payer.total, payer.payer))
    historical = historical_receivables(connection, on=on)
    return Dues(
        payers=tuple(payers),
        booked=_booked(connection, on=on, areas=areas),
        historical=sum(amount for (area, _), amount in historical.items() if _is_in(area, chosen)),
    )


def _is_in(area: str, chosen: Container[str] | None) -> bool:
    return chosen is None or area in chosen


def _name(registers: Registers, payer: str) -> str:
    enterprise = registers.find(Enterprise, payer)
    return payer if enterprise is None else enterprise.name


def _booked(connection: Connection, *, on: date, areas: Sequence[str] | None) -> int:
    if areas is not None and not areas:
        return 0
    statement = _BOOKED if areas is None else _BOOKED + _OF_AREAS.format(areas=markers(len(areas)))
    values = (*RECEIVABLES, day_number(on), *(areas or ()))
    return sum(
        int(amount or 0)
        for side, sign in (("debit", ""), ("credit", "-"))
        for (amount,) in rows(
            connection,
            statement.format(sign=sign, side=side, charts=markers(len(RECEIVABLES))),
            values,
        )
    )
