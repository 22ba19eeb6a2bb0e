"""The detail book of a line of the chart (明细账): its movements over all accounts, with the running balance.

The balance runs for each pollutant, over every account of the line that is asked for.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import BigInteger, Select, Subquery, bindparam, func, select, tuple_, union_all

from ledger.domain.bookkeeping.account import Account
from ledger.domain.bookkeeping.unit import Unit
from ledger.domain.values.encoding import day_number, day_of
from ledger.domain.values.pollutant import Pollutant
from ledger.projections.accounts.held import whole
from ledger.projections.accounts.red import is_red
from ledger.projections.accounts.statement import LinePlace
from ledger.store.positions import ACCOUNT_COLUMNS, UNIT_COLUMNS, account_of, unit_of
from ledger.store.tables import account, journal, movement, position, turnover, unit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import BindParameter, Connection

_DAYS_LOOKED_AT: Final = (7, 60)
_OWN = account.alias("own")
_OTHER = account.alias("other")
_OTHER_POSITION = position.alias("other_position")


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailFilter:
    """Which movements: of a line of the chart between two days; of one area, of one pollutant, if they are given."""

    line: str
    starts: date
    ends: date
    area: str | None = None
    pollutant: Pollutant | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailLine:
    """One movement of the line; red ones have a negative amount on the side of what they take back.

    ``balance`` is that of the pollutant over all accounts asked for, debits less credits, after the movement.
    """

    place: LinePlace
    kind: str
    narration: str
    account: Account
    counter_account: Account
    unit: Unit
    debit: int
    credit: int
    balance: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailPage:
    """A page of the book; ``opening`` holds the balances before its first line, by pollutant, None for money."""

    opening: Mapping[Pollutant | None, int]
    lines: tuple[DetailLine, ...]
    more: bool


def detail_page(
    connection: Connection, asked: DetailFilter, *, after: LinePlace | None = None, limit: int | None
) -> DetailPage:
    """Return the movements after a place, or from the first day on.

    :param limit: how many lines at most; one more where the last would be cut from its own other side.
    """
    place = after or LinePlace(effective_on=asked.starts, seq=0, n=0)
    opening = _before(connection, asked, place)
    running: dict[Pollutant | None, int] = defaultdict(int, opening)
    rows = _next(connection, asked, place, limit)
    end = _end(rows, limit)
    lines = []
    for row in rows[:end]:
        held = unit_of(*row[-8:])
        running[held.pollutant] += row.change
        lines.append(_line(row, held, balance=running[held.pollutant]))
    return DetailPage(opening=opening, lines=tuple(lines), more=len(rows) > end)


def _next(connection: Connection, asked: DetailFilter, place: LinePlace, limit: int | None) -> Sequence[Any]:
    """Return the movements after a place, looked for in the days next to it first: a year may hold all there are."""
    last = asked.ends.toordinal()
    lines = _lines(asked, place, limit)
    if limit is not None:
        for days in _DAYS_LOOKED_AT:
            ends = min(place.effective_on.toordinal() + days, last)
            rows = connection.execute(lines, {"last_day": day_number(date.fromordinal(ends))}).all()
            if len(rows) > limit + 1 or ends == last:
                return rows
    return connection.execute(lines, {"last_day": day_number(asked.ends)}).all()


def _end(rows: Sequence[Any], limit: int | None) -> int:
    """Return how many lines are shown: both sides of a movement within the line stand on one page."""
    if limit is None or len(rows) <= limit:
        return len(rows)
    return limit + int(rows[limit - 1][:3] == rows[limit][:3])


def _positions(asked: DetailFilter) -> Select[tuple[int]]:
    statement = select(position.c.id).join(account).join(unit).where(account.c.chart == asked.line)
    if asked.area is not None:
        statement = statement.where(account.c.area == asked.area)
    if asked.pollutant is not None:
        statement = statement.where(unit.c.pollutant == asked.pollutant.value)
    return statement


def _legs(asked: DetailFilter, first: int, last: int | BindParameter[int]) -> Subquery:
    """Select the line's side of its movements of some days; ``change`` is positive where it is debited."""
    own = _positions(asked)
    sides = ((movement.c.debit, movement.c.credit, 1), (movement.c.credit, movement.c.debit, -1))
    return union_all(
        *(
            select(
                movement.c.effective_on,
                movement.c.seq,
                movement.c.n,
                side.label("own_id"),
                other.label("other_id"),
                movement.c.debit,
                movement.c.credit,
                (movement.c.amount * sign).label("change"),
            ).where(side.in_(own), movement.c.effective_on.between(first, last))
            for side, other, sign in sides
        )
    ).subquery("leg")


