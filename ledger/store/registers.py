"""The registers: what the last registration of a subject says of it, in step with the acts not written yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.domain.values.text import folded
from ledger.errors import NotFound, say
from ledger.store.record_text import REMOVED, R, record_of, register_of
from ledger.store.register_memory import RegisterMemory, as_written, texts_of
from ledger.store.statements import rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from ledger.store.journal import Journal

_LAST: Final = "SELECT body FROM registration WHERE register = ? AND subject = ? ORDER BY seq DESC, n DESC LIMIT 1"
_REGISTER: Final = "SELECT subject, body FROM registration WHERE register = ? ORDER BY seq, n"
_PARTS: Final = "SELECT register, subject, body FROM registration WHERE register >= ? AND register < ? ORDER BY seq, n"


class Registers:
    """Finds records; without a journal, on a connection that only reads, what is written is all there is."""

    def __init__(
        self, connection: Connection, journal: Journal | None = None, *, memory: RegisterMemory | None = None
    ) -> None:
        self._connection = connection
        self._journal = journal
        self._memory = RegisterMemory() if memory is None else memory

    def find(self, kind: type[R], subject: str, *, owner: str | None = None) -> R | None:
        """Return what is so of a subject, or None if nothing was ever registered, or all of it was taken back."""
        body = self._body(register_of(kind, owner), subject)
        return None if body is None else record_of(kind, body)

    def alike(self, kind: type[R], subject: str) -> R | None:
        """Return what is so of a subject, or of one that cannot be told from it by its look."""
        wanted = folded(subject)
        register = register_of(kind, None)
        bodies = self._whole(register)
        found = (body for each, body in bodies.items() if folded(each) == wanted and body != REMOVED)
        return next((record_of(kind, body) for body in found), None)

    def all(self, kind: type[R], *, owner: str | None = None) -> list[R]:
        """Return what is so of every subject of a register, or of its owner's part, in the order of the subjects."""
        bodies = self._whole(register_of(kind, owner))
        return [record_of(kind, bodies[subject]) for subject in sorted(bodies) if bodies[subject] != REMOVED]

    def whose(self, kind: type[R], member: str, text: str) -> list[R]:
        """Return what is so of the subjects of which a member is this text, in the order of the subjects."""
        register, wanted = register_of(kind, None), as_written(text)
        written, *own = self._layers(register)
        named = (
            self._memory.named(register, member, wanted)
            if written is self._memory.whole.get(register)
            else (subject for subject, body in written.items() if wanted in texts_of(member, body))
        )
        subjects = {
            *named,
            *(each for bodies in own for each, body in bodies.items() if wanted in texts_of(member, body)),
        }
        bodies = {each: layer[each] for layer in (written, *own) for each in subjects if each in layer}
        found = (record_of(kind, bodies[each]) for each in sorted(subjects) if bodies[each] != REMOVED)
        return [record for record in found if getattr(record, member) == text]

    def everywhere(self, kind: type[R]) -> list[R]:
        """Return what is so of every subject of all owners, in the order of owners and subjects."""
        bodies = self._parts(register_of(kind, None))
        parts = [record_of(kind, bodies[name]) for name in sorted(bodies) if bodies[name] != REMOVED]
        return self.all(kind) + parts

    def body(self, register: str, subject: str) -> str:
        """Return the text last registered of a subject.

        :raises NotFound: ``registration.missing``.
        """
        body = self._body(register, subject)
        if body is None:
            raise NotFound(
                say("登记簿“{register}”中没有“{subject}”", register=register, subject=subject),
                code="registration.missing",
            )
        return body

    def _body(self, register: str, subject: str) -> str | None:
        body = self._last(register, subject)
        return None if body == REMOVED else body

    def _last(self, register: str, subject: str) -> str | None:
        pending = self._pending().get(register)
        if pending is not None and subject in pending:
            return pending[subject]
        written = self._written()
        if written is None:
            return self._read(register, subject)
        if register in written and subject in written[register]:
            return written[register][subject]
        # What this unit of work registered itself was found above: whatever is read now was there before it.
        name = (register, subject)
        if name not in self._memory.bodies:
            self._memory.bodies[name] = self._read(register, subject)
        return self._memory.bodies[name]

    def _read(self, register: str, subject: str) -> str | None:
        found = rows(self._connection, _LAST, (register, subject))
        return found[0][0] if found else None

    def _whole(self, register: str) -> Mapping[str, str]:
        written, *own = self._layers(register)
        return {**written, **own[0], **own[1]} if any(own) else written

    def _parts(self, register: str) -> Mapping[tuple[str, str], str]:
        """Return the bodies of all owners' parts of a register, by part and subject."""
        written = self._written()
        first, behind = f"{register}/", f"{register}0"  # the digit follows the stroke
        known = self._memory.parts.get(register) if written is not None else None
        if known is None:
            found = rows(self._connection, _PARTS, (first, behind))
            known = {(part, subject): body for part, subject, body in found}
            if self._journal is None or not self._journal.has_written:
                self._memory.parts[register] = known
        own = {
            (part, subject): body
            for layer in (written or {}, self._pending())
            for part, bodies in layer.items()
            if part.startswith(first)
            for subject, body in bodies.items()
        }
        return {**known, **own} if own else known

    def _layers(self, register: str) -> tuple[Mapping[str, str], Mapping[str, str], Mapping[str, str]]:
        """Return what was written before, what this unit of work wrote, and what is pending: the later prevails."""
        written = self._written()
        known = self._memory.whole.get(register) if written is not None else None
        if known is None:
            known = dict(rows(self._connection, _REGISTER, (register,)))
            if self._journal is None or not self._journal.has_written:
                self._memory.whole[register] = known
        return known, {} if written is None else written.get(register, {}), self._pending().get(register, {})

    def _written(self) -> Mapping[str, Mapping[str, str]] | None:
        """Return what this unit of work registered and wrote; None if it cannot tell."""
        return {} if self._journal is None else self._journal.registered

    def _pending(self) -> Mapping[str, Mapping[str, str]]:
        return {} if self._journal is None else self._journal.pending
