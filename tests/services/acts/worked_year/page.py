"""A page of the books: what every account has in the end, as a bookkeeper writes it, and the proof that it adds up."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Final

from ledger.domain.bookkeeping.account import CHART
from ledger.domain.bookkeeping.unit import UnitKind
from ledger.domain.values.pollutant import Pollutant
from ledger.domain.values.quantity import format_tonnes, format_yuan
from ledger.projections.accounts.balances import balances
from ledger.projections.checks.control_identities import identities
from ledger.projections.checks.credit_identities import credit_identities
from ledger.store.verification import verify
from tests.services.acts.bureau import Bureau

_CHART_ORDER: Final = {code: place for place, code in enumerate(CHART)}
_UNITS: Final = (*(pollutant.value for pollutant in Pollutant), "CNY")


def page(bureau: Bureau, *units: str, on: date | None = None) -> list[str]:
    """Return every balance that is not zero, of all units or of some: debit or credit, all tranches together.

    :param on: at the end of this day; now, where none is given.
    """
    sums: dict[tuple[str, str, str], int] = defaultdict(int)
    with bureau.book.reading() as connection:
        for row in balances(connection, on=on):
            unit = "CNY" if row.unit.kind is UnitKind.MONEY else str(row.unit.pollutant)
            sums[unit, row.account.chart.code, row.account.code] += row.amount
    named = sorted(sums, key=lambda name: (_UNITS.index(name[0]), _CHART_ORDER[name[1]], name[2]))
    return [
        f"{code} {unit} {'Dr' if sums[unit, chart, code] > 0 else 'Cr'} {_written(unit, abs(sums[unit, chart, code]))}"
        for unit, chart, code in named
        if sums[unit, chart, code] and unit in (units or _UNITS)
    ]


def _written(unit: str, amount: int) -> str:
    return (format_yuan if unit == "CNY" else format_tonnes)(amount)


def lines(text: str) -> list[str]:
    """Return the lines of a table as a test writes it, its columns set apart by one blank."""
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def proved(bureau: Bureau) -> None:
    """See that the control identities hold, and that every act, balance and leaf of the journal verifies."""
    with bureau.book.reading() as connection:
        assert [found for found in identities(connection) if not found.holds] == []
        assert [found for found in credit_identities(connection) if not found.holds] == []
        assert verify(connection, full=True).findings == ()
