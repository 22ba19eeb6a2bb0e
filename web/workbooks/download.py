"""A file that a page sends to be kept; its name may be Chinese (RFC 6266)."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import flask

if TYPE_CHECKING:
    from werkzeug import Response


def download(data: bytes, *, name: str, media_type: str) -> Response:
    """Return a file to be kept under a name."""
    sent = flask.send_file(io.BytesIO(data), mimetype=media_type, as_attachment=True, download_name=name, etag=False)
    del sent.headers["Cache-Control"]  # left to what holds for every page
    return sent
