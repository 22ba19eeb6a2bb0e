"""One sheet of a workbook while it is read: how far it may reach, and what may not stand in a cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from ledger.domain.values.quantity import shown
from ledger.errors import Message, say
from schemas.malformed import MOST_ERRORS, FieldError, Malformed, MalformedText
from schemas.sheet_cells import BLANK, MOST_ROWS, Cell, SheetRow, cell_name

MOST_COLUMNS: Final = 200
MOST_CELLS: Final = 1_000_000
"""The most filled cells of a workbook, all its sheets together."""
MOST_CHARACTERS: Final = 16_000_000
LONGEST_CELL: Final = 32_767
"""The most characters that a spreadsheet keeps in a cell."""

FORMULA: Final = ("cell.formula", say("是公式；请复制后选择性粘贴为数值"))
ERROR: Final = ("cell.error", say("是错误值，如 #REF! 或 #N/A"))
MERGED: Final = ("cell.merged", say("是合并单元格；请取消合并，逐格填写"))
HIDDEN: Final = ("cell.hidden", say("有内容，但所在的行或列被隐藏；请取消隐藏或筛选"))
LENGTH: Final = ("cell.length", say("超过{longest}个字符", longest=LONGEST_CELL))


@dataclass(slots=True)
class CellBudget:
    """How many filled cells a workbook may still have, and how much text; cells may share one long text."""

    cells: int = MOST_CELLS
    characters: int = MOST_CHARACTERS

    def take(self, cell: Cell) -> None:
        """Count a filled cell.

        :raises MalformedText: ``file.size``.
        """
        self.cells -= 1
        self.characters -= len(cell.text)
        if self.cells < 0 or self.characters < 0:
            detail = say(
                "工作簿的单元格超过{cells}个，或文字超过{characters}个", cells=MOST_CELLS, characters=MOST_CHARACTERS
            )
            raise MalformedText("file.size", detail)


@dataclass(slots=True)
class WorkbookSheet:
    """A sheet: its filled cells row by row, and the faults found in them."""

    name: str
    visible: bool
    budget: CellBudget
    rows: dict[int, list[Cell]] = field(default_factory=dict)
    faults: list[FieldError] = field(default_factory=list)

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Place a filled cell; ``row`` counts from one, ``column`` from nought.

        :raises MalformedText: ``file.size``, it lies too far down or right.
        """
        self.check_place(row, column)
        self.budget.take(cell)
        if len(cell.text) > LONGEST_CELL:
            self.fault(row, column, LENGTH)
            return
        cells = self.rows.setdefault(row, [])
        if column < len(cells):
            cells[column] = cell
            return
        if column > len(cells):
            cells.extend([BLANK] * (column - len(cells)))
        cells.append(cell)

    def check_place(self, row: int, column: int) -> None:
        """Refuse a place outside of what is read.

        :raises MalformedText: ``file.size``.
        """
        if not (1 <= row <= MOST_ROWS and 0 <= column < MOST_COLUMNS):
            detail = say(
                "工作表“{sheet}”用到了{row}行{column}列；至多{most_rows}行{most_columns}列，请删去多余的行列",
                sheet=shown(self.name),
                row=row,
                column=column + 1,
                most_rows=MOST_ROWS,
                most_columns=MOST_COLUMNS,
            )
            raise MalformedText("file.size", detail)

    def fault(self, row: int, column: int, what: tuple[str, Message]) -> None:
        """Note what may not stand in a cell.

        :raises Malformed: there are as many faults as are ever told.
        """
        code, detail = what
        place = say("{cell}单元格{what}", cell=cell_name(row, column), what=detail)
        self.faults.append(FieldError(code=code, detail=place, row=row))
        if len(self.faults) >= MOST_ERRORS:
            raise Malformed(self.faults)

    def table(self) -> Sequence[SheetRow]:
        """Return the rows that hold anything, in order.

        :raises Malformed: with the faults of its cells.
        """
        if self.faults:
            raise Malformed(sorted(self.faults, key=lambda fault: fault.row or 0))
        return [SheetRow(number, cells) for number, cells in sorted(self.rows.items())]
