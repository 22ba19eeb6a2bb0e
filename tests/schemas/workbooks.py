"""Workbooks of the exercises: sound ones, and ones that no spreadsheet would write."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

import xlsxwriter

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEADER: Final = ("act", "effective_on", "area", "pollutant", "basin", "kind", "grams", "document")
ROW: Final = ("cap.set", "2026-01-05", "东区", "COD", "海河", "absolute", "120.5", "示例文件")
_SECTOR: Final = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def workbook(*rows: Sequence[object], shape: Callable[[Any, Any], None] | None = None, **options: object) -> bytes:
    """Write rows from the first cell on; ``shape`` gets the workbook and the sheet to do more with."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, options)
    sheet = book.add_worksheet("业务")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    if shape is not None:
        shape(book, sheet)
    book.close()
    return stream.getvalue()


def cap_sheet(*rows: Sequence[object], shape: Callable[[Any, Any], None] | None = None) -> bytes:
    """Write a sheet that sets caps."""
    return workbook(HEADER, *rows, shape=shape)


def sheet_xml(body: str) -> str:
    """Return the part of a sheet with what stands in its data."""
    return f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData></worksheet>'


def package(sheet: str | bytes, parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """Zip the least that is a workbook around the part of its only sheet."""
    root = f'<Relationship Id="a" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
    inner = "".join(
        f'<Relationship Id="{name}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for name, kind, target in (
            ("s", "worksheet", "worksheets/sheet1.xml"),
            ("t", "sharedStrings", "sharedStrings.xml"),
            ("y", "styles", "styles.xml"),
        )
    )
    contents: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f"<Relationships>{root}</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
        '<sheet name="业务" sheetId="1" r:id="s"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f"<Relationships>{inner}</Relationships>",
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"/>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"/>',
        "xl/worksheets/sheet1.xml": sheet,
        **(parts or {}),
    }
    return zipped(contents.items())


def zipped(parts: Iterable[tuple[str, str | bytes]], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Zip parts, all of one fixed day: two processes make the same bytes of the same parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts:
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=compression)
    return stream.getvalue()


def compound(name: str, content: bytes) -> bytes:
    """Return a compound file, the container of xls and of encrypted workbooks, with one stream in it."""
    content = content.ljust(4096, b"\0")
    content = content.ljust(-(-len(content) // _SECTOR) * _SECTOR, b"\0")
    sectors = len(content) // _SECTOR
    assert sectors + 2 <= _SECTOR // 4, "one sector of allocation is enough for an exercise"
    allocation = [_FAT, _END, *range(3, sectors + 2), _END]
    allocation += [_FREE] * (_SECTOR // 4 - len(allocation))
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIIII",
        bytes.fromhex("D0CF11E0A1B11AE1"),
        *(0x3E, 3, 0xFFFE, 9, 6),
        *(0, 1, 1, 0, 4096, _END, 0, _END, 0, 0),
    )
    header += struct.pack("<108I", *[_FREE] * 108)
    entries = [
        _entry("Root Entry", 5, child=1, start=_END, size=0),
        _entry(name, 2, child=_FREE, start=2, size=len(content)),
    ]
    directory = b"".join(entries).ljust(_SECTOR, b"\0")
    return header + struct.pack(f"<{_SECTOR // 4}I", *allocation) + directory + content


def _entry(name: str, kind: int, *, child: int, start: int, size: int) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    return struct.pack("<64sHBBIII16xI16xIII", written, len(written), kind, 1, _FREE, _FREE, child, 0, start, size, 0)
