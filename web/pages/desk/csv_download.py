"""Tables as files that spreadsheets open: UTF-8 with a mark, and no cell that a spreadsheet would compute."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

import flask

_FORMULA = ("=", "+", "@", "\t", "\r")
_MARK = "\ufeff"


def csv_response(name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> flask.Response:
    """Return a table as a file to be kept.

    :param name: of the file, in ASCII.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    response = flask.Response(_MARK + text.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; negative figures stay figures."""
    written = cell.startswith("-") and not cell[1:].replace(".", "", 1).isdecimal()
    return f"'{cell}" if cell.startswith(_FORMULA) or written else cell
