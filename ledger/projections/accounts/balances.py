"""Balances of positions: now, on a past day, and as they were known at an earlier place of the journal.

A balance is debits less credits, in grams or fen. *Now* counts everything recorded, days to come included. A past
day is reached from the nearer end of its month: the turnovers up to that end, and the movements between, so it
takes no longer in an old book than in a young one. What was known at a place of the journal is what is known now
less everything recorded after that place.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import BigInteger, ColumnElement, Subquery, bindparam, cast, func, literal_column, select, union_all

from ledger.domain.bookkeeping.account import CHART, Account
from ledger.domain.bookkeeping.unit import Unit
from ledger.domain.values.encoding import day_number
from ledger.domain.values.pollutant import Pollutant
from ledger.errors import NotFound, say
from ledger.store.positions import ACCOUNT_COLUMNS, UNIT_COLUMNS, account_of, unit_of
from ledger.store.statements import rows
from ledger.store.tables import account, balance, head, movement, position, turnover, unit

if TYPE_CHECKING:
    from sqlalchemy import Connection, Dialect, Select

_CHART_ORDER: Final = {code: place for place, code in enumerate(CHART)}
_MIDDLE: Final = 15
_BEFORE: Final = bindparam("before", type_=BigInteger)
_FIRST: Final = bindparam("first", type_=BigInteger)
_LAST: Final = bindparam("last", type_=BigInteger)
_SIGN: Final = bindparam("sign", type_=BigInteger)
# Written out, because a bound zero costs the single look-up a tenth of its time.
_ZERO: Final[ColumnElement[int]] = literal_column("0", BigInteger)


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionBalance:
    """What one account holds of one unit; ``amount`` is debits less credits, in grams or fen."""

    account: Account
    unit: Unit
    amount: int


def balance_now(connection: Connection, position_id: int) -> int:
    """Return the balance of a position, everything recorded counted.

    :raises NotFound: there is no such position.
    """
    found = _asked(connection, _NOW, {"position_id": position_id})
    if not found:
        raise NotFound(say("账簿中没有编号为{number}的明细", number=position_id))
    return int(found[0][0])


def balance_on(connection: Connection, position_id: int, *, on: date) -> int:
    """Return the balance of a position at the end of a day; 0 where it had not been opened."""
    found = _asked(connection, _ON, {"position_id": position_id, **_days(on)})
    return int(found[0][0] or 0) if found else 0


def _asked(connection: Connection, statement: Select[tuple[int]], values: Mapping[str, int]) -> list[Any]:
    """Return what a fixed statement selects, by the driver's cursor: SQLAlchemy's own takes longer than SQLite."""
    text, names = _text_for(statement, connection.dialect)
    return rows(connection, text, tuple(values[name] for name in names))


@cache
def _text_for(statement: Select[tuple[int]], dialect: Dialect) -> tuple[str, tuple[str, ...]]:
    compiled = statement.compile(dialect=dialect)
    return str(compiled), tuple(compiled.positiontup or ())


def balances(
    connection: Connection,
    *,
    on: date | None = None,
    as_known_at: int | None = None,
    holder: str | None = None,
    area: str | None = None,
    pollutant: Pollutant | None = None,
    charts: Collection[str] | None = None,
    include_zero: bool = False,
) -> list[PositionBalance]:
    """Return the balances of all positions, in the order of the chart, then by area, holder and unit.

    :param on: count what is effective up to the end of this day; None counts everything recorded.
    :param as_known_at: count what was recorded up to this place of the journal; None counts all of it.
    :param holder: exact name of the holder; ``area``: exact area of the account; ``pollutant``: of the unit.
    :param charts: only accounts under these lines of the chart.
    :param include_zero: whether positions that hold nothing are returned as well.
    :raises NotFound: ``journal.place``, the journal has not come to that place.
    """
    amount: ColumnElement[int] = balance.c.amount if on is None else _amount_on(position.c.id)
    statement = (
        select(*ACCOUNT_COLUMNS, *UNIT_COLUMNS)
        .join_from(position, account, account.c.id == position.c.account_id)
        .join(unit, unit.c.id == position.c.unit_id)
        .join(balance, balance.c.position_id == position.c.id)
    )
    if as_known_at is not None:
        _require_place(connection, as_known_at)
        later = _recorded_after(as_known_at, on=on)
        statement = statement.outerjoin(later, later.c.position_id == position.c.id)
        amount = amount - func.coalesce(later.c.amount, 0)
    for column, wanted in ((account.c.holder, holder), (account.c.area, area), (unit.c.pollutant, pollutant)):
        if wanted is not None:
            statement = statement.where(column == str(wanted))
    if charts is not None:
        statement = statement.where(account.c.chart.in_(sorted(charts)))
    rows = connection.execute(statement.add_columns(amount.label("amount")), {} if on is None else _days(on))
    found = [
        PositionBalance(account=account_of(*row[:3]), unit=unit_of(*row[3:-1]), amount=int(row[-1]))
        for row in rows
        if row[-1] or include_zero
    ]
    return sorted(found, key=_place_in_the_list)


def _place_in_the_list(row: PositionBalance) -> tuple[int, str, str, str]:
    held_in = row.account
    return (_CHART_ORDER[held_in.chart.code], held_in.area, held_in.holder or "", row.unit.code)


def _require_place(connection: Connection, seq: int) -> None:
    size = connection.scalar(select(head.c.size)) or 0
    if seq > size:
        raise NotFound(say("日记账共{size}件，没有第{seq}件", size=size, seq=seq), code="journal.place")


def _days(on: date) -> Mapping[str, int]:
    """Return the parameters of :func:`_amount_on`.

    The months before the day's own and the movements up to the day; or, late in a month, that month as well,
    less the movements after the day.
    """
    day = day_number(on)
    month = day // 100
    if on.day <= _MIDDLE:
        return {"before": month, "first": month * 100, "last": day, "sign": 1}
    return {"before": month + 1, "first": day + 1, "last": month * 100 + 99, "sign": -1}


def _amount_on(position_id: ColumnElement[int]) -> ColumnElement[int]:
    """Return the balance on a day as an expression: turnovers of whole months, and part of one month."""

    def sum_of(amount: ColumnElement[int], *conditions: ColumnElement[bool]) -> ColumnElement[int]:
        return func.coalesce(select(func.sum(amount)).where(*conditions).scalar_subquery(), _ZERO)

    part = movement.c.effective_on.between(_FIRST, _LAST)
    return sum_of(
        turnover.c.debit - turnover.c.credit, turnover.c.position_id == position_id, turnover.c.month < _BEFORE
    ) + _SIGN * (
        sum_of(movement.c.amount, movement.c.debit == position_id, part)
        - sum_of(movement.c.amount, movement.c.credit == position_id, part)
    )


def _recorded_after(seq: int, *, on: date | None) -> Subquery:
    """Return what was recorded after a place, by position; up to the day alone where one is given."""
    conditions = [movement.c.seq > seq]
    if on is not None:
        conditions.append(movement.c.effective_on <= day_number(on))
    return sums_by_position(*conditions)


def sums_by_position(*conditions: ColumnElement[bool]) -> Subquery:
    """Return the movements that meet the conditions as (position_id, amount), debits less credits."""
    sides = [
        select(side.label("position_id"), func.sum(movement.c.amount * sign).label("amount"))
        .where(*conditions)
        .group_by(side)
        for side, sign in ((movement.c.debit, 1), (movement.c.credit, -1))
    ]
    both = union_all(*sides).subquery()
    amount = cast(func.sum(both.c.amount), BigInteger).label("amount")
    return select(both.c.position_id, amount).group_by(both.c.position_id).subquery()


_NOW: Final = select(balance.c.amount).where(balance.c.position_id == bindparam("position_id"))
_ON: Final[Select[tuple[int]]] = select(_amount_on(bindparam("position_id", type_=BigInteger)))
