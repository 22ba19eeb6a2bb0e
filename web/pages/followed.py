"""What this process adds up along the journal of its book, for the pages that sum over many acts."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import flask

from ledger.projections.accounts.followed_changes import FollowedChanges
from ledger.projections.audit.followed_papers import FollowedPapers
from ledger.projections.audit.handled import FollowedHandling
from ledger.projections.desk.followed_acts import FollowedActs
from ledger.projections.exposure import FollowedExposure

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


def followed_changes() -> FollowedChanges:
    """Return what this application knows of the changes of its book."""
    return _known("permit-ledger.changes", FollowedChanges)


def followed_handling(area: str | None) -> FollowedHandling:
    """Return what this application knows of how the acts of its book were handled, all of them or those of an area."""
    return _known(f"permit-ledger.handling/{area or ''}", lambda: FollowedHandling(area))


def followed_papers(area: str | None) -> FollowedPapers:
    """Return what this application knows of the papers behind the acts of its book, all of them or those of an area."""
    return _known(f"permit-ledger.papers/{area or ''}", lambda: FollowedPapers(area))


def followed_acts() -> FollowedActs:
    """Return what this application knows of the acts of its book."""
    return _known("permit-ledger.acts", FollowedActs)


def followed_exposure() -> FollowedExposure:
    """Return what this application knows of what was judged by which provision."""
    return _known("permit-ledger.exposure", FollowedExposure)


def _known(name: str, begin: Callable[[], T]) -> T:
    followed = flask.current_app.extensions
    if name not in followed:
        followed.setdefault(name, begin())
    known: T = followed[name]
    return known
