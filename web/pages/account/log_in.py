"""The log-in with name and password, and the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import flask
from werkzeug.exceptions import TooManyRequests

from ledger.domain.people.actor import User
from ledger.domain.people.session import Stage
from ledger.services import log_in as service
from ledger.services.passwords import Busy
from web.access import EVERYBODY_SIGNED_IN, PUBLIC, access
from web.context import current
from web.pages.account.way_on import go_on
from web.sign_in import FORM_TOKEN, entrance_token, give_entrance, local_path, take_session

if TYPE_CHECKING:
    from werkzeug import Response

blueprint: Final = flask.Blueprint("log_in", __name__)

_LONGEST: Final = 200
_SOON: Final = 5


@blueprint.get("/log-in")
@access(PUBLIC)
def form() -> flask.Response:
    """Show the form of the log-in."""
    return _shown(name="", refused=False, status=200)


@blueprint.post("/log-in")
@access(PUBLIC, writes=True)
def submit() -> Response:
    """Begin a session, or show the form again without a word on what was wrong."""
    context = current()
    typed = flask.request.form.get("name", "").strip()[:_LONGEST]
    name = typed if typed.isprintable() else ""
    password = flask.request.form.get("password", "")[:_LONGEST]
    if service.is_crowded(context.view, entrance=context.entrance, visit=context.visit):
        raise TooManyRequests(retry_after=int(context.entrance.limits.locked.total_seconds()))
    found = context.registers.find(User, name)
    user = None if found is None or found.disabled else found
    try:
        right = service.password_fits(context.view, user, password, entrance=context.entrance)
    except Busy as busy:
        raise TooManyRequests(retry_after=_SOON) from busy
    context.look_anew()
    with context.office() as office:
        known = "" if found is None else found.name  # whoever types his password as his name: it is kept nowhere
        opened = service.log_in(office, user, known, right=right, entrance=context.entrance, visit=context.visit)
    if opened is None:
        return _shown(name=name, refused=True, status=422)
    return go_on(opened, local_path(flask.request.form.get("next")))


@blueprint.post("/log-out")
@access(*EVERYBODY_SIGNED_IN, writes=True, stages=tuple(Stage))
def out() -> Response:
    """End the session."""
    context = current()
    if context.session is not None:
        with context.office() as office:
            service.log_out(office, context.session, visit=context.visit)
    response = flask.make_response(flask.redirect(flask.url_for("log_in.form"), 303))
    take_session(response)
    return response


def _shown(*, name: str, refused: bool, status: int) -> flask.Response:
    token = entrance_token(flask.request)
    following = local_path(flask.request.values.get("next"))
    response = flask.make_response(
        flask.render_template(
            "account/log_in.html", name=name, refused=refused, token=token, token_name=FORM_TOKEN, following=following
        ),
        status,
    )
    give_entrance(response, token)
    return response
