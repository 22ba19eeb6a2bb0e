"""A file that cannot hold every line says so in its last line: it is read far from the page that it came from.

The words stand alone in the first cell, so that neither a person nor a program takes them for one of the lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from ledger.errors import Message, say

if TYPE_CHECKING:
    from ledger.errors import Translate

Cell = TypeVar("Cell")


def only_first_listed(count: int) -> Message:
    """Return what a file says in its last line that lists so many lines and leaves out the others."""
    return say("行数过多，只列前{most}行；请加条件，分次下载。", most=f"{count:,}")


def only_first_summed(count: int) -> Message:
    """Return what is said of sums, on a page or in the last line of a file, that leave out the lines behind so many."""
    return say("行数过多，只合计了前{most}行；请加条件。", most=f"{count:,}")


def first_lines(
    rows: Iterable[Sequence[Cell]], most: int, *, translate: Translate
) -> Iterator[Sequence[Cell] | tuple[str]]:
    """Yield the first rows, and where there are others the line that says so."""
    for place, row in enumerate(rows):
        if place == most:
            yield (only_first_listed(most).rendered(translate),)
            return
        yield row
