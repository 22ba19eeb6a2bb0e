"""The complete books as one archive: every format of the export, the checkpoint, how to check them, and a list.

All files come from one view, so they show one state. The list stands last in the archive, because what it says of a
file is known only when the file is written; an archive that was cut short has no list and cannot be opened.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sqlalchemy import func, select

from ledger.projections.export.formats import FORMATS, exported
from ledger.projections.export.recipe import RECIPE, recipe_file
from ledger.projections.export.selection import Selection
from ledger.store.checkpoint import current_checkpoint
from ledger.store.tables import LOG, NAMES

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from ledger.domain.bookkeeping.checkpoint import Checkpoint

_ENDINGS: Final = {"csv": "csv", "jsonl": "jsonl", "hledger": "journal", "beancount": "beancount"}
_PIECE: Final = 1 << 16
_QUICK: Final = 1
"""Level of compression: four times smaller already, and three times as quick as the usual one."""


@dataclass(slots=True)
class _Written:
    """What was written of one file."""

    bytes: int
    lines: int
    sha256: str


class _Outlet:
    """A stream that cannot be rewound: what was written is taken away piece by piece."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._waiting = 0

    def write(self, piece: bytes) -> int:
        self._pieces.append(bytes(piece))
        self._waiting += len(piece)
        return len(piece)

    def flush(self) -> None:
        """Do nothing: pieces are taken away, not pushed."""

    def close(self) -> None:
        """Do nothing: what is waiting is taken away all the same."""

    def taken(self, *, least: int = 0) -> bytes:
        """Return what is waiting, once it is enough."""
        if self._waiting <= least:
            return b""
        piece, self._pieces, self._waiting = b"".join(self._pieces), [], 0
        return piece


def archive(connection: Connection, *, made_at: datetime) -> Iterator[bytes]:
    """Yield the archive in pieces; memory does not grow with the books.

    :param made_at: the moment that the archive bears.
    """
    outlet = _Outlet()
    written: dict[str, _Written] = {}
    checkpoint = current_checkpoint(connection)
    with ZipFile(outlet, "w", ZIP_DEFLATED, compresslevel=_QUICK) as zipped:
        for form in FORMATS:
            name = f"books.{_ENDINGS[form]}"
            pieces = exported(connection, Selection(), format=form)
            yield from _added(zipped, outlet, name, pieces, written, made_at=made_at)
        text = (checkpoint.text.encode(),)
        yield from _added(zipped, outlet, "checkpoint.txt", text, written, made_at=made_at)
        for name in RECIPE:
            yield from _added(zipped, outlet, name, (recipe_file(name),), written, made_at=made_at)
        content = (_listed(connection, checkpoint, written, made_at=made_at).encode(),)
        yield from _added(zipped, outlet, "contents.json", content, {}, made_at=made_at)
    yield outlet.taken()


def _added(
    zipped: ZipFile,
    outlet: _Outlet,
    name: str,
    pieces: Iterable[bytes],
    written: dict[str, _Written],
    *,
    made_at: datetime,
) -> Iterator[bytes]:
    info = ZipInfo(name, date_time=made_at.timetuple()[:6])
    info.compress_type = ZIP_DEFLATED
    digest, size, lines = sha256(), 0, 0
    with zipped.open(info, "w", force_zip64=True) as file:
        for piece in pieces:
            file.write(piece)
            digest.update(piece)
            size += len(piece)
            lines += piece.count(b"\n")
            ready = outlet.taken(least=_PIECE)
            if ready:
                yield ready
    written[name] = _Written(bytes=size, lines=lines, sha256=digest.hexdigest())


def _listed(connection: Connection, checkpoint: Checkpoint, written: dict[str, _Written], *, made_at: datetime) -> str:
    rows = {table.name: connection.scalar(select(func.count()).select_from(table)) for table in (*LOG, *NAMES)}
    content = {
        "origin": checkpoint.origin,
        "made_at": made_at.isoformat(timespec="seconds"),
        "acts": checkpoint.size,
        "checkpoint": checkpoint.text.splitlines(),
        "rows": rows,
        "files": [
            {"name": name, "bytes": file.bytes, "lines": file.lines, "sha256": file.sha256}
            for name, file in written.items()
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
