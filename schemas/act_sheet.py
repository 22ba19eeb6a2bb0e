"""A sheet of acts, as CSV or as a workbook: one act a row; rows without an act continue the lists of the one above.

The columns are the members of the commands. ``table.pollutant`` is a member of each line of the list ``table``: every
row adds a line. Where a line has a list of its own (``limits.yearly.year``), a row that fills nothing else of the line
continues the line above. A blank cell leaves its member out. Whole numbers, ``true`` and ``false`` (是, 否) are read
where a member is one; acts and choices may be followed by a blank and their names, or be called by their names alone
where whoever reads the sheet brings the words.

The first column of the header is ``act``; up to four rows of headings for people may stand above it. A row whose act
begins with ``#`` is a remark or an example, and is not read.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from ledger.domain.values.encoding import digest
from ledger.domain.values.quantity import shown
from ledger.errors import enumerated, say
from ledger.services.catalogue import ACTS
from schemas.act_batch import BatchLine, Step
from schemas.command import read_command, schema_of
from schemas.malformed import FieldError, Malformed, MalformedText
from schemas.malformed_sheet import MalformedSheet, UnsoundAct, in_rows
from schemas.sheet_cells import BLANK, Cell, SheetRow, with_cells
from schemas.sheet_csv import csv_rows
from schemas.sheet_members import FilledObject, text_fault
from schemas.sheet_words import CODES_ALONE, Vocabulary

if TYPE_CHECKING:
    from schemas.turned_cells import CellFolding

ACT_COLUMN: Final = "act"
KEY_COLUMN: Final = "key"
REMARK: Final = "#"
MOST_HEADINGS: Final = 4
_LONGEST_HEAD: Final = 16_384


@dataclass(slots=True)
class _Act:
    """An act whose rows are still being read."""

    row: int
    kind: str
    key: str
    filled: FilledObject


def is_act_sheet(data: bytes) -> bool:
    """Return whether the first column of one of the first lines is ``act``."""
    lines = data[:_LONGEST_HEAD].removeprefix(BOM_UTF8).splitlines()[: MOST_HEADINGS + 1]
    return any(line.strip().split(b",")[0].strip(b'"') == ACT_COLUMN.encode() for line in lines)


def has_acts(rows: Sequence[SheetRow]) -> bool:
    """Return whether one of the first rows is the header of a sheet of acts."""
    return _header_at(rows) is not None


def columns_of(rows: Sequence[SheetRow]) -> list[str]:
    """Return the names of the columns of a sheet of acts, blank ones at its end and blanks around names left out."""
    place = _header_at(rows)
    return [] if place is None else [text.strip() for text in rows[place].texts]


def headings_of(rows: Sequence[SheetRow]) -> list[str]:
    """Return the headings for people above the columns: the first row, marks of what must be filled left out."""
    place = _header_at(rows)
    return [text.strip().rstrip("*").rstrip() for text in rows[0].texts] if place else []


def read_sheet(data: bytes, *, words: Vocabulary = CODES_ALONE, folding: CellFolding | None = None) -> list[BatchLine]:
    """Read every row of a CSV sheet.

    :raises Malformed: with every fault, each with the row of the sheet.
    """
    return read_acts(csv_rows(data), exact=True, words=words, folding=folding)


def read_acts(
    rows: Sequence[SheetRow],
    *,
    exact: bool,
    words: Vocabulary = CODES_ALONE,
    folding: CellFolding | None = None,
) -> list[BatchLine]:
    """Read every row; an act without a key gets one from the content of the whole sheet and its row.

    :param exact: whether every row must have as many cells as the header, as in CSV; a workbook leaves out blank ones.
    :param words: what acts and choices may be called instead of their codes.
    :param folding: turns cells as forms do, where somebody will look at what they were turned into.
    :raises Malformed: with every fault, each with the row of the sheet; ``MalformedSheet`` where its rows have any.
    """
    columns = columns_of(rows)
    repeated = sorted({name for name in columns if columns.count(name) > 1})
    if repeated:
        raise MalformedText("sheet.header", say("列名重复：{names}", names=enumerated(map(shown, repeated))))
    below = [row for row in rows[(_header_at(rows) or 0) + 1 :] if not _is_remark(row)]
    content = digest([columns, *(row.texts for row in below)]).hex()
    lines: list[BatchLine] = []
    unsound: list[UnsoundAct] = []
    errors: list[FieldError] = []
    for act in _acts(columns, below, errors, exact=exact, filled=partial(FilledObject, words, folding)):
        errors += act.filled.faults
        try:
            command = read_command(ACTS[act.kind].command, act.filled.content)
        except Malformed as error:
            told = {fault.field for fault in act.filled.faults}
            errors += [
                replace(found, row=act.filled.row_of(found.field, act.row))
                for found in error.errors
                if found.field not in told
            ]
            unsound.append(UnsoundAct(row=act.row, kind=act.kind, filled=act.filled))
            continue
        key = act.key or f"sheet:{content}:{act.row}"
        lines.append(BatchLine(row=act.row, step=Step.RECORD, act=act.kind, command=command, key=key))
    if errors:
        named = with_cells(errors, columns, headings_of(rows))
        raise MalformedSheet(in_rows(named), lines=lines, unsound=unsound, columns=columns, headings=headings_of(rows))
    if not lines:
        raise MalformedText("sheet.empty", say("表中没有任何一行业务"))
    if folding is not None:
        folding.name_cells(columns, headings_of(rows))
    return lines


def _header_at(rows: Sequence[SheetRow]) -> int | None:
    for place, row in enumerate(rows[: MOST_HEADINGS + 1]):
        if row.cells and row.cells[0].text == ACT_COLUMN:
            return place
    return None


def _is_remark(row: SheetRow) -> bool:
    return bool(row.cells) and row.cells[0].text.startswith(REMARK)


def _acts(
    columns: Sequence[str],
    rows: Sequence[SheetRow],
    errors: list[FieldError],
    *,
    exact: bool,
    filled: Callable[[], FilledObject],
) -> Iterator[_Act]:
    act: _Act | None = None
    begun = False
    for row in rows:
        if not _fits(columns, row, errors, exact=exact):
            continue
        cells = {name: cell for name, cell in zip(columns, row.cells, strict=False) if cell.text}
        kind, key = cells.pop(ACT_COLUMN, BLANK), cells.pop(KEY_COLUMN, BLANK)
        if kind.text:
            if act is not None:
                yield act
            act, begun = _begun(row.number, kind, key, errors, filled=filled()), True
        if act is not None:
            act.filled.fill(row.number, schema_of(ACTS[act.kind].command)().fields, cells)
        elif cells and not begun:
            detail = say("此行没有业务，也没有可接续的上一行")
            errors.append(FieldError(code="field.required", detail=detail, field=ACT_COLUMN, row=row.number))
    if act is not None:
        yield act


def _fits(columns: Sequence[str], row: SheetRow, errors: list[FieldError], *, exact: bool) -> bool:
    """Return whether every filled cell of a row has a column."""
    beyond = any(cell.text for cell in row.cells[len(columns) :])
    if beyond or (exact and len(row.cells) < len(columns)):
        detail = say("应有{expected}列，实有{found}列", expected=len(columns), found=len(row.cells))
        errors.append(FieldError(code="sheet.columns", detail=detail, row=row.number))
        return False
    return True


def _begun(row: int, kind: Cell, key: Cell, errors: list[FieldError], *, filled: FilledObject) -> _Act | None:
    fault = text_fault(key, name=KEY_COLUMN, row=row) if key.text else None
    if fault is not None:
        errors.append(fault)
    code = filled.words.act(kind.text)
    if code in ACTS:
        return _Act(row=row, kind=code, key=key.text, filled=filled)
    detail = say("没有名为“{kind}”的业务", kind=shown(kind.text))
    errors.append(FieldError(code="act.unknown", detail=detail, field=ACT_COLUMN, value=shown(kind.text), row=row))
    return None
