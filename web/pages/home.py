"""The first page: what this book holds, and what in it asks for attention."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import flask

from ledger.domain.people.session import Stage
from ledger.projections.accounts.trial_balance import trial_groups
from ledger.projections.audit.journal_filter import JournalFilter
from ledger.projections.audit.journal_search import JournalSearch
from ledger.projections.overview import log_head
from ledger.projections.rounds.recorded import recorded_rounds
from web.access import PUBLIC, READERS, access
from web.context import current
from web.navigation import first_page
from web.pages.audit.kinds import kind_name
from web.pages.audit.reach import area_in_reach
from web.pages.rounds import shown_rounds

if TYPE_CHECKING:
    from werkzeug import Response

blueprint: Final = flask.Blueprint("home", __name__)

_LATEST: Final = 8


@blueprint.get("/")
@access(PUBLIC)
def index() -> str | Response:
    """Show what everybody may see; whoever is logged in goes to where the day's work is."""
    context = current()
    if context.stage is Stage.WHOLE and context.user is not None:
        return flask.redirect(flask.url_for(first_page(context.user.role)), 303)
    return flask.render_template("home.html", head=log_head(context.view), rounds=len(recorded_rounds(context.view)))


@blueprint.get("/overview")
@access(*READERS)
def overview() -> str:
    """Show the book at a glance."""
    view = current().view
    area = area_in_reach()
    return flask.render_template(
        "overview.html",
        head=log_head(view),
        rounds=shown_rounds(view),
        balanced=None if area is not None else not any(group.unbalanced for group in trial_groups(view)),
        latest=JournalSearch(view, JournalFilter(booked=True, within=area)).page(limit=_LATEST).lines,
        kind_name=kind_name,
    )
