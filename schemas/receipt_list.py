"""The list of receipts from the tax office or the treasury: CSV in UTF-8, with exactly the header of ``COLUMNS``.

One row is one voucher: the number of the tax receipt or of the non-tax voucher, the number of the payment notice (may
be empty), the payer's credit code, yuan, the day of payment, and the day on which the treasury credited it (may be
empty). Nothing else is accepted; every fault is told with its line.
"""

from __future__ import annotations

import csv
import io
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from ledger.domain.calendar import parse_date
from ledger.domain.credit_code import parse_credit_code
from ledger.domain.quantity import parse_yuan, shown
from ledger.domain.receipt_list import ListedReceipt
from ledger.domain.text import parse_text
from ledger.errors import InvalidValue, say
from schemas.malformed import FieldError, Malformed, MalformedText

COLUMNS: Final = ("voucher", "notice", "payer", "amount", "paid_on", "credited_on")
MOST_ROWS: Final = 20_000

_OPTIONAL: Final = frozenset({"notice", "credited_on"})
_PARSERS: Final[Mapping[str, Callable[[object], Any]]] = {
    "voucher": parse_text,
    "notice": parse_text,
    "payer": parse_credit_code,
    "amount": parse_yuan,
    "paid_on": parse_date,
    "credited_on": parse_date,
}


@dataclass(slots=True)
class _Reading:
    """What has been read so far, and what was wrong."""

    rows: list[ListedReceipt] = field(default_factory=list)
    errors: list[FieldError] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)
    """Voucher to the line on which it stands."""


def is_receipt_list(data: bytes) -> bool:
    """Return whether a file has the looks of a list of receipts."""
    return data.removeprefix(BOM_UTF8).startswith(",".join(COLUMNS).encode())


def read_receipt_list(data: bytes) -> tuple[ListedReceipt, ...]:
    """Read a list.

    :raises Malformed: with every fault, by line and column.
    """
    try:
        text = data.removeprefix(BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedText("text.encoding", say("第{place}字节处不是UTF-8编码", place=error.start + 1)) from None
    reading = _Reading()
    for line, cells in _lines(text):
        _read_row(reading, line, cells)
    if not reading.rows and not reading.errors:
        raise MalformedText("receipt_list.empty", say("缴款清单没有任何一行"))
    if reading.errors:
        raise Malformed(reading.errors)
    return tuple(reading.rows)


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        if tuple(next(reader, ())) != COLUMNS:
            raise MalformedText("receipt_list.columns", say("缴款清单的首行应为“{columns}”", columns=",".join(COLUMNS)))
        for count, cells in enumerate(reader, start=1):
            if count > MOST_ROWS:
                raise MalformedText("receipt_list.length", say("缴款清单超过{most}行", most=MOST_ROWS))
            yield reader.line_num, cells
    except csv.Error:
        raise MalformedText("receipt_list.csv", say("第{line}行不是CSV", line=reader.line_num)) from None


def _read_row(reading: _Reading, line: int, cells: list[str]) -> None:
    if len(cells) != len(COLUMNS):
        detail = say("应有{count}格，现有{found}格", count=len(COLUMNS), found=len(cells))
        reading.errors.append(FieldError(code="receipt_list.cells", detail=detail, row=line))
        return
    values: dict[str, Any] = {}
    for name, cell in zip(COLUMNS, cells, strict=True):
        if name in _OPTIONAL and not cell:
            continue
        try:
            values[name] = _PARSERS[name](cell)
        except InvalidValue as error:
            reading.errors.append(FieldError.of(error, field=name, value=shown(cell), row=line))
    earlier = reading.lines.setdefault(cells[0], line)
    if earlier != line:
        detail = say("票据“{voucher}”在第{line}行已经出现过", voucher=shown(cells[0]), line=earlier)
        fault = FieldError(
            code="receipt_list.repeated", detail=detail, field="voucher", value=shown(cells[0]), row=line
        )
        reading.errors.append(fault)
    if len(values) + len(_OPTIONAL - set(values)) == len(COLUMNS):
        reading.rows.append(ListedReceipt(**values))
