"""The papers on which acts rest: kept in the book itself, found by the SHA-256 of their content."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final

from ledger.errors import InvalidValue, say
from ledger.store.statements import execute, rows

if TYPE_CHECKING:
    from sqlalchemy import Connection

LARGEST_PAPER: Final = 20_000_000
"""Bytes of one paper."""

_KEEP: Final = "INSERT INTO evidence (digest, media_type, content) VALUES (?, ?, ?) ON CONFLICT (digest) DO NOTHING"
_GET: Final = "SELECT media_type, content FROM evidence WHERE digest = ?"


class Evidence:
    """Keeps papers and gives them back."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, content: bytes, media_type: str) -> bytes:
        """Keep a paper and return its digest; the same content is kept once, under its first media type.

        :raises InvalidValue: ``evidence.size``, an empty paper or one of more than 20 MB.
        """
        if not 0 < len(content) <= LARGEST_PAPER:
            raise InvalidValue(
                "evidence.size",
                say("文件有{size}字节；应在1至{most}字节之间", size=len(content), most=LARGEST_PAPER),
            )
        digest = sha256(content).digest()
        execute(self._connection, _KEEP, (digest, media_type, content))
        return digest

    def get(self, digest: bytes) -> tuple[str, bytes] | None:
        """Return media type and content of a paper, or None if it is not kept."""
        found = rows(self._connection, _GET, (digest,))
        return (found[0][0], bytes(found[0][1])) if found else None
