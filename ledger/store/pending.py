"""The rows of acts that are appended and not written yet, and what can be asked of them before they are.

Whoever appends many acts seldom asks, so they are indexed when somebody does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any


class Pending:
    """Rows of ``journal``, ``movement`` and ``registration`` in the order of their columns."""

    def __init__(self) -> None:
        self.acts: list[tuple[Any, ...]] = []
        self.movements: list[tuple[Any, ...]] = []
        self.registrations: list[tuple[Any, ...]] = []
        self._places: dict[str, tuple[int, bytes]] = {}
        self._last_numbers: dict[str, int] = defaultdict(int)
        self._bodies: dict[str, dict[str, str]] = defaultdict(dict)
        self._indexed = [0, 0]
        """How many acts and registrations are indexed."""
        self.asked = False
        """Whether somebody asked what these acts register."""

    def place(self, key: str) -> tuple[int, bytes] | None:
        """Return place and request digest of the act under an idempotency key, if it is among these."""
        self._index_acts()
        return self._places.get(key)

    def last_number(self, series: str) -> int:
        """Return the greatest number of a series among these acts, or 0."""
        self._index_acts()
        return self._last_numbers.get(series, 0)

    @property
    def bodies(self) -> Mapping[str, Mapping[str, str]]:
        """Return of each register the subjects with the last bodies that these acts register."""
        self.asked = True
        for _, _, _, register, subject, body in self.registrations[self._indexed[1] :]:
            self._bodies[register][subject] = body
        self._indexed[1] = len(self.registrations)
        return self._bodies

    def _index_acts(self) -> None:
        for act in self.acts[self._indexed[0] :]:
            seq, _, key, request_digest, _, _, _, _, _, series, number, *_ = act
            self._places[key] = seq, request_digest
            if series is not None:
                self._last_numbers[series] = max(self._last_numbers[series], number or 0)
        self._indexed[0] = len(self.acts)
