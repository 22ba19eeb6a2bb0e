"""Numbers as spreadsheets keep them: binary, with a display of its own; days are numbers too.

A spreadsheet shows at most 15 digits, and keeps about 17. What lies beyond the 15th is the noise of the binary number
(0.1 + 0.2 is kept as 0.30000000000000004) and is dropped; where more than noise lies there, nothing is, so that the
member's own parser refuses it. Nothing is ever rounded to the decimals that a member takes.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Context, Decimal
from typing import Final

from schemas.sheet_cells import Cell, CellKind

EPOCH_1900: Final = date(1899, 12, 30)
"""Day nought of most workbooks, right from 1 March 1900 on; earlier days are never accepted anyway."""
EPOCH_1904: Final = date(1904, 1, 1)

_NUMBER: Final = re.compile(r"-?[0-9]{1,40}(\.[0-9]{1,40})?([eE][+-]?[0-9]{1,3})?", re.ASCII)
_PLAIN: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]*[1-9])?", re.ASCII)
_PLAIN_LENGTH: Final = 15
"""A plain number that is no longer has no noise in it."""
_SHOWN: Final = Context(prec=15)
_NOISE: Final = Decimal("5E-16")
_LONGEST: Final = 40
_LAST_DAY: Final = 2_958_465
"""31 December 9999."""
_SECONDS: Final = 86_400


def number_cell(written: str) -> Cell:
    """Return a number as the workbook writes it, in plain decimals; what is no number stays as written."""
    plain = len(written) <= _PLAIN_LENGTH and _PLAIN.fullmatch(written) is not None
    if plain or _NUMBER.fullmatch(written) is None:
        return Cell(written, CellKind.NUMBER)
    return Cell(_plain(_denoised(Decimal(written)), written), CellKind.NUMBER)


def day_cell(written: str, epoch: date) -> Cell:
    """Return a number that is shown as a day or a time; where there is no such day, the number."""
    number = number_cell(written)
    if _NUMBER.fullmatch(written) is None or not 0 <= Decimal(written) <= _LAST_DAY:
        return number
    days, part = divmod(Decimal(written), 1)
    seconds = int((part * _SECONDS).to_integral_value())
    try:
        moment = datetime.combine(epoch, time()) + timedelta(days=int(days), seconds=seconds)
    except OverflowError:
        return number
    if moment.time() == time():
        return Cell(moment.date().isoformat(), CellKind.DAY)
    return Cell(moment.isoformat(), CellKind.MOMENT)


def _denoised(value: Decimal) -> Decimal:
    shown = _SHOWN.create_decimal(value)
    return shown if abs(value - shown) <= abs(value) * _NOISE else value


def _plain(value: Decimal, written: str) -> str:
    if value and not -_LONGEST < value.adjusted() < _LONGEST:  # would be as long as its exponent says
        return written
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text
