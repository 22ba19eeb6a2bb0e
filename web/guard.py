"""The guard at the door of every page: who may enter is declared by the view, and asked here, before anything else."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote_to_bytes

import flask
from werkzeug.exceptions import BadRequest, Forbidden, NotFound, Unauthorized

from ledger.domain.people.session import Stage
from ledger.errors import LedgerError
from ledger.services.credentials import log_access
from ledger.services.log_in import note_use
from web.access import LARGE_FORM, PUBLIC, Access, access_of
from web.context import Context, current
from web.errors import ForeignForm, asked_by_program
from web.sign_in import form_is_ours, held_entrance

if TYPE_CHECKING:
    from werkzeug import Response

_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_TYPED: Final = "application/x-www-form-urlencoded"
PLACES: Final = {
    Stage.CODE_DUE: "second_factor.code",
    Stage.PASSWORD_DUE: "password.change",
    Stage.SECRET_DUE: "second_factor.set_up",
}
"""Where a log-in that has come so far goes on."""


def guard() -> Response | None:
    """Let a request pass, send it to the log-in, or refuse it.

    :raises Unauthorized: nobody is logged in, and no page can be shown instead.
    :raises Forbidden: the view is not for this role; :class:`ForeignForm` where the form is not ours.
    """
    endpoint = flask.request.endpoint
    if endpoint is None:
        return None  # no such address, or not by this method: told as everywhere
    _limit(declared := access_of(flask.current_app, endpoint))
    if not all(str(value).isprintable() for value in (flask.request.view_args or {}).values()):
        raise NotFound
    context = current()
    answer = None if PUBLIC in declared.roles else _admit(context, declared)
    if answer is None and flask.request.method not in _SAFE:
        _require_our_form(context)
    return answer


def _limit(declared: Access) -> None:
    """Let no more of a request be read than the view declared; of a form without files never more than a large one.

    Fields written one behind the other are read as a whole before anybody could count them.
    """
    multipart = flask.request.mimetype == "multipart/form-data"
    flask.request.max_content_length = declared.largest if multipart else min(declared.largest, LARGE_FORM)


def _admit(context: Context, declared: Access) -> Response | None:
    user, session = context.user, context.session
    if user is None or session is None:
        return _to_the_log_in()
    if session.stage not in declared.stages:
        return _elsewhere(session.stage)
    if user.role.value not in declared.roles:
        _tell_denied(context, user.name)
        raise Forbidden
    _note(context)
    return None


def _to_the_log_in() -> Response:
    if asked_by_program() or flask.request.method not in _SAFE or "HX-Request" in flask.request.headers:
        raise Unauthorized
    return flask.redirect(flask.url_for("log_in.form", next=flask.request.full_path.rstrip("?")), 303)


def _elsewhere(stage: Stage) -> Response:
    """Send a log-in that is not whole to where it goes on; one that is whole has been there."""
    if stage not in PLACES or asked_by_program() or flask.request.method not in _SAFE:
        raise Unauthorized
    return flask.redirect(flask.url_for(PLACES[stage]), 303)


def _require_our_form(context: Context) -> None:
    _require_text()
    session = context.session
    expected = held_entrance(flask.request) if session is None else session.form_token
    if not form_is_ours(flask.request, expected):
        raise ForeignForm


def _require_text() -> None:
    """Refuse a form whose bytes are no UTF-8: what was typed is lost, and would come in as the numbers of its bytes.

    :raises BadRequest: what was sent cannot be read.
    """
    if flask.request.mimetype != _TYPED:
        return
    try:
        unquote_to_bytes(flask.request.get_data()).decode()
    except UnicodeDecodeError:
        raise BadRequest from None


def _note(context: Context) -> None:
    """Note that the session is in use; a book that cannot be written just now still shows its pages."""
    session = context.session
    if session is None or context.now - session.seen_at < context.entrance.limits.seen_again:
        return
    with suppress(LedgerError), context.office() as office:
        note_use(office, session, now=context.now)


def _tell_denied(context: Context, user: str) -> None:
    visit = context.visit
    with suppress(LedgerError), context.office() as office:
        log_access(
            office,
            at=visit.now,
            user=user,
            address=visit.address,
            event="access.denied",
            detail=f"{flask.request.method} {flask.request.path}"[:200],
            request_id=visit.request_id,
        )
