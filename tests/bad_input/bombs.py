"""Files made to harm, and files that are no workbooks, by name: the code of the refusal, and how they are made."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from typing import Final

import pytest
import xlwt

from tests.schemas.workbooks import HEADER, MAIN, ROW, cap_sheet, compound, package, sheet_xml, zipped

MEGABYTE: Final = 1024 * 1024


def lying(data: bytes, name: str, size: int) -> bytes:
    """Return the archive with a part that declares to be smaller than it is."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        honest = archive.getinfo(name).file_size
    return data.replace(struct.pack("<I", honest), struct.pack("<I", size))


def overlapping() -> bytes:
    """Return an archive whose second directory entry names the first part again."""
    data = package(sheet_xml(""))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        first, second = archive.infolist()[:2]
    entries = bytearray(data)
    at = entries.rindex(second.filename.encode()) - 4
    entries[at : at + 4] = struct.pack("<I", first.header_offset)
    return bytes(entries)


def doctype(entities: str, use: str) -> bytes:
    """Return a workbook whose sheet declares entities."""
    return package(f'<?xml version="1.0"?><!DOCTYPE worksheet [{entities}]><worksheet xmlns="{MAIN}">{use}</worksheet>')


def laughing() -> bytes:
    """Return the billion laughs."""
    entities = '<!ENTITY l0 "ha">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return doctype(entities, "<sheetData><row><c><v>&l9;</v></c></row></sheetData>")


def header_row() -> str:
    """Return the header of a sheet of acts."""
    return "<row>" + "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in HEADER) + "</row>"


