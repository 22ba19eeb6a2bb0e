"""Where in the journal the acts lie that are looked for, and how many, as far as it follows from how they were handled.

Neither needs the journal: few acts of a rare kind are found at once, of which otherwise only the end of the journal
tells that there are no more, and a page of the acts of one branch does not count them one by one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ledger.projections.audit.handled import added
from ledger.projections.audit.journal_filter import HISTORY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.projections.audit.handled import FollowedHandling, Handling, Tally
    from ledger.projections.audit.journal_filter import JournalFilter
    from ledger.projections.view import View

_OF_HANDLING: Final[Mapping[str, Any]] = {
    "kind": None,
    "actor": None,
    "approver": None,
    "person": None,
    "judgement": None,
    "papers": None,
    "booked": False,
}
"""The conditions that ask how an act was handled, as they are where they leave nothing out."""


def narrowed(asked: JournalFilter, view: View, followed: FollowedHandling) -> JournalFilter:
    """Return the same conditions, with the first and the last place at which an act was handled as they ask.

    :param followed: how acts were handled, all of them or those of an area that is asked for.
    """
    if followed.area is None and replace(asked, **_OF_HANDLING) == asked:
        return asked
    tallies = _tallies(asked, view, followed)
    if not tallies:
        return replace(asked, first=1, last=0)
    span = added(tallies)
    return replace(asked, first=span.first, last=span.last)


def handled_so(asked: JournalFilter, view: View, followed: FollowedHandling) -> int | None:
    """Return how many acts meet the conditions; None where they ask for more than how acts of an area were handled.

    :param followed: as for :func:`narrowed`.
    """
    areas = {asked.area, asked.within} - {None}
    if areas != {followed.area} - {None} or not replace(asked, **_OF_HANDLING, area=None, within=None).everything:
        return None
    return sum(tally.acts for tally in _tallies(asked, view, followed))


def _tallies(asked: JournalFilter, view: View, followed: FollowedHandling) -> list[Tally]:
    return [tally for each, tally in followed.seen_by(view).items() if _meets(each, asked)]


def _meets(handling: Handling, asked: JournalFilter) -> bool:
    exact = (
        (handling.kind, asked.kind),
        (handling.maker, asked.actor),
        (handling.decider, asked.approver),
        (handling.judgement, asked.judgement),
        (handling.with_papers, asked.papers),
    )
    persons = (None, handling.maker, handling.decider)
    counts = handling.numbered or handling.kind in HISTORY
    return (
        all(wanted in {None, found} for found, wanted in exact)
        and asked.person in persons
        and (counts or not asked.booked)
    )
