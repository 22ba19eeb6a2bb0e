"""The books by lines of the chart: the table of balances of a period (科目余额表) and the general ledger (总账).

Both come from the turnovers of whole months, so they take no longer in an old book. Red movements count as negative
turnover on the side of what they take back: what was wrong and taken back within the period leaves no turnover at all.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from sqlalchemy import case, func, select

from ledger.domain.bookkeeping.account import CHART, ChartAccount
from ledger.domain.bookkeeping.period import month_end
from ledger.domain.bookkeeping.unit import UnitKind
from ledger.domain.values.pollutant import Pollutant
from ledger.projections.accounts.held import whole
from ledger.projections.accounts.red import RED, reductions
from ledger.store.tables import account, journal, movement, position, turnover, unit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement, Connection, FromClause

_LINES: Final = {code: place for place, code in enumerate(CHART)}
_POLLUTANTS: Final = {pollutant.value: place for place, pollutant in enumerate(Pollutant)}
_SIDES: Final = (movement.c.debit, movement.c.credit)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineTotals:
    """One line of the chart in one pollutant, or in money: balances are debits less credits, in grams or fen."""

    line: ChartAccount
    pollutant: Pollutant | None
    opening: int
    debit: int
    credit: int

    @property
    def closing(self) -> int:
        """Return the balance at the end of the period."""
        return self.opening + self.debit - self.credit


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthTotals:
    """One month of a line in one pollutant, or in money; ``closing`` is debits less credits at its end."""

    month: int
    """yyyymm."""
    debit: int
    credit: int
    closing: int

    @property
    def starts(self) -> date:
        """Return the first day of the month."""
        return date(self.month // 100, self.month % 100, 1)

    @property
    def ends(self) -> date:
        """Return the last day of the month."""
        return month_end(self.starts)


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerPage:
    """The months of a year in which a line moved, in one pollutant or in money."""

    line: ChartAccount
    pollutant: Pollutant | None
    opening: int
    months: tuple[MonthTotals, ...]


def line_totals(
    connection: Connection, *, first: int, last: int, area: str | None = None, pollutant: Pollutant | None = None
) -> list[LineTotals]:
    """Return every line that has a balance or a turnover, in the order of the chart.

    :param first: first month, ``yyyymm``; ``last``: last month.
    """
    in_period = turnover.c.month >= first
    change = turnover.c.debit - turnover.c.credit
    rows = connection.execute(
        select(
            account.c.chart,
            unit.c.pollutant,
            whole(func.sum(case((in_period, 0), else_=change))),
            whole(func.sum(case((in_period, turnover.c.debit), else_=0))),
            whole(func.sum(case((in_period, turnover.c.credit), else_=0))),
        )
        .select_from(_named(turnover, turnover.c.position_id))
        .where(turnover.c.month <= last, *_of(area, pollutant))
        .group_by(account.c.chart, unit.c.pollutant)
    ).all()
    red = _red(connection, first=first, last=last, conditions=_of(area, pollutant), reduced=True)
    by_line: dict[tuple[str, str | None], int] = defaultdict(int)
    for chart, factor, _, amount in red:
        by_line[chart, factor] += amount
    found = [
        LineTotals(
            line=CHART[chart],
            pollutant=Pollutant(factor) if factor else None,
            opening=opening,
            debit=debit - by_line[chart, factor],
            credit=credit - by_line[chart, factor],
        )
        for chart, factor, opening, debit, credit in rows
        if opening or debit or credit
    ]
    return sorted(found, key=lambda each: (_LINES[each.line.code], _POLLUTANTS.get(each.pollutant or "", -1)))


def general_ledger(
    connection: Connection, line: str, *, year: int, area: str | None = None, pollutant: Pollutant | None = None
) -> list[LedgerPage]:
    """Return the months of a line in a year, for each pollutant that it holds.

    :param line: code of a line of the chart.
    """
    first, last = year * 100 + 1, year * 100 + 12
    conditions = [account.c.chart == line, *_of(area, pollutant)]
    month = case((turnover.c.month >= first, turnover.c.month), else_=0).label("in_month")
    rows = connection.execute(
        select(unit.c.pollutant, month, whole(func.sum(turnover.c.debit)), whole(func.sum(turnover.c.credit)))
        .select_from(_named(turnover, turnover.c.position_id))
        .where(turnover.c.month <= last, *conditions)
        .group_by(unit.c.pollutant, "in_month")
        .order_by("in_month")
    ).all()
    red: dict[tuple[str | None, int], int] = defaultdict(int)
    for _, factor, in_month, amount in _red(
        connection, first=first, last=last, conditions=conditions, reduced=CHART[line].kind is UnitKind.MONEY
    ):
        red[factor, in_month] += amount
    pages: dict[str | None, list[tuple[int, int, int]]] = defaultdict(list)
    for factor, in_month, debit, credit in rows:
        pages[factor].append((in_month, debit - red[factor, in_month], credit - red[factor, in_month]))
    return [
        _page(CHART[line], factor, pages[factor])
        for factor in sorted(pages, key=lambda factor: _POLLUTANTS.get(factor or "", -1))
    ]


def _page(line: ChartAccount, factor: str | None, rows: Iterable[tuple[int, int, int]]) -> LedgerPage:
    opening = closing = 0
    months = []
    for month, debit, credit in rows:
        closing += debit - credit
        if month:
            months.append(MonthTotals(month=month, debit=debit, credit=credit, closing=closing))
        else:
            opening = closing
    return LedgerPage(line=line, pollutant=Pollutant(factor) if factor else None, opening=opening, months=tuple(months))


def _named(table: FromClause, position_id: ColumnElement[int]) -> FromClause:
    return (
        table.join(position, position.c.id == position_id)
        .join(account, account.c.id == position.c.account_id)
        .join(unit, unit.c.id == position.c.unit_id)
    )


def _of(area: str | None, pollutant: Pollutant | None) -> list[ColumnElement[bool]]:
    wanted = ((account.c.area, area), (unit.c.pollutant, pollutant and pollutant.value))
    return [column == value for column, value in wanted if value is not None]


def _red(
    connection: Connection, *, first: int, last: int, conditions: Iterable[ColumnElement[bool]], reduced: bool
) -> list[tuple[str, str | None, int, int]]:
    """Return (line, pollutant, month, amount) of the red movements, once for each of their sides.

    A red movement stands in the turnovers as one the other way. Shown in red it takes its amount from both sides of
    both its accounts.

    :param reduced: whether to look for reductions of fees too, which move money alone.
    """
    places = list(connection.scalars(select(journal.c.seq).where(journal.c.reverses.is_not(None))))
    if reduced:
        places += connection.scalars(reductions())
    found: list[tuple[str, str | None, int, int]] = []
    for side in _SIDES:
        rows = connection.execute(
            select(account.c.chart, unit.c.pollutant, movement.c.effective_on, movement.c.amount)
            .select_from(_named(movement.join(journal, journal.c.seq == movement.c.seq), side))
            .where(
                movement.c.seq.in_(places),
                movement.c.effective_on.between(first * 100, last * 100 + 99),
                RED,
                *conditions,
            )
        )
        found.extend((chart, factor, day // 100, int(amount)) for chart, factor, day, amount in rows)
    return found
