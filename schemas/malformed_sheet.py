"""A sheet of acts with faults in it, and what of it could be read all the same, so that it can be judged too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from schemas.malformed import FieldError, Malformed
from schemas.sheet_cells import column_of, with_cells

if TYPE_CHECKING:
    from schemas.act_batch import BatchLine
    from schemas.sheet_members import FilledObject


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsoundAct:
    """An act that has faults, as JSON would hold what is filled of it."""

    row: int
    kind: str
    filled: FilledObject

    @property
    def content(self) -> Mapping[str, Any]:
        """Return what is filled."""
        return self.filled.content

    def row_of(self, path: str) -> int:
        """Return the row in which the member of a path stands, or the line that should have it."""
        return self.filled.row_of(path, self.row)


class MalformedSheet(Malformed):
    """A sheet whose rows have faults; ``lines`` are the acts that could be read, ``unsound`` the others."""

    def __init__(
        self,
        errors: Iterable[FieldError],
        *,
        lines: Sequence[BatchLine],
        unsound: Sequence[UnsoundAct],
        columns: Sequence[str],
        headings: Sequence[str],
    ) -> None:
        super().__init__(errors)
        self.lines = tuple(lines)
        self.unsound = tuple(unsound)
        self._columns, self._headings = columns, headings

    def has_heading(self, path: str) -> bool:
        """Return whether the member of a path has a column with a heading in the sheet."""
        column = column_of(path)
        place = self._columns.index(column) if column in self._columns else len(self._headings)
        return place < len(self._headings) and bool(self._headings[place])

    def kind_at(self, row: int) -> str | None:
        """Return the kind of the act with faults to which a row belongs."""
        above = [act for act in self.unsound if act.row <= row]
        return above[-1].kind if above else None

    def with_faults(self, further: Iterable[FieldError]) -> Malformed:
        """Return the refusal with faults that others found, each with its cell, in the order of the rows."""
        found = with_cells(further, self._columns, self._headings)
        refused = Malformed(in_rows((*self.errors, *found)))
        refused.count = self.count + len(found)
        return refused


def in_rows(errors: Iterable[FieldError]) -> list[FieldError]:
    """Return faults in the order of their rows."""
    return sorted(errors, key=lambda error: error.row or 0)
