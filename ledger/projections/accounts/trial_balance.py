"""The trial balance: per unit, the debit balances and the credit balances of all accounts.

Added up in the database: for each pollutant and kind, and unit by unit where somebody looks closer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select

from ledger.domain.bookkeeping.unit import Unit, UnitKind
from ledger.domain.values.pollutant import Pollutant
from ledger.projections.accounts.held import bytewise, credit_of, debit_of, held_by_position
from ledger.store.positions import UNIT_COLUMNS, unit_of
from ledger.store.tables import position, unit

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Select

_KINDS: Final = tuple(UnitKind)
_POLLUTANTS: Final = (*Pollutant, None)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupTotals:
    """The totals of all units of one kind and pollutant; ``units`` of them are held, ``unbalanced`` do not balance."""

    kind: UnitKind
    pollutant: Pollutant | None
    debit: int
    credit: int
    units: int
    unbalanced: int

    @property
    def difference(self) -> int:
        """Return debits less credits: zero, or the books are damaged."""
        return self.debit - self.credit


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPage:
    """Some units of one kind and pollutant, in the order of their codes; ``more`` tells whether others follow."""

    units: tuple[UnitTotals, ...]
    more: bool


def trial_balance(connection: Connection, *, on: date | None = None) -> TrialBalance:
    """Return the trial balance at the end of a day, or of everything recorded: rights, credits, then money."""
    found = [_totals(row) for row in connection.execute(_by_unit(on))]
    found.sort(key=lambda totals: (_KINDS.index(totals.unit.kind), totals.unit.code))
    return TrialBalance(on=on, units=tuple(found))


def trial_groups(connection: Connection, *, on: date | None = None, area: str | None = None) -> list[GroupTotals]:
    """Return the trial balance by kind and pollutant, in their order, money last.

    :param area: units of this area alone; money has none, and is then left out.
    """
    each = _by_unit(on, *_in_area(area)).subquery()
    rows = connection.execute(
        select(
            each.c.kind,
            each.c.pollutant,
            func.sum(each.c.debits),
            func.sum(each.c.credits),
            func.count(),
            func.count().filter(each.c.debits != each.c.credits),
        ).group_by(each.c.kind, each.c.pollutant)
    )
    groups = [
        GroupTotals(
            kind=UnitKind(kind),
            pollutant=Pollutant(pollutant) if pollutant else None,
            debit=int(debit),
            credit=int(credit),
            units=units,
            unbalanced=unbalanced,
        )
        for kind, pollutant, debit, credit, units, unbalanced in rows
    ]
    return sorted(groups, key=lambda group: (_KINDS.index(group.kind), _POLLUTANTS.index(group.pollutant)))


def trial_units(
    connection: Connection,
    *,
    kind: UnitKind,
    pollutant: Pollutant | None = None,
    on: date | None = None,
    area: str | None = None,
    after: str = "",
    limit: int,
) -> UnitPage:
    """Return the totals of the units of one kind, and of one pollutant if it is given.

    :param after: the code of the last unit of the page before.
    """
    code = bytewise(unit.c.code, connection)
    conditions = [unit.c.kind == kind.value, code > after, *_in_area(area)]
    if pollutant is not None:
        conditions.append(unit.c.pollutant == pollutant.value)
    rows = connection.execute(_by_unit(on, *conditions).order_by(code).limit(limit + 1)).all()
    return UnitPage(units=tuple(_totals(row) for row in rows[:limit]), more=len(rows) > limit)


def _in_area(area: str | None) -> list[ColumnElement[bool]]:
    return [] if area is None else [unit.c.area == area]


def _by_unit(on: date | None, *conditions: ColumnElement[bool]) -> Select[Any]:
    held = held_by_position(on=on)
    debits, credits_ = debit_of(held.c.amount).label("debits"), credit_of(held.c.amount).label("credits")
    return (
        select(*UNIT_COLUMNS, debits, credits_)
        .join_from(held, position, position.c.id == held.c.position_id)
        .join(unit, unit.c.id == position.c.unit_id)
        .where(held.c.amount != 0, *conditions)
        .group_by(unit.c.id)
    )


def _totals(row: Any) -> UnitTotals:
    return UnitTotals(unit=unit_of(*row[:-2]), debit=int(row[-2]), credit=int(row[-1]))
