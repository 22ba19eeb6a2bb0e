"""What the browser sends of a form: the inputs, and apart from them the page's own controls."""

from __future__ import annotations

import re
from dataclasses import dataclass
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Final

from ledger.errors import InvalidValue, say
from web.forms.typed import UNIT
from web.sign_in import FORM_TOKEN

if TYPE_CHECKING:
    from flask import Request
    from werkzeug.datastructures import FileStorage

KEY: Final = "_key"
DRAFT: Final = "_draft"
ACTION: Final = "_do"
PAPER: Final = "_paper"
WITHOUT: Final = "_without"
_KEY_FORM: Final = re.compile(r"[A-Za-z0-9_-]{16,64}", re.ASCII)
_KEY_BYTES: Final = 18
_DIGEST: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A form as it came in."""

    inputs: tuple[tuple[str, str], ...]
    key: str
    draft: str
    action: str
    files: tuple[FileStorage, ...]
    without: frozenset[str] = frozenset()
    """Digests of the papers of a returned act that do not go along with its correction."""


def new_key() -> str:
    """Return an idempotency key that nobody else has."""
    return token_urlsafe(_KEY_BYTES)


def read_sent(request: Request) -> Sent:
    """Return what was sent.

    :raises InvalidValue: ``form.key``, the form is none of ours.
    """
    key = request.form.get(KEY, "")
    if _KEY_FORM.fullmatch(key) is None:
        raise InvalidValue("form.key", say("表单缺少编号或编号不对；请从登记页重新打开。未入账"))
    return Sent(
        inputs=tuple((name, value) for name, value in request.form.items(multi=True) if not _is_control(name)),
        key=key,
        draft=request.form.get(DRAFT, ""),
        action=request.form.get(ACTION, ""),
        files=tuple(file for file in request.files.getlist(PAPER) if file.filename),
        without=frozenset(filter(_DIGEST.fullmatch, request.form.getlist(WITHOUT))),
    )


def _is_control(name: str) -> bool:
    return name == FORM_TOKEN or (name.startswith("_") and not name.startswith(UNIT))
