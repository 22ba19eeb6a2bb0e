"""The accounts of an enterprise and their statements; the account of another is answered like one that is not there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from ledger.domain.bookkeeping.account import CHART, Account
from ledger.domain.bookkeeping.unit import Unit
from ledger.domain.values.quantity import LARGEST, shown
from ledger.errors import NotFound, say
from ledger.projections.accounts.balances import PositionBalance, balances
from ledger.projections.accounts.statement import LinePlace, Statement, statement
from ledger.store.positions import ACCOUNT_COLUMNS, account_of
from ledger.store.tables import account

if TYPE_CHECKING:
    from ledger.projections.view import View

_CHART_ORDER: Final = {code: place for place, code in enumerate(CHART)}


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnAccount:
    """An account of the enterprise with its balances on the day, debits less credits; none where it is empty."""

    account: Account
    balances: tuple[PositionBalance, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnStatement:
    """The lines of an account in a span of days, with the balances before the first and after the last of the days.

    ``statement.more`` tells whether lines of the span follow.
    """

    statement: Statement
    opening: Mapping[Unit, int]
    closing: Mapping[Unit, int]


def accounts_of(view: View, holder: str, *, on: date) -> tuple[OwnAccount, ...]:
    """Return every account that was opened for a holder, in the order of the chart, with its balances on a day."""
    found: dict[str, list[PositionBalance]] = {}
    for row in balances(view, on=on, holder=holder):
        found.setdefault(row.account.code, []).append(row)
    opened = view.execute(select(*ACCOUNT_COLUMNS).where(account.c.holder == holder))
    accounts = sorted((account_of(*row) for row in opened), key=lambda each: (_CHART_ORDER[each.chart.code], each.area))
    return tuple(OwnAccount(account=each, balances=tuple(found.get(each.code, ()))) for each in accounts)


def own_statement(
    view: View,
    holder: str,
    account_code: str,
    *,
    starts: date | None,
    ends: date | None,
    after: LinePlace | None,
    limit: int | None,
) -> OwnStatement:
    """Return the lines of a holder's own account from a day to a day, after a place, at most ``limit`` of them.

    :param starts: the first and ``ends`` the last day that counts; None for the beginning and for all that is recorded.
    :param after: the last line of the page before.
    :raises NotFound: ``account.unknown``, the code is none of this holder's accounts.
    """
    owner = select(account.c.holder).where(account.c.code == account_code)
    if view.scalar(owner) != holder:
        raise NotFound(say("没有账户“{code}”", code=shown(account_code)), code="account.unknown")
    eve = None if starts is None else starts - timedelta(days=1)
    first = None if eve is None else LinePlace(effective_on=eve, seq=LARGEST, n=LARGEST)
    found = statement(
        view, account_code, after=after if first is None or (after and after > first) else first, limit=limit
    )
    lines = tuple(line for line in found.lines if ends is None or line.place.effective_on <= ends)
    return OwnStatement(
        statement=Statement(account=found.account, lines=lines, more=found.more and len(lines) == len(found.lines)),
        opening={} if eve is None else _balances(view, holder, account_code, on=eve),
        closing=_balances(view, holder, account_code, on=ends),
    )


def _balances(view: View, holder: str, account_code: str, *, on: date | None) -> Mapping[Unit, int]:
    return {row.unit: row.amount for row in balances(view, on=on, holder=holder) if row.account.code == account_code}
