"""A sheet of acts as CSV: one act a row; further rows without an act continue the lists of the one above.

The columns are the members of the commands. ``table.pollutant`` is a member of each line of the list ``table``: every
row adds a line. An empty cell leaves its member out. Cells are text; whole numbers, ``true`` and ``false`` (是, 否) are
read where a member is one.
"""

from __future__ import annotations

import csv
import io
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any, Final

from marshmallow import fields

from ledger.domain.quantity import shown
from ledger.errors import say
from ledger.services.catalogue import ACTS
from schemas.act_batch import BatchLine, Step
from schemas.base import RequestSchema
from schemas.command import read_command, schema_of
from schemas.fields import BooleanField, IntegerField
from schemas.malformed import FieldError, Malformed, MalformedText

ACT_COLUMN: Final = "act"
KEY_COLUMN: Final = "key"
MOST_ROWS: Final = 100_000
_BOOLEANS: Final = {"true": True, "是": True, "false": False, "否": False}


@dataclass
class _Open:
    """An act whose rows are still being read: the row of its first, and where each member stands."""

    row: int
    kind: str
    key: str
    content: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)


def is_act_sheet(data: bytes) -> bool:
    """Return whether the first column of the first line is ``act``."""
    return data.removeprefix(BOM_UTF8).partition(b"\n")[0].strip().split(b",")[0].strip(b'"') == ACT_COLUMN.encode()


def read_sheet(data: bytes) -> list[BatchLine]:
    """Read every row.

    :raises Malformed: with every fault, each with the row of the sheet.
    """
    header, rows = _cells(data)
    sheet = sha256(data).hexdigest()
    lines: list[BatchLine] = []
    errors: list[FieldError] = []
    for act in _acts(header, rows, errors):
        try:
            command = read_command(ACTS[act.kind].command, act.content)
        except Malformed as error:
            errors += [replace(found, row=_row_of(act, found.field)) for found in error.errors]
            continue
        key = act.key or f"sheet:{sheet}:{act.row}"
        lines.append(BatchLine(row=act.row, step=Step.RECORD, act=act.kind, command=command, key=key))
    if errors:
        raise Malformed(sorted(errors, key=lambda error: error.row or 0))
    return lines


def _cells(data: bytes) -> tuple[Sequence[str], list[tuple[int, Sequence[str]]]]:
    reader = csv.reader(io.StringIO(_decoded(data), newline=""), strict=True)
    rows: list[tuple[int, Sequence[str]]] = []
    try:
        for row in reader:
            rows.append((reader.line_num, row))
            if len(rows) > MOST_ROWS:
                raise MalformedText("sheet.rows", say("超过{most}行", most=MOST_ROWS))
    except csv.Error:
        raise MalformedText("sheet.syntax", say("第{row}行不是完整的CSV", row=reader.line_num)) from None
    header = rows[0][1]
    repeated = sorted({name for name in header if header.count(name) > 1})
    if repeated:
        raise MalformedText("sheet.header", say("列名重复：{names}", names="、".join(map(shown, repeated))))
    return header, rows[1:]


def _decoded(data: bytes) -> str:
    content = data.removeprefix(BOM_UTF8)
    for encoding in ("utf-8", "gb18030"):  # what spreadsheets in China write where they are not asked
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise MalformedText("text.encoding", say("既不是UTF-8编码，也不是GB18030编码"))


def _acts(header: Sequence[str], rows: list[tuple[int, Sequence[str]]], errors: list[FieldError]) -> Iterator[_Open]:
    act: _Open | None = None
    for row, cells in rows:
        if len(cells) != len(header):
            detail = say("应有{expected}列，实有{found}列", expected=len(header), found=len(cells))
            errors.append(FieldError(code="sheet.columns", detail=detail, row=row))
            continue
        filled = {name: cell for name, cell in zip(header, cells, strict=True) if cell}
        kind, key = filled.pop(ACT_COLUMN, ""), filled.pop(KEY_COLUMN, "")
        if kind:
            if act is not None:
                yield act
            act = _begun(row, kind, key, errors)
        if act is not None:
            _fill(act, row, filled)
        elif not kind:
            detail = say("此行没有业务，也没有可接续的上一行")
            errors.append(FieldError(code="field.required", detail=detail, field=ACT_COLUMN, row=row))
    if act is not None:
        yield act


def _begun(row: int, kind: str, key: str, errors: list[FieldError]) -> _Open | None:
    if kind in ACTS:
        return _Open(row=row, kind=kind, key=key)
    detail = say("没有名为“{kind}”的业务", kind=shown(kind))
    errors.append(FieldError(code="act.unknown", detail=detail, field=ACT_COLUMN, value=shown(kind), row=row))
    return None


def _fill(act: _Open, row: int, filled: Mapping[str, str]) -> None:
    members = schema_of(ACTS[act.kind].command)().fields
    added: dict[str, dict[str, Any]] = {}
    for name, cell in filled.items():
        first, _, inner = name.partition(".")
        member = members.get(first)
        if inner and isinstance(member, fields.List) and isinstance(member.inner, fields.Nested):
            if first not in added:
                added[first] = {}
                act.rows[f"{first}.{len(act.content.setdefault(first, []))}"] = row
                act.content[first].append(added[first])
            added[first][inner] = _value(cell, _members_of(member.inner).get(inner))
        elif inner and isinstance(member, fields.Nested):
            act.content.setdefault(first, {})[inner] = _value(cell, _members_of(member).get(inner))
        elif isinstance(member, fields.List):
            act.content.setdefault(first, []).append(_value(cell, member.inner))
        else:
            act.content[name] = _value(cell, member)
            act.rows[name] = row


def _members_of(member: fields.Nested) -> Mapping[str, fields.Field[Any]]:
    schema = member.schema
    return schema.fields if isinstance(schema, RequestSchema) else {}


def _value(cell: str, member: fields.Field[Any] | None) -> object:
    if isinstance(member, BooleanField):
        return _BOOLEANS.get(cell, cell)
    if isinstance(member, IntegerField) and cell.isascii() and cell.isdecimal():
        return int(cell)
    return cell


def _row_of(act: _Open, path: str) -> int:
    """Return the row in which the member of a path stands."""
    first, _, rest = path.partition(".")
    return act.rows.get(path, act.rows.get(f"{first}.{rest.partition('.')[0]}", act.row))
