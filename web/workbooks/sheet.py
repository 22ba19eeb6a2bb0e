"""Sheets as CSV, written by the one writer of workbooks and CSV, so that no cell can be taken for a formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import flask

from web.workbooks.csv_file import CSV, csv_of
from web.workbooks.table import Table, Value


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as it is written: digits, a point, perhaps a sign; text would get an apostrophe before the sign."""

    written: str


Cell = str | Figure | date | int | None


def sheet(name: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> flask.Response:
    """Return a sheet to be kept as a file.

    :param name: of the file, ASCII, without its ending.
    """
    table = Table(title=name, notes=(), headings=headings, rows=([_value(cell) for cell in row] for row in rows))
    response = flask.Response(b"".join(csv_of(table)), content_type=CSV)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _value(cell: Cell) -> Value:
    return Decimal(cell.written) if isinstance(cell, Figure) else cell
