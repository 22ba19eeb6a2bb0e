"""The first page of an enterprise: what it has, what is restricted and by whom, and what asks for its attention."""

from __future__ import annotations

from typing import Final

import flask

from ledger.projections.enterprise.facilities import facilities_of
from ledger.projections.enterprise.payments import payments_of
from ledger.projections.projects.cases import Party, project_cases
from web.access import access
from web.context import current
from web.pages.enterprise.own import ENTERPRISE, own_code, own_state

blueprint: Final = flask.Blueprint("holding", __name__)


@blueprint.get("/enterprise")
@access(ENTERPRISE)
def index() -> str:
    """Show what the enterprise has today."""
    context = current()
    cases = project_cases(context.view, own_code(), book=context.law, on=context.today)
    return flask.render_template(
        "enterprise/holding.html",
        state=own_state(),
        facilities=facilities_of(context.view, own_code()),
        payments=payments_of(context.view, own_code(), on=context.today),
        own_cases=[
            case
            for case in cases
            if case.with_whom is Party.ENTERPRISE and (case.due is None or case.due >= context.today)
        ],
    )
