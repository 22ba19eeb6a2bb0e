"""Is the process up, and does its book answer: for the machines that look after it."""

from __future__ import annotations

from typing import Final

import flask

from ledger.projections.overview import log_head
from web.access import PUBLIC, access
from web.context import current

blueprint: Final = flask.Blueprint("health", __name__)


@blueprint.get("/healthz")
@access(PUBLIC)
def healthz() -> dict[str, object]:
    """Answer, which is all that is asked."""
    return {"status": "ok"}


@blueprint.get("/readyz")
@access(PUBLIC)
def readyz() -> dict[str, object]:
    """Answer out of the book; 503 where it cannot be read."""
    return {"status": "ok", "size": log_head(current().view).size}
