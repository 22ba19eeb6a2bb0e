"""Plain tables for a terminal, aligned although a Chinese character takes two places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from unicodedata import combining, east_asian_width

from ledger.errors import Message, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from web.door import Door

_GAP: Final = "  "
_WIDE: Final = frozenset("FW")

Cell = Message | str


def show_table(door: Door, *, headings: Sequence[Cell], rows: Iterable[Sequence[Cell]], figures: int) -> None:
    """Write a table to standard output, in the language of the user.

    :param figures: how many of the last columns hold figures; they stand to the right.
    """
    written = [[_written(door, cell) for cell in row] for row in (headings, *rows)]
    widths = [max(map(width, column)) for column in zip(*written, strict=True)]
    texts = len(headings) - figures
    for row in written:
        cells = [
            _padded(cell, column_width, to_the_right=place >= texts)
            for place, (cell, column_width) in enumerate(zip(row, widths, strict=True))
        ]
        door.show(say("{line}", line=_GAP.join(cells).rstrip()))


def width(text: str) -> int:
    """Return how many places a text takes on a terminal."""
    return sum(0 if combining(character) else 2 if east_asian_width(character) in _WIDE else 1 for character in text)


def _written(door: Door, cell: Cell) -> str:
    return cell.rendered(door.translate) if isinstance(cell, Message) else cell


def _padded(cell: str, column_width: int, *, to_the_right: bool) -> str:
    blanks = " " * (column_width - width(cell))
    return blanks + cell if to_the_right else cell + blanks
