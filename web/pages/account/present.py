"""The present password, asked for once more by whoever changes the means to log in."""

from __future__ import annotations

from typing import Final

import flask
from werkzeug.exceptions import TooManyRequests

from ledger.services import log_in as service
from ledger.services.passwords import Busy
from web.context import current

_LONGEST: Final = 1_000
_SOON: Final = 5


def present_password_is_right() -> bool:
    """Return whether the form brings the person's present password; wrong ones are counted as at the log-in.

    :raises TooManyRequests: too many passwords are being checked at this moment.
    """
    context = current()
    typed = flask.request.form.get("present", "")[:_LONGEST]
    try:
        right = service.password_fits(context.view, context.person, typed, entrance=context.entrance)
    except Busy as busy:
        raise TooManyRequests(retry_after=_SOON) from busy
    with context.office() as office:
        return service.note_password(
            office, context.person, context.its_session, right=right, entrance=context.entrance, visit=context.visit
        )
