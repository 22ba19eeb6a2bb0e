"""The papers behind more than one act: whatever they are called, a paper is known by the digest of its content."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from ledger.domain.bookkeeping.act import WaitingAct
from ledger.projections.audit.journal_filter import in_area
from ledger.projections.followed import Followed
from ledger.store.record_text import record_of
from ledger.store.tables import journal, registration

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.projections.view import View

_NO_PAPER: Final = '"evidence":[]'


class FollowedPapers:
    """What a process knows of the papers behind the acts of a book, all of them or those of one area."""

    def __init__(self, area: str | None = None) -> None:
        self._followed = Followed(partial(_Papers, area))

    def used_twice(self, view: View) -> Mapping[str, Mapping[int, str]]:
        """Return by digest the papers behind several acts: what each act, by its reference, calls the paper."""
        with self._followed.as_seen_by(view) as papers:
            return {digest: dict(papers.acts[digest]) for digest in papers.several}


class _Papers:
    """The acts that rest on each paper, and the papers on which several rest."""

    def __init__(self, area: str | None) -> None:
        self._of_area = () if area is None else (in_area(area),)
        self.acts: dict[str, dict[int, str]] = defaultdict(dict)
        self.several: set[str] = set()

    def read_on(self, view: View, after: int, to: int) -> None:
        """Add the papers of the acts behind one place of the journal, up to another."""
        bodies = view.scalars(
            select(registration.c.body)
            .join(journal, journal.c.seq == registration.c.seq)
            .where(
                registration.c.register == WaitingAct.REGISTER,
                registration.c.seq > after,
                registration.c.seq <= to,
                registration.c.body.not_like(f"%{_NO_PAPER}%"),
                journal.c.attachments > 0,
                *self._of_area,
            )
            .order_by(registration.c.seq)
        )
        for body in bodies:
            act = record_of(WaitingAct, body)
            for paper in act.evidence:
                self.acts[paper.digest][act.reference] = paper.name
                if len(self.acts[paper.digest]) > 1:
                    self.several.add(paper.digest)
