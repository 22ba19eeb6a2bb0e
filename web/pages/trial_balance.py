"""The trial balance: do debits equal credits, by kind and pollutant, and in every single unit."""

from __future__ import annotations

from typing import Final

import flask

from ledger.projections.accounts.trial_balance import trial_groups, trial_units
from web.access import READERS, access
from web.context import current
from web.pages.audit.reach import area_in_reach
from web.pages.audit.searching import sent_conditions
from web.pages.queries import TrialBalanceQuery, read_query

blueprint: Final = flask.Blueprint("trial_balance", __name__)

LINES: Final = 50
"""Units of one page."""


@blueprint.get("/trial-balance")
@access(*READERS)
def index() -> str:
    """Show the totals of every kind and pollutant, and the units of one of them."""
    asked = read_query(TrialBalanceQuery())
    view, area = current().view, area_in_reach()
    groups = trial_groups(view, on=asked["on"], area=area)
    units = None
    if asked["kind"] is not None:
        units = trial_units(
            view,
            kind=asked["kind"],
            pollutant=asked["pollutant"],
            on=asked["on"],
            area=area,
            after=asked["after"],
            limit=LINES,
        )
    return flask.render_template(
        "trial_balance.html",
        asked=asked,
        groups=groups,
        balanced=not any(group.unbalanced for group in groups),
        units=units,
        area=area,
        sent={name: value for name, value in sent_conditions().items() if name in {"on", "kind", "pollutant"}},
    )
