"""The groups of a list with their sums: a page of them, or all of them for a file.

Where a list is long, it tells itself what the rows have alike, out of the database or out of what the process follows
along with the journal; of other lists the rows are added up one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from ledger.errors import Message
from web.context import current
from web.workbooks.bound import only_first_summed
from web.workbooks.table import Value

if TYPE_CHECKING:
    from web.lists.asked import Asked
    from web.lists.columns import Column, Place

PAGE_OF_GROUPS: Final = 100
MOST_GROUPED: Final = 20_000
"""Rows that a page adds up one by one."""
_AT_ONCE: Final = 1_000


@dataclass(slots=True)
class Group:
    """Rows that share the value by which they are grouped, and those that are never added up together."""

    names: tuple[Value, ...]
    count: int = 0
    sums: list[Decimal | int] = field(default_factory=list)

    def add(self, figures: Sequence[Any], *, count: int = 1) -> None:
        """Count rows with their figures."""
        self.count += count
        before = self.sums or [0] * len(figures)
        self.sums = [total if figure is None else total + figure for total, figure in zip(before, figures, strict=True)]

    @property
    def place(self) -> Place:
        """Return where the group stands among those that are ordered by their names."""
        return tuple(str(name or "") for name in self.names)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupPage:
    """Groups of one page; ``following`` is where the next begins; ``cut`` tells of rows that were left out."""

    groups: Sequence[Group]
    following: Place | None = None
    cut: Message | None = None


def value_of(column: Column, row: Any) -> Value:
    """Return what a column has in a row, words in the language of the reader."""
    return _in_words(column.value(row))


def group_columns(asked: Asked) -> tuple[Column, ...]:
    """Return the columns that tell the groups apart: the chosen one, and those that are never added up together."""
    found = [asked.group, *(asked.of.column(name) for name in asked.of.within)]
    return tuple(column for column in found if column is not None)


def page_of_groups(asked: Asked) -> GroupPage:
    """Return the page of groups that is asked for."""
    return _groups(asked, most=MOST_GROUPED, limit=PAGE_OF_GROUPS)


def all_groups(asked: Asked, *, most: int) -> GroupPage:
    """Return every group.

    :param most: how many rows are added up one by one.
    """
    return _groups(asked, most=most, limit=None)


def _groups(asked: Asked, *, most: int, limit: int | None) -> GroupPage:
    of, by = asked.of, asked.group
    after = None if limit is None else asked.after
    tallied = None if of.tallied is None or by is None else of.tallied(asked.filter, by.name, after, limit)
    if tallied is not None:
        groups = [
            Group(
                names=tuple(_in_words(name) for name in each.names),
                count=each.count,
                sums=[each.figures[column.name] for column in asked.summed],
            )
            for each in tallied.rows
        ]
        if not tallied.whole:
            return GroupPage(groups=groups, following=tallied.following)
        cut = None
    else:
        groups, cut = _one_by_one(asked, most=most)
    return _page(groups, after=after, limit=limit, cut=cut)


def _page(groups: Sequence[Group], *, after: Place | None, limit: int | None, cut: Message | None) -> GroupPage:
    ordered = sorted(groups, key=lambda group: group.place)
    behind = [group for group in ordered if after is None or group.place > after]
    shown = behind[:limit]
    return GroupPage(groups=shown, following=shown[-1].place if len(shown) < len(behind) else None, cut=cut)


def _one_by_one(asked: Asked, *, most: int) -> tuple[list[Group], Message | None]:
    keys, figures = group_columns(asked), asked.summed
    groups: dict[tuple[Value, ...], Group] = {}
    for place, row in enumerate(every_row(asked)):
        if place == most:
            return list(groups.values()), only_first_summed(most)
        names = tuple(_in_words((column.alike or column.value)(row)) for column in keys)
        groups.setdefault(names, Group(names)).add([column.value(row) for column in figures])
    return list(groups.values()), None


def every_row(asked: Asked) -> Iterator[Any]:
    """Yield every row of a list, as it is filtered."""
    after = None
    while True:
        found = asked.of.page(asked.filter, after, _AT_ONCE)
        yield from found.rows
        if found.following is None:
            return
        after = found.following


def _in_words(value: Any) -> Value:
    if isinstance(value, Message):
        return value.rendered(current().translate)
    found: Value = value
    return found
