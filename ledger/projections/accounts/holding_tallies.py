"""Holdings that are alike, counted and added up in the database: by holder, area, last day of the term or origin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from sqlalchemy import Text, cast, func, literal, select, tuple_

from ledger.domain.values.encoding import day_of
from ledger.domain.values.pollutant import Pollutant
from ledger.projections.accounts.held import bytewise, whole
from ledger.projections.accounts.holding_list import HoldingFilter, lines_held

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.projections.view import View

HoldingGroup = tuple[str, str]
"""Where a group stands: its name, its pollutant."""


class AlikeHeld(StrEnum):
    """What holdings have in common, besides their pollutant."""

    HOLDER = "holder"
    AREA = "area"
    LAST_DAY = "last_day"
    ORIGIN = "origin"


_COLUMNS: Final[Mapping[AlikeHeld, str]] = {
    AlikeHeld.HOLDER: "holder",
    AlikeHeld.AREA: "held_in",
    AlikeHeld.LAST_DAY: "term_to",
    AlikeHeld.ORIGIN: "origin",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldingTally:
    """Holdings of one name and pollutant: how many, and what of them is in which state, in grams a year."""

    name: str | None
    pollutant: Pollutant | None
    count: int
    in_use: int
    surplus: int
    restricted: int
    leased_in: int

    @property
    def last_day(self) -> date | None:
        """Return the name as the last day of a term, where it is one."""
        return None if self.name is None else day_of(int(self.name)) - timedelta(days=1)


def holding_tallies(
    view: View, asked: HoldingFilter, *, by: AlikeHeld, after: HoldingGroup | None = None, limit: int | None
) -> tuple[list[HoldingTally], HoldingGroup | None]:
    """Return a page of the tallies, by name, and where the next page begins, if there is one."""
    lines = lines_held(view, asked).subquery("lines_held")
    name = func.coalesce(cast(lines.c[_COLUMNS[by]], Text), "")
    order = (bytewise(name, view), bytewise(func.coalesce(lines.c.pollutant, ""), view))
    states = ("in_use", "surplus", "restricted", "leased_in")
    statement = (
        select(*(part.label(f"part_{place}") for place, part in enumerate(order)))
        .add_columns(func.count(), *(whole(func.sum(lines.c[state])) for state in states))
        .group_by("part_0", "part_1")
        .order_by("part_0", "part_1")
    )
    if after is not None:
        statement = statement.where(tuple_(*order) > tuple_(*map(literal, after)))
    rows = view.execute(statement if limit is None else statement.limit(limit + 1)).all()
    shown = rows if limit is None else rows[:limit]
    tallies = [
        HoldingTally(
            name=row[0] or None,
            pollutant=Pollutant(row[1]) if row[1] else None,
            count=row[2],
            **dict(zip(states, row[3:], strict=True)),
        )
        for row in shown
    ]
    return tallies, (shown[-1][0], shown[-1][1]) if len(shown) < len(rows) else None
