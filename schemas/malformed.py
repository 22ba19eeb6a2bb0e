"""Input that has not the shape it must have: every fault of it, found before anything else happens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.domain.values.quantity import shown
from ledger.errors import InvalidValue, Message, say

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_ERRORS: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldError:
    """One fault: where it is, the value as it may be repeated, a stable code and a sentence.

    ``field`` is a path such as ``lots.0.quantity``, empty for the input as a whole; ``row`` is the row of a
    sheet as the sheet numbers it.
    """

    code: str
    detail: Message
    field: str = ""
    value: str = ""
    row: int | None = None

    @classmethod
    def of(cls, error: InvalidValue, *, field: str = "", value: str = "", row: int | None = None) -> FieldError:
        """Return the fault that a parser of a single value found."""
        return cls(code=error.code, detail=error.message, field=field, value=value, row=row)


class Malformed(Exception):
    """The input is refused for its shape: ``errors`` are its first 100 faults, ``count`` is their number."""

    def __init__(self, errors: Iterable[FieldError]) -> None:
        found = tuple(errors)
        self.errors = found[:MOST_ERRORS]
        self.count = len(found)
        super().__init__("; ".join(f"{error.field or error.row or ''} {error.code}" for error in self.errors))

    @property
    def code(self) -> str:
        """Return the code that all the errors share, else ``malformed``."""
        codes = {error.code for error in self.errors}
        return codes.pop() if len(codes) == 1 else "malformed"


class MalformedText(Malformed):
    """The text cannot be read at all, so that no field of it can be named."""

    def __init__(self, code: str, detail: Message) -> None:
        super().__init__([FieldError(code=code, detail=detail)])


def malformed_file(*, code: str, path: str, detail: Message) -> Malformed:
    """Return the refusal of a file as a whole, such as one that is missing or too large."""
    return Malformed([FieldError(code=code, detail=detail, field="file", value=shown(path))])


def missing_file(path: str) -> Malformed:
    """Return the refusal of a file that is not there."""
    return malformed_file(code="file.missing", path=path, detail=say("找不到文件“{path}”", path=shown(path)))


def missing_folder(path: str) -> Malformed:
    """Return the refusal of a file to be written into a folder that is not there."""
    return malformed_file(code="file.missing", path=path, detail=say("找不到目录“{path}”", path=shown(path)))
