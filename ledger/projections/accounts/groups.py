"""Groups of lines that the database adds up, cut into pages by their names."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, cast, func, literal, tuple_

from ledger.domain.values.encoding import day_of
from ledger.projections.accounts.held import bytewise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Connection, Select


def page_of_groups(
    connection: Connection,
    sums: Select[*tuple[Any, ...]],
    *,
    names: Sequence[ColumnElement[Any]],
    after: tuple[str, ...] | None,
    limit: int | None,
) -> tuple[Sequence[Any], tuple[str, ...] | None]:
    """Return a page of groups, and where the next page begins, if there is one.

    :param sums: selects what is counted and added up; behind it each row has the names, as texts, empty for none.
    """
    texts = [bytewise(func.coalesce(cast(name, Text), ""), connection) for name in names]
    labels = [f"part_{place}" for place in range(len(texts))]
    statement = sums.add_columns(*(text.label(label) for text, label in zip(texts, labels, strict=True)))
    if after is not None:
        statement = statement.where(tuple_(*texts) > tuple_(*map(literal, after)))
    statement = statement.group_by(*labels).order_by(*labels)
    rows = connection.execute(statement if limit is None else statement.limit(limit + 1)).all()
    shown = rows if limit is None else rows[:limit]
    return shown, tuple(shown[-1][-len(labels) :]) if len(shown) < len(rows) else None


def last_day_of(name: str | None) -> date | None:
    """Return the last day of a term of which a group's name is the day behind its end; None where it has no end."""
    return None if name is None else day_of(int(name)) - timedelta(days=1)
