"""Holdings that are alike, counted and added up in the database: by holder, area, last day of the term or origin."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from ledger.domain.values.pollutant import Pollutant
from ledger.projections.accounts.groups import last_day_of, page_of_groups
from ledger.projections.accounts.held import whole
from ledger.projections.accounts.holding_list import STATES, HoldingFilter, lines_held

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ledger.projections.view import View


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
        return last_day_of(self.name)


def holding_tallies(
    view: View, asked: HoldingFilter, *, by: AlikeHeld, after: tuple[str, ...] | None = None, limit: int | None
) -> tuple[list[HoldingTally], tuple[str, ...] | None]:
    """Return a page of the tallies, by name, and where the next page begins, if there is one."""
    lines = lines_held(view, asked).subquery("lines_held")
    sums = select(func.count(), *(whole(func.sum(lines.c[state])) for state in STATES))
    names = (lines.c[_COLUMNS[by]], lines.c.pollutant)
    rows, following = page_of_groups(view, sums, names=names, after=after, limit=limit)
    tallies = [
        HoldingTally(
            name=name or None,
            pollutant=Pollutant(pollutant) if pollutant else None,
            count=count,
            **dict(zip(STATES, grams, strict=True)),
        )
        for count, *grams, name, pollutant in rows
    ]
    return tallies, following
