"""The first page: what this book holds, and what in it asks for attention."""

from __future__ import annotations

from typing import Final

import flask

from ledger.projections.entry import entries
from ledger.projections.overview import log_head
from ledger.projections.trial_balance import trial_balance
from web.access import PUBLIC, access
from web.context import current
from web.pages.rounds import shown_rounds

blueprint: Final = flask.Blueprint("home", __name__)

_LATEST: Final = 8


@blueprint.get("/")
@access(PUBLIC)
def index() -> str:
    """Show the book at a glance."""
    view = current().view
    head = log_head(view)
    return flask.render_template(
        "home.html",
        head=head,
        rounds=shown_rounds(view),
        trial_balance=trial_balance(view),
        latest=entries(view, after=max(head.size - _LATEST, 0), limit=_LATEST)[::-1],
    )
