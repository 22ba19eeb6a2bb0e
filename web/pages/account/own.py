"""A person's own means to log in, and when they were last used."""

from __future__ import annotations

from typing import Final

import flask

from ledger.services.credentials import access_events, access_state
from web.access import EVERYBODY_SIGNED_IN, access
from web.context import current

blueprint: Final = flask.Blueprint("own", __name__)

_LATEST: Final = 20


@blueprint.get("/account")
@access(*EVERYBODY_SIGNED_IN)
def index() -> str:
    """Show who one is here, and one's last log-ins."""
    context = current()
    name = context.person.name
    return flask.render_template(
        "account/own.html",
        state=access_state(context.view, name),
        events=access_events(context.view, limit=_LATEST, user=name),
    )
