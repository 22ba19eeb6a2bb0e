"""What positions hold, as a part of larger statements: now, or at the end of a day, added up inside the database."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import BigInteger, ColumnElement, FromClause, Select, case, cast, collate, func, select, union_all

from ledger.domain.values.encoding import day_number
from ledger.store.tables import balance, movement, turnover

if TYPE_CHECKING:
    from sqlalchemy import Connection

_FIRST_OF_MONTH: Final = 1


def held_by_position(*, on: date | None) -> FromClause:
    """Return (position_id, amount), debits less credits; everything recorded where no day is given.

    A day is reached from the turnovers of the months before its own, and the movements of its month up to it.
    """
    if on is None:
        return select(balance.c.position_id, balance.c.amount).subquery("held")
    month = day_number(on) // 100
    if (on + timedelta(days=1)).day == _FIRST_OF_MONTH:
        return _of_months(month).subquery("held")
    part = movement.c.effective_on.between(month * 100, day_number(on))
    sides = [
        select(side.label("position_id"), (movement.c.amount * sign).label("amount")).where(part)
        for side, sign in ((movement.c.debit, 1), (movement.c.credit, -1))
    ]
    both = union_all(_of_months(month - 1), *sides).subquery()
    return (
        select(both.c.position_id, whole(func.sum(both.c.amount)).label("amount"))
        .group_by(both.c.position_id)
        .subquery("held")
    )


def _of_months(last: int) -> Select[tuple[int, int]]:
    return (
        select(turnover.c.position_id, whole(func.sum(turnover.c.debit - turnover.c.credit)).label("amount"))
        .where(turnover.c.month <= last)
        .group_by(turnover.c.position_id)
    )


def whole(total: ColumnElement[int]) -> ColumnElement[int]:
    """Return a sum as a whole number: PostgreSQL widens sums to numerics."""
    return cast(total, BigInteger)


def debit_of(amount: ColumnElement[int]) -> ColumnElement[int]:
    """Return the sum of the debit balances among amounts."""
    return whole(func.coalesce(func.sum(case((amount > 0, amount), else_=0)), 0))


def credit_of(amount: ColumnElement[int]) -> ColumnElement[int]:
    """Return the sum of the credit balances among amounts, as a positive number."""
    return whole(func.coalesce(func.sum(case((amount < 0, -amount), else_=0)), 0))


def bytewise(column: ColumnElement[str], connection: Connection) -> ColumnElement[str]:
    """Return a text column in the order of its bytes, which is the same on both engines."""
    return collate(column, "C") if connection.dialect.name == "postgresql" else column
