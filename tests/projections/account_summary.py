"""Opening balance, turnover and closing balance of every position in a period, added up from the movements alone.

The ledger's own table of balances (科目余额表) adds up the turnovers of months instead; the exercises compare the two.

Red movements count as negative turnover on the side of the movement that they take back: what was wrong and taken back
within the period leaves no turnover at all.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, or_, select

from ledger.domain.bookkeeping.account import CHART, Account
from ledger.domain.bookkeeping.unit import Unit
from ledger.domain.values.encoding import day_number
from ledger.projections.accounts.balances import balances
from ledger.projections.accounts.red import REDUCTION, is_red
from ledger.store.positions import ACCOUNT_COLUMNS, UNIT_COLUMNS, account_of, unit_of
from ledger.store.tables import account, journal, movement, position, unit

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection

_CHART_ORDER: Final = {code: place for place, code in enumerate(CHART)}


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryLine:
    """One account in one unit: balances are debits less credits; all in grams or fen."""

    account: Account
    unit: Unit
    opening: int
    debit: int
    credit: int

    @property
    def closing(self) -> int:
        """Return the balance at the end of the period."""
        return self.opening + self.debit - self.credit


def account_summary(connection: Connection, *, starts: date, ends: date) -> list[SummaryLine]:
    """Return every account that has a balance or a turnover, in the order of the chart.

    :param starts: the first and ``ends`` the last effective day that count as turnover.
    """
    opening = {(row.account, row.unit): row.amount for row in balances(connection, on=starts - timedelta(days=1))}
    debits, credits_ = _turnovers(connection, starts=starts, ends=ends)
    lines = [
        SummaryLine(
            account=held,
            unit=of,
            opening=opening.get((held, of), 0),
            debit=debits.get((held, of), 0),
            credit=credits_.get((held, of), 0),
        )
        for held, of in {**opening, **debits, **credits_}
    ]
    return sorted(
        (line for line in lines if line.opening or line.debit or line.credit),
        key=lambda line: (
            _CHART_ORDER[line.account.chart.code],
            line.account.area,
            line.account.holder or "",
            line.unit.code,
        ),
    )


_Turnover = dict[tuple[Account, Unit], int]


def _turnovers(connection: Connection, *, starts: date, ends: date) -> tuple[_Turnover, _Turnover]:
    """Return debits and credits by account and unit, red ones negative on the other side."""
    days = movement.c.effective_on.between(day_number(starts), day_number(ends))
    sums: tuple[dict[int, int], dict[int, int]] = (defaultdict(int), defaultdict(int))
    for side, column in enumerate((movement.c.debit, movement.c.credit)):
        for number, amount in _sums(connection, column, days):
            sums[side][number] += amount
        for number, amount in _red_sums(connection, column, days):
            sums[side][number] -= amount
            sums[1 - side][number] -= amount
    named = {
        row[0]: (account_of(*row[1 : len(ACCOUNT_COLUMNS) + 1]), unit_of(*row[len(ACCOUNT_COLUMNS) + 1 :]))
        for row in connection.execute(
            select(position.c.id, *ACCOUNT_COLUMNS, *UNIT_COLUMNS)
            .join_from(position, account, account.c.id == position.c.account_id)
            .join(unit, unit.c.id == position.c.unit_id)
        ).all()
    }
    debits, credits_ = ({named[number]: amount for number, amount in each.items()} for each in sums)
    return debits, credits_


def _sums(connection: Connection, column: ColumnElement[int], days: ColumnElement[bool]) -> list[tuple[int, int]]:
    statement = select(column, func.sum(movement.c.amount)).where(days).group_by(column)
    return [(number, int(amount)) for number, amount in connection.execute(statement)]


def _red_sums(connection: Connection, column: ColumnElement[int], days: ColumnElement[bool]) -> list[tuple[int, int]]:
    statement = (
        select(column, func.sum(movement.c.amount))
        .join_from(movement, journal, journal.c.seq == movement.c.seq)
        .where(
            days,
            or_(journal.c.reverses.is_not(None), journal.c.kind == REDUCTION),
            is_red(movement.c.debit, movement.c.credit, movement.c.amount),
        )
        .group_by(column)
    )
    return [(number, int(amount)) for number, amount in connection.execute(statement)]
