"""A journal for hledger, with its accounts and commodities declared (``hledger check --strict`` accepts it).

Accounts keep their codes; characters that hledger would read as its own are written as ``%`` and two digits, as
inside the codes themselves. hledger reads UTF-8 under a UTF-8 locale alone: ``LC_ALL=C.UTF-8 hledger check``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.domain.bookkeeping.unit import UnitKind
from ledger.domain.values.encoding import day_of
from ledger.projections.export import second_ledger
from ledger.projections.export.second_ledger import Amount, one_line, symbol
from ledger.projections.rounds.assumed_terms import assumed_terms

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator
    from datetime import date

    from sqlalchemy import Connection

    from ledger.projections.export.selection import Selection
    from ledger.projections.export.stream import AccountRow, ActRow, UnitRow


def lines(connection: Connection, selection: Selection) -> Iterator[str]:
    """Return the file, an act at a time."""
    return second_ledger.lines(connection, selection, _Hledger(assumed_terms(connection)))


class _Hledger:
    """The notation of hledger journals; units whose term no notice printed say so."""

    def __init__(self, assumed: Container[str]) -> None:
        self._assumed = assumed

    def account(self, row: AccountRow) -> str:
        """Return an account's code; the colon behind the line of the chart stays, so that hledger sums by line."""
        line, _, rest = row.code.partition(":")
        return f"{line}:{''.join(_escaped(character) for character in rest)}"

    def unit(self, row: UnitRow) -> str:
        return f'"{symbol(row)}"'

    def declared_account(self, row: AccountRow, *, on: date) -> str:
        del on
        return f"account {self.account(row)}\n"

    def declared_unit(self, row: UnitRow, *, on: date) -> str:
        """Return the declaration; its decimals are the precision to which hledger balances."""
        del on
        sample = "1000.00" if row.kind == UnitKind.MONEY else "1000.000000"
        supposed = " (the term is assumed: the notice does not print it)" if row.code in self._assumed else ""
        return f"; {symbol(row)}: {one_line(row.code)}{supposed}\ncommodity {sample} {self.unit(row)}\n"

    def heading(self, act: ActRow) -> str:
        """Return day, place and narration; a semicolon would begin a comment of hledger's."""
        narration = one_line(act.narration).replace(";", "；")
        return f"\n{day_of(act.effective_on)} * ({act.seq}) {narration}\n"

    def opening_heading(self, *, on: date) -> str:
        return f"\n{on} * opening balances\n"

    def posting(self, amount: Amount) -> str:
        return f"    {amount.account}  {amount.figure} {amount.unit}\n"

    def assertions(self, amounts: Iterable[Amount], *, on: date) -> Iterator[str]:
        """Return one act of nothing but assertions."""
        for place, amount in enumerate(amounts):
            heading = f"\n{on} * closing balances\n" if place == 0 else ""
            yield f"{heading}    {amount.account}  0 {amount.unit} = {amount.figure} {amount.unit}\n"


def _escaped(character: str) -> str:
    if character in ':;"' or not character.isprintable() or character.isspace():
        return "".join(f"%{byte:02X}" for byte in character.encode())
    return character
