"""What every act moved between the lines of the chart, followed along with the journal.

What moves inside a stock has not moved, so a sum over a year must look at every act before it adds: the sums of acts
that moved alike are kept, by day and by month. Acts that take another back are left out: there are few of them, and
what is red in them is found in the database.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from ledger.domain.bookkeeping.unit import UnitKind
from ledger.domain.values.calendar import months_after
from ledger.domain.values.encoding import day_number
from ledger.domain.values.pollutant import Pollutant
from ledger.projections.followed import Followed
from ledger.store.statements import rows

if TYPE_CHECKING:
    from ledger.projections.view import View

_MOVEMENTS: Final = (
    "SELECT movement.seq, journal.effective_on, journal.kind, movement.debit, movement.credit, movement.amount"
    " FROM movement JOIN journal ON journal.seq = movement.seq"
    " WHERE movement.seq > ? AND movement.seq <= ? AND journal.reverses IS NULL ORDER BY movement.seq"
)
_POSITIONS: Final = (
    "SELECT position.id, unit.kind, unit.pollutant, account.area, unit.basin, account.chart"
    " FROM position JOIN account ON account.id = position.account_id JOIN unit ON unit.id = position.unit_id"
    " WHERE position.id > ? AND unit.pollutant IS NOT NULL"
)


class Place(NamedTuple):
    """Where grams stand: a line of the chart in an area, of a basin."""

    area: str
    basin: str | None
    chart: str


class Thing(NamedTuple):
    """What stands there; an act moves each thing for itself."""

    book: UnitKind
    pollutant: Pollutant


class Change(NamedTuple):
    """What acts of one kind changed alike in a month (``yyyymm``): debits less credits of each place, together zero."""

    month: int
    kind: str
    thing: Thing
    net: tuple[tuple[Place, int], ...]


_Alike = tuple[str, Thing, Place, Place]
"""Kind of act, and what it took from the first place to the second."""
_Mixed = tuple[str, Thing, tuple[tuple[Place, int], ...]]
"""An act that changed more than two places: it stands for itself."""


class _Span:
    """The changes of a day or of a month."""

    def __init__(self) -> None:
        self.alike: dict[_Alike, int] = defaultdict(int)
        self.mixed: list[_Mixed] = []

    def changes(self, month: int) -> Iterator[Change]:
        for (kind, thing, source, target), grams in self.alike.items():
            yield Change(month, kind, thing, ((source, -grams), (target, grams)))
        for kind, thing, net in self.mixed:
            yield Change(month, kind, thing, net)


class FollowedChanges:
    """What a process knows of the changes of a book."""

    def __init__(self) -> None:
        self._followed = Followed(_Changes)

    def between(self, view: View, first: date, last: date) -> list[Change]:
        """Return what changed from a first to a last day, both counted, by acts that take no other back."""
        with self._followed.as_seen_by(view) as changes:
            return list(changes.between(first, last))


class _Changes:
    """The changes by day and by month."""

    def __init__(self) -> None:
        self._last_position = 0
        self._positions: dict[int, tuple[Thing, Place]] = {}
        self._days: dict[int, _Span] = defaultdict(_Span)
        self._months: dict[int, _Span] = defaultdict(_Span)

    def between(self, first: date, last: date) -> Iterator[Change]:
        begins = first.replace(day=1)
        while begins <= last:
            month, following = day_number(begins) // 100, months_after(begins, 1)
            if first <= begins and following - timedelta(days=1) <= last:
                if month in self._months:
                    yield from self._months[month].changes(month)
            else:
                for day in range(max(day_number(first), month * 100), min(day_number(last), month * 100 + 99) + 1):
                    if day in self._days:
                        yield from self._days[day].changes(month)
            begins = following

    def read_on(self, view: View, after: int, to: int) -> None:
        things: dict[tuple[str, str], Thing] = {}
        places: dict[Place, Place] = {}
        for number, book, pollutant, area, basin, chart in rows(view, _POSITIONS, (self._last_position,)):
            thing = things.setdefault((book, pollutant), Thing(UnitKind(book), Pollutant(pollutant)))
            place = Place(area, basin, chart)
            self._positions[number] = thing, places.setdefault(place, place)
            self._last_position = max(self._last_position, number)
        for (_, day, kind), movements in groupby(rows(view, _MOVEMENTS, (after, to)), key=lambda row: row[:3]):
            for thing, net in self._net(movements).items():
                self._take(day, kind, thing, net)

    def _net(self, movements: Iterable[tuple[int, int, str, int, int, int]]) -> Mapping[Thing, Mapping[Place, int]]:
        """Return what the movements of one act changed, by thing and place."""
        found: dict[Thing, dict[Place, int]] = {}
        for _, _, _, debit, credit, amount in movements:
            if debit not in self._positions:
                continue  # money
            thing, target = self._positions[debit]
            source = self._positions[credit][1]
            if source is not target:
                net = found.setdefault(thing, defaultdict(int))
                net[target] += amount
                net[source] -= amount
        return found

    def _take(self, day: int, kind: str, thing: Thing, net: Mapping[Place, int]) -> None:
        moved = sorted(((place, grams) for place, grams in net.items() if grams), key=lambda each: each[1])
        spans = self._days[day], self._months[day // 100]
        if len(moved) > 2:  # noqa: PLR2004 - from one place to another
            for span in spans:
                span.mixed.append((kind, thing, tuple(moved)))
        elif moved:
            (source, _), (target, grams) = moved
            for span in spans:
                span.alike[kind, thing, source, target] += grams
