"""Where tonnes went: the credit of a facility from its verification to whoever used it."""

from __future__ import annotations

from typing import Final

import flask

from ledger.errors import NotFound, say
from ledger.projections.audit.trace import credits_of, trace_of
from web.access import READERS, access
from web.context import current
from web.pages.audit.kinds import kind_name
from web.pages.audit.queries import TraceQuery
from web.pages.audit.reach import area_in_reach
from web.pages.queries import read_query, written_line_place

blueprint: Final = flask.Blueprint("audit_traces", __name__)

LINES: Final = 100


@blueprint.get("/audit/trace")
@access(*READERS)
def index() -> str:
    """Show the credit of a facility, or which facilities cover a project."""
    asked = read_query(TraceQuery())
    context, area = current(), area_in_reach()
    covered = credits_of(context.view, asked["holder"]) if asked["holder"] else ()
    covered = tuple(each for each in covered if area in {None, each.account.area})
    trace = None
    if asked["source"]:
        trace = trace_of(
            context.view,
            context.registers,
            asked["source"],
            pollutant=asked["pollutant"],
            after=asked["after"],
            limit=LINES,
        )
        if area is not None and (trace.facility is None or trace.facility.area != area):
            raise NotFound(
                say("没有设施“{source}”，也没有它的减排量", source=asked["source"]), code="facility.untraced"
            )
    return flask.render_template(
        "audit/trace.html",
        asked=asked,
        covered=covered,
        trace=trace,
        kind_name=kind_name,
        following=written_line_place(trace.movements[-1].place) if trace is not None and trace.more else None,
    )
