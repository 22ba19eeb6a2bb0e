"""Sheets as CSV: what spreadsheets in China write where they are not asked, UTF-8 or GB18030."""

from __future__ import annotations

import csv
import io
from codecs import BOM_UTF8
from typing import Final

from ledger.errors import say
from schemas.malformed import MalformedText
from schemas.sheet_cells import BLANK, MOST_ROWS, Cell, SheetRow

_NO_TEXT: Final = say(
    "文件既不是UTF-8编码，也不是GB18030（GBK）编码；请在表格软件中另存为“CSV UTF-8（逗号分隔）”，或直接上传.xlsx文件"
)


def csv_rows(data: bytes) -> list[SheetRow]:
    """Read the rows of a CSV file, numbered by its lines.

    :raises MalformedText: ``text.encoding``, ``sheet.syntax``, ``sheet.rows`` or ``cell.length``.
    """
    reader = csv.reader(io.StringIO(text_of(data), newline=""), strict=True)
    rows: list[SheetRow] = []
    try:
        for row in reader:
            rows.append(SheetRow(reader.line_num, [Cell(text) if text else BLANK for text in row]))
            if len(rows) > MOST_ROWS:
                raise MalformedText("sheet.rows", say("超过{most}行", most=MOST_ROWS))
    except csv.Error as error:
        if "field larger than field limit" in str(error):
            detail = say("第{row}行有一格超过{most}个字符", row=reader.line_num + 1, most=csv.field_size_limit())
            raise MalformedText("cell.length", detail) from None
        raise MalformedText("sheet.syntax", say("第{row}行不是完整的CSV", row=reader.line_num)) from None
    return rows


def text_of(data: bytes) -> str:
    """Return the text of a sheet, whichever of the two encodings it has.

    :raises MalformedText: ``text.encoding``.
    """
    content = data.removeprefix(BOM_UTF8)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if b"\0" in content:  # UTF-16, which spreadsheets call Unicode text: GB18030 would make other characters of it
        raise MalformedText("text.encoding", _NO_TEXT)
    try:
        return content.decode("gb18030")
    except UnicodeDecodeError:
        raise MalformedText("text.encoding", _NO_TEXT) from None
