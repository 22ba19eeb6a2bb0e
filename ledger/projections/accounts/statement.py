"""The statement of an account (明细账): its movements in effective order, with the balance after each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ColumnElement, Select, Subquery, func, select, tuple_, union_all

from ledger.domain.bookkeeping import account as chart
from ledger.domain.bookkeeping.unit import Unit
from ledger.domain.values.encoding import day_number, day_of
from ledger.domain.values.quantity import shown
from ledger.errors import NotFound, enumerated, say
from ledger.projections.accounts.balances import balance_on
from ledger.projections.accounts.red import is_red
from ledger.store.positions import ACCOUNT_COLUMNS, UNIT_COLUMNS, account_of, unit_of
from ledger.store.tables import account, journal, movement, position, unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection, Row

_OFFERED: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class LinePlace:
    """Where a line stands in effective order: by day, then as recorded."""

    effective_on: date
    seq: int
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """One movement seen from one account.

    Attributes:
        place: where the line stands; pages go on after the place of their last line.
        counter_account: the account on the other side.
        debit, credit: grams or fen; one of them is zero. A red line has a negative amount on the side of the line
            that it takes back.
        balance: of this unit after the line, debits less credits.

    """

    place: LinePlace
    kind: str
    narration: str
    unit: Unit
    counter_account: chart.Account
    debit: int
    credit: int
    balance: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Lines of an account; ``more`` tells whether others follow."""

    account: chart.Account
    lines: tuple[StatementLine, ...]
    more: bool


def statement(
    connection: Connection,
    account_code: str,
    *,
    after: LinePlace | None = None,
    limit: int | None = None,
    within: str | None = None,
) -> Statement:
    """Return the lines of an account after a place, at most ``limit`` of them.

    :param account_code: the whole code, such as ``Q40:area/holder``.
    :param within: the one area whose accounts may be seen.
    :raises NotFound: ``account.unknown``; the sentence offers accounts of the same holder.
    """
    account_id, found = _find(connection, account_code, within)
    units = _units(connection, account_id)
    running = _balances_after(connection, account_id, units, after)
    lines = []
    for row in connection.execute(_lines(account_id, after=after, limit=limit)):
        running[row.position_id] += row.change
        lines.append(_line(row, unit=units[row.position_id], balance=running[row.position_id]))
    more = limit is not None and len(lines) > limit
    return Statement(account=found, lines=tuple(lines[:limit]), more=more)


def _line(row: Row[Any], *, unit: Unit, balance: int) -> StatementLine:
    debited = (row.change > 0) is not bool(row.red)
    return StatementLine(
        place=LinePlace(effective_on=day_of(row.effective_on), seq=row.seq, n=row.n),
        kind=row.kind,
        narration=row.narration,
        unit=unit,
        counter_account=account_of(row.chart, row.area, row.holder),
        debit=row.change if debited else 0,
        credit=0 if debited else -row.change,
        balance=balance,
    )


def _find(connection: Connection, code: str, within: str | None) -> tuple[int, chart.Account]:
    in_reach = [] if within is None else [account.c.area == within]
    statement = select(account.c.id, *ACCOUNT_COLUMNS).where(account.c.code == code, *in_reach)
    row = connection.execute(statement).one_or_none()
    if row is None:
        raise _unknown(connection, code, in_reach)
    return row[0], account_of(*row[1:])


def _unknown(connection: Connection, code: str, in_reach: list[ColumnElement[bool]]) -> NotFound:
    """Return the refusal of a code; the holder is its last part, or all that was written."""
    holder = code.rpartition("/")[2].replace("%2F", "/").replace("%25", "%")
    near = connection.scalars(
        select(account.c.code).where(account.c.holder == holder, *in_reach).order_by(account.c.id).limit(_OFFERED)
    ).all()
    if near:
        return NotFound(
            say("没有账户“{code}”；该持有人的账户有：{near}", code=shown(code), near=enumerated(near)),
            code="account.unknown",
        )
    return NotFound(say("没有账户“{code}”；全部账户见账户余额（balances）", code=shown(code)), code="account.unknown")


def _units(connection: Connection, account_id: int) -> Mapping[int, Unit]:
    """Return the unit of every position of an account."""
    rows = connection.execute(
        select(position.c.id, *UNIT_COLUMNS)
        .join(unit, unit.c.id == position.c.unit_id)
        .where(position.c.account_id == account_id)
    )
    return {row[0]: unit_of(*row[1:]) for row in rows}


def _lines(account_id: int, *, after: LinePlace | None, limit: int | None) -> Select[Any]:
    """Select the lines after a place in effective order, one more than the limit to tell whether others follow."""
    chosen = _legs(account_id)
    place = (chosen.c.effective_on, chosen.c.seq, chosen.c.n)
    page = select(chosen).order_by(*place)
    if after is not None:
        page = page.where(tuple_(*place) > _key(after))
    if limit is not None:
        page = page.limit(limit + 1)
    leg = page.subquery("leg")
    return (
        select(
            leg,
            journal.c.kind,
            journal.c.narration,
            is_red(leg.c.debit, leg.c.credit, func.abs(leg.c.change)).label("red"),
            *ACCOUNT_COLUMNS,
        )
        .join(journal, journal.c.seq == leg.c.seq)
        .join(position, position.c.id == leg.c.counter_id)
        .join(account, account.c.id == position.c.account_id)
        .order_by(leg.c.effective_on, leg.c.seq, leg.c.n)
    )


def _legs(account_id: int) -> Subquery:
    """Select an account's side of its movements; ``change`` is positive where it is debited."""
    own = select(position.c.id).where(position.c.account_id == account_id)
    sides = ((movement.c.debit, movement.c.credit, 1), (movement.c.credit, movement.c.debit, -1))
    return union_all(
        *(
            select(
                movement.c.effective_on,
                movement.c.seq,
                movement.c.n,
                side.label("position_id"),
                other.label("counter_id"),
                movement.c.debit,
                movement.c.credit,
                (movement.c.amount * sign).label("change"),
            ).where(side.in_(own))
            for side, other, sign in sides
        )
    ).subquery()


def _key(place: LinePlace) -> tuple[int, int, int]:
    return day_number(place.effective_on), place.seq, place.n


def _balances_after(
    connection: Connection, account_id: int, units: Mapping[int, Unit], after: LinePlace | None
) -> dict[int, int]:
    """Return the balance of every position just after a line: that of its day, less the lines still to come."""
    if after is None:
        return dict.fromkeys(units, 0)
    running = {number: balance_on(connection, number, on=after.effective_on) for number in units}
    leg = _legs(account_id)
    rest_of_the_day = select(leg.c.position_id, leg.c.change).where(
        leg.c.effective_on == day_number(after.effective_on), tuple_(leg.c.seq, leg.c.n) > (after.seq, after.n)
    )
    for number, change in connection.execute(rest_of_the_day):
        running[number] -= change
    return running
