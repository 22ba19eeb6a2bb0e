"""The voucher summary of a month for the unit's accountant: from the auxiliary ledger to the statutory books.

These books are a subsidiary ledger of fees (费源台账), never the unit's accounts (practice B-8): the summary says which
entries of 政府会计制度 follow, account by account, with their red amounts. None of them has a budget entry (practice
fact 10), but for buy-backs.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from ledger.domain.bookkeeping.journal import Judgement
from ledger.domain.bookkeeping.unit import UnitKind
from ledger.domain.values.calendar import months_after
from ledger.domain.values.encoding import day_number
from ledger.errors import Message, say
from ledger.projections.accounts.movements import CREDITED, DEBITED, NAMED_MOVEMENTS
from ledger.projections.accounts.red import RED
from ledger.store.tables import journal, movement, position, unit

if TYPE_CHECKING:
    from sqlalchemy import Connection

NOT_THE_ACCOUNTS: Final = say("本表由辅助台账汇总，供记账参考，不是本单位的会计账；以会计账为准")
"""What stands above the summary."""
_NO_BUDGET_ENTRY: Final = say("不作预算会计分录")
_WITH_BUDGET_ENTRY: Final = say("同时作预算会计分录")
_BUY_BACK_PAID: Final = ("B61", "B62")
_BUY_BACK_ENTRY: Final = ("5001", "4001")
_MONEY_POSITIONS: Final = (
    select(position.c.id).join(unit, unit.c.id == position.c.unit_id).where(unit.c.kind == UnitKind.MONEY.value)
)
_STATUTORY: Final = frozenset({"1002", "1212", "2103", "2307"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryLine:
    """One entry for the statutory books; a red amount is negative, in fen."""

    debit: str
    credit: str
    red: bool
    amount: int
    acts: int
    """How many acts it sums up."""
    remark: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherSummary:
    """The entries of a month, for one area or for all."""

    first: date
    last: date
    area: str | None
    lines: tuple[SummaryLine, ...]


def voucher_summary(connection: Connection, *, month: date, area: str | None = None) -> VoucherSummary:
    """Return the summary of the month in which a day lies, without records of other places and of earlier books."""
    first = month.replace(day=1)
    last = months_after(first, 1) - timedelta(days=1)
    statement = (
        select(
            movement.c.seq,
            movement.c.amount,
            DEBITED.c.chart.label("debit"),
            CREDITED.c.chart.label("credit"),
            RED.label("red"),
        )
        .select_from(NAMED_MOVEMENTS.join(journal, journal.c.seq == movement.c.seq))
        .where(
            unit.c.kind == UnitKind.MONEY.value,
            # Without it SQLite reads every movement that was ever made: few of them move money.
            movement.c.debit.in_(_MONEY_POSITIONS),
            journal.c.judgement == Judgement.JUDGED.value,
            movement.c.effective_on.between(day_number(first), day_number(last)),
        )
    )
    if area is not None:
        statement = statement.where(DEBITED.c.area == area)
    amounts: dict[tuple[str, str, bool], int] = defaultdict(int)
    acts: dict[tuple[str, str, bool], set[int]] = defaultdict(set)
    for row in connection.execute(statement):
        entry = _entry(row.credit, row.debit) if row.red else _entry(row.debit, row.credit)
        if entry is not None:
            amounts[*entry, bool(row.red)] += -row.amount if row.red else row.amount
            acts[*entry, bool(row.red)].add(row.seq)
    lines = tuple(
        SummaryLine(
            debit=debit,
            credit=credit,
            red=red,
            amount=amount,
            acts=len(acts[debit, credit, red]),
            remark=_WITH_BUDGET_ENTRY if (debit, credit) == _BUY_BACK_ENTRY else _NO_BUDGET_ENTRY,
        )
        for (debit, credit, red), amount in sorted(amounts.items())
    )
    return VoucherSummary(first=first, last=last, area=area, lines=lines)


def _entry(debit: str, credit: str) -> tuple[str, str] | None:
    """Return the statutory accounts of a movement; None where it moves within one of them, or in the memo accounts."""
    if (debit, credit) == _BUY_BACK_PAID:
        return _BUY_BACK_ENTRY
    statutory = (debit.partition(".")[0], credit.partition(".")[0])
    return statutory if set(statutory) <= _STATUTORY and statutory[0] != statutory[1] else None
