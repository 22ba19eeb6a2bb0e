"""Drafts: what a person is preparing, marked as not in the books; opened again, corrected, thrown away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import flask

from ledger.domain.bookkeeping.act import State, WaitingAct
from ledger.services import drafts as service
from ledger.services.desk import missing
from schemas.base import RequestSchema
from web.access import access
from web.context import current
from web.forms import keeping
from web.forms.options import name_in
from web.forms.page import title_of
from web.forms.sending import new_key
from web.forms.tree import form_of
from web.forms.written import asked_of, typed_of
from web.labels.acts import TITLES
from web.pages.desk.form_page import page_of, response_of
from web.pages.desk.record import RECORDERS, recordable
from web.pages.moment_place import MomentPlaceField, written_place
from web.pages.queries import read_query

if TYPE_CHECKING:
    from werkzeug import Response

blueprint: Final = flask.Blueprint("drafts", __name__)


PAGE: Final = 50
"""Drafts of one page."""


class DraftsQuery(RequestSchema):
    """Where the page begins."""

    before = MomentPlaceField(load_default=None)


@blueprint.get("/desk/drafts")
@access(*RECORDERS)
def index() -> str:
    """Show a page of the person's drafts, the last changed first."""
    context, asked = current(), read_query(DraftsQuery())
    owner = context.person.name
    found = service.drafts_page(context.view, owner, limit=PAGE + 1, before=asked["before"])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return flask.render_template(
        "desk/drafts.html",
        drafts=found[:PAGE],
        titles=TITLES,
        count=service.count_drafts(context.view, owner),
        most=service.MOST_DRAFTS,
        following=None if last is None else written_place(last.changed_at, last.id),
        further=asked["before"] is not None,
    )


@blueprint.get("/desk/drafts/<draft_id>")
@access(*RECORDERS)
def one(draft_id: str) -> flask.Response:
    """Open a draft again."""
    draft = keeping.own_draft(current(), draft_id)
    recordable(draft.kind)
    return response_of(page_of(draft.kind, keeping.typed_in(draft), key=keeping.key_of(draft.content), draft=draft))


@blueprint.post("/desk/drafts/<draft_id>/delete")
@access(*RECORDERS, writes=True)
def delete(draft_id: str) -> Response:
    """Throw a draft away."""
    draft = keeping.own_draft(current(), draft_id)
    current().look_anew()
    with current().office() as office:
        service.remove_draft(office, draft.owner, draft.id)
    return flask.redirect(flask.url_for("drafts.index"), 303)


@blueprint.post("/desk/drafts/correct/<number:reference>")
@access(*RECORDERS, writes=True)
def correct(reference: int) -> Response:
    """Open a returned act as the draft of its correction; the one that is begun already, if there is one."""
    context, owner = current(), current().person.name
    act = context.registers.find(WaitingAct, str(reference))
    if act is None or act.maker != owner or act.state is not State.RETURNED:
        raise missing(reference)
    begun = [draft for draft in service.drafts_of(context.view, owner) if draft.reference == reference]
    if begun:
        return flask.redirect(flask.url_for("drafts.one", draft_id=begun[0].id), 303)
    form = form_of(recordable(act.kind).command)
    typed = typed_of(asked_of(context.registers, form.command, reference))
    context.look_anew()
    with context.office() as office:
        draft = service.begin_draft(
            office,
            owner,
            kind=act.kind,
            title=title_of(form, typed.values, name_of=name_in(context)),
            content=keeping.content_of(typed, key=new_key()),
            now=context.now,
            reference=reference,
        )
    return flask.redirect(flask.url_for("drafts.one", draft_id=draft.id), 303)
