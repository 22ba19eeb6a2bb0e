"""The acts about a project that are recorded and not decided: at which desk they lie, and since which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta, timezone
from typing import TYPE_CHECKING, Final

from sqlalchemy import Text, cast, select

from ledger.domain.bookkeeping.act import State
from ledger.domain.values.encoding import canonical_json, moment_of
from ledger.store.tables import docket, journal, registration

if TYPE_CHECKING:
    from ledger.domain.projects.project import Project
    from ledger.projections.view import View

_CONTENT: Final = "act.content"
_LEGAL_ZONE: Final = timezone(timedelta(hours=8))
_WITH_THE_BRANCH: Final = frozenset({"confirmation.issue", "confirmation.refuse"})
"""Acts that a reviewer of the branch checks first (LC25 art. 6)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingStep:
    """An act about a project that waits; who recorded it is nobody's business outside the bureau."""

    kind: str
    state: State
    since: date

    @property
    def with_branch(self) -> bool:
        """Return whether it lies with the branch: before its first check, or returned to be corrected."""
        return self.state is State.RETURNED or (self.state is State.RECORDED and self.kind in _WITH_THE_BRANCH)


def waiting_of(view: View, project: Project) -> tuple[WaitingStep, ...]:
    """Return the acts that wait and name a project, in the order in which they were recorded."""
    named = f'"project":{canonical_json(project.id)}'
    rows = view.execute(
        select(docket.c.kind, docket.c.state, journal.c.recorded_at)
        .join(journal, journal.c.seq == docket.c.seq)
        .join(
            registration,
            (registration.c.register == _CONTENT) & (registration.c.subject == cast(docket.c.reference, Text)),
        )
        .where(docket.c.area == project.area, registration.c.body.contains(named, autoescape=True))
        .order_by(docket.c.reference)
    )
    return tuple(
        WaitingStep(kind=kind, state=State(state), since=moment_of(moment).astimezone(_LEGAL_ZONE).date())
        for kind, state, moment in rows
    )
