"""The list of receipts from the tax office or the treasury: CSV in UTF-8 or a workbook, headed exactly by ``COLUMNS``.

One row is one voucher: the number of the tax receipt or of the non-tax voucher, the number of the payment notice (may
be empty), the payer's credit code, yuan, the day of payment, and the day on which the treasury credited it (may be
empty). Nothing else is accepted; every fault is told with its line.
"""

from __future__ import annotations

import csv
import io
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.money.receipt_list import ListedReceipt
from ledger.domain.values.calendar import parse_date
from ledger.domain.values.credit_code import parse_credit_code
from ledger.domain.values.quantity import parse_yuan, shown
from ledger.domain.values.text import parse_text
from ledger.errors import InvalidValue, say
from schemas.folding import fold_credit_code, fold_day, fold_number, fold_text
from schemas.malformed import FieldError, Malformed, MalformedText
from schemas.sheet_cells import BLANK, Cell, SheetRow
from schemas.sheet_csv import text_of
from schemas.sheet_members import text_fault

if TYPE_CHECKING:
    from schemas.folding import Fold
    from schemas.turned_cells import CellFolding

COLUMNS: Final = ("voucher", "notice", "payer", "amount", "paid_on", "credited_on")
MOST_ROWS: Final = 20_000

_OPTIONAL: Final = frozenset({"notice", "credited_on"})
_TEXTS: Final = frozenset({"voucher", "notice", "payer"})
_PARSERS: Final[Mapping[str, Callable[[object], Any]]] = {
    "voucher": parse_text,
    "notice": parse_text,
    "payer": parse_credit_code,
    "amount": parse_yuan,
    "paid_on": parse_date,
    "credited_on": parse_date,
}

_FOLDS: Final[Mapping[str, Fold]] = {
    "voucher": fold_text,
    "notice": fold_text,
    "payer": fold_credit_code,
    "amount": fold_number,
    "paid_on": fold_day,
    "credited_on": fold_day,
}


@dataclass(slots=True)
class _Reading:
    """What has been read so far, and what was wrong."""

    folding: CellFolding | None
    rows: list[ListedReceipt] = field(default_factory=list)
    errors: list[FieldError] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)
    """Voucher to the line on which it stands."""


def is_receipt_list(data: bytes) -> bool:
    """Return whether a file has the looks of a list of receipts."""
    return data.removeprefix(BOM_UTF8).startswith(",".join(COLUMNS).encode())


def has_receipts(rows: Sequence[SheetRow]) -> bool:
    """Return whether the first row of a workbook's sheet is the header of a list of receipts."""
    return bool(rows) and tuple(rows[0].texts) == COLUMNS


def read_receipt_list(data: bytes, *, folding: CellFolding | None = None) -> tuple[ListedReceipt, ...]:
    """Read a list as CSV.

    :param folding: turns cells as forms do, where somebody will look at what they were turned into.
    :raises Malformed: with every fault, by line and column.
    """
    return _read_rows(_lines(text_of(data)), folding)


def read_receipts(rows: Sequence[SheetRow], *, folding: CellFolding | None = None) -> tuple[ListedReceipt, ...]:
    """Read the rows of a workbook's sheet, its header first; rows end where their last filled cell does.

    :param folding: see :func:`read_receipt_list`.
    :raises Malformed: with every fault, by row and column.
    """
    width = len(COLUMNS)
    filled = [SheetRow(row.number, [*row.cells, *([BLANK] * (width - len(row.cells)))]) for row in rows[1:]]
    if len(filled) > MOST_ROWS:
        raise _too_long()
    return _read_rows((row for row in filled if row.texts), folding)


def _read_rows(rows: Iterable[SheetRow], folding: CellFolding | None) -> tuple[ListedReceipt, ...]:
    reading = _Reading(folding)
    for row in rows:
        _read_row(reading, row.number, row.cells)
    if not reading.rows and not reading.errors:
        raise MalformedText("receipt_list.empty", say("缴款清单没有任何一行"))
    if reading.errors:
        raise Malformed(reading.errors)
    if folding is not None:
        folding.name_cells(COLUMNS)
    return tuple(reading.rows)


def _lines(text: str) -> Iterator[SheetRow]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        if tuple(next(reader, ())) != COLUMNS:
            raise MalformedText("receipt_list.columns", say("缴款清单的首行应为“{columns}”", columns=",".join(COLUMNS)))
        for count, cells in enumerate(reader, start=1):
            if count > MOST_ROWS:
                raise _too_long()
            yield SheetRow(reader.line_num, [Cell(text) for text in cells])
    except csv.Error:
        raise MalformedText("receipt_list.csv", say("第{line}行不是CSV", line=reader.line_num)) from None


def _too_long() -> MalformedText:
    return MalformedText("receipt_list.length", say("缴款清单超过{most}行", most=MOST_ROWS))


def _read_row(reading: _Reading, line: int, cells: Sequence[Cell]) -> None:
    if len(cells) != len(COLUMNS):
        detail = say("应有{count}格，现有{found}格", count=len(COLUMNS), found=len(cells))
        reading.errors.append(FieldError(code="receipt_list.cells", detail=detail, row=line))
        return
    if reading.folding is not None:
        cells = reading.folding.turn_row(COLUMNS, cells, _FOLDS, row=line)
    values: dict[str, Any] = {}
    for name, cell in zip(COLUMNS, cells, strict=True):
        if name in _OPTIONAL and not cell.text:
            continue
        fault = text_fault(cell, name=name, row=line) if name in _TEXTS else None
        if fault is not None:
            reading.errors.append(fault)
            continue
        try:
            values[name] = _PARSERS[name](cell.text)
        except InvalidValue as error:
            reading.errors.append(FieldError.of(error, field=name, value=shown(cell.text), row=line))
    earlier = reading.lines.setdefault(cells[0].text, line)
    if earlier != line:
        detail = say("票据“{voucher}”在第{line}行已经出现过", voucher=shown(cells[0].text), line=earlier)
        fault = FieldError(
            code="receipt_list.repeated", detail=detail, field="voucher", value=shown(cells[0].text), row=line
        )
        reading.errors.append(fault)
    if len(values) + len(_OPTIONAL - set(values)) == len(COLUMNS):
        reading.rows.append(ListedReceipt(**values))
