"""Where the tonnes of a pollutant came from and went to in a period, by what moved them.

Every width is conserved: what a business took from somewhere it put somewhere else, and a stock ends with what it had,
more what came in, less what went out. The ends are counted from the turnovers, the flows from the movements.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from ledger.domain.bookkeeping.unit import UnitKind
from ledger.projections.pictures.business import STANDS, STOCKS, Business, Stand, business_of
from ledger.projections.pictures.stand_changes import Places, stand_changes
from ledger.projections.pictures.standing import standing

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from ledger.domain.values.pollutant import Pollutant
    from ledger.projections.accounts.followed_changes import FollowedChanges
    from ledger.projections.view import View

BOOKS: Final = (UnitKind.RIGHT, UnitKind.OFFSET)
"""The two books that are drawn, each with its own units."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """Grams a year, above zero, that a business took from a stand or put there."""

    business: Business
    stand: Stand
    grams: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StockRow:
    """A stock over the period: opening and closing from the turnovers, in and out from the movements."""

    stand: Stand
    opening: int
    came_in: int
    went_out: int
    closing: int

    @property
    def difference(self) -> int:
        """Return the closing less what it should be: zero, or the books are damaged."""
        return self.closing - self.opening - self.came_in + self.went_out


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowPicture:
    """One book of one pollutant over a period."""

    book: UnitKind
    taken: tuple[Flow, ...]
    put: tuple[Flow, ...]
    stocks: tuple[StockRow, ...]

    @property
    def total(self) -> int:
        """Return everything that moved."""
        return sum(flow.grams for flow in self.taken)

    @property
    def agrees(self) -> bool:
        """Return whether every business put what it took, and every stock ends with what it should."""
        through: dict[Business, int] = defaultdict(int)
        for flows, sign in ((self.taken, 1), (self.put, -1)):
            for flow in flows:
                through[flow.business] += sign * flow.grams
        return not any(through.values()) and not any(row.difference for row in self.stocks)


def flow_pictures(
    view: View,
    *,
    pollutant: Pollutant,
    starts: date,
    ends: date,
    areas: Sequence[str],
    followed: FollowedChanges | None = None,
) -> list[FlowPicture]:
    """Return the flows of rights and of credits among the areas that are asked for, taken as one.

    What left them or came into them from anywhere else flows to or from other areas.

    :param starts: the first day, and ``ends`` the last, on which movements count.
    :param followed: what this process knows of the changes of the book.
    """
    net: dict[tuple[UnitKind, Business, Stand, bool], int] = defaultdict(int)
    asked = Places(pollutant=pollutant, areas=areas, apart=False)
    for change in stand_changes(view, asked, starts=starts, ends=ends, followed=followed):
        business = business_of(change.kind)
        net[change.book, business, change.stand, True] += change.came_in
        net[change.book, business, change.stand, False] += change.went_out
        # What does not balance inside the areas has its other leg elsewhere.
        elsewhere = change.came_in - change.went_out
        net[change.book, business, Stand.OTHER_AREAS, False] += elsewhere
    before = _stocks(view, pollutant, on=starts - timedelta(days=1), areas=areas)
    after = _stocks(view, pollutant, on=ends, areas=areas)
    return [_picture(book, _drawn(book, net), before=before, after=after) for book in BOOKS]


_Net = Mapping[tuple[UnitKind, Business, Stand, bool], int]
_Drawn = Mapping[tuple[Business, Stand, bool], int]


def _drawn(book: UnitKind, net: _Net) -> _Drawn:
    """Turn what is negative round: more was taken back than came in, so it goes out."""
    drawn: dict[tuple[Business, Stand, bool], int] = defaultdict(int)
    for (of, business, stand, came_in), grams in net.items():
        if of is book and grams:
            drawn[business, stand, came_in is (grams > 0)] += abs(grams)
    return drawn


def _picture(book: UnitKind, drawn: _Drawn, *, before: Mapping[Stand, int], after: Mapping[Stand, int]) -> FlowPicture:
    def flows(*, came_in: bool) -> tuple[Flow, ...]:
        return tuple(
            Flow(business=business, stand=stand, grams=drawn[business, stand, came_in])
            for business in Business
            for stand in Stand
            if drawn.get((business, stand, came_in))
        )

    taken, put = flows(came_in=False), flows(came_in=True)
    return FlowPicture(
        book=book,
        taken=taken,
        put=put,
        stocks=tuple(
            StockRow(
                stand=stand,
                opening=before.get(stand, 0),
                came_in=sum(flow.grams for flow in put if flow.stand is stand),
                went_out=sum(flow.grams for flow in taken if flow.stand is stand),
                closing=after.get(stand, 0),
            )
            for stand in STOCKS[book]
        ),
    )


def _stocks(connection: Connection, pollutant: Pollutant, *, on: date, areas: Sequence[str]) -> Mapping[Stand, int]:
    chosen = frozenset(areas)
    sums: dict[Stand, int] = defaultdict(int)
    for line, amount in standing(connection, on=on, pollutant=pollutant).items():
        if line.area in chosen and line.chart in STANDS:
            sums[STANDS[line.chart]] += amount
    return sums
