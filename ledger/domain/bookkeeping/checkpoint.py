"""Checkpoints: the head of a book as a text that others keep (C2SP tlog-checkpoint), so that no rewrite goes unseen."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from dataclasses import dataclass
from typing import Final

from ledger.domain.bookkeeping.merkle import EMPTY_ROOT, HASH_BYTES
from ledger.domain.values.quantity import shown
from ledger.errors import InvalidValue, say

_SIZE: Final = re.compile(r"0|[1-9][0-9]{0,17}", re.ASCII)
_SIGNATURE: Final = re.compile(r"— [^\s+]+ [A-Za-z0-9+/]+={0,2}")
_BODY_LINES: Final = 3
_ORIGIN: Final = re.compile(r"[!-~]{1,200}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """The size and the root that a book of this origin had."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """Return the checkpoint's body: origin, size and root, a line each."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"


def parse_origin(text: str) -> str:
    """Read the name under which the checkpoints of a book are known: visible ASCII without blanks.

    :raises InvalidValue: ``checkpoint.origin``.
    """
    if _ORIGIN.fullmatch(text) is None:
        raise InvalidValue(
            "checkpoint.origin",
            say("“{value}”不能作账簿名；请用不含空格的ASCII字符，如 example.org/ledger", value=shown(text)),
        )
    return text


def parse_checkpoint(text: str) -> Checkpoint:
    """Read a checkpoint; signatures below it are allowed and not looked at.

    :raises InvalidValue: ``checkpoint.form`` for other lines than origin, size, root and signatures,
        ``checkpoint.origin``, ``checkpoint.size`` or ``checkpoint.root``.
    """
    body, _, signatures = text.partition("\n\n")
    lines = body.removesuffix("\n").split("\n")
    signed = signatures.removesuffix("\n").split("\n") if signatures else []
    if not text.endswith("\n") or len(lines) != _BODY_LINES or not all(map(_SIGNATURE.fullmatch, signed)):
        raise InvalidValue("checkpoint.form", say("不是检查点：应为账簿名、件数、根各一行，每行以换行结束"))
    origin, size, root = lines
    if _SIZE.fullmatch(size) is None:
        raise InvalidValue("checkpoint.size", say("检查点第二行“{value}”不是件数", value=shown(size)))
    return Checkpoint(origin=parse_origin(origin), size=int(size), root=_root(root, size=int(size)))


def _root(written: str, *, size: int) -> bytes:
    try:
        root = b64decode(written, validate=True)
    except (Base64Error, ValueError):
        root = b""
    if len(root) != HASH_BYTES or b64encode(root).decode() != written or (size == 0 and root != EMPTY_ROOT):
        raise InvalidValue("checkpoint.root", say("检查点第三行“{value}”不是此件数的根", value=shown(written)))
    return root
