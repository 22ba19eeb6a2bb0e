"""The container of an xlsx workbook: a zip archive, measured before any of it is unpacked and again while it is.

What an archive says of itself may be a lie; therefore each part is read only up to the size that it declares, and what
the declared sizes add up to is bounded.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from ledger.errors import say
from schemas.malformed import MalformedText

LARGEST_WORKBOOK: Final = 10 * 1024 * 1024
LARGEST_UNPACKED: Final = 64 * 1024 * 1024
"""The most bytes of all parts together, unpacked."""
MOST_PARTS: Final = 1_000

_LARGEST_RATIO: Final = 200
_RATIO_FROM: Final = 1024 * 1024
"""Unpacked bytes from which on the ratio counts: small parts may well be blank."""
_CHUNK: Final = 1024 * 1024
_ENTRY: Final = b"PK\x01\x02"
_ENCRYPTED: Final = 0x1
_LOCAL_HEADER: Final = 30
_READABLE: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_MACROS: Final = ("vbaproject.bin", "xl/macrosheets/")
_LINKS: Final = "xl/externallinks/"


def broken() -> MalformedText:
    """Return the refusal of a workbook that cannot be unpacked or understood."""
    return MalformedText("file.broken", say("工作簿已损坏，无法读取；请用电子表格软件打开后另存"))


def not_a_workbook() -> MalformedText:
    """Return the refusal of a container that holds something else."""
    return MalformedText("file.kind", say("不是xlsx或xls工作簿；请另存为“Excel 工作簿（*.xlsx）”"))


def with_macros() -> MalformedText:
    """Return the refusal of a workbook with a program inside."""
    return MalformedText("file.macro", say("工作簿含有宏；请另存为不含宏的“Excel 工作簿（*.xlsx）”"))


def encrypted() -> MalformedText:
    """Return the refusal of a workbook that opens with a password alone."""
    return MalformedText("file.encrypted", say("工作簿有密码；请取消密码后再导入"))


def too_large() -> MalformedText:
    """Return the refusal of a workbook with more in it than is ever read."""
    return MalformedText("file.size", say("工作簿过大，或解压后过大；请只保留要导入的内容"))


# What zipfile raises of a file from outside; NotImplementedError is its word for a kind of archive or compression that
# it does not read, RuntimeError for one with a password.
_UNREADABLE: Final = (
    *(zipfile.BadZipFile, zlib.error, NotImplementedError),
    *(RuntimeError, ValueError, EOFError, OSError),
)


class Package:
    """The parts of an xlsx workbook by their names."""

    def __init__(self, data: bytes) -> None:
        """Measure the archive.

        :raises MalformedText: ``file.size``, ``file.broken``, ``file.encrypted``, ``file.macro`` or ``file.links``.
        """
        if len(data) > LARGEST_WORKBOOK or data.count(_ENTRY) > MOST_PARTS:
            raise too_large()
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except _UNREADABLE:
            raise broken() from None
        parts = self._archive.infolist()
        _measure(parts)
        self._parts = {part.filename: part for part in parts}
        if len(self._parts) < len(parts):
            raise broken()
        for name in map(str.lower, self._parts):
            if any(macro in name for macro in _MACROS):
                raise with_macros()
            if name.startswith(_LINKS):
                raise MalformedText("file.links", say("工作簿链接了其他工作簿；请断开链接，粘贴为数值"))

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def chunks(self, name: str) -> Iterator[bytes]:
        """Unpack a part piece by piece.

        :raises MalformedText: ``file.broken``, it is not there or is not what it declares.
        """
        if name not in self._parts:
            raise broken()
        try:
            with self._archive.open(self._parts[name]) as stream:
                while chunk := stream.read(_CHUNK):
                    yield chunk
        except _UNREADABLE:
            raise broken() from None


def _measure(parts: list[zipfile.ZipInfo]) -> None:
    unpacked, end = 0, 0
    for part in sorted(parts, key=lambda part: part.header_offset):
        unpacked += part.file_size
        ratio = part.file_size / max(part.compress_size, 1)
        if unpacked > LARGEST_UNPACKED or (part.file_size > _RATIO_FROM and ratio > _LARGEST_RATIO):
            raise too_large()
        if part.flag_bits & _ENCRYPTED:
            raise encrypted()
        if part.compress_type not in _READABLE or part.header_offset < end:
            raise broken()
        end = part.header_offset + _LOCAL_HEADER + part.compress_size
