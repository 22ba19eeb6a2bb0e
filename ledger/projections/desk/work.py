"""What lies on a person's desk: what waits for his check or decision, what came back to him, where his acts are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

import msgspec

from ledger.domain.bookkeeping.act import State, WaitingAct
from ledger.domain.people.actor import Office, Role
from ledger.domain.values.encoding import moment_of
from ledger.store.record_text import record_of
from ledger.store.statements import rows

if TYPE_CHECKING:
    from ledger.domain.bookkeeping.act import Hands
    from ledger.domain.people.actor import User
    from ledger.projections.reminders.occasions import Deadline
    from ledger.projections.view import View

# SQLite keeps the order of a CROSS JOIN; left to itself it begins with every act that was ever recorded.
_WAITING: Final = (
    "SELECT f.recorded_at, l.recorded_at, w.narration, a.body, c.body"
    " FROM docket d CROSS JOIN journal f CROSS JOIN journal l"
    " CROSS JOIN registration a CROSS JOIN registration c CROSS JOIN journal w"
    " WHERE f.seq = d.reference AND l.seq = d.seq AND a.seq = d.seq AND a.register = 'act'"
    " AND c.register = 'act.content' AND c.subject = a.subject AND c.seq ="
    " (SELECT max(seq) FROM registration WHERE register = 'act.content' AND subject = a.subject)"
    " AND w.seq = c.seq"
)
_OPINION: Final = frozenset({"confirmation.issue", "confirmation.refuse"})
"""Both answer the same question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingRow:
    """An act that waits, with what it asks for, and since when."""

    act: WaitingAct
    recorded_at: datetime
    """When it was first recorded."""
    moved_at: datetime
    """When its last step was taken."""
    narration: str
    """What the act is about, as it was last recorded or corrected; why it came back stands in the act."""
    content: Mapping[str, Any]
    """What the act asks for, member by member."""

    def answers(self, deadline: Deadline) -> bool:
        """Return whether the act, once posted, does what a deadline asks for."""
        same = self.act.kind == deadline.answer or {self.act.kind, deadline.answer} <= _OPINION
        return same and all(str(self.content.get(member)) == value for member, value in deadline.given)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskWork:
    """The piles on a desk, the oldest act of each on top."""

    to_check: tuple[WaitingRow, ...]
    to_decide: tuple[WaitingRow, ...]
    returned: tuple[WaitingRow, ...]
    """Came back to him, and waits for his correction."""
    on_the_way: tuple[WaitingRow, ...]
    """What he recorded and others have to check or decide."""

    @property
    def count(self) -> int:
        """Return how many acts he has to do something about."""
        return len(self.to_check) + len(self.to_decide) + len(self.returned)


def waiting_acts(view: View, *, area: str | None = None) -> tuple[WaitingRow, ...]:
    """Return every act that waits, of one area or of all, in the order in which they were recorded."""
    where, values = ("", ()) if area is None else (" AND d.area = ?", (area,))
    return tuple(
        WaitingRow(
            act=record_of(WaitingAct, body),
            recorded_at=moment_of(recorded_at),
            moved_at=moment_of(moved_at),
            narration=narration,
            content=msgspec.json.decode(content),
        )
        for recorded_at, moved_at, narration, body, content in rows(
            view, f"{_WAITING}{where} ORDER BY d.reference", values
        )
    )


def desk_work(waiting: Iterable[WaitingRow], person: User, *, hands: Mapping[str, Hands]) -> DeskWork:
    """Return the piles of a person.

    :param waiting: the acts that wait.
    :param hands: who handles each kind of act.
    """
    piles: dict[str, list[WaitingRow]] = {"to_check": [], "to_decide": [], "returned": [], "on_the_way": []}
    for row in waiting:
        pile = _pile(row.act, person, hands[row.act.kind])
        if pile is not None:
            piles[pile].append(row)
    return DeskWork(**{name: tuple(pile) for name, pile in piles.items()})


def _pile(act: WaitingAct, person: User, hands: Hands) -> str | None:
    if act.maker == person.name:
        return "returned" if act.state is State.RETURNED else "on_the_way"
    if act.state is State.RETURNED or act.checker == person.name or not may_decide(act, person, hands):
        return None
    return "to_check" if _waits_for_check(act, hands) else "to_decide"


def may_decide(act: WaitingAct, person: User, hands: Hands) -> bool:
    """Return whether the next step of an act is of the person's role and office; who took which is not asked."""
    if person.role is not Role.REVIEWER or not person.sits_in(act.area):
        return False
    if _waits_for_check(act, hands):
        return person.office is Office.BRANCH
    return person.office is hands.deciding_office


def _waits_for_check(act: WaitingAct, hands: Hands) -> bool:
    return hands.first_check and act.checker is None


def deadline_of(row: WaitingRow, deadlines: Iterable[Deadline]) -> date | None:
    """Return the earliest day by which what an act does is to be done; None where no deadline is known."""
    return min((each.due_on for each in deadlines if row.answers(each)), default=None)
