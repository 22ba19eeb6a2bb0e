"""Balances as a list for people: filtered, ordered and cut to a page inside the database, with totals of all of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import case, func, literal, select, tuple_

from ledger.domain.bookkeeping.unit import UnitKind
from ledger.domain.values.pollutant import Pollutant
from ledger.domain.values.worded import Worded
from ledger.errors import say
from ledger.projections.accounts.balances import PositionBalance
from ledger.projections.accounts.held import bytewise, credit_of, debit_of, held_by_position
from ledger.projections.accounts.holders import holders_like
from ledger.store.positions import ACCOUNT_COLUMNS, UNIT_COLUMNS, account_of, unit_of
from ledger.store.tables import account, position, unit

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, FromClause

_POLLUTANTS: Final = (*Pollutant, None)
_NOBODY: Final = "\U0010ffff"
"""Sorts behind every name: what has no holder stands last."""


class Grouping(Worded):
    """By what balances are grouped."""

    HOLDER = "holder", say("按持有人")
    POLLUTANT = "pollutant", say("按污染物")
    PLACE = "place", say("按地方")


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceFilter:
    """Which balances are asked for; a member that is None leaves nothing out.

    Attributes:
        on: at the end of which day; None counts everything recorded.
        holder: a part of the holder's name, or of its credit code.
        area: exact area of the account.
        line: code of a line of the chart.
        unit: code of one unit.

    """

    on: date | None = None
    holder: str | None = None
    area: str | None = None
    pollutant: Pollutant | None = None
    kind: UnitKind | None = None
    line: str | None = None
    unit: str | None = None


Place = tuple[str, str, str]
"""Where a line stands in the list: its group, the code of its account, the code of its unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """The debit balances and the credit balances of what is counted alike: kind and pollutant."""

    kind: UnitKind
    pollutant: Pollutant | None
    debit: int
    credit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BalancePage:
    """Lines in the order of the grouping; ``following`` is where the next page begins, if there is one."""

    rows: tuple[PositionBalance, ...]
    groups: tuple[str, ...]
    """The group of each line, as it is sorted."""
    following: Place | None


def balance_page(
    connection: Connection, asked: BalanceFilter, *, by: Grouping, after: Place | None = None, limit: int
) -> BalancePage:
    """Return a page of the balances that are not zero."""
    group = bytewise(_group(by), connection)
    order = (group, bytewise(account.c.code, connection), bytewise(unit.c.code, connection))
    held, source, conditions = selected(connection, asked)
    if after is not None:
        conditions = [*conditions, tuple_(*order) > tuple_(*map(literal, after))]
    found = connection.execute(
        select(*ACCOUNT_COLUMNS, *UNIT_COLUMNS, held.c.amount, group.label("sorted_by"))
        .select_from(source)
        .where(*conditions)
        .order_by(*order)
        .limit(limit + 1)
    ).all()
    rows = tuple(
        PositionBalance(account=account_of(*row[:3]), unit=unit_of(*row[3:-2]), amount=int(row[-2]))
        for row in found[:limit]
    )
    groups = tuple(row[-1] for row in found[:limit])
    last = rows[-1] if len(found) > limit else None
    following = None if last is None else (groups[-1], last.account.code, last.unit.code)
    return BalancePage(rows=rows, groups=groups, following=following)


def balance_totals(connection: Connection, asked: BalanceFilter) -> tuple[int, tuple[Total, ...]]:
    """Return how many balances there are, and their totals: pollutants in their order, money last."""
    held, source, conditions = selected(connection, asked)
    found = connection.execute(
        select(unit.c.kind, unit.c.pollutant, *_sums(held))
        .select_from(source)
        .where(*conditions)
        .group_by(unit.c.kind, unit.c.pollutant)
    ).all()
    return sum(row[-1] for row in found), _totals(row[:-1] for row in found)


def group_totals(
    connection: Connection, asked: BalanceFilter, *, by: Grouping, groups: Sequence[str]
) -> Mapping[str, tuple[Total, ...]]:
    """Return the totals of whole groups, whatever page their lines stand on."""
    held, source, conditions = selected(connection, asked)
    group = _group(by).label("sorted_by")
    found = connection.execute(
        select(group, unit.c.kind, unit.c.pollutant, *_sums(held))
        .select_from(source)
        .where(*conditions, _group(by).in_(groups))
        .group_by("sorted_by", unit.c.kind, unit.c.pollutant)
    ).all()
    return {name: _totals(row[1:-1] for row in found if row[0] == name) for name in groups}


def selected(connection: Connection, asked: BalanceFilter) -> tuple[FromClause, FromClause, list[ColumnElement[bool]]]:
    """Return the balances, what they are selected from with their names, and the conditions."""
    held = held_by_position(on=asked.on)
    source = (
        held.join(position, position.c.id == held.c.position_id)
        .join(account, account.c.id == position.c.account_id)
        .join(unit, unit.c.id == position.c.unit_id)
    )
    exact = (
        (account.c.area, asked.area),
        (account.c.chart, asked.line),
        (unit.c.pollutant, asked.pollutant and asked.pollutant.value),
        (unit.c.kind, asked.kind and asked.kind.value),
        (unit.c.code, asked.unit),
    )
    conditions = [held.c.amount != 0, *(column == value for column, value in exact if value is not None)]
    if asked.holder is not None:
        conditions.append(holders_like(connection, account.c.holder, asked.holder))
    return held, source, conditions


def _group(by: Grouping) -> ColumnElement[str]:
    match by:
        case Grouping.HOLDER:
            return func.coalesce(account.c.holder, _NOBODY)
        case Grouping.POLLUTANT:
            ranks = {pollutant.value: str(rank) for rank, pollutant in enumerate(Pollutant)}
            return case(ranks, value=unit.c.pollutant, else_=str(len(ranks)))
        case Grouping.PLACE:
            return account.c.area


def _sums(held: FromClause) -> tuple[ColumnElement[int], ...]:
    return debit_of(held.c.amount), credit_of(held.c.amount), func.count()


def _totals(rows: Any) -> tuple[Total, ...]:
    found = {(row[0], row[1]): row for row in rows}
    return tuple(
        Total(kind=kind, pollutant=pollutant, debit=int(row[2]), credit=int(row[3]))
        for kind in UnitKind
        for pollutant in _POLLUTANTS
        if (row := found.get((kind.value, pollutant and pollutant.value))) is not None
    )
