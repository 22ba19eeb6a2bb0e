"""Cells of a sheet that were turned into the grammar of the contract, to be shown before anything is recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from schemas.folding import LONGEST_FOLDED
from schemas.sheet_cells import Cell, CellKind, cell_name, column_of

if TYPE_CHECKING:
    from schemas.folding import Fold


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnedCell:
    """A cell that was typed in another way than it is recorded.

    Attributes:
        path: the member that it fills.
        cell: what the spreadsheet calls it.
        heading: what stands above its column for people; nothing where nothing does.

    """

    row: int
    path: str
    typed: str
    written: str
    cell: str = ""
    heading: str = ""


@dataclass(slots=True)
class CellFolding:
    """Turns cells as forms turn what is typed, and remembers which."""

    turned: list[TurnedCell] = field(default_factory=list)

    def turn(self, cell: Cell, fold: Fold | None, *, row: int, path: str) -> Cell:
        """Return the cell as it is read; only text is turned: numbers and days were never typed by hand."""
        if fold is None or cell.kind is not CellKind.TEXT or len(cell.text) > LONGEST_FOLDED:
            return cell
        written = fold(cell.text.strip())
        if not written or written == cell.text:
            return cell
        self.turned.append(TurnedCell(row=row, path=path, typed=cell.text, written=written))
        return Cell(written)

    def turn_row(
        self, columns: Sequence[str], cells: Sequence[Cell], folds: Mapping[str, Fold], *, row: int
    ) -> list[Cell]:
        """Return the cells of a row, each turned as its column is."""
        return [self.turn(cell, folds.get(name), row=row, path=name) for name, cell in zip(columns, cells, strict=True)]

    def name_cells(self, columns: Sequence[str], headings: Sequence[str] = ()) -> None:
        """Say of every turned cell where it stands."""
        places = {name: column for column, name in enumerate(columns)}
        for number, each in enumerate(self.turned):
            place = places[column_of(each.path)]
            heading = headings[place] if place < len(headings) else ""
            self.turned[number] = replace(each, cell=cell_name(each.row, place), heading=heading)
