"""The log of operations: who recorded and decided what and when, and who came in; as a page and as a file."""

from __future__ import annotations

from itertools import islice
from typing import Any, Final

import flask

from ledger.domain.people.actor import Role
from ledger.errors import say
from ledger.projections.audit.journal_search import journal_lines, journal_page
from ledger.services.credentials import access_events
from web.access import access
from web.books import LEGAL_ZONE
from web.context import current
from web.pages.audit.kinds import kind_name
from web.pages.audit.queries import EntriesQuery
from web.pages.audit.searching import choices, sent_conditions
from web.pages.labels import ACCESS_EVENTS, label
from web.pages.presentation import said
from web.pages.queries import read_query
from web.workbooks.sheet import sheet

blueprint: Final = flask.Blueprint("audit_log", __name__)

LINES: Final = 100
EVENTS: Final = 50
MOST_IN_A_FILE: Final = 50_000
"""Lines of one file; a longer period is taken away in parts."""


@blueprint.get("/audit/log")
@access(Role.AUDITOR.value)
def index() -> str:
    """Show the acts of the books by person and time, and beside them the person's latest log-ins and refusals."""
    asked = read_query(EntriesQuery())
    context = current()
    found = journal_page(context.view, asked["conditions"], before=asked["before"], after=asked["after"], limit=LINES)
    return flask.render_template(
        "audit/log.html",
        page=found,
        events=access_events(context.view, limit=EVENTS, user=asked["conditions"].person),
        kind_name=kind_name,
        sent=sent_conditions(),
        **choices(),
    )


@blueprint.get("/audit/log.csv")
@access(Role.AUDITOR.value)
def acts() -> flask.Response:
    """Send the acts as a file, in the order in which they were recorded."""
    conditions = read_query(EntriesQuery())["conditions"]
    headings = (
        say("件号"), say("记录时刻"), say("生效日"), say("业务"), say("代码"), say("字号"), say("经办"), say("审批"),
        say("附件数"), say("冲销"), say("摘要"),
    )  # fmt: skip
    rows: list[tuple[Any, ...]] = [
        (
            line.seq,
            _moment(line.recorded_at),
            line.effective_on,
            said(kind_name(line.kind)),
            line.kind,
            "" if line.series is None else f"{line.series}-{line.number}",
            line.actor,
            line.approver,
            line.attachments,
            line.reverses,
            line.narration,
        )
        for line in islice(journal_lines(current().view, conditions), MOST_IN_A_FILE)
    ]
    return sheet("operations", [said(heading) for heading in headings], rows)


@blueprint.get("/audit/access.csv")
@access(Role.AUDITOR.value)
def entrances() -> flask.Response:
    """Send log-ins and refusals as a file, the latest first."""
    person = read_query(EntriesQuery())["conditions"].person
    headings = (say("时刻"), say("用户"), say("事项"), say("代码"), say("来源地址"), say("说明"), say("请求编号"))
    rows = [
        (
            _moment(event.at),
            event.user,
            said(label(event.event, ACCESS_EVENTS)),
            event.event,
            event.address,
            event.detail,
            event.request_id,
        )
        for event in access_events(current().view, limit=MOST_IN_A_FILE, user=person)
    ]
    return sheet("access", [said(heading) for heading in headings], rows)


def _moment(at: Any) -> str:
    return str(at.astimezone(LEGAL_ZONE).isoformat(timespec="seconds"))
