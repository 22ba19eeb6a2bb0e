"""Papers: attached to a draft, kept in the book with the act, given back to whoever may see the act."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import flask

from ledger.domain.bookkeeping.act import WaitingAct
from ledger.errors import NotFound, say
from ledger.services import drafts as service
from web.access import READERS, access
from web.context import current
from web.forms.keeping import own_draft
from web.forms.papers import kept_paper
from web.pages.desk.record import RECORDERS
from web.workbooks.download import download

if TYPE_CHECKING:
    from werkzeug import Response

blueprint: Final = flask.Blueprint("papers", __name__)

_DIGEST: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)


@blueprint.get("/papers/<digest>")
@access(*READERS)
def one(digest: str) -> Response:
    """Give back a paper of the act that the address names."""
    reference = flask.request.args.get("act", "")
    act = current().registers.find(WaitingAct, reference) if reference.isdecimal() else None
    if act is None or not current().person.sits_in(act.area) or _DIGEST.fullmatch(digest) is None:
        raise _missing()
    named = next((paper for paper in act.evidence if paper.digest == digest), None)
    found = None if named is None else kept_paper(current().view, digest)
    if named is None or found is None:
        raise _missing()
    return _download(named.name, found[0], found[1])


@blueprint.get("/desk/drafts/<draft_id>/papers/<name>")
@access(*RECORDERS)
def of_draft(draft_id: str, name: str) -> Response:
    """Give back a paper that lies with a draft."""
    context = current()
    draft = own_draft(context, draft_id)
    named = next((paper for paper in service.papers_of(context.view, draft.id) if paper.name == name), None)
    content = service.paper_content(context.view, draft.id, name)
    if named is None or content is None:
        raise _missing()
    return _download(name, named.media_type, content)


@blueprint.post("/desk/drafts/<draft_id>/papers/<name>/delete")
@access(*RECORDERS, writes=True)
def detach(draft_id: str, name: str) -> Response:
    """Take a paper away from a draft."""
    draft = own_draft(current(), draft_id)
    if name not in {paper.name for paper in service.papers_of(current().view, draft.id)}:
        raise _missing()
    current().look_anew()
    with current().office() as office:
        service.detach(office, draft.owner, draft.id, name)
    return flask.redirect(flask.url_for("drafts.one", draft_id=draft.id), 303)


def _download(name: str, media_type: str, content: bytes) -> Response:
    response = download(content, name=name, media_type=media_type)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _missing() -> NotFound:
    return NotFound(say("没有这份附件"), code="paper.missing")
