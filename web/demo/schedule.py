"""What happens on which day of the demonstration; what an act says may depend on what the books hold by then."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ledger.domain.values.working_days import shipped_working_days

if TYPE_CHECKING:
    from web.demo.planned import Occasion


class Schedule:
    """Occasions by day; those of one day keep the order in which they were put down."""

    def __init__(self, days: Sequence[date]) -> None:
        self._working_days = days
        self._occasions: dict[date, list[Occasion]] = defaultdict(list)

    def on(self, day: date, occasion: Occasion) -> None:
        """Put an occasion down for a working day, or the first one after it; after the last day there is none."""
        place = bisect_left(self._working_days, day)
        if place < len(self._working_days):
            self._occasions[self._working_days[place]].append(occasion)

    def __iter__(self) -> Iterator[tuple[date, list[Occasion]]]:
        for day in self._working_days:
            if self._occasions[day]:
                yield day, self._occasions[day]


def working_days(first: date, last: date) -> tuple[date, ...]:
    """Return the working days from the first to the last, by the calendar that comes with the program."""
    calendar = shipped_working_days()
    every = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return tuple(day for day in every if calendar.judge(day).is_working)
