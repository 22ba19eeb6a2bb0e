"""What this process knows of the changes of its book, for the pages that sum them over months and years."""

from __future__ import annotations

from typing import Final

import flask

from ledger.projections.accounts.followed_changes import FollowedChanges

_CHANGES: Final = "permit-ledger.changes"


def followed_changes() -> FollowedChanges:
    """Return what this application knows of the changes of its book."""
    known: FollowedChanges = flask.current_app.extensions.setdefault(_CHANGES, FollowedChanges())
    return known
