"""Who is in front of a page: the cookie of the session, and what a form must bring back."""

from __future__ import annotations

from hmac import compare_digest
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Final

import flask

if TYPE_CHECKING:
    from ledger.services.log_in import Opened

FORM_TOKEN: Final = "csrf"  # noqa: S105 - the name of a member, not its value
FORM_TOKEN_HEADER: Final = "X-CSRF-Token"  # noqa: S105 - the same
_SESSION: Final = "session"
_ENTRANCE: Final = "entrance"
_FROM_HERE: Final = frozenset({None, "same-origin", "none"})
_TOKEN_BYTES: Final = 32


def session_token(request: flask.Request) -> str | None:
    """Return what the browser holds of a session."""
    return request.cookies.get(_name(_SESSION, request))


def give_session(response: flask.Response, opened: Opened) -> None:
    """Let the browser hold a session until it is closed; the program ends it earlier."""
    _set(response, _SESSION, opened.token)


def take_session(response: flask.Response) -> None:
    """Let the browser forget its session."""
    response.delete_cookie(_name(_SESSION, flask.request), path="/", secure=flask.request.is_secure, httponly=True)


def entrance_token(request: flask.Request) -> str:
    """Return what the form of the log-in must bring back: there is no session yet that could know it."""
    return request.cookies.get(_name(_ENTRANCE, request)) or token_urlsafe(_TOKEN_BYTES)


def give_entrance(response: flask.Response, token: str) -> None:
    """Let the browser hold the same beside the form."""
    _set(response, _ENTRANCE, token)


def form_is_ours(request: flask.Request, expected: str | None) -> bool:
    """Return whether an unsafe request comes from a form of ours, shown to the one who sends it."""
    if request.headers.get("Sec-Fetch-Site") not in _FROM_HERE:
        return False
    sent = request.headers.get(FORM_TOKEN_HEADER) or request.form.get(FORM_TOKEN, "")
    return expected is not None and compare_digest(sent.encode(), expected.encode())


def held_entrance(request: flask.Request) -> str | None:
    """Return what the browser holds for the form of the log-in."""
    return request.cookies.get(_name(_ENTRANCE, request))


def local_path(path: str | None) -> str | None:
    """Return where to go after the log-in, if it is a path of this program and nothing else."""
    if path is None or not path.startswith("/") or path.startswith(("//", "/\\")) or not path.isprintable():
        return None
    return path


def _set(response: flask.Response, name: str, value: str) -> None:
    secure = flask.request.is_secure
    response.set_cookie(_name(name, flask.request), value, path="/", secure=secure, httponly=True, samesite="Lax")


def _name(name: str, request: flask.Request) -> str:
    """Return the cookie's name; the prefix makes browsers refuse it from any other host, and without encryption."""
    return f"__Host-{name}" if request.is_secure else name
