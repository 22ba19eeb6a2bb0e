"""The second factor: the code at the log-in, and setting one up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import flask
import segno
from markupsafe import Markup

from ledger.domain.people.session import Stage
from ledger.services import log_in as service
from ledger.services.second_factor import enrolment_address
from web.access import EVERYBODY_SIGNED_IN, access
from web.context import current
from web.pages.account.present import present_password_is_right
from web.pages.account.way_on import go_on
from web.sign_in import give_session, local_path

if TYPE_CHECKING:
    from werkzeug import Response

blueprint: Final = flask.Blueprint("second_factor", __name__)

_LONGEST: Final = 40


@blueprint.get("/log-in/code")
@access(*EVERYBODY_SIGNED_IN, stages=(Stage.CODE_DUE,))
def code() -> str:
    """Ask for the code."""
    return flask.render_template(
        "account/code.html", refused=False, following=local_path(flask.request.args.get("next"))
    )


@blueprint.post("/log-in/code")
@access(*EVERYBODY_SIGNED_IN, writes=True, stages=(Stage.CODE_DUE,))
def give() -> Response | tuple[str, int]:
    """Take the code."""
    context = current()
    following = local_path(flask.request.form.get("next"))
    with context.office() as office:
        opened = service.give_code(
            office, context.person, context.its_session, _typed(), entrance=context.entrance, visit=context.visit
        )
    if opened is None:
        return flask.render_template("account/code.html", refused=True, following=following), 422
    return go_on(opened, following)


@blueprint.get("/account/second-factor")
@access(*EVERYBODY_SIGNED_IN, stages=(Stage.SECRET_DUE, Stage.WHOLE))
def set_up() -> str:
    """Offer to set up a second factor; nothing is in force before its first code has come."""
    return flask.render_template("account/set_up.html", refused=False)


@blueprint.post("/account/second-factor")
@access(*EVERYBODY_SIGNED_IN, writes=True, stages=(Stage.SECRET_DUE, Stage.WHOLE))
def offer() -> str | tuple[str, int]:
    """Show the secret, as a picture and in letters; whoever is in already gives his password once more."""
    if current().stage is Stage.WHOLE and not present_password_is_right():
        return flask.render_template("account/set_up.html", refused=True), 422
    return _offered(refused=False)


@blueprint.post("/account/second-factor/confirm")
@access(*EVERYBODY_SIGNED_IN, writes=True, stages=(Stage.SECRET_DUE, Stage.WHOLE))
def confirm() -> Response | str | tuple[str, int]:
    """Take up the second factor that was offered in this session, and show the printed codes this once."""
    context = current()
    if context.its_session.secret is None:
        return flask.redirect(flask.url_for("second_factor.set_up"), 303)
    with context.office() as office:
        confirmed = service.confirm_secret(
            office, context.person, context.its_session, _typed(), entrance=context.entrance, visit=context.visit
        )
    if confirmed is None:
        return _offered(refused=True), 422
    opened, codes = confirmed
    response = flask.make_response(flask.render_template("account/codes.html", codes=codes))
    response.headers["Cache-Control"] = "no-store"
    give_session(response, opened)
    return response


def _offered(*, refused: bool) -> str:
    context = current()
    with context.office() as office:
        secret = service.offer_secret(office, context.its_session)
    picture = segno.make(enrolment_address(secret, context.person.name), error="m")
    drawn = Markup(picture.svg_inline(scale=5, border=4, light="#ffffff", omitsize=False))  # noqa: S704 - drawn by the library from black and white squares
    return flask.render_template("account/offered.html", secret=secret, picture=drawn, refused=refused)


def _typed() -> str:
    return flask.request.form.get("code", "")[:_LONGEST]
