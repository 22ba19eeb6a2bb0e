"""Positions: opened when a movement first needs them, found again by account and unit.

The names are append-only, so what a process has read once stays true.
"""

from __future__ import annotations

from collections import defaultdict
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Table

from ledger.domain.bookkeeping.account import CHART, Account, Position
from ledger.domain.bookkeeping.unit import Origin, Unit, UnitKind
from ledger.domain.values.encoding import day_number, day_of
from ledger.domain.values.pollutant import Pollutant
from ledger.store import tables
from ledger.store.statements import insert, rows

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import Connection


ACCOUNT_COLUMNS: Final = (tables.account.c.chart, tables.account.c.area, tables.account.c.holder)
UNIT_COLUMNS: Final = (
    tables.unit.c.kind,
    tables.unit.c.pollutant,
    tables.unit.c.area,
    tables.unit.c.basin,
    tables.unit.c.term_from,
    tables.unit.c.term_to,
    tables.unit.c.origin,
    tables.unit.c.source,
)
_UNIT: Final = ", ".join(f"unit.{column.name}" for column in UNIT_COLUMNS)
_FIND: Final = (
    "SELECT position.id, unit.id FROM account JOIN position ON position.account_id = account.id"
    " JOIN unit ON unit.id = position.unit_id WHERE account.code = ? AND unit.code = ?"
)
_OF_ACCOUNT: Final = (
    f"SELECT position.id, unit.id, unit.code, {_UNIT} FROM account JOIN position ON position.account_id = account.id"
    " JOIN unit ON unit.id = position.unit_id WHERE account.code = ?"
)
_ACCOUNTS: Final = "SELECT chart, area, holder FROM account WHERE chart = ?"


class PositionRegistry:
    """The positions that this process knows to be recorded, shared by its units of work."""

    def __init__(self) -> None:
        self.by_name: dict[tuple[str, str], Position] = {}
        self.units: dict[str, Unit] = {}
        self.ids: dict[tuple[str, str], int] = {}
        """Numbers of accounts and units, by table and code."""


class _Unwritten:
    """Rows of what was opened, in the order of their columns, until they are written."""

    def __init__(self) -> None:
        self.accounts: list[tuple[Any, ...]] = []
        self.units: list[tuple[Any, ...]] = []
        self.positions: list[tuple[Any, ...]] = []
        self.balances: list[tuple[Any, ...]] = []
        self.of_account: dict[str, list[Position]] = defaultdict(list)
        """The positions by the codes of their accounts."""

    def add(self, position: Position, *, account_id: int) -> None:
        self.positions.append((position.id, account_id, position.unit_id))
        self.balances.append((position.id, 0, position.lower, position.upper, 0))
        self.of_account[position.account.code].append(position)


