"""What a desk is reminded of: every day that comes or has passed, with the act that answers it (practice §5).

Nothing happens by itself: a lease that has run out, a freeze that has lapsed, a term that has ended stay on the books
until somebody records the act. Reminders say which.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ledger.domain.bookkeeping.period import ClosedPeriod, next_month_end
from ledger.domain.registers.area import WHOLE_CITY
from ledger.domain.registers.enterprise import Enterprise
from ledger.projections.followed import Followed
from ledger.projections.overview import log_head
from ledger.projections.projects.exemption_gaps import gaps_of
from ledger.projections.registers.working_days import working_days
from ledger.projections.reminders.credits import credit_deadlines, open_exemptions
from ledger.projections.reminders.money import money_deadlines
from ledger.projections.reminders.occasions import MONTH_CLOSED_DAY, Deadline, Occasion
from ledger.projections.reminders.projects import project_deadlines
from ledger.projections.reminders.records import FollowedRegisters
from ledger.projections.reminders.rights import right_deadlines
from ledger.store.record_text import R

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.domain.values.working_days import WorkingDays
    from ledger.projections.view import View
    from ledger.rules.law.book import RuleBook

_CALENDAR_FROM_MONTH: Final = 11
"""The State Council's notice comes out in November."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """A deadline seen from a day: how many days are left, negative once it has passed, and how urgent it is.

    ``urgency`` counts the leads that have come: 1 is the first reminder.
    """

    deadline: Deadline
    holder_name: str | None
    days_left: int
    urgency: int

    @property
    def late(self) -> bool:
        """Return whether something was due on the day, and it has passed."""
        return self.days_left < 0 and not self.deadline.occasion.counts_from


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """All deadlines, however far away, and those that one is reminded of, the earliest day first."""

    deadlines: tuple[Deadline, ...]
    reminders: tuple[Reminder, ...]


class _Asked(NamedTuple):
    """What all deadlines follow from: the size of the journal, the day and the law."""

    size: int
    on: date
    law: str


class ReminderMemory:
    """What a process knows of all deadlines of a book; what is kept is always what some view saw, and the latest."""

    def __init__(self) -> None:
        self._registers = Followed(FollowedRegisters)
        self._known: tuple[_Asked, Due] | None = None
        self._listed: dict[type[Any], tuple[int, tuple[Any, ...]]] = {}

    def due(self, view: View, *, law: RuleBook, on: date) -> Due:
        """Return every deadline of the whole city, and what is to be reminded of on a day.

        :raises NoProvisionInForce: the law of that day has no time for an answer, or another of those asked for.
        """
        asked = _Asked(size=log_head(view).size, on=on, law=law.digest)
        with self._registers.as_seen_by(view) as registers:
            known = self._known
            if known is not None and known[0] == asked:
                return known[1]
            deadlines = tuple(_deadlines(registers, view, law=law, on=on))
            due = Due(deadlines=deadlines, reminders=tuple(_reminders(registers, deadlines, on=on)))
            if known is None or known[0].size <= asked.size:
                self._known = asked, due
            return due

    def records(self, view: View, kind: type[R]) -> tuple[R, ...]:
        """Return what is so of every subject of a followed register, in the order of the subjects."""
        size = log_head(view).size
        with self._registers.as_seen_by(view) as registers:
            known = self._listed.get(kind)
            if known is not None and known[0] == size:
                return known[1]
            listed = tuple(sorted(registers.all(kind), key=lambda record: record.subject))
            if known is None or known[0] < size:
                self._listed[kind] = size, listed
            return listed


def reminders(view: View, *, law: RuleBook, on: date, area: str | None = None) -> tuple[Reminder, ...]:
    """Return what is to be reminded of on a day, in one area or in the whole city, the earliest day first.

    :raises NoProvisionInForce: see :class:`ReminderMemory`.
    """
    found = ReminderMemory().due(view, law=law, on=on).reminders
    return tuple(each for each in found if area is None or each.deadline.area == area)


def _reminders(registers: FollowedRegisters, deadlines: Iterable[Deadline], *, on: date) -> list[Reminder]:
    found = []
    for deadline in deadlines:
        days_left = (deadline.due_on - on).days
        lead = deadline.occasion.lead
        urgency = sum(days_left <= days for days in lead.before) + sum(-days_left >= days for days in lead.after)
        if urgency:
            holder = None if deadline.holder is None else registers.find(Enterprise, deadline.holder)
            name = deadline.holder if holder is None else holder.name
            found.append(Reminder(deadline=deadline, holder_name=name, days_left=days_left, urgency=urgency))
    return sorted(found, key=_order)


def _order(reminder: Reminder) -> tuple[int, str, str, str, str]:
    deadline = reminder.deadline
    return (reminder.days_left, deadline.occasion.value, deadline.area, deadline.matter, deadline.holder or "")


def _deadlines(registers: FollowedRegisters, view: View, *, law: RuleBook, on: date) -> Iterator[Deadline]:
    calendar = working_days(view)
    gaps = gaps_of(view, open_exemptions(registers), book=law, on=on)
    yield from project_deadlines(registers, law=law, calendar=calendar, on=on)
    yield from right_deadlines(registers, view, on=on)
    yield from money_deadlines(registers, calendar=calendar)
    yield from credit_deadlines(registers, gaps=gaps, law=law, on=on)
    yield from _book_deadlines(registers, calendar=calendar, on=on)


def _book_deadlines(registers: FollowedRegisters, *, calendar: WorkingDays, on: date) -> Iterator[Deadline]:
    """Yield what the books themselves want: the table of working days, and the month to be closed."""
    if on.month >= _CALENDAR_FROM_MONTH and on.year + 1 not in calendar.years:
        yield Deadline(
            occasion=Occasion.CALENDAR,
            area=WHOLE_CITY,
            matter=str(on.year + 1),
            due_on=date(on.year, 12, 31),
        )
    period = registers.find(ClosedPeriod, ClosedPeriod.SUBJECT)
    if period is not None and period.through is not None:
        ends = next_month_end(period.through)
        yield Deadline(
            occasion=Occasion.MONTH,
            area=WHOLE_CITY,
            matter=f"{ends:%Y-%m}",
            due_on=ends + timedelta(days=MONTH_CLOSED_DAY),
            answer="period.close_month",
            answer_from=ends,
            given=(("effective_on", ends.isoformat()),),
        )
