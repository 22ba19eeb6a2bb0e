"""The formats of the books as files, by the name that is given on the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from ledger.projections.export import beancount, hledger, json_lines, spreadsheet
from ledger.projections.export.stream import bounded_cache

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from ledger.projections.export.selection import Selection

FORMATS: Final[Mapping[str, Callable[[Connection, Selection], Iterator[str]]]] = {
    "csv": spreadsheet.lines,
    "jsonl": json_lines.lines,
    "hledger": hledger.lines,
    "beancount": beancount.lines,
}
"""Each format and what writes it."""


def exported(connection: Connection, selection: Selection, *, format: str) -> Iterator[bytes]:  # noqa: A002 - the word of the command line
    """Return the file of a format in pieces of UTF-8; memory does not grow with the books.

    :param format: a key of :data:`FORMATS`.
    """
    with bounded_cache(connection):
        for piece in FORMATS[format](connection, selection):
            yield piece.encode()
