"""The files that pages need beside themselves: addressed by their content, so that a browser may keep them."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

import flask

from web.access import PUBLIC, access

if TYPE_CHECKING:
    from werkzeug import Response

blueprint: Final = flask.Blueprint("assets", __name__)

_FOLDER: Final = Path(str(files("web") / "static"))
_A_YEAR: Final = 31_536_000
_DIGEST_CHARACTERS: Final = 12


@blueprint.get("/static/<digest>/<path:file>")
@access(PUBLIC)
def asset(digest: str, file: str) -> Response:
    """Send a file; one whose content has changed since has another address."""
    if _digests().get(file) != digest:
        flask.abort(404)
    content = io.BytesIO((_FOLDER / file).read_bytes())  # an open file would stay open where a range is refused
    response = flask.send_file(content, download_name=Path(file).name, max_age=_A_YEAR, etag=digest)
    response.cache_control.immutable = True
    return response


def asset_address(file: str) -> str:
    """Return the address of a file."""
    return flask.url_for("assets.asset", digest=_digests()[file], file=file)


@cache
def _digests() -> Mapping[str, str]:
    """Return the files that there are, each with the beginning of its digest."""
    return {
        path.relative_to(_FOLDER).as_posix(): sha256(path.read_bytes()).hexdigest()[:_DIGEST_CHARACTERS]
        for path in _FOLDER.rglob("*")
        if path.is_file()
    }
