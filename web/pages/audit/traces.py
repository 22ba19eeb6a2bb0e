"""Where tonnes went: the credit of a facility from its verification to whoever used it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import flask

from ledger.errors import NotFound, say
from ledger.projections.audit.trace import credits_of, trace_of
from web.access import READERS, access
from web.context import current
from web.forms.nodes import Register
from web.forms.options import offered
from web.pages.audit.kinds import kind_name
from web.pages.audit.queries import TraceQuery
from web.pages.audit.reach import area_in_reach
from web.pages.queries import read_query, written_line_place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.projections.audit.trace import Trace
    from web.forms.options import Option

blueprint: Final = flask.Blueprint("audit_traces", __name__)

LINES: Final = 50


@blueprint.get("/audit/trace")
@access(*READERS)
def index() -> str:
    """Show the credit of a facility, or which facilities cover a project."""
    asked = read_query(TraceQuery())
    context, area = current(), area_in_reach()
    covered = credits_of(context.view, asked["holder"]) if asked["holder"] else ()
    covered = tuple(each for each in covered if area in {None, each.account.area})
    trace = _trace(asked) if asked["source"] else None
    named = _facilities(asked["source"]) if asked["source"] and trace is None else ()
    return flask.render_template(
        "audit/trace.html",
        asked=asked,
        covered=covered,
        trace=trace,
        named=named,
        kind_name=kind_name,
        following=written_line_place(trace.movements[-1].place) if trace is not None and trace.more else None,
    )


def _trace(asked: Mapping[str, Any]) -> Trace | None:
    """Return the way of a facility's credit; None where nothing in reach has that number."""
    context, area = current(), area_in_reach()
    try:
        found = trace_of(
            context.view,
            context.registers,
            asked["source"],
            pollutant=asked["pollutant"],
            after=asked["after"],
            limit=LINES,
        )
    except NotFound:
        return None
    return found if area is None or (found.facility is not None and found.facility.area == area) else None


def _facilities(words: str) -> list[Option]:
    """Return the facilities in reach that are called so.

    :raises NotFound: ``facility.untraced``, there is none.
    """
    found = offered(current(), Register.FACILITIES, words)
    if not found:
        raise NotFound(say("没有设施“{source}”，也没有它的减排量", source=words), code="facility.untraced")
    return found
