"""What the files for other ledgers share: their parts, symbols of units, and the balances to be asserted.

A selection is a smaller set of books: every selected movement has both its sides, so it balances by itself. Where
days before the first are cut off, their selected movements open the books; at the end the balance of every
position is asserted as it follows from the selected movements, opening included. For an enterprise's own accounts,
and under a pollutant, these are its balances in the whole books; for the accounts on the other side they are not.

Acts that move nothing have no place in these files.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from sqlalchemy import ColumnElement, func, select

from ledger.domain.bookkeeping.unit import MONEY, UnitKind
from ledger.domain.values.encoding import day_of
from ledger.domain.values.quantity import INCREMENT_DECIMALS, format_tonnes, format_yuan
from ledger.projections.accounts.balances import sums_by_position
from ledger.projections.export.stream import AccountRow, ActRow, Names, UnitRow, acts, rows
from ledger.store.tables import account, journal, position, unit

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select

    from ledger.projections.export.selection import Selection

_YUAN: Final = "CNY"

_Names = Names[str, tuple[str, Callable[[int], str]]]
"""An account's name; a unit's name and what writes amounts in it."""


class Amount(NamedTuple):
    """An amount of a position as the file writes it: the account, the decimal figure, the unit."""

    account: str
    figure: str
    unit: str


class Notation(Protocol):
    """How one of the other ledgers writes the parts of its file."""

    def account(self, row: AccountRow) -> str:
        """Return the name of an account."""

    def unit(self, row: UnitRow) -> str:
        """Return the name of a unit."""

    def declared_account(self, row: AccountRow, *, on: date) -> str:
        """Return the declaration of an account."""

    def declared_unit(self, row: UnitRow, *, on: date) -> str:
        """Return the declaration of a unit."""

    def heading(self, act: ActRow) -> str:
        """Return the first lines of an act."""

    def opening_heading(self, *, on: date) -> str:
        """Return the first lines of the opening balances."""

    def posting(self, amount: Amount) -> str:
        """Return one side of a movement."""

    def assertions(self, amounts: Iterable[Amount], *, on: date) -> Iterator[str]:
        """Return the assertions of the balances at the end of a day."""


class _Sum(NamedTuple):
    """What a position holds by the selected movements, in grams or fen."""

    position_id: int
    unit_id: int
    amount: int


def lines(connection: Connection, selection: Selection, notation: Notation) -> Iterator[str]:
    """Return the file: declarations, opening balances, every act that moves something, assertions."""
    days = _days(connection, selection)
    if days is None:
        return
    opening_day, last_day = days
    for unit_row in _units(connection, selection):
        yield notation.declared_unit(unit_row, on=opening_day)
    for account_row in _accounts(connection, selection):
        yield notation.declared_account(account_row, on=opening_day)
    names = _names(connection, notation)
    if selection.starts is not None:
        sums = (found for found in _sums(connection, selection.movements_before()) if found.amount)
        for place, amount in enumerate(_amounts(sums, names)):
            yield (notation.opening_heading(on=opening_day) if place == 0 else "") + notation.posting(amount)
    yield from _acts(connection, selection, notation, names)
    yield from notation.assertions(_amounts(_sums(connection, selection.movements_until()), names), on=last_day)


def _acts(connection: Connection, selection: Selection, notation: Notation, names: _Names) -> Iterator[str]:
    for act, movements in acts(connection, selection):
        if not movements:
            continue
        parts = [notation.heading(act)]
        for _, _, unit_id, debit, credit, amount in movements:
            written, write = names.unit(unit_id)
            figure = write(amount)
            parts.append(notation.posting(Amount(names.account(debit), figure, written)))
            parts.append(notation.posting(Amount(names.account(credit), f"-{figure}", written)))
        yield "".join(parts)


def _names(connection: Connection, notation: Notation) -> _Names:
    return Names(
        connection,
        account_form=notation.account,
        unit_form=lambda row: (notation.unit(row), format_yuan if row.kind == UnitKind.MONEY else _tonnes),
    )


def _amounts(sums: Iterable[_Sum], names: _Names) -> Iterator[Amount]:
    for position_id, unit_id, amount in sums:
        written, write = names.unit(unit_id)
        yield Amount(names.account(position_id), write(amount), written)


def symbol(row: UnitRow) -> str:
    """Return a unit's short ASCII name in the file: pollutant, kind and number, or ``CNY``."""
    if row.code == MONEY.code:
        return _YUAN
    return f"{(row.pollutant or row.kind).upper()}-{row.kind[0].upper()}{row.id}"


def one_line(text: str) -> str:
    """Return a text without characters that would end its line or cannot be seen."""
    return "".join(" " if unicodedata.category(character)[0] in "CZ" else character for character in text)


def _tonnes(grams: int) -> str:
    """Write all six decimals, because the other ledger counts only as finely as it is written to."""
    return format_tonnes(grams, decimals=INCREMENT_DECIMALS)


def _days(connection: Connection, selection: Selection) -> tuple[date, date] | None:
    """Return the day of the opening balances and the last day of the file, or None where the journal is empty."""
    first, last = connection.execute(select(func.min(journal.c.effective_on), func.max(journal.c.effective_on))).one()
    if first is None:
        return None
    opening = (selection.starts or day_of(first)) - timedelta(days=1)
    return opening, max(selection.ends or day_of(last), opening)


def _accounts(connection: Connection, selection: Selection) -> Iterator[AccountRow]:
    ids = select(position.c.account_id).where(position.c.id.in_(_touched(selection)))
    columns = [account.c[name] for name in AccountRow._fields]
    return map(AccountRow._make, rows(connection, select(*columns).where(account.c.id.in_(ids)).order_by(account.c.id)))


def _units(connection: Connection, selection: Selection) -> Iterator[UnitRow]:
    ids = select(position.c.unit_id).where(position.c.id.in_(_touched(selection)))
    columns = [unit.c[name] for name in UnitRow._fields]
    return map(UnitRow._make, rows(connection, select(*columns).where(unit.c.id.in_(ids)).order_by(unit.c.id)))


def _touched(selection: Selection) -> Select[tuple[int]]:
    return select(sums_by_position(*selection.movements_until()).c.position_id)


def _sums(connection: Connection, conditions: list[ColumnElement[bool]]) -> Iterator[_Sum]:
    """Return what every touched position holds, by its number, those that hold nothing any more included."""
    sums = sums_by_position(*conditions)
    statement = (
        select(sums.c.position_id, position.c.unit_id, sums.c.amount)
        .join(position, position.c.id == sums.c.position_id)
        .order_by(sums.c.position_id)
    )
    return map(_Sum._make, rows(connection, statement))
