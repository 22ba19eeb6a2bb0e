"""In whose stead a step was taken: who was away on its day, and had the one who took it for a deputy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from ledger.domain.bookkeeping.act import State
from ledger.domain.people.absence import Absence
from ledger.store.record_text import REMOVED, record_of
from ledger.store.tables import registration

if TYPE_CHECKING:
    from datetime import date

    from ledger.projections.desk.act_file import WayStep
    from ledger.projections.view import View


@dataclass(frozen=True, slots=True)
class _Entered:
    seq: int
    absence: Absence


class Steads:
    """The absences of a book as they were entered: what was known of them at any place of the journal."""

    def __init__(self, view: View) -> None:
        bodies = view.execute(
            select(registration.c.seq, registration.c.body)
            .where(registration.c.register == Absence.REGISTER)
            .order_by(registration.c.seq, registration.c.n)
        )
        self._entered = [_Entered(seq, record_of(Absence, body)) for seq, body in bodies if body != REMOVED]

    def of(self, step: WayStep, *, day: date, maker: str) -> tuple[str, ...]:
        """Return for whom a step was taken, besides for himself; nobody for what its own maker did.

        :param day: the legal date on which it was taken.
        """
        if step.person == maker or step.state is State.RECORDED:
            return ()
        known = {entered.absence.person: entered.absence for entered in self._entered if entered.seq < step.seq}
        return tuple(sorted(each.person for each in known.values() if each.deputy == step.person and each.covers(day)))
