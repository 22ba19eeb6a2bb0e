"""Positions: opened when a movement first needs them, found again by account and unit.

The names are append-only, so what a process has read once stays true.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import Table, func, insert, select

from ledger.domain.account import CHART, Account, Position
from ledger.domain.encoding import day_number, day_of
from ledger.domain.pollutant import Pollutant
from ledger.domain.unit import Origin, Unit, UnitKind
from ledger.store import tables

if TYPE_CHECKING:
    from collections.abc import Collection

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
)


class PositionRegistry:
    """The positions that this process knows to be recorded, shared by its units of work."""

    def __init__(self) -> None:
        self.by_name: dict[tuple[str, str], Position] = {}
        self.units: dict[str, Unit] = {}


class Positions:
    """The positions of one unit of work; what it opens is known to others only when it has committed."""

    def __init__(self, connection: Connection, registry: PositionRegistry) -> None:
        self._connection = connection
        self._registry = registry
        self._opened: dict[tuple[str, str], Position] = {}

    def get(self, account: Account, unit: Unit) -> Position:
        """Return the position of an account in a unit, opening it if there is none."""
        name = (account.code, unit.code)
        known = self._registry.by_name.get(name) or self._opened.get(name)
        if known is None:
            unit = self._registry.units.setdefault(unit.code, unit)
            known = self._find(account, unit)
            if known is None:
                known = self._opened[name] = self._open(account, unit)
            else:
                self._registry.by_name[name] = known
        return known

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
        self._opened.clear()

    def _find(self, account: Account, unit: Unit) -> Position | None:
        account_id = _row_id(self._connection, tables.account, account.code)
        unit_id = _row_id(self._connection, tables.unit, unit.code)
        if account_id is None or unit_id is None:
            return None
        number = self._connection.scalar(
            select(tables.position.c.id).where(
                tables.position.c.account_id == account_id, tables.position.c.unit_id == unit_id
            )
        )
        return None if number is None else Position(number, unit_id, account, unit)

    def _open(self, account: Account, unit: Unit) -> Position:
        connection = self._connection
        account_id = _row_id(connection, tables.account, account.code)
        if account_id is None:
            account_id = _next_id(connection, tables.account)
            connection.execute(
                insert(tables.account).values(
                    id=account_id,
                    code=account.code,
                    chart=account.chart.code,
                    area=account.area,
                    holder=account.holder,
                )
            )
        unit_id = _row_id(connection, tables.unit, unit.code)
        if unit_id is None:
            unit_id = _next_id(connection, tables.unit)
            connection.execute(insert(tables.unit).values(id=unit_id, **unit_columns(unit)))
        position = Position(_next_id(connection, tables.position), unit_id, account, unit)
        connection.execute(insert(tables.position).values(id=position.id, account_id=account_id, unit_id=unit_id))
        connection.execute(
            insert(tables.balance).values(
                position_id=position.id, amount=0, lower=position.lower, upper=position.upper, latest_on=0
            )
        )
        return position


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
    }


def _row_id(connection: Connection, table: Table, code: str) -> int | None:
    return connection.scalar(select(table.c.id).where(table.c.code == code))


def _next_id(connection: Connection, table: Table) -> int:
    return (connection.scalar(select(func.max(table.c.id))) or 0) + 1
