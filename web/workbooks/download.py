"""A file that a page sends to be kept; its name may be Chinese (RFC 6266)."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

import flask

_NOT_PLAIN: Final = re.compile(r"[^A-Za-z0-9._]+")
_PLAIN_ENDING: Final = re.compile(r"\.[A-Za-z0-9]{1,8}$")
_SAFE: Final = "!#$&+-.^_`|~"
"""What RFC 8187 leaves as it is, besides letters and digits."""


def download(data: bytes, *, name: str, media_type: str, plain: str | None = None) -> flask.Response:
    """Return a file to be kept under a name, always whole: it is made anew each time, so no part would fit another.

    :param plain: its name for what understands ASCII alone, without the ending; made of the name where none is given.
    """
    sent = flask.Response(data, content_type=media_type)
    sent.headers["Content-Disposition"] = disposition(name, plain=plain)
    return sent


def disposition(name: str, *, plain: str | None = None) -> str:
    """Return how an attachment is named: in ASCII, and where that is not the name itself in UTF-8 (RFC 6266, 4.3)."""
    found = _PLAIN_ENDING.search(name)
    ending = "" if found is None else found[0]
    stem = name.removesuffix(ending)
    ascii_name = _plain(stem if plain is None else plain) + ending
    written = f'attachment; filename="{ascii_name}"'
    return written if ascii_name == name else f"{written}; filename*=UTF-8''{quote(name, safe=_SAFE)}"


def _plain(stem: str) -> str:
    """Return of a name what is ASCII; one that would be empty, hidden or a bare figure is called a file."""
    found = _NOT_PLAIN.sub("-", stem).strip("-._")
    return found if found[:1].isalpha() else f"file-{found}".rstrip("-")
