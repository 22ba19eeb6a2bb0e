"""The docket: the acts that wait for a decision, and what waits with them.

Rows are written at once, with the unit of work that records the act, and can be rebuilt from the register of acts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.act import State
from ledger.domain.values.encoding import day_number, day_of
from ledger.store.holds import Holds
from ledger.store.statements import execute, rows

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from ledger.domain.bookkeeping.account import Position

_COLUMNS: Final = "reference, kind, area, state, maker, effective_on, seq"
_PUT: Final = (
    f"INSERT INTO docket ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (reference) DO UPDATE"
    " SET kind = excluded.kind, area = excluded.area, state = excluded.state, maker = excluded.maker,"
    " effective_on = excluded.effective_on, seq = excluded.seq"
)
_REMOVE: Final = "DELETE FROM docket WHERE reference = ?"
_SELECT: Final = f"SELECT {_COLUMNS} FROM docket"


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingAct:
    """An act that is not decided yet; ``seq`` is the place of the act that last registered it."""

    reference: int
    kind: str
    area: str
    state: State
    maker: str
    effective_on: date
    seq: int


class Docket:
    """What waits, in step with the unit of work that changes it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._holds = Holds(connection)

    def put(self, act: PendingAct, *, holds: Iterable[tuple[str, str, int]]) -> None:
        """Put an act among those that wait, or in the place of what was there of it.

        :param holds: code of the account, code of the unit, amount in grams or fen: as the act registers them.
        :raises ValueError: a position that does not exist; the service that asks for it is at fault.
        """
        day = day_number(act.effective_on)
        execute(
            self._connection,
            _PUT,
            (act.reference, act.kind, act.area, act.state.value, act.maker, day, act.seq),
        )
        self._holds.put(act.reference, holds)

    def remove(self, reference: int) -> None:
        """Take an act off, and give free what waited for it; again changes nothing."""
        self._holds.release(reference)
        execute(self._connection, _REMOVE, (reference,))

    def get(self, reference: int) -> PendingAct | None:
        """Return an act, or None if none waits under this reference."""
        found = rows(self._connection, f"{_SELECT} WHERE reference = ?", (reference,))
        return _act(found[0]) if found else None

    def pending(self, *, area: str | None = None, until: date | None = None) -> list[PendingAct]:
        """Return the acts that wait, in the order in which they were recorded.

        :param area: only of this area.
        :param until: only those that would count on this day or before.
        """
        conditions: dict[str, str | int] = {}
        if area is not None:
            conditions["area = ?"] = area
        if until is not None:
            conditions["effective_on <= ?"] = day_number(until)
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        found = rows(self._connection, f"{_SELECT}{where} ORDER BY reference", tuple(conditions.values()))
        return [_act(row) for row in found]

    def alike(self, kind: str, *, area: str, on: date) -> list[int]:
        """Return the references of the acts of a kind that wait to be checked or decided in an area for a day."""
        sql = (
            "SELECT reference FROM docket WHERE kind = ? AND area = ? AND effective_on = ? AND state IN (?, ?)"
            " ORDER BY reference"
        )
        given = (kind, area, day_number(on), State.RECORDED.value, State.CHECKED.value)
        return [row[0] for row in rows(self._connection, sql, given)]

    def held(self, position: Position, *, besides: int | None = None, after: int = 0) -> int:
        """Return how much of a position waits for decisions, in grams or fen.

        :param besides: the act whose own part does not count.
        :param after: only with acts that were recorded after this place of the journal.
        """
        return self._holds.held(position.id, besides=besides, after=after)


def _act(row: tuple[Any, ...]) -> PendingAct:
    reference, kind, area, state, maker, effective_on, seq = row
    return PendingAct(
        reference=reference,
        kind=kind,
        area=area,
        state=State(state),
        maker=maker,
        effective_on=day_of(effective_on),
        seq=seq,
    )
