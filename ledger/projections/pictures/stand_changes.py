"""What every act changed where grams stand: moves inside a stock cancel out, and an act that is taken back is negative.

Summed by act first, because what comes in and goes out again in one act has not moved: followed along with the
journal, but for the acts that take another back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.domain.bookkeeping.unit import UnitKind
from ledger.domain.values.encoding import day_number
from ledger.projections.accounts.followed_changes import FollowedChanges
from ledger.projections.pictures.business import STANDS, Stand
from ledger.store.statements import markers, rows

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection

    from ledger.domain.values.pollutant import Pollutant
    from ledger.projections.accounts.followed_changes import Change
    from ledger.projections.view import View

_STAND: Final = "CASE account.chart {} END".format(
    " ".join(f"WHEN '{chart}' THEN '{stand}'" for chart, stand in STANDS.items())
)
_LEG: Final = (
    "SELECT movement.seq AS seq, movement.effective_on / 100 AS month, {area} AS area, unit.kind AS book,"
    f" {_STAND} AS stand, {{sign}}movement.amount AS amount"
    " FROM journal CROSS JOIN movement CROSS JOIN position CROSS JOIN account CROSS JOIN unit"
    " WHERE journal.reverses IS NOT NULL AND movement.seq = journal.seq AND position.id = movement.{side}"
    " AND account.id = position.account_id AND unit.id = position.unit_id"
    " AND unit.pollutant = ? AND account.area IN ({areas}) AND account.chart IN ({charts})"
    " AND movement.effective_on BETWEEN ? AND ?"
)
_CHANGES: Final = (
    "SELECT area, month, book, stand, taken_back.kind, CASE WHEN change > 0 THEN 1 ELSE 0 END, sum(change)"
    " FROM (SELECT seq, month, area, book, stand, sum(amount) AS change FROM ({legs}) AS leg"
    " GROUP BY seq, month, area, book, stand HAVING sum(amount) <> 0) AS of_act"
    " JOIN journal ON journal.seq = of_act.seq JOIN journal AS taken_back ON taken_back.seq = journal.reverses"
    " GROUP BY 1, 2, 3, 4, 5, 6"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StandChange:
    """What one kind of act changed at one place in a month, in grams a year.

    Attributes:
        area: of the accounts; empty where several areas were asked for as one.
        month: ``yyyymm``.
        kind: of the act, or of the act that it takes back.
        came_in: negative where acts that brought something in were taken back; so is ``went_out``.

    """

    area: str
    month: int
    book: UnitKind
    stand: Stand
    kind: str
    came_in: int = 0
    went_out: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Whose changes are asked for: of a pollutant in some areas, at some places or at all.

    ``apart`` is whether each area counts by itself; else what moves between two of them has not moved.
    """

    pollutant: Pollutant
    areas: Sequence[str]
    apart: bool
    at: Collection[Stand] = frozenset(Stand)


def stand_changes(
    view: View, asked: Places, *, starts: date, ends: date, followed: FollowedChanges | None = None
) -> Iterator[StandChange]:
    """Yield what was changed from a first to a last day, both counted.

    :param followed: what this process knows of the changes of the book; without it all movements are read.
    """
    if not asked.areas:
        return
    changes = (followed or FollowedChanges()).between(view, starts, ends)
    for (area, month, book, stand, kind, rises), grams in _standing(changes, asked).items():
        came_in, went_out = (grams, 0) if rises else (0, -grams)
        yield StandChange(area=area, month=month, book=book, stand=stand, kind=kind, came_in=came_in, went_out=went_out)
    yield from _taken_back(view, asked, starts=starts, ends=ends)


_Moved = Mapping[tuple[str, int, UnitKind, Stand, str, bool], int]


def _standing(changes: Iterable[Change], asked: Places) -> _Moved:
    """Return what acts changed that take no other back, by area, month, book, stand, kind and direction."""
    areas, stands = frozenset(asked.areas), frozenset(asked.at)
    moved: dict[tuple[str, int, UnitKind, Stand, str, bool], int] = defaultdict(int)
    for change in changes:
        if change.thing.pollutant is not asked.pollutant:
            continue
        net: dict[tuple[str, Stand], int] = defaultdict(int)
        for place, grams in change.net:
            stand = STANDS.get(place.chart)
            if stand in stands and place.area in areas:
                net[place.area if asked.apart else "", stand] += grams
        for (area, stand), grams in net.items():
            if grams:
                moved[area, change.month, change.thing.book, stand, change.kind, grams > 0] += grams
    return moved


def _taken_back(connection: Connection, asked: Places, *, starts: date, ends: date) -> Iterator[StandChange]:
    """Yield what acts changed that take another back: it stands, negative, on the side on which it stood."""
    charts = tuple(chart for chart, stand in STANDS.items() if stand in asked.at)
    values = (asked.pollutant.value, *asked.areas, *charts, day_number(starts), day_number(ends))
    legs = " UNION ALL ".join(
        _LEG.format(
            area="account.area" if asked.apart else "''",
            sign=sign,
            side=side,
            areas=markers(len(asked.areas)),
            charts=markers(len(charts)),
        )
        for side, sign in (("debit", ""), ("credit", "-"))
    )
    for area, month, book, stand, kind, rises, change in rows(
        connection, _CHANGES.format(legs=legs), (*values, *values)
    ):
        yield StandChange(
            area=area,
            month=month,
            book=UnitKind(book),
            stand=Stand(stand),
            kind=kind,
            came_in=0 if rises else int(change),
            went_out=-int(change) if rises else 0,
        )
