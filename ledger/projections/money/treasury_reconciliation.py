"""The monthly reconciliation (对账单) of the bureau with the tax office and the treasury, payer by payer and in all.

What was noticed, paid and credited in a month by the acts of the month; and beside it, by the days of payment and of
crediting, what the imported lists say and what the books say (practice §1.6: both sign it).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable
from dataclasses import astuple, dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ledger.domain.money.payment_notice import PaymentNotice
from ledger.domain.money.receipt import Receipt
from ledger.domain.money.receipt_list import ListedReceipt, ReceiptListRow
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.values.calendar import months_after
from ledger.projections.accounts.balances import balances
from ledger.projections.money.historical_receivables import RECEIVABLES, historical_receivables
from ledger.projections.registers.changes import register_changes
from ledger.store.registers import Registers

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Flows:
    """What a payer owed and paid, in fen; overpayments count against what is owed."""

    opening: int = 0
    noticed: int = 0
    reduced: int = 0
    paid: int = 0
    credited: int = 0
    refunded: int = 0
    on_its_way_before: int = 0
    """At the beginning of the month: paid, and not yet in the treasury."""
    on_its_way: int = 0
    """At the end of the month: paid, and not yet in the treasury; what was there before, and paid less credited."""
    booked: int = 0
    """What the accounts say is owed at the end of the month: 1212.1, 1212.2, 1212.4 less 1212.9, without the rounds."""

    @property
    def closing(self) -> int:
        """Return what is owed at the end of the month by what happened in it."""
        return self.opening + self.noticed - self.reduced - self.paid + self.refunded

    @property
    def difference(self) -> int:
        """Return accounts less notices: zero, or something was booked past the notices."""
        return self.booked - self.closing


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What the lists say of a month, by the days that they name, beside the books, in fen."""

    vouchers: int = 0
    """How many receipts the lists name for the month; without any, nothing was compared."""
    listed_paid: int = 0
    booked_paid: int = 0
    listed_credited: int = 0
    booked_credited: int = 0

    @property
    def paid_difference(self) -> int:
        """Return books less lists."""
        return self.booked_paid - self.listed_paid

    @property
    def credited_difference(self) -> int:
        """Return books less lists."""
        return self.booked_credited - self.listed_credited


@dataclass(frozen=True, slots=True, kw_only=True)
class PayerMonth:
    """One payer's month; the name is the credit code where nobody of that code is registered."""

    payer: str
    name: str
    flows: Flows
    listed: Listed


@dataclass(frozen=True, slots=True, kw_only=True)
class TreasuryReconciliation:
    """A month, payer by payer, and in all."""

    first: date
    last: date
    payers: tuple[PayerMonth, ...]
    has_list: bool
    """Whether a list of the tax office or the treasury names a receipt of the month."""

    @property
    def flows(self) -> Flows:
        """Return the sums of all payers."""
        return Flows(**_sums(payer.flows for payer in self.payers))

    @property
    def listed(self) -> Listed:
        """Return the sums of all payers."""
        return Listed(**_sums(payer.listed for payer in self.payers))

    @property
    def accounts_agree(self) -> bool:
        """Return whether accounts and notices agree, payer by payer; published rounds are not compared."""
        return not any(payer.flows.difference for payer in self.payers)

    @property
    def lists_agree(self) -> bool | None:
        """Return whether books and lists agree, payer by payer; None where no list names a receipt of the month."""
        if not self.has_list:
            return None
        return not any(payer.listed.paid_difference or payer.listed.credited_difference for payer in self.payers)

    def of(self, payers: Container[str]) -> TreasuryReconciliation:
        """Return the month of some payers; whether there is a list is asked of all."""
        return replace(self, payers=tuple(payer for payer in self.payers if payer.payer in payers))


