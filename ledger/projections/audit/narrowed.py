"""Where in the journal the acts lie that are looked for, as far as it follows from how they were handled."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ledger.projections.audit.handled import added

if TYPE_CHECKING:
    from ledger.projections.audit.handled import FollowedHandling, Handling
    from ledger.projections.audit.journal_filter import JournalFilter
    from ledger.projections.view import View


def narrowed(asked: JournalFilter, view: View, followed: FollowedHandling) -> JournalFilter:
    """Return the same conditions, with the first and the last place at which an act was handled as they ask.

    Few acts of a rare kind are found there at once, of which otherwise only the end of the journal tells that there
    are no more.

    :param followed: how acts were handled, at least those that the reader may see.
    """
    handling = (asked.kind, asked.actor, asked.approver, asked.person, asked.judgement, asked.papers)
    if all(value is None for value in handling):
        return asked
    tallies = [tally for each, tally in followed.seen_by(view).items() if _meets(each, asked)]
    if not tallies:
        return replace(asked, first=1, last=0)
    span = added(tallies)
    return replace(asked, first=span.first, last=span.last)


def _meets(handling: Handling, asked: JournalFilter) -> bool:
    exact = (
        (handling.kind, asked.kind),
        (handling.maker, asked.actor),
        (handling.decider, asked.approver),
        (handling.judgement, asked.judgement),
        (handling.with_papers, asked.papers),
    )
    persons = (None, handling.maker, handling.decider)
    return all(wanted in {None, found} for found, wanted in exact) and asked.person in persons
