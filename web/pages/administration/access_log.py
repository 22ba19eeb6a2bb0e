"""Who came in, and who was refused: the audit administrator's page."""

from __future__ import annotations

from typing import Final

import flask

from ledger.domain.people.actor import Role
from ledger.services.credentials import access_events
from schemas.base import RequestSchema
from schemas.fields import TextField
from web.access import access
from web.context import current
from web.pages.moment_place import MomentPlaceField, written_place
from web.pages.queries import read_query

blueprint: Final = flask.Blueprint("access_log", __name__)

PAGE: Final = 100


class AccessLogQuery(RequestSchema):
    """Which events."""

    user = TextField(load_default=None)
    event = TextField(load_default=None)
    before = MomentPlaceField(load_default=None)


@blueprint.get("/administration/access-log")
@access(Role.AUDIT_ADMINISTRATOR.value, Role.AUDITOR.value)
def index() -> str:
    """Show a page of the log, the latest first."""
    asked = read_query(AccessLogQuery())
    events = access_events(current().view, limit=PAGE, user=asked["user"], event=asked["event"], before=asked["before"])
    last = events[-1] if len(events) == PAGE else None
    return flask.render_template(
        "administration/access_log.html",
        events=events,
        asked=asked,
        following=None if last is None else written_place(last.at, last.id),
    )
