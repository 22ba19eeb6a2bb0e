"""Sheets that people bring: templates to take, upload, a preview of every row, and recording whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import flask

from ledger.errors import LedgerError, NotFound, say
from ledger.services import drafts
from ledger.services.catalogue import ACTS
from schemas.malformed import Malformed
from schemas.malformed_sheet import MalformedSheet
from schemas.problem import body_of, problem_of
from web.access import WITH_FILES, access
from web.context import current
from web.forms.papers import safe_name
from web.forms.places import words_at
from web.forms.tree import form_of
from web.labels.acts import FAMILIES, TITLES
from web.pages.desk.form_page import body_of_error
from web.pages.desk.record import RECORDERS, may_record, recordable
from web.sheet_faults import faults_besides
from web.uploads import LARGEST_UPLOAD, Judged, Sheet, judge, read_upload
from web.workbooks.act_columns import act_columns
from web.workbooks.act_template import act_template
from web.workbooks.download import download
from web.workbooks.xlsx import XLSX

if TYPE_CHECKING:
    from typing import Any

    from werkzeug import Response

    from ledger.domain.people.draft import Draft

blueprint: Final = flask.Blueprint("sheets", __name__)

DRAFT_KIND: Final = "sheet"
"""A sheet lies among the drafts of its person, its file as the only paper, until it is thrown away."""
_BINARY: Final = "application/octet-stream"
_MOST_SHOWN: Final = 200
"""Lines without a fault that a preview lists; those with one are listed all, as far as they are told."""


@blueprint.get("/desk/sheets")
@access(*RECORDERS)
def index() -> str:
    """Show where to upload, the sheets that lie here, and the templates."""
    return _index_page()


@blueprint.get("/desk/sheets/<kind>.xlsx")
@access(*RECORDERS)
def template(kind: str) -> Response:
    """Send the template of an act."""
    act, context = recordable(kind), current()
    columns = act_columns(form_of(act.command))
    data = act_template(kind, TITLES[kind], columns, translate=context.translate, made_at=context.now)
    name = f"{TITLES[kind].rendered(context.translate)}.xlsx"
    return download(data, name=name, media_type=XLSX, plain=kind)


@blueprint.post("/desk/sheets")
@access(*RECORDERS, writes=True, largest=WITH_FILES)
def upload() -> Response | tuple[str, int]:
    """Keep a sheet that can be read, and go on to its preview; refuse another with every fault and its cell."""
    file = flask.request.files.get("file")
    name = safe_name(file.filename or "") if file is not None else ""
    data = b"" if file is None else file.stream.read(LARGEST_UPLOAD + 1)
    try:
        read_upload(data, name)
    except Malformed as error:
        return _index_page(problem=_body_of_malformed(error), name=name), 422
    context = current()
    with context.office() as office:
        owner = context.person.name
        draft = drafts.begin_draft(office, owner, kind=DRAFT_KIND, title=name, content={"file": name}, now=context.now)
        drafts.attach(office, owner, draft.id, name=name, media_type=_BINARY, content=data)
    return flask.redirect(flask.url_for("sheets.one", draft_id=draft.id), 303)


@blueprint.get("/desk/sheets/<draft_id>")
@access(*RECORDERS)
def one(draft_id: str) -> str:
    """Show what would become of every row; nothing is recorded."""
    draft, sheet = _kept(draft_id)
    judged, problem = None, None
    try:
        with current().desk() as desk:
            judged = judge(desk, sheet)
    except LedgerError as error:
        problem = body_of_error(error)
    return _preview_page(draft, sheet, judged, problem)


@blueprint.post("/desk/sheets/<draft_id>/record")
@access(*RECORDERS, writes=True)
def record(draft_id: str) -> Response | tuple[str, int]:
    """Record every row, or none."""
    draft, sheet = _kept(draft_id)
    try:
        with current().desk() as desk:
            judged = judge(desk, sheet)
            if not judged.refused and not judged.recognised:
                desk.work.commit()
    except LedgerError as error:
        body = body_of_error(error)
        return _preview_page(draft, sheet, None, body), body["status"]
    if judged.refused:
        current().look_anew()
        return _preview_page(draft, sheet, judged, None), 422
    return flask.redirect(flask.url_for("sheets.one", draft_id=draft.id), 303)


@blueprint.post("/desk/sheets/<draft_id>/delete")
@access(*RECORDERS, writes=True)
def delete(draft_id: str) -> Response:
    """Throw a sheet away; what was recorded from it stays."""
    with current().office() as office:
        drafts.remove_draft(office, current().person.name, draft_id)
    return flask.redirect(flask.url_for("sheets.index"), 303)


def _index_page(*, problem: Any = None, name: str = "") -> str:
    context = current()
    mine = [draft for draft in drafts.drafts_of(context.view, context.person.name) if draft.kind == DRAFT_KIND]
    families = [
        (family.name, [(kind, title) for kind, title in family.acts.items() if may_record(kind)]) for family in FAMILIES
    ]
    return flask.render_template(
        "desk/sheets.html",
        sheets=mine,
        families=[(family, acts) for family, acts in families if acts],
        problem=problem,
        name=name,
        largest=LARGEST_UPLOAD // 1024**2,
    )


def _preview_page(draft: Draft, sheet: Sheet, judged: Judged | None, problem: Any) -> str:
    return flask.render_template(
        "desk/sheet.html",
        draft=draft,
        sheet=sheet,
        judged=judged,
        problem=problem,
        titles=TITLES,
        refusal_of=body_of_error,
        most=_MOST_SHOWN,
    )


def _kept(draft_id: str) -> tuple[Draft, Sheet]:
    """Return a sheet of the person as it was uploaded, read anew.

    :raises NotFound: ``draft.missing``, also where it is another's.
    """
    context = current()
    draft = drafts.find_draft(context.view, context.person.name, draft_id)
    name = str(draft.content.get("file", ""))
    data = drafts.paper_content(context.view, draft.id, name)
    if draft.kind != DRAFT_KIND or data is None:
        raise NotFound(say("没有这份草稿"), code="draft.missing")
    return draft, read_upload(data, name)


def _body_of_malformed(error: Malformed) -> Any:
    """Return the refusal of a sheet: what is wrong in its cells, and as far as it can be judged, what is refused."""
    context = current()
    if not isinstance(error, MalformedSheet):
        return body_of(problem_of(error), translate=context.translate, request_id=context.request_id)
    with context.desk() as desk:
        told = error.with_faults(faults_besides(desk, error))
    context.look_anew()
    body = body_of(problem_of(told), translate=context.translate, request_id=context.request_id)
    for fault in body["errors"]:
        fault["field"] = _words_of(error, fault.get("field", ""), fault["row"])
    return body


def _words_of(sheet: MalformedSheet, path: str, row: int) -> str:
    """Return what the member of a path is called; nothing where the heading of its cell says so already."""
    kind = sheet.kind_at(row)
    if not path or kind is None or sheet.has_heading(path):
        return ""
    return words_at(form_of(ACTS[kind].command), path, current().translate)
