"""A list read as it is asked for: a page of rows, or all of it, or all of its groups, for a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Final

from ledger.errors import say
from web.context import current
from web.lists.grouping import all_groups, every_row, group_columns, value_of
from web.workbooks.bound import first_lines
from web.workbooks.table import Table, Value

if TYPE_CHECKING:
    from ledger.errors import Message
    from web.lists.asked import Asked
    from web.lists.columns import Filter, Slice

PAGE: Final = 50
MOST_WRITTEN: Final = 100_000
"""Rows that a file lists or adds up; the export of the book has no such bound."""


def page_of(asked: Asked) -> Slice:
    """Return the page that is asked for."""
    return asked.of.page(asked.filter, asked.after, PAGE)


def _as_offered(of: Filter, value: str) -> str | Message:
    """Return what is typed in the words in which it was offered, if it was."""
    offered: dict[str, str | Message] = {} if of.choices is None else dict(of.choices())
    return offered.get(value, value)


def table_of(asked: Asked, *, origin: str, demonstration: bool) -> Table:
    """Return the whole list for a file, grouped where it is asked for; what is not whole says so in its last line.

    :param origin: the name of the book.
    """
    translate, today = current().translate, current().today
    filters = {each.name: each for each in asked.of.filters}
    conditions = (
        say("{title}：{value}", title=filters[name].title, value=_as_offered(filters[name], value))
        for name, value in asked.typed.items()
        if name in filters
    )
    typed = say("；").rendered(translate).join(condition.rendered(translate) for condition in conditions)
    notes = [
        say("账簿：{origin}；导出日：{day}", origin=origin, day=today),
        say("条件：{typed}", typed=typed) if typed else say("条件：无"),
        *((say("演示数据：企业、数量、价格均系虚构"),) if demonstration else ()),
    ]
    columns = asked.columns if asked.group is None else (*group_columns(asked), *asked.summed)
    headings = [column.title.rendered(translate) for column in columns]
    rows: Iterable[Sequence[Value]]
    if asked.group is None:
        listed = ([value_of(column, row) for column in columns] for row in every_row(asked))
        rows = first_lines(listed, MOST_WRITTEN, translate=translate)
    else:
        place = len(group_columns(asked))
        headings.insert(place, say("行数").rendered(translate))
        found = all_groups(asked, most=MOST_WRITTEN)
        summed = ((*group.names, group.count, *group.sums) for group in found.groups)
        rows = summed if found.cut is None else chain(summed, [(found.cut.rendered(translate),)])
    return Table(
        title=asked.of.title.rendered(translate),
        notes=[note.rendered(translate) for note in notes],
        headings=headings,
        rows=rows,
    )
