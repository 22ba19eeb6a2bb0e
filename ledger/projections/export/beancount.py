"""A file for beancount, with balance assertions that tolerate nothing (``bean-check`` accepts it).

Beancount wants ASCII capitals or digits at the head of every part of an account, so an account is written as type,
line of the chart, number and name; its code stands beside it as metadata. No account is above another one, because
beancount's assertions count what stands below.
"""

from __future__ import annotations

import unicodedata
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from ledger.domain.bookkeeping.account import CHART, Side
from ledger.domain.values.encoding import day_of
from ledger.projections.export import second_ledger
from ledger.projections.export.second_ledger import Amount, one_line, symbol
from ledger.projections.rounds.assumed_terms import assumed_terms

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping
    from datetime import date

    from sqlalchemy import Connection

    from ledger.projections.export.selection import Selection
    from ledger.projections.export.stream import AccountRow, ActRow, UnitRow

_TYPES: Final[Mapping[Side, str]] = {Side.DEBIT: "Assets", Side.CREDIT: "Liabilities", Side.BOTH: "Equity"}


def lines(connection: Connection, selection: Selection) -> Iterator[str]:
    """Return the file, an act at a time."""
    return second_ledger.lines(connection, selection, _Beancount(assumed_terms(connection)))


class _Beancount:
    """The notation of beancount; units whose term no notice printed say so."""

    def __init__(self, assumed: Container[str]) -> None:
        self._assumed = assumed

    def account(self, row: AccountRow) -> str:
        """Return type, line of the chart, number and name of an account."""
        line = (row.chart[0].upper() + row.chart[1:]).replace(".", "-")
        name = "".join(_letter(character) for character in row.holder or row.area)
        return f"{_TYPES[CHART[row.chart].side]}:{line}:A{row.id}-{name}"

    def unit(self, row: UnitRow) -> str:
        return symbol(row)

    def declared_account(self, row: AccountRow, *, on: date) -> str:
        return f"{on} open {self.account(row)}\n  code: {_string(row.code)}\n"

    def declared_unit(self, row: UnitRow, *, on: date) -> str:
        supposed = "  term_assumed: TRUE\n" if row.code in self._assumed else ""
        return f"{on} commodity {self.unit(row)}\n  code: {_string(row.code)}\n{supposed}"

    def heading(self, act: ActRow) -> str:
        day = day_of(act.effective_on)
        return f"\n{day} * {_string(act.narration)}\n  seq: {act.seq}\n  kind: {_string(act.kind)}\n"

    def opening_heading(self, *, on: date) -> str:
        return f'\n{on} * "opening balances"\n'

    def posting(self, amount: Amount) -> str:
        return f"  {amount.account}  {amount.figure} {amount.unit}\n"

    def assertions(self, amounts: Iterable[Amount], *, on: date) -> Iterator[str]:
        """Return the assertions as of the next morning; without ``~ 0`` beancount would let a gram pass."""
        morning = on + timedelta(days=1)
        for amount in amounts:
            yield f"{morning} balance {amount.account}  {amount.figure} ~ 0 {amount.unit}\n"


def _letter(character: str) -> str:
    """Return a character that beancount takes inside a name: a letter or a digit, else a hyphen."""
    category = unicodedata.category(character)
    return character if category[0] == "L" or category == "Nd" else "-"


def _string(text: str) -> str:
    escaped = one_line(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
