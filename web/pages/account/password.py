"""Changing one's own password."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import flask

from ledger.domain.law.ground import unmet
from ledger.domain.people.session import Stage
from ledger.errors import Breach, RuleViolation, say
from ledger.services import log_in as service
from web.access import EVERYBODY_SIGNED_IN, access
from web.context import current
from web.pages.account.present import present_password_is_right
from web.pages.account.way_on import go_on

if TYPE_CHECKING:
    from werkzeug import Response

blueprint: Final = flask.Blueprint("password", __name__)

_LONGEST: Final = 1_000


@blueprint.get("/account/password")
@access(*EVERYBODY_SIGNED_IN, stages=(Stage.PASSWORD_DUE, Stage.WHOLE))
def change() -> str:
    """Show the form."""
    return _shown(())


@blueprint.post("/account/password")
@access(*EVERYBODY_SIGNED_IN, writes=True, stages=(Stage.PASSWORD_DUE, Stage.WHOLE))
def submit() -> Response | tuple[str, int]:
    """Change the password, which the present one must allow; every other session of the person ends."""
    context = current()
    new, again = (flask.request.form.get(name, "")[:_LONGEST] for name in ("new", "again"))
    wrong = []
    if not present_password_is_right():
        wrong.append(unmet(code="password.present", detail=say("现在的口令不对")))
    if new != again:
        wrong.append(unmet(code="password.again", detail=say("两次填写的新口令不同")))
    if wrong:
        return _shown(tuple(wrong)), 422
    try:
        with context.office() as office:
            opened = service.change_password(
                office, context.person, context.its_session, new,
                entrance=context.entrance, visit=context.visit, book=context.law,
            )  # fmt: skip
    except RuleViolation as refused:
        return _shown(refused.breaches), 422
    assert opened is not None  # noqa: S101 - the present password was right
    return go_on(opened)


def _shown(breaches: tuple[Breach, ...]) -> str:
    return flask.render_template("account/password.html", breaches=breaches)
