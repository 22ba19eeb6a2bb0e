"""What an enterprise has to pay, what it has paid, and what its accountant writes off of it."""

from __future__ import annotations

from typing import Final

import flask

from ledger.projections.enterprise.amortisation import paid_rights_of
from ledger.projections.enterprise.payments import payments_of
from web.access import access
from web.context import current
from web.pages.enterprise.own import ENTERPRISE, own_code

blueprint: Final = flask.Blueprint("own_payments", __name__)


@blueprint.get("/enterprise/payments")
@access(ENTERPRISE)
def index() -> str:
    """Show the notices, the instalments to come, and what is overdue."""
    context = current()
    return flask.render_template(
        "enterprise/payments.html",
        payments=payments_of(context.view, own_code(), on=context.today),
        on=context.today,
    )


@blueprint.get("/enterprise/amortisation")
@access(ENTERPRISE)
def amortisation() -> str:
    """Show what the paid rights cost, written off evenly over their terms."""
    context = current()
    rights = paid_rights_of(context.view, own_code())
    years = sorted({year for right in rights for year, _ in right.years})
    return flask.render_template("enterprise/amortisation.html", rights=rights, years=years, on=context.today)