def _before(connection: Connection, asked: DetailFilter, place: LinePlace) -> dict[Pollutant | None, int]:
    """Return the balances before a place: the months before its own, and the movements of its month up to it."""
    day = day_number(place.effective_on)
    months = (
        select(unit.c.pollutant, whole(func.sum(turnover.c.debit - turnover.c.credit)))
        .join_from(turnover, position, position.c.id == turnover.c.position_id)
        .join(unit, unit.c.id == position.c.unit_id)
        .where(turnover.c.position_id.in_(_positions(asked)), turnover.c.month < day // 100)
        .group_by(unit.c.pollutant)
    )
    leg = _legs(asked, day // 100 * 100, day)
    days = (
        select(unit.c.pollutant, whole(func.sum(leg.c.change)))
        .join_from(leg, position, position.c.id == leg.c.own_id)
        .join(unit, unit.c.id == position.c.unit_id)
        .where(tuple_(leg.c.effective_on, leg.c.seq, leg.c.n) <= (day, place.seq, place.n))
        .group_by(unit.c.pollutant)
    )
    found: dict[Pollutant | None, int] = defaultdict(int)
    for statement in (months, days):
        for factor, amount in connection.execute(statement):
            found[Pollutant(factor) if factor else None] += amount
    return {factor: found[factor] for factor in (*Pollutant, None) if found[factor]}


def _lines(asked: DetailFilter, place: LinePlace, limit: int | None) -> Select[Any]:
    """Select the movements after a place, up to the day ``last_day``."""
    leg = _legs(asked, day_number(place.effective_on), bindparam("last_day", type_=BigInteger))
    order = (leg.c.effective_on, leg.c.seq, leg.c.n)
    page = select(leg).where(tuple_(*order) > (day_number(place.effective_on), place.seq, place.n))
    page = page.order_by(*order, leg.c.change.desc())
    chosen = (page if limit is None else page.limit(limit + 2)).subquery("chosen")
    return (
        select(
            chosen.c.effective_on,
            chosen.c.seq,
            chosen.c.n,
            chosen.c.change,
            journal.c.kind,
            journal.c.narration,
            is_red(chosen.c.debit, chosen.c.credit, func.abs(chosen.c.change)).label("red"),
            *(_OWN.c[column.name] for column in ACCOUNT_COLUMNS),
            *(_OTHER.c[column.name] for column in ACCOUNT_COLUMNS),
            *UNIT_COLUMNS,
        )
        .join_from(chosen, journal, journal.c.seq == chosen.c.seq)
        .join(position, position.c.id == chosen.c.own_id)
        .join(_OWN, _OWN.c.id == position.c.account_id)
        .join(unit, unit.c.id == position.c.unit_id)
        .join(_OTHER_POSITION, _OTHER_POSITION.c.id == chosen.c.other_id)
        .join(_OTHER, _OTHER.c.id == _OTHER_POSITION.c.account_id)
        .order_by(chosen.c.effective_on, chosen.c.seq, chosen.c.n, chosen.c.change.desc())
    )


def _line(row: Any, held: Unit, *, balance: int) -> DetailLine:
    day, seq, n, change, kind, narration, red, *names = row
    debited = (change > 0) is not bool(red)
    return DetailLine(
        place=LinePlace(effective_on=day_of(day), seq=seq, n=n),
        kind=kind,
        narration=narration,
        account=account_of(*names[:3]),
        counter_account=account_of(*names[3:6]),
        unit=held,
        debit=change if debited else 0,
        credit=0 if debited else -change,
        balance=balance,
    )
