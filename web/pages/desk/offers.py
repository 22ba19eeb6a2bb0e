"""What forms ask for while they are filled in: what a register offers, and what an enterprise holds."""

from __future__ import annotations

from typing import Final

import flask

from ledger.domain.values.quantity import shown
from ledger.errors import NotFound, say
from web.access import access
from web.context import current
from web.forms.holdings import holder_of, holdings_of
from web.forms.nodes import Register
from web.forms.options import offered
from web.pages.desk.record import LONGEST_QUERY, RECORDERS

blueprint: Final = flask.Blueprint("offers", __name__)


@blueprint.get("/desk/options/<register>")
@access(*RECORDERS)
def options(register: str) -> flask.Response:
    """Return what a register offers for what was typed."""
    if register not in set(Register):
        raise NotFound(say("没有名为“{register}”的登记簿", register=shown(register)), code="register.unknown")
    query = flask.request.args.get("q", "").strip()[:LONGEST_QUERY]
    found = offered(current(), Register(register), query)
    return flask.jsonify([{"value": option.value, "words": option.words} for option in found])


@blueprint.get("/desk/holdings")
@access(*RECORDERS)
def holdings() -> flask.Response:
    """Return the shares that an enterprise holds, or the one that a facility is of."""
    context, asked = current(), flask.request.args
    names = [asked.get(name, "").strip()[:LONGEST_QUERY] for name in ("holder", "facility")]
    found = holdings_of(context, holder_of(context, *names))
    return flask.jsonify([{"members": holding.members, "words": holding.words} for holding in found])
