"""Sheets of an xls workbook of Excel 97 to 2003, which bureaus still send: read by xlrd, measured before.

xlrd gives the last value of a formula without a word; therefore the records are looked through for formulas first.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

import xlrd
from xlrd.compdoc import CompDoc

from schemas.malformed import MalformedText
from schemas.sheet_cells import Cell, CellKind
from schemas.sheet_numbers import EPOCH_1900, EPOCH_1904, day_cell, number_cell
from schemas.workbook_sheet import ERROR, FORMULA, HIDDEN, MERGED, CellBudget, WorkbookSheet
from schemas.workbook_zip import broken, encrypted, not_a_workbook, too_large, with_macros

LARGEST_XLS: Final = 4 * 1024 * 1024
SIGNATURE: Final = bytes.fromhex("D0CF11E0A1B11AE1")

_STREAM: Final = "Workbook"
_MACROS: Final = "_VBA_PROJECT_CUR"
_ENCRYPTED: Final = "EncryptedPackage"
_FORMULA, _BEGIN, _LISTED, _PASSWORD = 0x0006, 0x0809, 0x0085, 0x002F
_HEADER: Final = struct.Struct("<HH")
_FORMULA_PLACE: Final = struct.Struct("<HH")
_LISTED_PLACE: Final = struct.Struct("<IBB")


def read_xls(data: bytes) -> list[WorkbookSheet]:
    """Read every sheet.

    :raises MalformedText: the workbook is not one, or is too large, encrypted, broken, or has macros.
    :raises Malformed: a sheet has very many faults.
    """
    if len(data) > LARGEST_XLS:
        raise too_large()
    try:
        stream = _stream(data)
        formulas = list(_formulas(stream))
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO(), verbosity=0
        )
    except MalformedText:
        raise
    except Exception:  # noqa: BLE001 - what xlrd raises over a broken file is not bounded
        raise broken() from None
    budget = CellBudget()
    epoch = EPOCH_1904 if book.datemode else EPOCH_1900
    sheets = [_sheet(found, epoch, budget) for found in book.sheets()]
    for place, row, column in formulas:
        if place < len(sheets):
            sheets[place].fault(row + 1, column, FORMULA)
    return sheets


def _stream(data: bytes) -> bytes:
    """Return the records of the workbook.

    :raises MalformedText: ``file.encrypted``, ``file.macro`` or ``file.kind``.
    """
    container = CompDoc(data, logfile=io.StringIO())
    names = {str(entry.name) for entry in container.dirlist}
    if _ENCRYPTED in names:
        raise encrypted()
    if _MACROS in names:
        raise with_macros()
    stream = container.get_named_stream(_STREAM)
    if not stream:
        raise not_a_workbook()
    return bytes(stream)


def _formulas(stream: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield each formula: the place of its sheet in the workbook, its row and its column, from nought.

    :raises MalformedText: ``file.encrypted`` or ``file.macro``.
    """
    begins: list[int] = []
    sheet, position = -1, 0
    while position + _HEADER.size <= len(stream):
        record, length = _HEADER.unpack_from(stream, position)
        body = position + _HEADER.size
        if record == _PASSWORD:
            raise encrypted()
        if record == _LISTED:
            begin, _, kind = _LISTED_PLACE.unpack_from(stream, body)
            if kind == 1:
                raise with_macros()
            begins += [begin] if kind == 0 else []
        elif record == _BEGIN:
            sheet = begins.index(position) if position in begins else sheet
        elif record == _FORMULA and sheet >= 0:
            yield (sheet, *_FORMULA_PLACE.unpack_from(stream, body))
        position = body + length


def _sheet(found: Any, epoch: date, budget: CellBudget) -> WorkbookSheet:
    sheet = WorkbookSheet(name=str(found.name), visible=found.visibility == 0, budget=budget)
    hidden_rows = {row for row, shape in found.rowinfo_map.items() if shape.hidden}
    hidden_columns = {column for column, shape in found.colinfo_map.items() if shape.hidden}
    for row, _, column, _ in found.merged_cells:
        sheet.fault(row + 1, column, MERGED)
    for row in range(found.nrows):
        for column, (kind, value) in enumerate(zip(found.row_types(row), found.row_values(row), strict=True)):
            if kind == xlrd.XL_CELL_ERROR:
                sheet.fault(row + 1, column, ERROR)
                continue
            cell = _cell(kind, value, epoch)
            if not cell.text:
                continue
            if row in hidden_rows or column in hidden_columns:
                sheet.fault(row + 1, column, HIDDEN)
            sheet.put(row + 1, column, cell)
    return sheet


def _cell(kind: int, value: Any, epoch: date) -> Cell:
    if kind == xlrd.XL_CELL_NUMBER:
        return number_cell(repr(value))
    if kind == xlrd.XL_CELL_DATE:
        return day_cell(repr(value), epoch)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return Cell("true" if value else "false", CellKind.BOOLEAN)
    return Cell(str(value))
