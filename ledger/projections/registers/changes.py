"""What each act changed in a register, in the order of the journal: sums over it hold on any day, acts dated back too.

A record says how things stand after its act, so the difference from the record before it is what the act did; and the
act counts from its own day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final, Generic

from sqlalchemy import select

from ledger.domain.values.encoding import day_of
from ledger.store.record_text import REMOVED, R, record_of, register_of
from ledger.store.tables import journal, registration

if TYPE_CHECKING:
    from sqlalchemy import Connection

_AT_ONCE: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterChange(Generic[R]):
    """What one act changed of one subject; None where there was nothing before it, or is nothing after it."""

    effective_on: date
    before: R | None
    after: R | None


def register_changes(connection: Connection, kind: type[R]) -> Iterator[RegisterChange[R]]:
    """Yield every change of a register, in the order of the journal."""
    rows = connection.execute(
        select(registration.c.subject, registration.c.body, journal.c.effective_on)
        .join(journal, journal.c.seq == registration.c.seq)
        .where(registration.c.register == register_of(kind, None))
        .order_by(registration.c.seq, registration.c.n),
        execution_options={"yield_per": _AT_ONCE},
    )
    known: dict[str, R | None] = {}
    for subject, body, day in rows:
        after = None if body == REMOVED else record_of(kind, body)
        yield RegisterChange(effective_on=day_of(day), before=known.get(subject), after=after)
        known[subject] = after
