"""The trial balance: per unit, the debit balances and the credit balances of all accounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from ledger.domain.unit import Unit, UnitKind
from ledger.projections.balances import balances

if TYPE_CHECKING:
    from sqlalchemy import Connection

_KINDS: Final = tuple(UnitKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitTotals:
    """The sums of the debit balances and of the credit balances in one unit, in grams or fen."""

    unit: Unit
    debit: int
    credit: int

    @property
    def difference(self) -> int:
        """Return debits less credits: zero, or the books are damaged."""
        return self.debit - self.credit


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialBalance:
    """The totals of every unit that any account holds; ``on`` is None where everything recorded counts."""

    on: date | None
    units: tuple[UnitTotals, ...]

    @property
    def balanced(self) -> bool:
        """Return whether debits equal credits in every unit."""
        return all(totals.difference == 0 for totals in self.units)


def trial_balance(connection: Connection, *, on: date | None = None) -> TrialBalance:
    """Return the trial balance at the end of a day, or of everything recorded: rights, credits, then money."""
    sums: dict[Unit, list[int]] = {}
    for row in balances(connection, on=on):
        debit_and_credit = sums.setdefault(row.unit, [0, 0])
        debit_and_credit[row.amount < 0] += abs(row.amount)
    return TrialBalance(
        on=on,
        units=tuple(
            UnitTotals(unit=unit, debit=debit, credit=credit)
            for unit, (debit, credit) in sorted(
                sums.items(), key=lambda item: (_KINDS.index(item[0].kind), item[0].code)
            )
        ),
    )
