"""A table as CSV that spreadsheets open: UTF-8 with its mark, and no text that a spreadsheet would compute.

A text that begins with ``= + - @``, a tab or a line end is taken for a formula; an apostrophe before it says that it is
text (OWASP, CSV injection). It stands also where a program that splits at commas or semicolons would begin a cell.
"""

from __future__ import annotations

import csv
import io
import re
from codecs import BOM_UTF8
from datetime import date
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from web.workbooks.table import Table, Value

CSV: Final = "text/csv; charset=utf-8"

_BEGINS_FORMULA: Final = re.compile(r'(^|[,;\t\r\n])(?=[" ]*[=+\-@＝＋－＠\t\r\n])')


def csv_of(table: Table) -> Iterator[bytes]:
    """Write headings and rows; the notes of the table stand in no cell, so that programs can read the file."""
    yield BOM_UTF8
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    for values in (table.headings, *table.rows):
        writer.writerow([_written(value) for value in values])
        yield stream.getvalue().encode()
        stream.seek(0)
        stream.truncate()


def _written(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return _BEGINS_FORMULA.sub(r"\1'", value)
    return value.isoformat() if isinstance(value, date) else str(value)
