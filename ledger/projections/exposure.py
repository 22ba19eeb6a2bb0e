"""What hangs on each provision: how many posted acts were judged by it, and how much they moved.

An auditor asks it of the assumptions first. Acts that were taken back, and the acts that took them back, do not count.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from ledger.domain.bookkeeping.judged_by import AppliedProvision, JudgedBy
from ledger.domain.bookkeeping.unit import UnitKind
from ledger.store.record_text import record_of
from ledger.store.tables import journal, movement, registration, unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection


@dataclass(slots=True)
class Exposure:
    """The acts that were judged by one provision, and the sum of their movements: grams of each kind, and fen."""

    acts: int = 0
    moved: dict[UnitKind, int] = field(default_factory=lambda: dict.fromkeys(UnitKind, 0))


def exposures(connection: Connection) -> Mapping[AppliedProvision, Exposure]:
    """Return the exposure to every provision by which a standing act was judged."""
    taken_back = {
        place
        for pair in connection.execute(select(journal.c.seq, journal.c.reverses).where(journal.c.reverses.is_not(None)))
        for place in pair
    }
    judged = {
        seq: record_of(JudgedBy, body).provisions
        for seq, body in connection.execute(
            select(registration.c.seq, registration.c.body).where(registration.c.register == JudgedBy.REGISTER)
        )
        if seq not in taken_back
    }
    found: dict[AppliedProvision, Exposure] = defaultdict(Exposure)
    for provisions in judged.values():
        for provision in provisions:
            found[provision].acts += 1
    sums = (
        select(movement.c.seq, unit.c.kind, func.sum(movement.c.amount))
        .join(unit, unit.c.id == movement.c.unit_id)
        .join(registration, registration.c.seq == movement.c.seq)
        .where(registration.c.register == JudgedBy.REGISTER)
        .group_by(movement.c.seq, unit.c.kind)
    )
    for seq, kind, amount in connection.execute(sums):
        for provision in judged.get(seq, ()):
            found[provision].moved[UnitKind(kind)] += int(amount)
    return found
