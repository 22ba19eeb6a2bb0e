"""Sheets of an xlsx workbook, cell by cell, with the faults of each named by its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeVar

from schemas.sheet_cells import Cell, CellKind
from schemas.sheet_numbers import EPOCH_1900, EPOCH_1904, day_cell, number_cell
from schemas.workbook_sheet import ERROR, FORMULA, HIDDEN, MERGED, MOST_COLUMNS, CellBudget, WorkbookSheet
from schemas.workbook_xml import Contents, SharedTexts, Styles, read_contents, read_part
from schemas.workbook_zip import Package, broken

_PLACE: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})", re.ASCII)
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_", re.ASCII)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_TRUE: Final = frozenset({"1", "true"})
_LETTERS: Final = 26
_DIGITS: Final = 9

Item = TypeVar("Item")


def read_xlsx(data: bytes) -> list[WorkbookSheet]:
    """Read every sheet.

    :raises MalformedText: the workbook is not one, or is too large, encrypted, broken, or has macros.
    :raises Malformed: a sheet has very many faults.
    """
    package = Package(data)
    contents = read_contents(package)
    shared, styles = SharedTexts(), Styles()
    if contents.strings is not None:
        read_part(package.chunks(contents.strings), shared)
    if contents.styles is not None:
        read_part(package.chunks(contents.styles), styles)
    values = _Values(contents, shared.texts, styles.days)
    budget = CellBudget()
    sheets = []
    for listed in contents.sheets:
        sheet = WorkbookSheet(name=listed.name, visible=listed.visible, budget=budget)
        read_part(package.chunks(listed.part), _SheetReader(sheet, values))
        sheets.append(sheet)
    return sheets


class _Values:
    """What the raw values of cells mean in this workbook."""

    def __init__(self, contents: Contents, texts: Sequence[str], days: Sequence[bool]) -> None:
        self._epoch: date = EPOCH_1904 if contents.since_1904 else EPOCH_1900
        self._texts = texts
        self._days = days

    def cell(self, kind: str, style: str, written: str) -> Cell:
        """Return a cell of a type, a style and a value as they are written."""
        if kind == "s":
            return Cell(_unescaped(_at(self._texts, written)))
        if kind in {"str", "inlineStr"}:
            return Cell(_unescaped(written))
        if kind == "b":
            return Cell("true" if written in _TRUE else "false", CellKind.BOOLEAN)
        if kind == "d":
            day, _, time = written.partition("T")
            return Cell(written, CellKind.MOMENT) if time.strip("0:.Z") else Cell(day, CellKind.DAY)
        if style != "0" and self._days and _at(self._days, style):
            return day_cell(written, self._epoch)
        return number_cell(written)


def _at(items: Sequence[Item], place: str) -> Item:
    number = _number(place)
    if number >= len(items):
        raise broken()
    return items[number]


def _unescaped(text: str) -> str:
    """Return a text with the characters that XML cannot hold, which a workbook writes by their number."""
    if "_x" not in text:
        return text
    found = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", found)


@dataclass(slots=True)
class _SheetReader:
    """A sheet's part as it goes by."""

    sheet: WorkbookSheet
    values: _Values
    row: int = 0
    column: int = -1
    hidden_row: bool = False
    hidden_columns: set[int] = field(default_factory=set)
    kind: str = "n"
    style: str = "0"
    pieces: list[str] = field(default_factory=list)
    reading: bool = False
    aside: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the begin of an element."""
        if name == "c":
            self._open_cell(attributes)
        elif name == "v" or (name == "t" and not self.aside):
            self.reading = True
        elif name == "row":
            number = attributes.get("r")
            self.row = self.row + 1 if number is None else _number(number)
            self.column = -1
            self.hidden_row = attributes.get("hidden") in _TRUE
            self.sheet.check_place(self.row, 0)
        elif name == "f":
            self.sheet.fault(self.row, self.column, FORMULA)
        elif name == "rPh":
            self.aside = True
        elif name == "col" and attributes.get("hidden") in _TRUE:
            first, last = _number(attributes.get("min", "")), _number(attributes.get("max", ""))
            self.hidden_columns.update(range(first - 1, min(last, MOST_COLUMNS)))
        elif name == "mergeCell":
            row, column = _place(attributes.get("ref", "").partition(":")[0])
            self.sheet.fault(row, column, MERGED)

    def end(self, name: str) -> None:
        """Take the end of an element."""
        if name == "c":
            self._close_cell()
        elif name in {"v", "t"}:
            self.reading = False
        elif name == "rPh":
            self.aside = False

    def text(self, text: str) -> None:
        """Take a piece of a value."""
        if self.reading:
            self.pieces.append(text)

    def _open_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        if reference is None:
            self.column += 1
        else:
            row, self.column = _place(reference)
            if row != self.row:
                raise broken()
        self.kind = attributes.get("t", "n")
        self.style = attributes.get("s", "0")
        self.pieces = []

    def _close_cell(self) -> None:
        written = "".join(self.pieces)
        if not written:
            return
        if self.kind == "e":
            self.sheet.fault(self.row, self.column, ERROR)
            return
        cell = self.values.cell(self.kind, self.style, written)
        if not cell.text:
            return
        if self.hidden_row or self.column in self.hidden_columns:
            self.sheet.fault(self.row, self.column, HIDDEN)
        self.sheet.put(self.row, self.column, cell)


def _number(written: str) -> int:
    if not (written.isascii() and written.isdecimal() and len(written) <= _DIGITS):
        raise broken()
    return int(written)


def _place(reference: str) -> tuple[int, int]:
    """Return the row, from one, and the column, from nought, of a cell."""
    match = _PLACE.fullmatch(reference)
    if match is None:
        raise broken()
    column = 0
    for letter in match.group(1):
        column = column * _LETTERS + ord(letter) - ord("A") + 1
    return int(match.group(2)), column - 1
