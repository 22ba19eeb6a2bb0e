"""The proof of the books from the page: verification, the present checkpoint, an older one to compare, the archive."""

from __future__ import annotations

from contextlib import ExitStack
from time import perf_counter_ns
from typing import TYPE_CHECKING, Final

import flask

from ledger.domain.bookkeeping.checkpoint import parse_checkpoint
from ledger.domain.people.actor import Role
from ledger.errors import InvalidValue
from ledger.projections.audit.archive import archive
from ledger.projections.audit.proof import checkpoint_of, verification_of
from schemas.malformed import FieldError
from web.access import access
from web.books import LEGAL_ZONE
from web.context import current
from web.pages.audit.once import alone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.domain.bookkeeping.checkpoint import Checkpoint

blueprint: Final = flask.Blueprint("audit_proof", __name__)

_LONGEST_CHECKPOINT: Final = 10_000
_MILLISECOND: Final = 1_000_000
_AUDITOR: Final = Role.AUDITOR.value


@blueprint.get("/audit/proof")
@access(_AUDITOR)
def index() -> str:
    """Show the present checkpoint, and what can be verified and taken away."""
    return flask.render_template("audit/proof.html", checkpoint=checkpoint_of(current().view), typed="")


@blueprint.post("/audit/proof")
@access(_AUDITOR)
def verify() -> str | tuple[str, int]:
    """Recompute the books and show every finding; what was typed is kept where it is no checkpoint.

    :raises Conflict: ``audit.busy``.
    """
    view, typed = current().view, _typed()
    try:
        anchor = _anchor(typed)
    except InvalidValue as error:
        fault = FieldError.of(error)
        page = flask.render_template("audit/proof.html", checkpoint=checkpoint_of(view), typed=typed, fault=fault)
        return page, 422
    with alone():
        started = perf_counter_ns()
        full = flask.request.form.get("full") == "yes"
        result = verification_of(view, full=full, anchor=anchor)
        took = (perf_counter_ns() - started) // _MILLISECOND
    return flask.render_template(
        "audit/proof.html",
        checkpoint=checkpoint_of(view),
        typed=typed,
        result=result,
        anchor=anchor,
        full=full,
        took=took,
        verified_at=current().now,
    )


@blueprint.get("/audit/checkpoint")
@access(_AUDITOR)
def checkpoint() -> flask.Response:
    """Send the present checkpoint as a file."""
    found = checkpoint_of(current().view)
    response = flask.Response(found.text, mimetype="text/plain")
    response.headers.set("Content-Disposition", "attachment", filename=f"checkpoint-{found.size}.txt")
    return response


@blueprint.get("/audit/books.zip")
@access(_AUDITOR)
def books() -> flask.Response:
    """Send the complete books in every format, piece by piece as they are written.

    :raises Conflict: ``audit.busy``.
    """
    context = current()
    size, made_at = checkpoint_of(context.view).size, context.now.astimezone(LEGAL_ZONE)
    with ExitStack() as stack:
        stack.enter_context(alone())
        pieces = archive(stack.enter_context(context.own_view()), made_at=made_at)
        held = stack.pop_all()

    def sent() -> Iterator[bytes]:
        with held:
            yield from pieces

    response = flask.Response(sent(), mimetype="application/zip")
    response.call_on_close(held.close)
    response.headers.set("Content-Disposition", "attachment", filename=f"books-{size}.zip")
    return response


def _typed() -> str:
    """Return the older checkpoint: out of the file if one was sent, else as typed."""
    file = flask.request.files.get("file")
    sent = file.read(_LONGEST_CHECKPOINT).decode("utf-8", errors="replace") if file is not None else ""
    return sent or flask.request.form.get("anchor", "")[:_LONGEST_CHECKPOINT]


def _anchor(typed: str) -> Checkpoint | None:
    """Read a checkpoint as browsers send it: other ends of lines, and perhaps none at the last."""
    lines = typed.replace("\r\n", "\n").strip()
    return parse_checkpoint(f"{lines}\n") if lines else None
