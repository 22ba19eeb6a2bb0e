"""Who came in, and who was refused: the audit administrator's page."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import flask

from ledger.domain.people.actor import Role
from ledger.domain.values.encoding import microseconds, moment_of
from ledger.domain.values.quantity import shown
from ledger.errors import InvalidValue, say
from ledger.services.credentials import access_events
from schemas.base import RequestSchema
from schemas.fields import StrictField, TextField
from web.access import access
from web.context import current
from web.pages.queries import read_query

blueprint: Final = flask.Blueprint("access_log", __name__)

PAGE: Final = 100
_DIGITS: Final = 17


class EventPlaceField(StrictField[tuple[datetime, str]]):
    """The place of an event in the log: moment in microseconds and id, joined by a point."""

    def _parse(self, value: object) -> tuple[datetime, str]:
        moment, point, event_id = str(value).partition(".")
        if not (moment.isascii() and moment.isdigit() and len(moment) <= _DIGITS and point and event_id.isalnum()):
            raise InvalidValue("place.format", say("“{value}”不是登录日志中的位置", value=shown(value)))
        return moment_of(int(moment)), event_id


class AccessLogQuery(RequestSchema):
    """Which events."""

    user = TextField(load_default=None)
    event = TextField(load_default=None)
    before = EventPlaceField(load_default=None)


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
        following=None if last is None else f"{microseconds(last.at)}.{last.id}",
    )
