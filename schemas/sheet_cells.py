"""Cells of a sheet, whether it came as CSV or as a workbook: text, and what kind of cell it stood in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from ledger.domain.values.quantity import shown
from ledger.errors import say
from schemas.malformed import FieldError

MOST_ROWS: Final = 100_000
"""The last row of a sheet that is read."""
_LETTERS: Final = 26


class CellKind(Enum):
    """What a cell holds; CSV knows text alone."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DAY = "day"
    MOMENT = "moment"
    """A day with a time of day, and no zone."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell, its value written as the fields of the schemas read it; a blank cell has no text."""

    text: str = ""
    kind: CellKind = CellKind.TEXT


BLANK: Final = Cell()


@dataclass(frozen=True, slots=True)
class SheetRow:
    """The cells of a row from the first column on; ``number`` counts from one, as the sheet does."""

    number: int
    cells: Sequence[Cell]

    @property
    def texts(self) -> list[str]:
        """Return what is written, blank cells at the end left out."""
        texts = [cell.text for cell in self.cells]
        while texts and not texts[-1]:
            texts.pop()
        return texts


def column_letters(index: int) -> str:
    """Return what a spreadsheet calls a column; ``index`` counts from nought."""
    letters = ""
    while index >= 0:
        index, letter = divmod(index, _LETTERS)
        letters = chr(ord("A") + letter) + letters
        index -= 1
    return letters


def cell_name(row: int, column: int) -> str:
    """Return what a spreadsheet calls a cell; ``row`` counts from one, ``column`` from nought."""
    return f"{column_letters(column)}{row}"


def with_cells(errors: Iterable[FieldError], columns: Sequence[str], headings: Sequence[str] = ()) -> list[FieldError]:
    """Name in each fault the cell it stands in, where its member has a column.

    :param columns: the names of the header.
    :param headings: what stands above them for people, if anything does.
    """
    places = {name: column for column, name in enumerate(columns)}
    return [_with_cell(error, places, headings) for error in errors]


def column_of(path: str) -> str:
    """Return the column in which the member of a path stands, whatever its row."""
    return ".".join(part for part in path.split(".") if not part.isdecimal())


def _with_cell(error: FieldError, places: Mapping[str, int], headings: Sequence[str]) -> FieldError:
    place = places.get(column_of(error.field))
    if error.row is None or place is None:
        return error
    cell = cell_name(error.row, place)
    heading = headings[place] if place < len(headings) else ""
    if not heading:
        return replace(error, detail=say("{cell}单元格：{detail}", cell=cell, detail=error.detail))
    detail = say("{cell}单元格“{heading}”：{detail}", cell=cell, heading=shown(heading), detail=error.detail)
    return replace(error, detail=detail)
