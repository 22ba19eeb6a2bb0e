"""Posted acts as vouchers: found by their series and number, and laid out line by line as they are printed."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select

from ledger.domain.bookkeeping.act import State, WaitingAct
from ledger.domain.values.encoding import day_number, day_of
from ledger.errors import NotFound, say
from ledger.projections.accounts.entry import RecordedEntry, entry
from ledger.store.record_text import record_of
from ledger.store.tables import journal, registration

if TYPE_CHECKING:
    from sqlalchemy import Select

    from ledger.domain.bookkeeping.account import Account
    from ledger.domain.bookkeeping.unit import Unit
    from ledger.projections.view import View

PAGE: Final = 100
"""Vouchers of one page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherRow:
    """A voucher as it stands in the list."""

    seq: int
    series: str
    number: int
    effective_on: date
    kind: str
    narration: str
    maker: str
    approver: str | None
    attachments: int
    reverses: int | None
    act: WaitingAct


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherLine:
    """One line of a printed voucher, in grams or fen; a red one is negative on the side of the line that was wrong."""

    account: Account
    unit: Unit
    debit: int
    credit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedVoucher:
    """A voucher with its lines, the sums of its debits by unit, and who handled it."""

    entry: RecordedEntry
    act: WaitingAct
    lines: tuple[VoucherLine, ...]
    totals: Mapping[Unit, int]

    @property
    def red(self) -> bool:
        """Return whether it takes back another."""
        return self.entry.reverses is not None


def series_of(view: View, *, years: Iterable[int], names: Iterable[str]) -> tuple[str, ...]:
    """Return the series of these years that have a voucher."""
    wanted = [f"{name}-{year}" for year in years for name in names]
    return tuple(
        name
        for name in wanted
        if view.scalar(select(journal.c.seq).where(journal.c.series == name, journal.c.number == 1))
    )


def first_year(view: View) -> int | None:
    """Return the year of the first voucher that was written; None where there is none."""
    first = view.scalar(
        select(journal.c.effective_on).where(journal.c.series.is_not(None)).order_by(journal.c.seq).limit(1)
    )
    return None if first is None else day_of(first).year


def vouchers(
    view: View,
    series: str,
    *,
    after: int = 0,
    month: date | None = None,
    area: str | None = None,
    limit: int = PAGE,
) -> tuple[VoucherRow, ...]:
    """Return the vouchers of a series that follow a number.

    :param month: only those that count in the month in which this day lies.
    :param area: only those of acts of this area.
    """
    statement = _vouchers().where(journal.c.series == series, journal.c.number > after)
    if month is not None:
        first = day_number(month.replace(day=1))
        statement = statement.where(journal.c.effective_on.between(first, first + 30))
    if area is not None:
        opening = f'{{"area":{json.dumps(area, ensure_ascii=False)},'
        statement = statement.where(func.substr(registration.c.body, 1, len(opening)) == opening)
    return tuple(_row(row) for row in view.execute(statement.order_by(journal.c.number).limit(limit)))


def _vouchers() -> Select[Any]:
    return select(
        journal.c.seq,
        journal.c.series,
        journal.c.number,
        journal.c.effective_on,
        journal.c.kind,
        journal.c.narration,
        journal.c.actor,
        journal.c.approver,
        journal.c.attachments,
        journal.c.reverses,
        registration.c.body,
    ).join(
        registration,
        (registration.c.seq == journal.c.seq)
        & (registration.c.n == 1)
        & (registration.c.register == WaitingAct.REGISTER),
    )


def _row(row: Any) -> VoucherRow:
    return VoucherRow(
        seq=row.seq,
        series=row.series,
        number=row.number,
        effective_on=day_of(row.effective_on),
        kind=row.kind,
        narration=row.narration,
        maker=row.actor,
        approver=row.approver,
        attachments=row.attachments,
        reverses=row.reverses,
        act=record_of(WaitingAct, row.body),
    )


def printed_voucher(view: View, seq: int) -> PrintedVoucher:
    """Return a voucher as it is printed.

    :raises NotFound: ``voucher.missing``: nothing with a number was posted at this place.
    """
    missing = NotFound(say("日记账第{seq}件不是有凭证号的业务", seq=seq), code="voucher.missing")
    try:
        found = entry(view, seq)
    except NotFound:
        raise missing from None
    states = [record_of(WaitingAct, fact.body) for fact in found.registrations if fact.register == WaitingAct.REGISTER]
    if found.series is None or not states or states[0].state is not State.POSTED:
        raise missing
    lines = _lines(found)
    totals: dict[Unit, int] = defaultdict(int)
    for line in lines:
        totals[line.unit] += line.debit
    return PrintedVoucher(entry=found, act=states[0], lines=lines, totals=dict(totals))


def _lines(found: RecordedEntry) -> tuple[VoucherLine, ...]:
    """Return debits before credits, each account and unit once on a side."""
    sums: dict[tuple[bool, Account, Unit], int] = defaultdict(int)
    for movement in found.movements:
        sums[False, movement.debit, movement.unit] += movement.amount
        sums[True, movement.credit, movement.unit] += movement.amount
    return tuple(
        VoucherLine(account=account, unit=unit, debit=0 if credited else amount, credit=amount if credited else 0)
        for (credited, account, unit), amount in sorted(sums.items(), key=lambda item: item[0][0])
    )
