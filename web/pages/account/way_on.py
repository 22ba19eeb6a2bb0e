"""Where a log-in goes on once one of its steps is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flask

from ledger.domain.people.actor import User
from ledger.domain.people.session import Stage
from web.context import current
from web.guard import PLACES
from web.navigation import first_page
from web.sign_in import give_session

if TYPE_CHECKING:
    from ledger.services.log_in import Opened


def go_on(opened: Opened, following: str | None = None) -> flask.Response:
    """Give the browser the new session, and send it to the next step, or to where the person wanted to go.

    :param following: a path of this program.
    """
    stage = opened.session.stage
    if stage is Stage.WHOLE:
        user = current().registers.find(User, opened.session.user)
        address = following or flask.url_for("home.index" if user is None else first_page(user.role))
    else:
        address = flask.url_for(PLACES[stage], next=following)
    response = flask.make_response(flask.redirect(address, 303))
    give_session(response, opened)
    return response
