"""Milestones of a project: what happened to it, at whose hands, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from ledger.domain.values.encoding import join_code
from ledger.domain.values.forms import Remark
from ledger.domain.values.worded import Worded
from ledger.errors import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.domain.values.working_days import WorkingDays


class Step(Worded):
    """What can happen to a project, in the order in which it does."""

    ACCEPTED = "accepted", say("受理")
    """Accepted for review (受理): the clock of HF197 starts."""
    COMPLETION_REQUESTED = "completion_requested", say("通知补正")
    """Missing papers were asked for (补正通知): the clock stands."""
    COMPLETED = "completed", say("补正完毕")
    """The papers are in: the clock goes on."""
    MAJOR_CHANGE = "major_change", say("重大变动")
    """A major change (重大变动): the review is repeated (HF197 part 2)."""
    EIA_APPROVED = "eia_approved", say("环评批准")
    CONSTRUCTION_STARTED = "construction_started", say("开工")
    PERMIT_ISSUED = "permit_issued", say("取得排污许可证")
    TRIAL_PRODUCTION = "trial_production", say("试生产")
    PRODUCTION = "production", say("投产")
    ABANDONED = "abandoned", say("放弃建设")


REPEATABLE = frozenset({Step.COMPLETION_REQUESTED, Step.COMPLETED, Step.MAJOR_CHANGE})
"""What may happen to a project more than once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """One thing that happened to a project; ``time`` counts how often it did."""

    REGISTER: ClassVar[str] = "milestone"

    project: str
    step: Step
    happened_on: date
    time: int = 1
    authority: str = ""
    """Who approved or issued it, where that is another authority."""
    document: str = ""
    answer_due: date | None = None
    """The last day for the answer, as the clock runs from here."""

    @property
    def owner(self) -> str:
        """Return the project: all its milestones are found together."""
        return self.project

    @property
    def subject(self) -> str:
        """Return what the register knows the milestone by."""
        return join_code(self.step, str(self.time))


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordMilestone:
    """Record what happened to a project; ``happened_on`` is the day of the act where it is left out."""

    effective_on: date
    project: str
    step: Step
    happened_on: date | None = None
    authority: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordEiaApproval:
    """Record that another authority approved the EIA; ``term_starts`` where the law lets the right start later."""

    effective_on: date
    project: str
    authority: str
    document: str
    approved_on: date
    term_starts: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseProject:
    """Record that a project was abandoned or changed so much that its review is repeated."""

    effective_on: date
    project: str
    step: Step
    reason: Remark
    happened_on: date | None = None


def latest(milestones: Sequence[Milestone], step: Step) -> Milestone | None:
    """Return the last milestone of a kind."""
    return max((found for found in milestones if found.step is step), key=lambda found: found.time, default=None)


def accepted(milestones: Sequence[Milestone]) -> Milestone | None:
    """Return the acceptance by which the clock runs; a major change asks for a new one (HF197 part 2)."""
    found, change = latest(milestones, Step.ACCEPTED), latest(milestones, Step.MAJOR_CHANGE)
    return None if found is None or (change is not None and found.time <= change.time) else found


def clock_stands(milestones: Sequence[Milestone]) -> bool:
    """Return whether papers were asked for and are not in."""
    asked = latest(milestones, Step.COMPLETION_REQUESTED)
    filled = latest(milestones, Step.COMPLETED)
    return asked is not None and (filled is None or filled.time < asked.time)


def answer_due(milestones: Sequence[Milestone], *, days: int, calendar: WorkingDays) -> date | None:
    """Return the last day for the answer, or None while nothing is accepted or the clock stands.

    The day of acceptance does not count, nor does a day between the request for papers and, with it, the day on
    which they came in (HF197 part 2; Civil Code art. 201).

    :param days: working days for the answer.
    """
    start = accepted(milestones)
    if start is None or clock_stands(milestones):
        return None
    asked = {found.time: found.happened_on for found in milestones if found.step is Step.COMPLETION_REQUESTED}
    stops = [(asked[found.time], found.happened_on) for found in milestones if found.step is Step.COMPLETED]
    day, left = start.happened_on, days
    while left:
        day += timedelta(days=1)
        stands = any(stopped < day <= resumed for stopped, resumed in stops)
        left -= calendar.judge(day).is_working and not stands
    return day
