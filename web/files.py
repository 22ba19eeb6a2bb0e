"""Files named on the command line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from ledger.domain.values.quantity import shown
from ledger.errors import say
from schemas.malformed import malformed_file, missing_file

LARGEST_FILE: Final = 64 * 1024 * 1024
"""The most bytes of one input file."""

STANDARD_INPUT: Final = "-"


def read_input(path: str, *, largest: int = LARGEST_FILE) -> bytes:
    """Return the bytes of a file, or of standard input for ``-``.

    :raises Malformed: ``file.missing`` or ``file.size``.
    """
    try:
        if path == STANDARD_INPUT:
            data = sys.stdin.buffer.read(largest + 1)
        else:
            with Path(path).open("rb") as stream:
                data = stream.read(largest + 1)
    except IsADirectoryError:
        detail = say("“{path}”是目录，不是文件", path=shown(path))
        raise malformed_file(code="file.missing", path=path, detail=detail) from None
    except (FileNotFoundError, NotADirectoryError, ValueError):  # a NUL in the name
        raise missing_file(path) from None
    if len(data) > largest:
        raise malformed_file(
            code="file.size",
            path=path,
            detail=say("文件“{path}”超过{largest}字节的上限", path=shown(path), largest=largest),
        )
    return data
