"""The digest of a rule book's texts, under which acts cite it and the store keeps it."""

from __future__ import annotations

import tomllib
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def digest_of(texts: Mapping[str, str]) -> str:
    """Return the SHA-256 of a book, in hexadecimal.

    Names in code-point order; of each the length in bytes as eight big-endian bytes and the UTF-8 bytes, then
    likewise its text: no two different books are written alike.

    :param texts: file name to text.
    """
    digest = sha256()
    for name in sorted(texts):
        for part in (name.encode(), texts[name].encode()):
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
    return digest.hexdigest()


def instruments_of(texts: Mapping[str, str]) -> tuple[str, ...]:
    """Return the short names of the legal texts of a book, in the order of its files.

    :param texts: file name to text; what is no TOML, or names no instrument, is passed over.
    """
    found = []
    for name in sorted(texts):
        try:
            instrument = tomllib.loads(texts[name]).get("instrument")
        except tomllib.TOMLDecodeError:
            continue
        if isinstance(instrument, dict) and isinstance(instrument.get("id"), str):
            found.append(instrument["id"])
    return tuple(found)
