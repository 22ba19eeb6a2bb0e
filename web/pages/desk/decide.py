"""The steps of an act: checked, approved, returned, rejected, withdrawn; and many approved at once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import flask
from werkzeug.exceptions import NotFound as NoSuchAddress

from ledger.errors import Conflict, LedgerError, NotFound, RuleViolation
from ledger.projections.desk.act_file import opened_accounts, shown_postings
from ledger.projections.desk.work import desk_work, waiting_acts
from ledger.services import procedure
from schemas.base import RequestSchema, load
from schemas.fields import TextField
from schemas.malformed import Malformed
from schemas.problem import body_of, problem_of
from web.access import STAFF, access
from web.context import current
from web.pages.desk.file import file_of
from web.pages.desk.followed import HANDS, deadlines_of, name_of, title_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from werkzeug import Response

    from ledger.domain.bookkeeping.unit import Unit
    from ledger.projections.accounts.entry import RecordedMovement
    from ledger.projections.desk.work import WaitingRow
    from ledger.services.desk import Desk
    from ledger.services.judging import Preview

blueprint: Final = flask.Blueprint("desk_decide", __name__)

_LONGEST_REASON: Final = 1000
_MOST: Final = 100
"""Acts that are approved at once."""
_OVERDRAWN: Final = "balance.overdrawn"
_SEEN: Final[Mapping[str, Callable[..., object]]] = {"check": procedure.check, "approve": procedure.approve}
_ENDED: Final[Mapping[str, Callable[..., object]]] = {
    "return": procedure.send_back,
    "reject": procedure.reject,
    "withdraw": procedure.withdraw,
}
"""Steps for which a reason is given."""


class SeenForm(RequestSchema):
    """The digest of exactly what was shown."""

    shown = TextField(required=True)


class ReasonForm(RequestSchema):
    """Why an act is returned, rejected or taken back."""

    reason = TextField(required=True, longest=_LONGEST_REASON)


@blueprint.post("/desk/acts/<number:reference>/<step>")
@access(*STAFF, writes=True)
def take(reference: int, step: str) -> Response | tuple[str, int]:
    """Take one step of an act; a refusal shows the act as it is now, with what was typed."""
    if step not in _SEEN and step not in _ENDED:
        raise NoSuchAddress
    sent = {name: value.strip() for name, value in flask.request.form.items() if name != "csrf" and value.strip()}
    try:
        form: dict[str, Any] = load(SeenForm() if step in _SEEN else ReasonForm(), sent)
        with current().desk() as desk:
            (_SEEN.get(step) or _ENDED[step])(desk, reference, **form)
            desk.work.commit()
    except (Malformed, Conflict, RuleViolation) as error:
        return _refused(reference, error, reason=sent.get("reason", ""))
    current().look_anew()
    return flask.redirect(flask.url_for("desk_acts.one", reference=reference), 303)


def _refused(reference: int, error: Malformed | LedgerError, *, reason: str) -> tuple[str, int]:
    context = current()
    problem = problem_of(error)
    body = body_of(problem, translate=context.translate, request_id=context.request_id)
    file = file_of(reference)
    return flask.render_template(
        "desk/waiting_act.html", file=file, problem=body, reason=reason, name_of=name_of
    ), problem.status


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """An act that was ticked, and what its approval would post; ``refusal`` is why it cannot be."""

    row: WaitingRow
    preview: Preview | None
    postings: tuple[RecordedMovement, ...] = ()
    """What it would post, as it will be shown: red where it takes something back."""
    opened: frozenset[str] = frozenset()
    """The codes of its accounts that are opened already."""
    refusal: LedgerError | None = None


@blueprint.get("/desk/approve")
@access("reviewer")
def choose() -> str:
    """Show what waits for this person's decision, to be ticked."""
    context = current()
    waiting = waiting_acts(context.view, area=context.person.area)
    return flask.render_template(
        "desk/decide_choose.html",
        rows=desk_work(waiting, context.person, hands=HANDS).to_decide[:_MOST],
        deadlines=deadlines_of(waiting),
        title_of=title_of,
    )


@blueprint.post("/desk/approve")
@access("reviewer", writes=True)
def look() -> str | Response:
    """Show each ticked act with what it would post, and the totals; nothing is approved yet."""
    ticked = _ticked()
    if not ticked:
        return flask.redirect(flask.url_for("desk_decide.choose"), 303)
    return _list(_chosen(ticked), failures={})


@blueprint.post("/desk/approve/all")
@access("reviewer", writes=True)
def approve_all() -> Response | tuple[str, int]:
    """Approve the whole list in one unit of work: all of it, or nothing with the reason of each failure."""
    shown = {int(name[6:]): value for name, value in flask.request.form.items() if _names_an_act(name)}
    failures: dict[int, LedgerError] = {}
    with current().desk() as desk:
        for reference in sorted(shown)[:_MOST]:
            _approve(desk, reference, shown[reference], failures)
            if any(error.problem_code == _OVERDRAWN for error in failures.values()):
                break  # the database has refused: nothing more can be asked of this unit of work
        if not failures:
            desk.work.commit()
    current().look_anew()
    if failures:
        return _list(_chosen(sorted(shown)), failures=failures), 409
    return flask.redirect(flask.url_for("desk.index"), 303)


def _approve(desk: Desk, reference: int, shown: str, failures: dict[int, LedgerError]) -> None:
    try:
        procedure.approve(desk, reference, shown=shown)
    except (Conflict, NotFound, RuleViolation) as error:
        failures[reference] = error


def _names_an_act(name: str) -> bool:
    return name.startswith("shown-") and name[6:].isascii() and name[6:].isdecimal() and len(name) < 20  # noqa: PLR2004 - digits of a place


def _ticked() -> list[int]:
    values = flask.request.form.getlist("reference")
    return sorted({int(value) for value in values if value.isascii() and value.isdecimal() and len(value) < 19})[:_MOST]  # noqa: PLR2004 - digits of a place


def _chosen(references: Sequence[int]) -> list[Chosen]:
    context = current()
    rows = {row.act.reference: row for row in waiting_acts(context.view, area=context.person.area)}
    with context.desk() as desk:
        return [_seen(desk, rows[reference]) for reference in references if reference in rows]


def _seen(desk: Desk, row: WaitingRow) -> Chosen:
    try:
        preview = procedure.preview(desk, row.act.reference)
    except LedgerError as error:
        return Chosen(row=row, preview=None, refusal=error)
    view = current().view
    postings = shown_postings(view, preview.prepared.voucher)
    return Chosen(row=row, preview=preview, postings=postings, opened=opened_accounts(view, postings))


def _list(chosen: Sequence[Chosen], *, failures: Mapping[int, LedgerError]) -> str:
    totals: dict[Unit, int] = defaultdict(int)
    for each in chosen:
        for posting in each.postings:
            totals[posting.unit] += posting.amount
    return flask.render_template(
        "desk/decide.html",
        chosen=chosen,
        totals=totals,
        failures=failures,
        title_of=title_of,
        name_of=name_of,
        ready=[each for each in chosen if each.preview is not None],
    )
