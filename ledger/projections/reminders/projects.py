"""Deadlines of construction projects: the opinion, the confirmation, the start of construction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from ledger.domain.projects.confirmation import Confirmation, ConfirmationState
from ledger.domain.projects.exemption import Exemption
from ledger.domain.projects.milestone import Milestone, Step, answer_due, latest
from ledger.domain.projects.project import Project
from ledger.domain.projects.project_traits import Regime
from ledger.domain.values.calendar import months_after
from ledger.projections.reminders.occasions import EIA_YEARS, Deadline, Occasion
from ledger.rules.law import keys

if TYPE_CHECKING:
    from datetime import date

    from ledger.domain.values.working_days import WorkingDays
    from ledger.projections.reminders.records import FollowedRegisters
    from ledger.rules.law.book import RuleBook

_MONTHS: int = 12
_AFTER_APPROVAL = (Step.CONSTRUCTION_STARTED, Step.TRIAL_PRODUCTION, Step.PRODUCTION)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """A project with all that was recorded of it."""

    project: Project
    milestones: tuple[Milestone, ...]
    confirmation: Confirmation | None
    exempt: bool
    """Whether its exempt pollutants stand in the branch's ledger."""

    @property
    def answered(self) -> bool:
        known = self.confirmation
        if known is not None and known.state is not ConfirmationState.WITHDRAWN:
            return True
        return self.exempt and self.project.regime in {Regime.EXEMPT, Regime.NOT_APPLICABLE}


def project_deadlines(
    registers: FollowedRegisters, *, law: RuleBook, calendar: WorkingDays, on: date
) -> Iterator[Deadline]:
    """Yield the deadlines of every project that is not done."""
    answer_days = law.provision(keys.ASSESSMENT_ANSWER_WORKING_DAYS, on=on).value
    start_years = law.provision(keys.RECLAIM_NOT_STARTED_YEARS, on=on).value
    for case in _cases(registers):
        if latest(case.milestones, Step.ABANDONED) is not None:
            continue
        approved = latest(case.milestones, Step.EIA_APPROVED)
        if approved is None:
            yield from _before_approval(case, days=answer_days, calendar=calendar)
        elif not any(latest(case.milestones, step) for step in _AFTER_APPROVAL):
            yield from _not_started(case, approved.happened_on, years=start_years)


def _cases(registers: FollowedRegisters) -> Iterator[_Case]:
    milestones: dict[str, list[Milestone]] = defaultdict(list)
    for milestone in registers.all(Milestone):
        milestones[milestone.project].append(milestone)
    confirmations = {known.project: known for known in registers.all(Confirmation)}
    exempt = {known.project for known in registers.all(Exemption)}
    for project in registers.all(Project):
        yield _Case(
            project=project,
            milestones=tuple(milestones.get(project.id, ())),
            confirmation=confirmations.get(project.id),
            exempt=project.id in exempt,
        )


def _before_approval(case: _Case, *, days: int, calendar: WorkingDays) -> Iterator[Deadline]:
    project, known = case.project, case.confirmation
    if known is not None and known.state is ConfirmationState.ISSUED and known.valid_until is not None:
        yield Deadline(
            occasion=Occasion.CONFIRMATION_ENDS,
            area=project.area,
            matter=project.id,
            holder=project.enterprise,
            due_on=known.valid_until,
            answer="confirmation.lapse",
            answer_from=known.valid_until + timedelta(days=1),
            given=(("project", project.id),),
        )
    due = None if case.answered else answer_due(case.milestones, days=days, calendar=calendar)
    if due is not None:
        exempt = project.regime is Regime.EXEMPT
        yield Deadline(
            occasion=Occasion.OPINION,
            area=project.area,
            matter=project.id,
            holder=project.enterprise,
            due_on=due,
            answer="exemption.register" if exempt else "confirmation.issue",
            given=(("project", project.id),),
        )


def _not_started(case: _Case, approved_on: date, *, years: int) -> Iterator[Deadline]:
    project, known = case.project, case.confirmation
    # On a confirmation that lapsed nothing can begin any more: the project is given up. The exempt need none.
    lapsed = known is not None and known.state is ConfirmationState.LAPSED and project.regime is not Regime.EXEMPT
    step = Step.ABANDONED if lapsed else Step.CONSTRUCTION_STARTED
    for occasion, count in ((Occasion.NOT_STARTED, years), (Occasion.EIA_OLD, EIA_YEARS)):
        yield Deadline(
            occasion=occasion,
            area=project.area,
            matter=project.id,
            holder=project.enterprise,
            due_on=months_after(approved_on, count * _MONTHS),
            answer="project.release" if lapsed else "project.milestone",
            given=(("project", project.id), ("step", step.value)),
        )
