"""Reduction credit that came into and went out of the pools, by area and month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ledger.projections.pictures.business import STANDS, Stand
from ledger.projections.pictures.stand_changes import Places, stand_changes
from ledger.projections.pictures.standing import standing

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from ledger.domain.values.pollutant import Pollutant
    from ledger.projections.accounts.followed_changes import FollowedChanges
    from ledger.projections.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditMonth:
    """One month of a pool, in grams a year; negative where more was taken back than came in, or went out."""

    month: int
    """``yyyymm``."""
    came_in: int
    went_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolMonths:
    """The pool of one area over the months of a period; opening and closing are counted from the turnovers."""

    area: str
    opening: int
    months: tuple[CreditMonth, ...]
    closing: int

    @property
    def came_in(self) -> int:
        """Return what came in over the period."""
        return sum(month.came_in for month in self.months)

    @property
    def went_out(self) -> int:
        """Return what went out over the period."""
        return sum(month.went_out for month in self.months)

    @property
    def difference(self) -> int:
        """Return the closing less what it should be: zero, or the books are damaged."""
        return self.closing - self.opening - self.came_in + self.went_out

    @property
    def empty(self) -> bool:
        """Return whether there was nothing, and nothing moved."""
        return not (self.opening or self.closing or any(month.came_in or month.went_out for month in self.months))


def credit_months(
    view: View,
    *,
    pollutant: Pollutant,
    starts: date,
    ends: date,
    areas: Sequence[str],
    followed: FollowedChanges | None = None,
) -> list[PoolMonths]:
    """Return the pool of each area, month by month, from a first to a last day, both counted.

    What moves inside a pool, such as credit held for a case, has not moved; what one area dispatches to another goes
    out of one pool and comes into the other.

    :param followed: what this process knows of the changes of the book.
    """
    sums: dict[tuple[str, int], list[int]] = defaultdict(lambda: [0, 0])
    asked = Places(pollutant=pollutant, areas=areas, apart=True, at=(Stand.POOL,))
    for change in stand_changes(view, asked, starts=starts, ends=ends, followed=followed):
        month = sums[change.area, change.month]
        month[0] += change.came_in
        month[1] += change.went_out
    before = _pools(view, pollutant, on=starts - timedelta(days=1))
    after = _pools(view, pollutant, on=ends)
    months = _months(starts, ends)
    return [
        PoolMonths(
            area=area,
            opening=before.get(area, 0),
            months=tuple(
                CreditMonth(month=month, came_in=sums[area, month][0], went_out=sums[area, month][1])
                for month in months
            ),
            closing=after.get(area, 0),
        )
        for area in areas
    ]


def _months(starts: date, ends: date) -> list[int]:
    first, last = (day.year * 12 + day.month - 1 for day in (starts, ends))
    return [month // 12 * 100 + month % 12 + 1 for month in range(first, last + 1)]


def _pools(connection: Connection, pollutant: Pollutant, *, on: date) -> Mapping[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for line, amount in standing(connection, on=on, pollutant=pollutant).items():
        if STANDS.get(line.chart) is Stand.POOL:
            sums[line.area] += amount
    return sums