class Positions:
    """The positions of one unit of work; what it opens is known to others only when it has committed."""

    def __init__(self, connection: Connection, registry: PositionRegistry) -> None:
        self._connection = connection
        self._registry = registry
        self._opened: dict[tuple[str, str], Position] = {}
        self._ids: dict[tuple[str, str], int] = {}
        self._last: dict[str, int] = {}
        self._missing: set[tuple[str, str]] = set()
        """Positions that were asked for in vain: while this unit of work lasts, nobody else opens them."""
        self._of_account: dict[str, list[Position]] = {}
        self._unwritten = _Unwritten()

    def find(self, account: Account, unit: Unit) -> Position | None:
        """Return the position of an account in a unit, or None if nothing ever moved there."""
        name = (account.code, unit.code)
        known = self._known(name)
        if known is None and (ids := self._read_ids(name)) is not None:
            number, unit_id = ids
            unit = self._registry.units.setdefault(unit.code, unit)
            known = self._registry.by_name[name] = Position(number, unit_id, account, unit)
        return known

    def number_of(self, account_code: str, unit_code: str) -> int | None:
        """Return the number of a position by its codes, or None if nothing ever moved there."""
        name = (account_code, unit_code)
        known = self._known(name)
        if known is not None:
            return known.id
        ids = self._read_ids(name)
        return None if ids is None else ids[0]

    def open(self, account: Account, unit: Unit) -> Position:
        """Open the position of an account in a unit, which there is not yet; it is written with what moves it."""
        unit = self._registry.units.setdefault(unit.code, unit)
        name = (account.code, unit.code)
        account_id = self._row_id(tables.account, account.code)
        if account_id is None:
            account_id = self._ids[tables.account.name, account.code] = self._next_id(tables.account)
            self._unwritten.accounts.append(
                (account_id, account.code, account.chart.code, account.area, account.holder)
            )
        unit_id = self._row_id(tables.unit, unit.code)
        if unit_id is None:
            unit_id = self._ids[tables.unit.name, unit.code] = self._next_id(tables.unit)
            columns = {"id": unit_id, **unit_columns(unit)}
            self._unwritten.units.append(tuple(columns[column.name] for column in tables.unit.c))
        opened = self._opened[name] = Position(self._next_id(tables.position), unit_id, account, unit)
        self._unwritten.add(opened, account_id=account_id)
        self._missing.discard(name)
        self._of_account.pop(account.code, None)
        return opened

    def write(self) -> None:
        """Write the rows of what was opened; the acts that move it are written after it."""
        unwritten = self._unwritten
        insert(self._connection, tables.account, unwritten.accounts)
        insert(self._connection, tables.unit, unwritten.units)
        insert(self._connection, tables.position, unwritten.positions)
        insert(self._connection, tables.balance, unwritten.balances)
        self._unwritten = _Unwritten()

    def of_account(self, account: Account) -> list[Position]:
        """Return the positions of an account in the order of the codes of their units."""
        known = self._of_account.get(account.code)
        if known is None:
            found = [self._read(account, row) for row in rows(self._connection, _OF_ACCOUNT, (account.code,))]
            found += self._unwritten.of_account.get(account.code, ())
            known = self._of_account[account.code] = sorted(found, key=lambda position: position.unit.code)
        return known

    def accounts(self, chart_code: str, *, area: str | None) -> tuple[Account, ...]:
        """Return the accounts that were opened under a line of the chart, in the order of their codes."""
        written = rows(self._connection, _ACCOUNTS, (chart_code,))
        new = (row[2:] for row in self._unwritten.accounts if row[2] == chart_code)
        accounts = (account_of(*row) for row in (*written, *new) if area in {None, row[1]})
        return tuple(sorted(accounts, key=attrgetter("code")))

    def require_moved(self, moved: Collection[int]) -> None:
        """Refuse positions that were opened for a movement which was then not made.

        :raises ValueError: the service that asked for them is at fault.
        """
        unmoved = [name for name, position in self._opened.items() if position.id not in moved]
        if unmoved:
            message = f"positions were opened and never moved: {unmoved}"
            raise ValueError(message)

    def publish(self) -> None:
        """Let the other units of work of this process know what was opened, now that it is recorded."""
        self._registry.by_name.update(self._opened)
        self._registry.ids.update(self._ids)
        self._opened.clear()

    def _read(self, account: Account, row: Sequence[Any]) -> Position:
        number, unit_id, code, *columns = row
        name = (account.code, code)
        known = self._known(name)
        if known is None:
            unit = self._registry.units.get(code) or self._registry.units.setdefault(code, unit_of(*columns))
            known = self._registry.by_name[name] = Position(number, unit_id, account, unit)
        return known

    def _known(self, name: tuple[str, str]) -> Position | None:
        return self._registry.by_name.get(name) or self._opened.get(name)

    def _read_ids(self, name: tuple[str, str]) -> tuple[int, int] | None:
        if name in self._missing:
            return None
        found = rows(self._connection, _FIND, name)
        if not found:
            self._missing.add(name)
            return None
        return found[0][0], found[0][1]

    def _row_id(self, table: Table, code: str) -> int | None:
        name = (table.name, code)
        known = self._registry.ids.get(name) or self._ids.get(name)
        if known is None:
            found = rows(self._connection, f"SELECT id FROM {table.name} WHERE code = ?", (code,))
            if found:
                known = self._registry.ids[name] = found[0][0]
        return known

    def _next_id(self, table: Table) -> int:
        """Return the number that follows the last one, and give it away."""
        if table.name not in self._last:
            [(last,)] = rows(self._connection, f"SELECT max(id) FROM {table.name}")
            self._last[table.name] = last or 0
        self._last[table.name] += 1
        return self._last[table.name]


def account_of(chart: str, area: str, holder: str | None) -> Account:
    """Return the account of a row that carries :data:`ACCOUNT_COLUMNS`."""
    return Account(chart=CHART[chart], area=area, holder=holder)


def unit_of(  # noqa: PLR0917 - one argument a column, in their order
    kind: str,
    pollutant: str | None,
    area: str | None,
    basin: str | None,
    term_from: int | None,
    term_to: int | None,
    origin: str | None,
    source: str | None,
) -> Unit:
    """Return the unit of a row that carries :data:`UNIT_COLUMNS`."""
    return Unit(
        kind=UnitKind(kind),
        pollutant=Pollutant(pollutant) if pollutant else None,
        area=area,
        basin=basin,
        term_from=day_of(term_from) if term_from else None,
        term_to=day_of(term_to) if term_to else None,
        origin=Origin(origin) if origin else None,
        source=source,
    )


def unit_columns(unit: Unit) -> dict[str, object]:
    """Return the columns of a unit's row, but for its number."""
    return {
        "code": unit.code,
        "kind": unit.kind.value,
        "pollutant": unit.pollutant and unit.pollutant.value,
        "area": unit.area,
        "basin": unit.basin,
        "term_from": unit.term_from and day_number(unit.term_from),
        "term_to": unit.term_to and day_number(unit.term_to),
        "origin": unit.origin and unit.origin.value,
        "source": unit.source,
    }