def treasury_reconciliation(connection: Connection, *, month: date) -> TreasuryReconciliation:
    """Return the reconciliation of the month in which a day lies."""
    first = month.replace(day=1)
    last = months_after(first, 1) - timedelta(days=1)
    flows: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    listed: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    _add_notices(connection, flows, first=first, last=last)
    _add_balances(connection, flows, on=last)
    _add_receipts(connection, listed, first=first, last=last)
    _add_lists(connection, listed, first=first, last=last)
    names = {enterprise.credit_code: enterprise.name for enterprise in Registers(connection).all(Enterprise)}
    return TreasuryReconciliation(
        first=first,
        last=last,
        has_list=any(sums["vouchers"] for sums in listed.values()),
        payers=tuple(
            PayerMonth(
                payer=payer,
                name=names.get(payer, payer),
                flows=Flows(**flows[payer]),
                listed=Listed(**listed[payer]),
            )
            for payer in sorted({*flows, *listed})
            if any(flows[payer].values()) or any(listed[payer].values())
        ),
    )


_Sums = dict[str, dict[str, int]]


def _add_notices(connection: Connection, flows: _Sums, *, first: date, last: date) -> None:
    for change in register_changes(connection, PaymentNotice):
        if change.effective_on > last:
            continue
        for notice, sign in ((change.before, -1), (change.after, 1)):
            if notice is not None:
                of_payer = flows[notice.payer]
                paid = notice.received + notice.overpaid
                of_payer["on_its_way"] += sign * notice.unconfirmed
                if change.effective_on < first:
                    of_payer["on_its_way_before"] += sign * notice.unconfirmed
                    of_payer["opening"] += sign * (notice.assessed - paid + notice.refunded)
                else:
                    of_payer["paid"] += sign * paid
                    of_payer["credited"] += sign * (notice.confirmed + notice.overpaid_confirmed)
                    of_payer["refunded"] += sign * notice.refunded
        if change.effective_on >= first:
            _add_assessment(flows, change.before, change.after)


def _add_assessment(flows: _Sums, before: PaymentNotice | None, after: PaymentNotice | None) -> None:
    """Add what was newly noticed, or reduced; a notice that goes over to another payer is both."""
    if before is not None and after is not None and before.payer == after.payer:
        flows[after.payer]["reduced"] += before.assessed - after.assessed
        return
    if before is not None:
        flows[before.payer]["reduced"] += before.assessed
    if after is not None:
        flows[after.payer]["noticed"] += after.assessed


def _add_balances(connection: Connection, flows: _Sums, *, on: date) -> None:
    for row in balances(connection, on=on, charts={*RECEIVABLES, "1212.9"}):
        flows[row.account.holder or ""]["booked"] += row.amount
    for (_, holder), amount in historical_receivables(connection, on=on).items():
        flows[holder]["booked"] -= amount


def _add_receipts(connection: Connection, listed: _Sums, *, first: date, last: date) -> None:
    for change in register_changes(connection, Receipt):
        before, after = change.before, change.after
        for receipt, sign in ((before, -1), (after, 1)):
            if receipt is not None and first <= receipt.paid_on <= last:
                listed[receipt.payer]["booked_paid"] += sign * receipt.amount
        credited = after or before
        if credited is not None and credited.credited_on is not None and first <= credited.credited_on <= last:
            confirmed = (after.confirmed if after else 0) - (before.confirmed if before else 0)
            listed[credited.payer]["booked_credited"] += confirmed


def _add_lists(connection: Connection, listed: _Sums, *, first: date, last: date) -> None:
    """Add what the lists say; of a voucher that stands in several lists, the last one that names a day counts."""
    vouchers: dict[str, ListedReceipt] = {}
    for row in Registers(connection).everywhere(ReceiptListRow):
        known = vouchers.get(row.listed.voucher)
        if known is None or known.credited_on is None:
            vouchers[row.listed.voucher] = row.listed
    for receipt in vouchers.values():
        paid = first <= receipt.paid_on <= last
        credited = receipt.credited_on is not None and first <= receipt.credited_on <= last
        if paid or credited:
            of_payer = listed[receipt.payer]
            of_payer["vouchers"] += 1
            of_payer["listed_paid"] += receipt.amount if paid else 0
            of_payer["listed_credited"] += receipt.amount if credited else 0


def _sums(parts: Iterable[Flows] | Iterable[Listed]) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for part in parts:
        for name, amount in zip(part.__slots__, astuple(part), strict=True):
            sums[name] += amount
    return sums
