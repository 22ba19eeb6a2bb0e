"""The trial balance: do debits equal credits in every unit."""

from __future__ import annotations

from typing import Final

import flask

from ledger.projections import trial_balance as projection
from web.access import PUBLIC, access
from web.context import current
from web.pages.queries import DayQuery, read_query

blueprint: Final = flask.Blueprint("trial_balance", __name__)


@blueprint.get("/trial-balance")
@access(PUBLIC)
def index() -> str:
    """Show the totals of every unit."""
    on = read_query(DayQuery())["on"]
    return flask.render_template("trial_balance.html", result=projection.trial_balance(current().view, on=on))
