"""The desk at which a person handles acts: the unit of work, the law, the day, and the catalogue of acts."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from ledger.domain.bookkeeping.act import State, WaitingAct
from ledger.errors import Conflict, NotFound, say
from ledger.services.act import AnyAct, Asked, Facts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.domain.people.actor import User
    from ledger.rules.law.book import RuleBook
    from ledger.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where a person handles acts."""

    work: UnitOfWork
    book: RuleBook
    acts: Mapping[str, AnyAct]
    user: User
    today: date
    previews: dict[int, tuple[int, Any]] = field(default_factory=dict, compare=False, repr=False)
    """What was shown here of an act, and at which size of the journal: until that grows it is still so."""
    asked: dict[tuple[str, str, date], dict[str, int]] = field(default_factory=dict, compare=False, repr=False)
    """What the acts that wait ask for, and their references, by kind, area and day; read once, and kept along here."""

    def facts(self, command: Asked, *, besides: int | None = None, asking: User | None = None) -> Facts:
        """Return what an act may look at.

        :param besides: the act whose own waiting tonnes do not count.
        :param asking: who records it, and names only what is in his sight.
        """
        return Facts(
            self.work, book=self.book, on=command.effective_on, today=self.today, besides=besides, asking=asking
        )

    def noting(self) -> Desk:
        """Return the same desk with a book that notes by what a case is judged there."""
        return replace(self, book=self.book.noting())

    def act(self, kind: str) -> AnyAct:
        """Return the act of a name.

        :raises NotFound: ``act.unknown``.
        """
        if kind not in self.acts:
            raise NotFound(say("没有名为“{kind}”的业务", kind=kind), code="act.unknown")
        return self.acts[kind]

    def waiting(self, reference: int, *states: State) -> WaitingAct:
        """Return an act that stands in one of these states.

        :raises NotFound: there is no such act, or none of the person's area.
        :raises Conflict: ``act.state``.
        """
        waiting = self.work.registers.find(WaitingAct, str(reference))
        if waiting is None or not self.user.sits_in(waiting.area):
            raise missing(reference)
        if waiting.state not in states:
            raise Conflict(
                say("第{reference}件的状态是“{state}”，不能办理这一步", reference=reference, state=waiting.state.words),
                code="act.state",
            )
        return waiting


def missing(reference: int) -> NotFound:
    """Return the answer for an act that is not there, or not there for the one who asks."""
    return NotFound(say("没有第{reference}件业务", reference=reference), code="act.missing")
