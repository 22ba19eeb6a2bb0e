"""What the registers said when a process last looked, kept from one unit of work to the next.

It holds for one size of the journal only: whoever finds the journal at another size begins anew. The right to write is
exclusive, and so is the use of this memory; it takes up what a unit of work registered while that right is still held.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from ledger.domain.values.encoding import canonical_json

_MOST: Final = 200_000
"""Subjects kept; a process that asks for more forgets them all and asks again."""


class RegisterMemory:
    """Bodies by register and subject; None where nothing was ever registered."""

    def __init__(self, size: int = 0) -> None:
        self.bodies: dict[tuple[str, str], str | None] = {}
        self.whole: dict[str, dict[str, str]] = {}
        """Registers that were read as a whole."""
        self.parts: dict[str, dict[tuple[str, str], str]] = {}
        """Of registers whose owners' parts were read together: bodies by part and subject."""
        self._named: dict[tuple[str, str], dict[str, set[str]]] = {}
        """Subjects of whole registers by the texts of a member: those that had it once, too."""
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
        self.parts.clear()
        self._named.clear()
        self._size = 0

    def named(self, register: str, member: str, text: str) -> Collection[str]:
        """Return the subjects of a register that was read as a whole of which a member is this text, or once was.

        :param text: as :func:`as_written` gives it.
        """
        named = self._named.get((register, member))
        if named is None:
            named = defaultdict(set)
            _note(named, member, self.whole[register])
            self._named[register, member] = named  # not before all is noted: other readers find it there
        return named.get(text, ())

    def take_up(self, registered: Mapping[str, Mapping[str, str]], *, size: int) -> None:
        """Learn what was registered on the way to a journal of this size."""
        for register, bodies in registered.items():
            for subject, body in bodies.items():
                self.bodies[register, subject] = body
            if register in self.whole:
                self.whole[register].update(bodies)
            kind, _, owner = register.partition("/")
            if owner and kind in self.parts:
                self.parts[kind] |= {(register, subject): body for subject, body in bodies.items()}
        for (register, member), named in self._named.items():
            _note(named, member, registered.get(register, {}))
        self._size = size


def as_written(text: str) -> str:
    """Return a text as JSON writes it, up to the first quotation mark: what :func:`texts_of` yields of a record."""
    return canonical_json(text)[1:].partition('"')[0]


def texts_of(member: str, body: str) -> Iterator[str]:
    """Yield what a member is in the text of a record, of each of its parts that has such a member."""
    for found in body.split(f'"{member}":"')[1:]:
        yield found.partition('"')[0]


def _note(named: dict[str, set[str]], member: str, bodies: Mapping[str, str]) -> None:
    for subject, body in bodies.items():
        for text in texts_of(member, body):
            named[text].add(subject)
