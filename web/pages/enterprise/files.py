"""A table of an enterprise as a file: CSV that every spreadsheet opens, or a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

import flask

from ledger.errors import say
from web.context import current
from web.pages.enterprise.own import own_code
from web.pages.presentation import said
from web.workbooks.csv_file import CSV, csv_of
from web.workbooks.table import Table, Value
from web.workbooks.xlsx import XLSX, xlsx_of

if TYPE_CHECKING:
    from ledger.errors import Message

FORMS: Final = "<any(csv,xlsx):form>"
"""How an address ends that gives a table in both forms."""


def sheet(
    name: str, title: Message, headings: Sequence[Message], rows: Iterable[Sequence[Value]], *, form: str
) -> flask.Response:
    """Return a table to be kept as a file; its notes say whose it is, as of when, and that a demonstration is one.

    :param name: of the file, ASCII, without its ending.
    :param form: ``csv`` or ``xlsx``.
    """
    context = current()
    notes = [said(say("{code}，{moment}", code=own_code(), moment=context.now.isoformat(timespec="seconds")))]
    if flask.current_app.jinja_env.globals["demonstration"]:
        notes.append(said(say("演示数据")))
    table = Table(title=said(title), notes=notes, headings=[said(heading) for heading in headings], rows=rows)
    if form == "xlsx":
        response = flask.Response(xlsx_of(table, made_at=context.now), mimetype=XLSX)
    else:
        response = flask.Response(b"".join(csv_of(table)), content_type=CSV)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response
