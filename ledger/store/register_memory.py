"""What the registers said when a process last looked, kept from one unit of work to the next.

It holds for one size of the journal only: whoever finds the journal at another size begins anew. The right to write is
exclusive, and so is the use of this memory; it takes up what a unit of work registered while that right is still held.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_MOST: Final = 200_000
"""Subjects kept; a process that asks for more forgets them all and asks again."""


class RegisterMemory:
    """Bodies by register and subject; None where nothing was ever registered."""

    def __init__(self, size: int = 0) -> None:
        self.bodies: dict[tuple[str, str], str | None] = {}
        self.whole: dict[str, dict[str, str]] = {}
        """Registers that were read as a whole."""
        self._size = size

    def at(self, size: int) -> RegisterMemory:
        """Return this memory, emptied if it is not of a journal of this size."""
        if self._size != size or len(self.bodies) > _MOST:
            self.forget()
            self._size = size
        return self

    def forget(self) -> None:
        """Know nothing."""
        self.bodies.clear()
        self.whole.clear()
        self._size = 0

    def take_up(self, registered: Mapping[str, Mapping[str, str]], *, size: int) -> None:
        """Learn what was registered on the way to a journal of this size."""
        for register, bodies in registered.items():
            for subject, body in bodies.items():
                self.bodies[register, subject] = body
            if register in self.whole:
                self.whole[register].update(bodies)
        self._size = size
