"""What published rounds booked as receivable: their notices tell of sales and of no payment, so it stays open.

No payment notice of the ledger stands behind these amounts (decision 8), so whoever compares notices with accounts
sets them apart first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Final

from sqlalchemy import or_, select

from ledger.domain.values.encoding import day_number
from ledger.projections.accounts.balances import sums_by_position
from ledger.store.tables import account, journal, movement, position, registration, unit

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection

RECEIVABLES: Final = frozenset({"1212.1", "1212.2", "1212.4"})
"""The lines of the chart on which payers owe what notices assess, and what published rounds sold."""

_ACTS_OF_ROUNDS: Final = select(registration.c.seq).where(registration.c.register == "round.act")
_TAKEN_BACK: Final = select(journal.c.seq).where(journal.c.reverses.in_(_ACTS_OF_ROUNDS))


_OF_ROUNDS: Final = or_(movement.c.seq.in_(_ACTS_OF_ROUNDS), movement.c.seq.in_(_TAKEN_BACK))


def historical_amounts(connection: Connection, *, charts: Collection[str]) -> Mapping[tuple[str, str], int]:
    """Return what the acts of published rounds left on accounts under lines of the chart, all days counted.

    :return: grams or fen, debits less credits, by the code of the account and the pollutant; empty for money.
    """
    moved = sums_by_position(_OF_ROUNDS)
    found: dict[tuple[str, str], int] = defaultdict(int)
    for code, pollutant, amount in connection.execute(
        select(account.c.code, unit.c.pollutant, moved.c.amount)
        .join_from(moved, position, position.c.id == moved.c.position_id)
        .join(account, account.c.id == position.c.account_id)
        .join(unit, unit.c.id == position.c.unit_id)
        .where(account.c.chart.in_(sorted(charts)))
    ):
        found[code, pollutant or ""] += int(amount)
    return found


def historical_receivables(connection: Connection, *, on: date) -> Mapping[tuple[str, str], int]:
    """Return what the acts of published rounds left receivable at the end of a day, in fen, by area and holder."""
    moved = sums_by_position(_OF_ROUNDS, movement.c.effective_on <= day_number(on))
    found: dict[tuple[str, str], int] = defaultdict(int)
    for area, holder, amount in connection.execute(
        select(account.c.area, account.c.holder, moved.c.amount)
        .join_from(moved, position, position.c.id == moved.c.position_id)
        .join(account, account.c.id == position.c.account_id)
        .where(account.c.chart.in_(sorted(RECEIVABLES)))
    ):
        found[area, holder or ""] += int(amount)
    return found
