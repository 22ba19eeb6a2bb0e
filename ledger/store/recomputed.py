"""A position as the movements of the journal make it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.store.stored import StoredPosition


class Recomputed:
    """What the movements make of one position."""

    __slots__ = ("account", "amount", "latest_on", "lower", "unit", "unit_id", "upper")

    def __init__(self, stored: StoredPosition, *, lower: int, upper: int) -> None:
        self.account = stored.account
        self.unit = stored.unit
        self.unit_id = stored.unit_id
        self.lower = lower
        self.upper = upper
        self.amount = 0
        self.latest_on = 0
        """Latest day on which a movement counts; zero for a position that nothing ever moved."""
