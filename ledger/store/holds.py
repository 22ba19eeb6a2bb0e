"""What waits with the acts that are not decided yet, by position: read once in a unit of work, then kept in step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from ledger.store.statements import execute, insert, markers, rows
from ledger.store.tables import hold

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from ledger.store.positions import Positions

_ALL: Final = "SELECT reference, position_id, amount FROM hold"
_ERASE: Final = "DELETE FROM hold WHERE reference IN ({})"


class Holds:
    """The rows of ``hold``, as they are for the unit of work that may change them."""

    def __init__(self, connection: Connection, positions: Positions) -> None:
        self._connection = connection
        self._names = positions
        self._of_position: dict[int, dict[int, int]] = defaultdict(dict)
        self._positions: dict[int, list[int]] = defaultdict(list)
        """The positions of each act."""
        self._read = False

    def put(self, reference: int, holds: Iterable[tuple[str, str, int]]) -> None:
        """Put an act's holds in the place of those that it had.

        :raises ValueError: a position that does not exist; the service that asks for it is at fault.
        """
        self.release(reference)
        for account, unit, amount in holds:
            number = self._names.number_of(account, unit)
            if number is None:
                message = f"{account} has never held {unit}"
                raise ValueError(message)
            self._take(reference, number, amount)

    def release(self, reference: int) -> None:
        """Let go of what an act holds; again changes nothing."""
        self._ensure_read()
        for position in self._positions.pop(reference, ()):
            del self._of_position[position][reference]

    def erase(self, references: tuple[int, ...]) -> None:
        """Take the rows of acts away, to write them anew."""
        execute(self._connection, _ERASE.format(markers(len(references))), references)

    def write(self, references: Iterable[int]) -> None:
        """Write the rows of acts that have none."""
        new = [
            (reference, position, self._of_position[position][reference])
            for reference in references
            for position in self._positions.get(reference, ())
        ]
        insert(self._connection, hold, new)

    def held(self, position_id: int, *, besides: int | None, after: int = 0) -> int:
        """Return how much of a position waits, without the part of one act.

        :param after: only with acts that were recorded after this place of the journal.
        """
        self._ensure_read()
        holds = self._of_position.get(position_id, {})
        return sum(amount for reference, amount in holds.items() if reference > after and reference != besides)

    def _ensure_read(self) -> None:
        if not self._read:
            self._read = True
            for reference, position, amount in rows(self._connection, _ALL):
                self._take(reference, position, amount)

    def _take(self, reference: int, position: int, amount: int) -> None:
        self._of_position[position][reference] = amount
        self._positions[reference].append(position)
