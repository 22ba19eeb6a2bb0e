"""Papers as they come from a browser and go back to one: safe names, and only media types that are known."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from ledger.domain.values.text import LONGEST_NAME
from ledger.errors import InvalidValue, say
from ledger.services.drafts import LARGEST_PAPER
from ledger.store.evidence import Evidence

if TYPE_CHECKING:
    from werkzeug.datastructures import FileStorage

    from ledger.projections.view import View

MEDIA_TYPES: Final = {
    ".pdf": "application/pdf",
    ".ofd": "application/ofd",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xls": "application/vnd.ms-excel",
    ".doc": "application/msword",
    ".csv": "text/csv",
    ".txt": "text/plain",
    ".zip": "application/zip",
}
"""By the end of the name; anything else is kept as bytes that no program is told to open."""
UNKNOWN_TYPE: Final = "application/octet-stream"


def read_paper(file: FileStorage) -> tuple[str, str, bytes]:
    """Return name, media type and content of an uploaded file.

    :raises InvalidValue: ``evidence.size``, more than 20 MB, found without reading further.
    """
    content = file.stream.read(LARGEST_PAPER + 1)
    file.close()
    if len(content) > LARGEST_PAPER:
        raise InvalidValue("evidence.size", say("文件超过{most}字节的上限", most=LARGEST_PAPER))
    name = safe_name(file.filename or "")
    return name, MEDIA_TYPES.get(PurePosixPath(name).suffix.lower(), UNKNOWN_TYPE), content


def safe_name(name: str) -> str:
    """Return the last part of a file's name with nothing in it that is not seen, and at most 200 characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(character if character.isprintable() and character not in '"<>|:*?' else "_" for character in last)
    stem, dot, end = shown.strip(" .").rpartition(".")
    kept = (
        f"{stem[: LONGEST_NAME - len(end) - 1]}.{end}"
        if dot and len(end) < LONGEST_NAME // 10
        else shown[:LONGEST_NAME]
    )
    return kept.strip(" .") or "_"


def kept_paper(view: View, digest: str) -> tuple[str, bytes] | None:
    """Return media type and content of a paper that the book keeps."""
    return Evidence(view).get(bytes.fromhex(digest))
