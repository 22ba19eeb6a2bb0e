"""A table as an xlsx workbook: a line of title, its notes, the headings, and the rows written one by one."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from web.workbooks.table import Table, Value

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_MOST_DIGITS: Final = 15
"""Digits of a number that a spreadsheet keeps; a longer one is written as text."""
_LONGEST_CELL: Final = 32_767
_LONGEST_NAME: Final = 31
_NOT_IN_NAMES: Final = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_WIDE, _NARROW, _WIDEST = 24, 12, 60
_DECIMALS: Final = 6


def xlsx_of(table: Table, *, made_at: datetime) -> bytes:
    """Write a table as a workbook.

    :param made_at: the moment that its properties name.
    """
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"constant_memory": True})
    book.set_properties({"title": table.title, "created": made_at.replace(tzinfo=None)})
    _Sheet(book, table).write()
    book.close()
    return stream.getvalue()


class _Sheet:
    """The only sheet of a workbook on its way."""

    def __init__(self, book: Any, table: Table) -> None:
        self._table = table
        self._sheet = book.add_worksheet(_sheet_name(table.title))
        self._title = book.add_format({"bold": True, "font_size": 14})
        self._note = book.add_format({"font_color": "#595959"})
        self._heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self._text = book.add_format({"num_format": "@"})
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})
        self._count = book.add_format({"num_format": "0"})
        self._numbers = [
            book.add_format({"num_format": "#,##0" + ("." + "0" * decimals if decimals else "")})
            for decimals in range(_DECIMALS + 1)
        ]

    def write(self) -> None:
        """Write everything; rows are forgotten as soon as the next one begins."""
        self._sheet.write_string(0, 0, self._table.title, self._title)
        for row, note in enumerate(self._table.notes, start=1):
            self._sheet.write_string(row, 0, note, self._note)
        top = len(self._table.notes) + 1
        for column, heading in enumerate(self._table.headings):
            self._sheet.write_string(top, column, heading, self._heading)
        row = top
        for row, values in enumerate(self._table.rows, start=top + 1):
            if row == top + 1:
                self._widen(values)
            for column, value in enumerate(values):
                self._put(row, column, value)
        self._sheet.freeze_panes(top + 1, 0)
        self._sheet.autofilter(top, 0, row, max(len(self._table.headings) - 1, 0))
        self._sheet.repeat_rows(top)
        self._sheet.set_landscape()
        self._sheet.fit_to_pages(1, 0)

    def _widen(self, values: Sequence[Value]) -> None:
        for column, value in enumerate(values):
            width = _WIDE if isinstance(value, str | None) else _NARROW
            heading = self._table.headings[column] if column < len(self._table.headings) else ""
            self._sheet.set_column(column, column, min(max(width, 2 * len(heading)), _WIDEST))

    def _put(self, row: int, column: int, value: Value) -> None:
        if value is None:
            return
        if isinstance(value, Decimal) and len(value.as_tuple().digits) <= _MOST_DIGITS and value.is_finite():
            decimals = max(0, -int(value.as_tuple().exponent))
            self._sheet.write_number(row, column, value, self._numbers[min(decimals, _DECIMALS)])
        elif isinstance(value, int) and len(str(abs(value))) <= _MOST_DIGITS:
            self._sheet.write_number(row, column, value, self._count)
        elif isinstance(value, date):
            self._sheet.write_datetime(row, column, value, self._day)
        else:
            self._sheet.write_string(row, column, str(value)[:_LONGEST_CELL], self._text)


def _sheet_name(title: str) -> str:
    return title.translate(_NOT_IN_NAMES).strip()[:_LONGEST_NAME].strip() or "1"
