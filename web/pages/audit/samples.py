"""A random sample by the auditor's own seed, that can be drawn again without this program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import flask

from ledger.domain.people.actor import Role
from ledger.errors import say
from ledger.projections.audit.sample import LARGEST, draw
from web.access import access
from web.books import LEGAL_ZONE
from web.context import current
from web.pages.audit.kinds import kind_name
from web.pages.audit.queries import SampleQuery
from web.pages.audit.searching import choices, sent_conditions
from web.pages.presentation import said
from web.pages.queries import read_query
from web.workbooks.sheet import sheet

if TYPE_CHECKING:
    from ledger.projections.audit.sample import Sample

blueprint: Final = flask.Blueprint("audit_samples", __name__)


@blueprint.get("/audit/sample")
@access(Role.AUDITOR.value)
def index() -> str:
    """Show a sample, or how one is drawn."""
    asked = read_query(SampleQuery())
    return flask.render_template(
        "audit/sample.html",
        asked=asked,
        sample=_drawn(asked),
        largest=LARGEST,
        kind_name=kind_name,
        sent=sent_conditions(),
        **choices(),
    )


@blueprint.get("/audit/sample.csv")
@access(Role.AUDITOR.value)
def file() -> flask.Response:
    """Send the sample as a file."""
    sample = _drawn(read_query(SampleQuery()))
    headings = (
        say("次序"), say("件号"), say("SHA-256"), say("字号"), say("生效日"), say("记录时刻"), say("业务"), say("摘要"),
        say("经办"), say("审批"), say("附件数"),
    )  # fmt: skip
    rows = [
        (
            place,
            drawn.line.seq,
            drawn.digest,
            "" if drawn.line.series is None else f"{drawn.line.series}-{drawn.line.number}",
            drawn.line.effective_on,
            drawn.line.recorded_at.astimezone(LEGAL_ZONE).isoformat(timespec="seconds"),
            said(kind_name(drawn.line.kind)),
            drawn.line.narration,
            drawn.line.actor,
            drawn.line.approver,
            drawn.line.attachments,
        )
        for place, drawn in enumerate(sample.acts if sample is not None else (), 1)
    ]
    return sheet("sample", [said(heading) for heading in headings], rows)


def _drawn(asked: dict[str, Any]) -> Sample | None:
    if asked["seed"] is None:
        return None
    return draw(current().view, asked["conditions"], seed=asked["seed"], size=asked["size"])
