"""The log of operations: who recorded and decided what and when, and who came in; as a page and as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import flask

from ledger.domain.people.actor import Role
from ledger.errors import say
from ledger.projections.audit.journal_search import JournalSearch
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
from web.workbooks.bound import first_lines
from web.workbooks.sheet import sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ledger.domain.people.session import AccessEvent
    from ledger.errors import Message
    from ledger.projections.audit.journal_filter import JournalFilter
    from web.workbooks.sheet import Cell

blueprint: Final = flask.Blueprint("audit_log", __name__)

LINES: Final = 100
EVENTS: Final = 50
MOST_IN_A_FILE: Final = 50_000
"""Lines of one file, whose last line says so where there are more; a longer period is taken away in parts."""


@blueprint.get("/audit/log")
@access(Role.AUDITOR.value)
def index() -> str:
    """Show the acts of the books by person and time, and beside them the person's latest log-ins and refusals."""
    asked = read_query(EntriesQuery())
    context = current()
    found = JournalSearch(context.view, asked["conditions"]).page(
        before=asked["before"], after=asked["after"], limit=LINES
    )
    return flask.render_template(
        "audit/log.html",
        page=found,
        events=_events(asked["conditions"], limit=EVENTS),
        most=MOST_IN_A_FILE,
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
    rows: Iterator[tuple[Any, ...]] = (
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
        for line in JournalSearch(current().view, conditions).lines()
    )
    return _file("operations", headings, rows)


@blueprint.get("/audit/access.csv")
@access(Role.AUDITOR.value)
def entrances() -> flask.Response:
    """Send log-ins and refusals as a file, the latest first."""
    conditions = read_query(EntriesQuery())["conditions"]
    headings = (say("时刻"), say("用户"), say("事项"), say("代码"), say("来源地址"), say("说明"), say("请求编号"))
    rows = (
        (
            _moment(event.at),
            event.user,
            said(label(event.event, ACCESS_EVENTS)),
            event.event,
            event.address,
            event.detail,
            event.request_id,
        )
        for event in _events(conditions, limit=MOST_IN_A_FILE + 1)
    )
    return _file("access", headings, rows)


def _events(conditions: JournalFilter, *, limit: int) -> list[AccessEvent]:
    """Return the person's log-ins and refusals of the days of recording; the other conditions are about acts."""
    return access_events(
        current().view,
        limit=limit,
        user=conditions.person,
        recorded_from=conditions.recorded_from,
        recorded_before=conditions.recorded_before,
    )


def _file(name: str, headings: Iterable[Message], rows: Iterable[Sequence[Cell]]) -> flask.Response:
    listed = first_lines(rows, MOST_IN_A_FILE, translate=current().translate)
    return sheet(name, [said(heading) for heading in headings], listed)


def _moment(at: Any) -> str:
    return str(at.astimezone(LEGAL_ZONE).isoformat(timespec="seconds"))