def shared(text: str, cells: int) -> bytes:
    """Return a workbook whose every cell is the same text."""
    rows = "".join(
        f"<row>{''.join(f'<c t={chr(34)}s{chr(34)}><v>0</v></c>' for _ in range(8))}</row>" for _ in range(cells // 8)
    )
    return package(
        sheet_xml(header_row() + rows), {"xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>{text}</t></si></sst>'}
    )


def old_far_cell() -> bytes:
    """Return an xls workbook whose only cell is the last one."""
    book = xlwt.Workbook()
    book.add_sheet("x").write(65_535, 255, 1)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def varied(length: int) -> str:
    """Return a text that packs badly enough to pass for honest."""
    return "".join(f"{'a' * 990}{n * 7919 % 9_999_991:010}" for n in range(length // 1000))


def twice() -> bytes:
    """Return an archive with two parts of one name."""
    with pytest.warns(UserWarning, match="Duplicate name"):
        return zipped([("[Content_Types].xml", "<Types/>"), ("[Content_Types].xml", "<Types/>")])


BOMBS: Final[dict[str, tuple[str, Callable[[], bytes]]]] = {
    "nothing": ("json.syntax", lambda: b""),
    "csv named xlsx": ("sheet.columns", lambda: b"act,area\r\n1"),
    "program named xlsx": ("json.encoding", lambda: b"MZ\x90\x00\xff\xff"),
    "any zip": ("file.kind", lambda: zipped([("readme.txt", "x")])),
    "zip cut short": ("file.broken", lambda: cap_sheet(ROW)[:-40]),
    "zip within a zip": ("file.kind", lambda: zipped([("inner.zip", cap_sheet(ROW))])),
    "encrypted": ("file.encrypted", lambda: compound("EncryptedPackage", b"x")),
    "text document": ("file.kind", lambda: compound("WordDocument", b"x")),
    "compound file cut short": ("file.broken", lambda: compound("Workbook", b"x")[:600]),
    "compound file of zeros": ("file.broken", lambda: compound("Workbook", b"x")[:8] + b"\0" * 4096),
    "old and encrypted": (
        "file.encrypted",
        lambda: compound("Workbook", struct.pack("<HH16xHH6x", 0x809, 16, 0x2F, 6)),
    ),
    "old with macros": (
        "file.macro",
        lambda: compound("Workbook", struct.pack("<HH16xHHIBB", 0x809, 16, 0x85, 6, 0, 0, 1)),
    ),
    "old with a far cell": ("file.size", old_far_cell),
    "macro": ("file.macro", lambda: package(sheet_xml(""), {"xl/vbaProject.bin": b"x"})),
    "macro by type": (
        "file.macro",
        lambda: package(sheet_xml(""), {"[Content_Types].xml": "<Types a='sheet.macroEnabled.12'/>"}),
    ),
    "link to another workbook": (
        "file.links",
        lambda: package(sheet_xml(""), {"xl/externalLinks/externalLink1.xml": "<a/>"}),
    ),
    "cell of 200 MB": ("file.size", lambda: package(sheet_xml(f"<row><c><v>{'1' * 200 * MEGABYTE}</v></c></row>"))),
    "ratio of 1000 to 1": ("file.size", lambda: package(sheet_xml(" " * 8 * MEGABYTE))),
    "smaller by its own word": (
        "file.broken",
        lambda: lying(package(sheet_xml("<row/>" + " " * 8 * MEGABYTE)), "xl/worksheets/sheet1.xml", 1000),
    ),
    "100,000 parts": (
        "file.size",
        lambda: zipped([(f"{n}", "") for n in range(100_000)], compression=zipfile.ZIP_STORED),
    ),
    "overlapping parts": ("file.broken", overlapping),
    "the same part twice": ("file.broken", twice),
    "billion laughs": ("file.xml", laughing),
    "quadratic entity": ("file.xml", lambda: doctype(f'<!ENTITY a "{"a" * 50_000}">', f"<v>{'&a;' * 50_000}</v>")),
    "file from outside": ("file.xml", lambda: doctype('<!ENTITY a SYSTEM "file:///etc/passwd">', "<v>&a;</v>")),
    "document type from outside": (
        "file.xml",
        lambda: package('<!DOCTYPE worksheet SYSTEM "http://127.0.0.1:9/x.dtd"><worksheet/>'),
    ),
    "document type in utf-16": (
        "file.xml",
        lambda: package('<?xml version="1.0" encoding="utf-16"?><!DOCTYPE worksheet><worksheet/>'.encode("utf-16")),
    ),
    "no xml": ("file.broken", lambda: package("act,area")),
    "far cell": ("file.size", lambda: package(sheet_xml('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))),
    "far column": ("file.size", lambda: package(sheet_xml('<row r="1"><c r="XFD1"><v>1</v></c></row>'))),
    "cell of another row": ("file.broken", lambda: package(sheet_xml('<row r="1"><c r="A9"><v>1</v></c></row>'))),
    "1,048,576 empty rows": (
        "file.size",
        lambda: package(sheet_xml("".join(f'<row r="{n}" s="{n * 7919 % 99991}"/>' for n in range(1, 1_048_577)))),
    ),
    "16,384 columns": ("file.size", lambda: package(sheet_xml(f"<row>{'<c><v>1</v></c>' * 16_384}</row>"))),
    "million styles": (
        "file.size",
        lambda: package(
            sheet_xml(""),
            {
                "xl/styles.xml": "<s><cellXfs>"
                + "".join(f'<xf numFmtId="{n}"/>' for n in range(1_000_000))
                + "</cellXfs></s>"
            },
        ),
    ),
    "format of brackets": (
        "sheet.empty",
        lambda: package(
            sheet_xml(""), {"xl/styles.xml": f'<s><numFmt numFmtId="1" formatCode="{"[" * 500_000}"/></s>'}
        ),
    ),
    "endless depth": ("file.size", lambda: package("<a>" * 300_000)),
    "endless tag": ("file.size", lambda: package(f'<worksheet a="{varied(40 * MEGABYTE)}"/>')),
    "one long text in every cell": ("file.size", lambda: shared("x" * 32_000, 40_000)),
    "text longer than a cell": ("cell.length", lambda: shared("x" * 32_768, 8)),
    "a text that is not there": ("file.broken", lambda: package(sheet_xml('<row><c t="s"><v>5</v></c></row>'))),
}
