"""Cells of a sheet as the members of a command: dotted columns become objects, rows become the lines of lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from marshmallow import fields

from ledger.domain.values.quantity import shown
from ledger.errors import say
from schemas.act_fields import FileTextField
from schemas.base import RequestSchema
from schemas.fields import BooleanField, ChoiceField, CreditCodeField, IntegerField, TextField
from schemas.folding import fold_of
from schemas.malformed import FieldError
from schemas.sheet_cells import Cell, CellKind
from schemas.sheet_words import CODES_ALONE, Vocabulary
from schemas.turned_cells import CellFolding

Members = Mapping[str, fields.Field[Any]]

_BOOLEANS: Final = {"true": True, "yes": True, "是": True, "false": False, "no": False, "否": False}
_TEXTS: Final = (TextField, CreditCodeField, FileTextField)


def text_fault(cell: Cell, *, name: str, row: int) -> FieldError | None:
    """Return what is wrong with a cell that should hold text: a number may have lost its noughts and last digits."""
    if cell.kind is CellKind.TEXT:
        return None
    if cell.kind is CellKind.NUMBER:
        detail = say("须为文本，单元格里却是数字，首位的0和第15位以后的数字可能已经丢失；请将单元格设为文本后重填")
    else:
        detail = say("须为文本，单元格里却是日期或逻辑值；请将单元格设为文本后重填")
    return FieldError(code="cell.kind", detail=detail, field=name, value=shown(cell.text), row=row)


def inner_members(member: fields.Field[Any] | None) -> Members | None:
    """Return the members of an object, or of each line of a list of objects; None where there are none."""
    nested = member.inner if isinstance(member, fields.List) else member
    if isinstance(nested, fields.Nested) and isinstance(nested.schema, RequestSchema):
        return nested.schema.fields
    return None


@dataclass(slots=True)
class FilledObject:
    """A command's content as the rows of a sheet fill it."""

    words: Vocabulary = CODES_ALONE
    folding: CellFolding | None = None
    """What turns cells as forms do; None where they are read as they stand."""
    content: dict[str, Any] = field(default_factory=dict)
    faults: list[FieldError] = field(default_factory=list)
    _rows: dict[str, int] = field(default_factory=dict)
    """Path of a member, or of a line, to the row in which it stands."""

    def fill(self, row: int, members: Members, cells: Mapping[str, Cell]) -> None:
        """Take the filled cells of a row, by the names of their columns."""
        self._fill(self.content, members, cells, row=row, path="")

    def row_of(self, path: str, otherwise: int) -> int:
        """Return the row in which the member of a path stands, or the line that should have it."""
        while path:
            if path in self._rows:
                return self._rows[path]
            path = path.rpartition(".")[0]
        return otherwise

    def _fill(
        self, content: dict[str, Any], members: Members, cells: Mapping[str, Cell], *, row: int, path: str
    ) -> None:
        for name, inner_cells in _by_first(cells).items():
            member = members.get(name)
            inner = inner_members(member)
            here = f"{path}{name}"
            if inner is None or "" in inner_cells:
                for rest, cell in inner_cells.items():
                    self._put(content, f"{name}.{rest}" if rest else name, member, cell, row=row, path=path)
            elif isinstance(member, fields.List):
                lines = content.setdefault(name, [])
                if not lines or any(_is_own(inner, rest) for rest in inner_cells):
                    self._rows[f"{here}.{len(lines)}"] = row
                    lines.append({})
                self._fill(lines[-1], inner, inner_cells, row=row, path=f"{here}.{len(lines) - 1}.")
            else:
                self._fill(content.setdefault(name, {}), inner, inner_cells, row=row, path=f"{here}.")

    def _put(
        self,
        content: dict[str, Any],
        name: str,
        member: fields.Field[Any] | None,
        cell: Cell,
        *,
        row: int,
        path: str,
    ) -> None:
        single = member.inner if isinstance(member, fields.List) else member
        here = f"{path}{name}"
        fault = text_fault(cell, name=here, row=row) if isinstance(single, _TEXTS) else None
        if fault is not None:
            self.faults.append(fault)
        if self.folding is not None:
            cell = self.folding.turn(cell, fold_of(single), row=row, path=here)
        value = _value(cell, single, self.words)
        if isinstance(member, fields.List):
            values = content.setdefault(name, [])
            self._rows[f"{here}.{len(values)}"] = row
            values.append(value)
            return
        if content.setdefault(name, value) != value:
            detail = say("此项在第{row}行已填为“{value}”", row=self._rows[here], value=shown(content[name]))
            self.faults.append(
                FieldError(code="cell.repeated", detail=detail, field=here, value=shown(cell.text), row=row)
            )
        self._rows.setdefault(here, row)


def _by_first(cells: Mapping[str, Cell]) -> dict[str, dict[str, Cell]]:
    """Return the cells by the first part of their columns' names, and then by the rest."""
    found: dict[str, dict[str, Cell]] = {}
    for name, cell in cells.items():
        first, _, rest = name.partition(".")
        found.setdefault(first, {})[rest] = cell
    return found


def _is_own(members: Members, path: str) -> bool:
    """Return whether a column belongs to a line itself, and not to a list within it."""
    first, _, rest = path.partition(".")
    member = members.get(first)
    if isinstance(member, fields.List):
        return False
    inner = inner_members(member)
    return inner is None or not rest or _is_own(inner, rest)


def _value(cell: Cell, member: fields.Field[Any] | None, words: Vocabulary) -> object:
    if isinstance(member, BooleanField):
        return _BOOLEANS.get(cell.text.lower(), cell.text)
    if isinstance(member, ChoiceField):
        return words.choice(member.choices, cell.text)
    if isinstance(member, IntegerField) and cell.text.isascii() and cell.text.isdecimal():
        return int(cell.text)
    return cell.text
