"""Workbooks as sheets of cells: xlsx and xls, told by their first bytes; one sheet of each is read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ledger.domain.values.quantity import shown
from ledger.errors import enumerated, say
from schemas.malformed import MalformedText
from schemas.sheet_cells import SheetRow
from schemas.workbook_sheet import WorkbookSheet
from schemas.workbook_xls import SIGNATURE, read_xls
from schemas.workbook_xlsx import read_xlsx

NOTES: Final = frozenset({"填写说明", "Notes"})
"""Names of sheets that explain the others, and are never read."""
_ZIP: Final = b"PK"


def is_workbook(data: bytes) -> bool:
    """Return whether a file has the container of a workbook."""
    return data.startswith((_ZIP, SIGNATURE))


def read_workbook(data: bytes) -> Sequence[SheetRow]:
    """Read the only sheet that has anything in it.

    :raises MalformedText: the workbook cannot be read, or has another sheet with content, hidden or not.
    :raises Malformed: with every cell that may not be there.
    """
    sheets = read_xls(data) if data.startswith(SIGNATURE) else read_xlsx(data)
    filled = [sheet for sheet in sheets if (sheet.rows or sheet.faults) and not _is_notes(sheet)]
    if not filled:
        raise MalformedText("sheet.empty", say("工作簿没有任何内容"))
    hidden = next((sheet for sheet in filled if not sheet.visible), None)
    if hidden is not None:
        detail = say("隐藏的工作表“{sheet}”有内容；请取消隐藏并删去", sheet=shown(hidden.name))
        raise MalformedText("sheet.hidden", detail)
    if len(filled) > 1:
        names = enumerated(shown(sheet.name) for sheet in filled)
        raise MalformedText(
            "sheet.several", say("有{count}张工作表有内容：{names}；请只留一张", count=len(filled), names=names)
        )
    return filled[0].table()


def _is_notes(sheet: WorkbookSheet) -> bool:
    return sheet.visible and sheet.name in NOTES
