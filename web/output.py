"""Files that a command writes: whole or not at all, and never over a file that is there."""

from __future__ import annotations

import hashlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, TYPE_CHECKING

from ledger.domain.values.quantity import shown
from ledger.errors import Conflict, say
from schemas.malformed import missing_folder
from web.files import STANDARD_INPUT

if TYPE_CHECKING:
    from collections.abc import Iterable

STANDARD_OUTPUT = STANDARD_INPUT
"""``-``, which names standard input where a file is read and standard output where one is written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was written: its length in bytes and its SHA-256, hexadecimal."""

    bytes: int
    sha256: str


def write_output(path: str, pieces: Iterable[bytes]) -> Written:
    """Write a file, or standard output for ``-``.

    The pieces go to a temporary file beside the wanted one, which takes its name when all are written and on the
    disk; it is its owner's alone. Nothing is left behind where a piece cannot be had or written.

    :raises Conflict: ``file.exists``.
    :raises Malformed: ``file.missing``, there is no such folder.
    """
    if path == STANDARD_OUTPUT:
        sys.stdout.flush()
        return _write(sys.stdout.buffer, pieces)
    target = Path(path)
    _refuse_existing(target)
    if not target.parent.is_dir():
        raise missing_folder(str(target.parent))
    with NamedTemporaryFile(dir=target.parent, prefix=f".{target.name[:40]}.", delete=False) as stream:
        temporary = Path(stream.name)
        try:
            written = _write(stream, pieces)
            stream.flush()
            os.fsync(stream.fileno())
            _take_name(temporary, target)
        finally:
            temporary.unlink(missing_ok=True)
    return written


def _write(stream: IO[bytes], pieces: Iterable[bytes]) -> Written:
    length, digest = 0, hashlib.sha256()
    for piece in pieces:
        length += len(piece)
        digest.update(piece)
        stream.write(piece)
    return Written(bytes=length, sha256=digest.hexdigest())


def _refuse_existing(target: Path) -> None:
    if os.path.lexists(target):
        raise Conflict(say("文件“{path}”已存在，不覆盖；请换一个名称", path=shown(str(target))), code="file.exists")


def _take_name(temporary: Path, target: Path) -> None:
    """Give the file its name; a second name fails where a file has come there meanwhile, a renaming would not."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        _refuse_existing(target)
    except OSError:  # a file system without second names, such as that of a memory stick
        _refuse_existing(target)
        temporary.rename(target)
