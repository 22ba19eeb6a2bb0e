"""The page of a form: filled at first with what is known, later with what was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import flask

from ledger.domain.bookkeeping.act import WaitingAct
from ledger.services import drafts
from ledger.services.catalogue import ACTS
from schemas.problem import body_of, problem_of
from web.context import current
from web.forms.keeping import left_out
from web.forms.nodes import Form, Input, Register
from web.forms.options import areas_and_basins
from web.forms.page import FormPage, value_at
from web.forms.tree import form_of
from web.labels.acts import TITLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.domain.bookkeeping.act import Paper
    from ledger.domain.people.draft import Draft
    from ledger.errors import InvalidValue, LedgerError
    from web.forms.reading import Filled
    from web.forms.typed import Typed, Values


_LONGEST_GIVEN = 1000


def first_values(form: Form) -> Values:
    """Return what a new form holds: today, the area of a branch, and what a reminder's link says."""
    values: Values = {"effective_on": current().today.isoformat()}
    area = current().person.area
    for member in form.members:
        if isinstance(member, Input) and member.name == "area" and member.register is Register.AREAS and area:
            values["area"] = area
        if isinstance(member, Input) and member.name in flask.request.args:
            values[member.name] = flask.request.args[member.name][:_LONGEST_GIVEN]
    return values


def page_of(
    kind: str,
    typed: Typed,
    *,
    key: str,
    draft: Draft | None = None,
    filled: Filled | None = None,
    problem: Any = None,
) -> FormPage:
    """Return what the page of a form shows."""
    context = current()
    return FormPage(
        context=context,
        kind=kind,
        title=TITLES[kind],
        form=form_of(ACTS[kind].command),
        typed=typed,
        key=key,
        options=areas_and_basins(context),
        draft=draft,
        papers=tuple(drafts.papers_of(context.view, draft.id)) if draft is not None else (),
        former=_papers_of_returned(draft),
        without=frozenset() if draft is None else left_out(draft),
        filled=filled,
        problem=problem,
    )


def _papers_of_returned(draft: Draft | None) -> tuple[Paper, ...]:
    if draft is None or draft.reference is None:
        return ()
    act = current().registers.find(WaitingAct, str(draft.reference))
    return () if act is None else act.evidence


def response_of(page: FormPage, *, status: int = 200, check: Mapping[str, Any] | None = None) -> flask.Response:
    """Return the page as it is answered; ``check`` is what the check beside it is drawn from, if it was made."""
    shown = flask.render_template("desk/record_form.html", page=page, value_at=value_at, check=check, **(check or {}))
    return flask.make_response(shown, status)


def body_of_error(error: LedgerError | InvalidValue) -> dict[str, Any]:
    """Return a refusal in the language of the request."""
    context = current()
    return body_of(problem_of(error), translate=context.translate, request_id=context.request_id)
