"""A list read as it is asked for: a page of rows, groups with their sums, or all of it for a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from ledger.errors import Message, say
from web.context import current
from web.workbooks.bound import first_lines, only_first_summed
from web.workbooks.table import Table, Value

if TYPE_CHECKING:
    from web.lists.asked import Asked
    from web.lists.columns import Column, Slice

PAGE: Final = 50
MOST_GROUPED: Final = 20_000
"""Rows that a page adds up."""
MOST_WRITTEN: Final = 100_000
"""Rows that a file lists or adds up; the export of the book has no such bound."""
_AT_ONCE: Final = 1_000


@dataclass(slots=True)
class Group:
    """Rows that share the value by which they are grouped, and those that are never added up together."""

    names: tuple[Value, ...]
    count: int = 0
    sums: list[Decimal | int] = field(default_factory=list)

    def add(self, figures: Sequence[Any]) -> None:
        """Count a row with its figures."""
        self.count += 1
        before = self.sums or [0] * len(figures)
        self.sums = [total if figure is None else total + figure for total, figure in zip(before, figures, strict=True)]


def page_of(asked: Asked) -> Slice:
    """Return the page that is asked for."""
    return asked.of.page(asked.filter, asked.after, PAGE)


def value_of(column: Column, row: Any) -> Value:
    """Return what a column has in a row, words in the language of the reader."""
    value = column.value(row)
    if isinstance(value, Message):
        return value.rendered(current().translate)
    found: Value = value
    return found


def group_columns(asked: Asked) -> tuple[Column, ...]:
    """Return the columns that tell the groups apart: the chosen one, and those that are never added up together."""
    found = [asked.group, *(asked.of.column(name) for name in asked.of.within)]
    return tuple(column for column in found if column is not None)


def groups_of(asked: Asked, *, most: int) -> tuple[list[Group], Message | None]:
    """Return the groups in the order of their names, and what is to be said of their sums where rows are left out.

    :param most: how many rows are added up.
    """
    keys, figures = group_columns(asked), asked.summed
    groups: dict[tuple[Value, ...], Group] = {}
    cut = None
    for place, row in enumerate(_all(asked)):
        if place == most:
            cut = only_first_summed(most)
            break
        names = tuple(value_of(column, row) for column in keys)
        groups.setdefault(names, Group(names)).add([value_of(column, row) for column in figures])
    ordered = sorted(groups.values(), key=lambda group: tuple(str(name or "") for name in group.names))
    return ordered, cut


def table_of(asked: Asked, *, origin: str, demonstration: bool) -> Table:
    """Return the whole list for a file, grouped where it is asked for; what is not whole says so in its last line.

    :param origin: the name of the book.
    """
    translate, today = current().translate, current().today
    titles = {each.name: each.title for each in asked.of.filters}
    typed = "；".join(
        f"{titles[name].rendered(translate)}：{value}" for name, value in asked.typed.items() if name in titles
    )
    notes = [
        say("账簿：{origin}；导出日：{day}", origin=origin, day=today),
        say("条件：{typed}", typed=typed) if typed else say("条件：无"),
        *((say("演示数据：企业、数量、价格均系虚构"),) if demonstration else ()),
    ]
    columns = asked.columns if asked.group is None else (*group_columns(asked), *asked.summed)
    headings = [column.title.rendered(translate) for column in columns]
    rows: Iterable[Sequence[Value]]
    if asked.group is None:
        listed = ([value_of(column, row) for column in columns] for row in _all(asked))
        rows = first_lines(listed, MOST_WRITTEN, translate=translate)
    else:
        place = len(group_columns(asked))
        headings.insert(place, say("行数").rendered(translate))
        groups, cut = groups_of(asked, most=MOST_WRITTEN)
        summed = ((*group.names, group.count, *group.sums) for group in groups)
        rows = summed if cut is None else chain(summed, [(cut.rendered(translate),)])
    return Table(
        title=asked.of.title.rendered(translate),
        notes=[note.rendered(translate) for note in notes],
        headings=headings,
        rows=rows,
    )


def _all(asked: Asked) -> Iterator[Any]:
    after = None
    while True:
        found = asked.of.page(asked.filter, after, _AT_ONCE)
        yield from found.rows
        if found.following is None:
            return
        after = found.following
