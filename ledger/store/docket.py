"""The docket: the acts that wait for a decision, and what waits with them.

Rows are written with the unit of work that records the act, and can be rebuilt from the register of acts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.act import State
from ledger.domain.values.encoding import day_number, day_of
from ledger.store.holds import Holds
from ledger.store.statements import execute, insert, lists, markers, rows
from ledger.store.tables import docket

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from ledger.domain.bookkeeping.account import Position
    from ledger.store.positions import Positions

_COLUMNS: Final = "reference, kind, area, state, maker, effective_on, seq"
_ERASE: Final = "DELETE FROM docket WHERE reference IN ({})"
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
    """What waits, as it is for the unit of work that may change it."""

    def __init__(self, connection: Connection, positions: Positions, *, begun_at: int) -> None:
        self._connection = connection
        self._holds = Holds(connection, positions)
        self._begun_at = begun_at
        """Acts recorded after this place of the journal have no row yet."""
        self._changed: dict[int, PendingAct | None] = {}
        """What waits otherwise than the rows say, and what waits no more, by reference."""

    def put(self, act: PendingAct, *, holds: Iterable[tuple[str, str, int]]) -> None:
        """Put an act among those that wait, or in the place of what was there of it.

        :param holds: code of the account, code of the unit, amount in grams or fen: as the act registers them.
        :raises ValueError: a position that does not exist; the service that asks for it is at fault.
        """
        self._changed[act.reference] = act
        self._holds.put(act.reference, holds)

    def remove(self, reference: int) -> None:
        """Take an act off, and give free what waited for it; again changes nothing."""
        self._holds.release(reference)
        if reference > self._begun_at:
            self._changed.pop(reference, None)
        else:
            self._changed[reference] = None

    def write(self) -> None:
        """Write what was changed."""
        for references in lists(self._changed):
            self._holds.erase(references)
            execute(self._connection, _ERASE.format(markers(len(references))), references)
        waiting = [act for act in self._changed.values() if act is not None]
        insert(self._connection, docket, [_row(act) for act in waiting])
        self._holds.write(act.reference for act in waiting)
        self._begun_at = max((self._begun_at, *self._changed))
        self._changed.clear()

    def get(self, reference: int) -> PendingAct | None:
        """Return an act, or None if none waits under this reference."""
        if reference in self._changed:
            return self._changed[reference]
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
        return self._found(
            conditions, lambda act: area in {None, act.area} and (until is None or act.effective_on <= until)
        )

    def alike(self, kind: str, *, area: str, on: date) -> list[int]:
        """Return the references of the acts of a kind that wait to be checked or decided in an area for a day."""
        alike = self._found(
            {"kind = ?": kind, "area = ?": area, "effective_on = ?": day_number(on)},
            lambda act: (act.kind, act.area, act.effective_on) == (kind, area, on),
        )
        return [act.reference for act in alike if act.state in {State.RECORDED, State.CHECKED}]

    def _found(self, conditions: Mapping[str, str | int], meets: Callable[[PendingAct], bool]) -> list[PendingAct]:
        """Return the acts that meet conditions, which are told to the database and as a function."""
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        written = rows(self._connection, f"{_SELECT}{where}", tuple(conditions.values()))
        found = [_act(row) for row in written if row[0] not in self._changed]
        found += [act for act in self._changed.values() if act is not None and meets(act)]
        return sorted(found, key=attrgetter("reference"))

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


def _row(act: PendingAct) -> tuple[Any, ...]:
    return act.reference, act.kind, act.area, act.state.value, act.maker, day_number(act.effective_on), act.seq
