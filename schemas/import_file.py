"""Files that may be imported, told apart by content: rounds, working days, acts, receipts; sheets also as workbooks."""

from __future__ import annotations

from codecs import BOM_UTF8
from dataclasses import dataclass, replace

from ledger.domain.money.receipt_list import ListedReceipt
from ledger.domain.values.quantity import shown
from ledger.domain.values.working_days import COLUMNS, read_working_days
from ledger.errors import InvalidValue, say
from schemas.act_batch import BatchLine, is_act_batch, read_batch
from schemas.act_sheet import (
    has_acts,
    is_act_sheet,
    read_acts,
    read_sheet,
)
from schemas.json_text import read_json
from schemas.malformed import FieldError, Malformed, MalformedText, malformed_file
from schemas.malformed_sheet import MalformedSheet
from schemas.receipt_list import COLUMNS as RECEIPT_COLUMNS
from schemas.receipt_list import has_receipts, is_receipt_list, read_receipt_list, read_receipts
from schemas.round_file import ReadRound, is_round_file, read_rounds
from schemas.sheet_cells import with_cells
from schemas.sheet_words import CODES_ALONE, Vocabulary
from schemas.turned_cells import CellFolding, TurnedCell
from schemas.workbook import is_workbook, read_workbook


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingDaysTable:
    """A table of working days that can be read."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActBatch:
    """A batch of acts, each line read."""

    name: str
    lines: tuple[BatchLine, ...]
    turned: tuple[TurnedCell, ...] = ()
    """The cells that were turned, where its reader asked for that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptsFile:
    """A list of receipts from the tax office or the treasury, each row read."""

    name: str
    rows: tuple[ListedReceipt, ...]
    turned: tuple[TurnedCell, ...] = ()
    """As those of acts."""


Importable = ReadRound | WorkingDaysTable | ActBatch | ReceiptsFile


def read_import(
    files: dict[str, bytes], *, words: Vocabulary = CODES_ALONE, folding: CellFolding | None = None
) -> list[Importable]:
    """Read every file, by its name, and tell the faults of all of them at once.

    :param words: what acts and choices may be called in sheets instead of their codes.
    :param folding: turns the cells of sheets as forms do, where somebody will look at what they were turned into.
    :raises Malformed: with each fault; its field begins with the file's name where there are several files.
    """
    if len(files) == 1:
        return [found for name, data in files.items() for found in _read(data, name, words, folding)]
    read: list[Importable] = []
    errors: list[FieldError] = []
    count = 0
    for name, data in files.items():
        try:
            read += _read(data, name, words, folding)
        except Malformed as error:
            errors += [replace(found, field=f"{shown(name)}: {found.field}") for found in error.errors]
            count += error.count
    if errors:
        refused = Malformed(errors)
        refused.count = count  # of a file with very many faults, the first hundred alone are at hand
        raise refused
    return read


def _read(data: bytes, name: str, words: Vocabulary, folding: CellFolding | None) -> list[Importable]:
    if is_workbook(data):
        return [_read_workbook(data, name, words, folding)]
    table = data.removeprefix(BOM_UTF8)
    if table.startswith(",".join(COLUMNS).encode()):
        try:
            text = table.decode("utf-8")
            read_working_days(text)
        except UnicodeDecodeError as error:
            raise MalformedText("text.encoding", say("第{place}字节处不是UTF-8编码", place=error.start + 1)) from None
        except InvalidValue as error:
            raise Malformed([FieldError.of(error)]) from None
        return [WorkingDaysTable(text=text)]
    if is_receipt_list(data):
        return [ReceiptsFile(name=name, rows=read_receipt_list(data, folding=folding))]
    if is_act_sheet(data):
        return [ActBatch(name=name, lines=tuple(read_sheet(data, words=words, folding=folding)))]
    if is_act_batch(data):
        return [ActBatch(name=name, lines=tuple(read_batch(data)))]
    content = read_json(data)
    if not is_round_file(content):
        raise malformed_file(
            code="file.kind",
            path=name,
            detail=say(
                "“{path}”既不是批次文件（一个批次的JSON对象，或含 rounds 列表的对象），也不是工作日表、业务清单或缴款清单",
                path=shown(name),
            ),
        )
    return list(read_rounds(content))


def _read_workbook(data: bytes, name: str, words: Vocabulary, folding: CellFolding | None) -> Importable:
    rows = read_workbook(data)
    try:
        if has_acts(rows):
            lines = read_acts(rows, exact=False, words=words, folding=folding)
            return ActBatch(name=name, lines=tuple(lines))
        if has_receipts(rows):
            return ReceiptsFile(name=name, rows=read_receipts(rows, folding=folding))
    except MalformedSheet:
        raise
    except Malformed as error:
        refused = Malformed(with_cells(error.errors, RECEIPT_COLUMNS))
        refused.count = error.count
        raise refused from None
    raise malformed_file(
        code="file.kind",
        path=name,
        detail=say("“{path}”的工作表既不是业务清单（列名行首格为 act），也不是缴款清单", path=shown(name)),
    )
