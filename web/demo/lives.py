"""The life of each project of the demonstration: taken in, exempted, confirmed or sold to, approved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Final

from ledger.domain.bookkeeping.account import account
from ledger.domain.credits.offset import required
from ledger.domain.projects.confirmation import CoverLine, IssueConfirmation, RefuseConfirmation
from ledger.domain.projects.exemption import RegisterExemption
from ledger.domain.projects.milestone import RecordEiaApproval, RecordMilestone, Step
from ledger.domain.projects.project import Project
from ledger.domain.projects.project_traits import Regime
from ledger.domain.registers.attainment import Attainment
from ledger.domain.registers.facility import Facility, RegisterFacility
from ledger.rules.credits.offset import ratio_of
from web.demo.planned import PlannedAct
from web.demo.projects import existing_plant

if TYPE_CHECKING:
    from ledger.domain.projects.project import FactorRegime
    from ledger.rules.law.book import RuleBook
    from ledger.store.unit_of_work import UnitOfWork
    from web.demo.projects import PlannedProject
    from web.demo.sales import Sales
    from web.demo.schedule import Schedule

_TO_CONFIRMATION: Final = 8
_TO_APPROVAL: Final = (15, 60)
_TRIES: Final = 3
_WAIT: Final = 75
"""Days after which a project that found no source asks again."""
_LAPSES: Final = 40
"""One project in so many is never approved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lives:
    """What happens to projects after they were taken in."""

    schedule: Schedule
    law: RuleBook
    random: Random
    sales: Sales
    desks_full_from: date
    """From this day on confirmations are asked for and not decided yet."""

    def begin(self, planned: PlannedProject) -> None:
        """Put the intake of a project down; the rest follows from what it is classified as."""

        def take_in(work: UnitOfWork, day: date) -> Iterator[PlannedAct]:
            intake = planned.intake
            yield from _existing_plant(work, planned, day)
            yield PlannedAct(kind="project.intake", command=intake, area=intake.area)
            project = work.registers.find(Project, intake.id)
            if project is None:
                return
            if project.factors_under(Regime.EXEMPT):
                command = RegisterExemption(effective_on=day, project=project.id)
                yield PlannedAct(kind="exemption.register", command=command, area=project.area)
            if project.factors_under(Regime.IN_SCOPE) or project.factors_under(Regime.ORDINARY):
                accepted = RecordMilestone(effective_on=day, project=project.id, step=Step.ACCEPTED)
                yield PlannedAct(kind="project.milestone", command=accepted, area=project.area)
            self._go_on(project, day)

        self.schedule.on(planned.intake.effective_on, take_in)

    def _go_on(self, project: Project, day: date) -> None:
        if project.factors_under(Regime.IN_SCOPE):
            self.sales.sell(project, day, then=lambda delivered_on: self._ask(project, delivered_on, tries=_TRIES))
        elif project.factors_under(Regime.ORDINARY):
            self._ask(project, day + timedelta(days=_TO_CONFIRMATION), tries=_TRIES)
        else:
            self._approve(project, day)

    def _ask(self, project: Project, day: date, *, tries: int) -> None:
        """Put the decision on a confirmation down; without sources the project waits, and is refused in the end."""

        def decide(work: UnitOfWork, today: date) -> Iterator[PlannedAct]:
            cover = self._cover(work, project, today)
            if cover is not None:
                command = IssueConfirmation(effective_on=today, project=project.id, cover=cover)
                decided = today < self.desks_full_from
                yield PlannedAct(kind="confirmation.issue", command=command, area=project.area, decided=decided)
                self._approve(project, today)
            elif tries:
                self._ask(project, today + timedelta(days=_WAIT), tries=tries - 1)
            else:
                reasons = ("示例：本区与市级减排量库均无足够来源",)
                refusal = RefuseConfirmation(effective_on=today, project=project.id, reasons=reasons)
                yield PlannedAct(kind="confirmation.refuse", command=refusal, area=project.area)

        self.schedule.on(day, decide)

    def _approve(self, project: Project, day: date) -> None:
        """Put the approval of the EIA down, which the approval service of the area gives."""
        if self.random.randrange(_LAPSES) == 0:
            return

        def approve(_: UnitOfWork, today: date) -> Iterator[PlannedAct]:
            command = RecordEiaApproval(
                effective_on=today,
                project=project.id,
                authority=f"{project.area}示例行政审批服务局",
                document=f"示例审环〔{today.year}〕{project.id}号",
                approved_on=today,
            )
            yield PlannedAct(kind="project.eia_approved", command=command, area=project.area)

        self.schedule.on(day + timedelta(days=self.random.randint(*_TO_APPROVAL)), approve)

    def _cover(self, work: UnitOfWork, project: Project, day: date) -> tuple[CoverLine, ...] | None:
        """Return which facilities cover the ordinary pollutants, or None where the pool of the branch cannot."""
        attainment = work.registers.find(Attainment, str(day.year - 1))
        if attainment is None:
            return None
        lines: list[CoverLine] = []
        for factor in project.factors_under(Regime.ORDINARY):
            ratio = ratio_of(factor.pollutant, attainment=attainment, on=day, book=self.law)
            found = _sources(work, project.area, factor, required(factor.increment, ratio))
            if found is None:
                return None
            lines += found
        return tuple(lines)


def _sources(work: UnitOfWork, area: str, factor: FactorRegime, grams: int) -> list[CoverLine] | None:
    lines: list[CoverLine] = []
    for unit, amount in work.holdings(account("C20", area=area)):
        if unit.pollutant is factor.pollutant and unit.basin == factor.basin and unit.source is not None and grams:
            taken = min(grams, amount)
            grams -= taken
            lines.append(CoverLine(pollutant=factor.pollutant, facility=unit.source, grams=taken))
    return lines if not grams else None


def _existing_plant(work: UnitOfWork, planned: PlannedProject, day: date) -> Iterator[PlannedAct]:
    """Register the plant at which a project takes something away, where no project did so before."""
    enterprise = planned.enterprise
    number = existing_plant(enterprise)
    named = any(line.replaced_at == number for line in planned.intake.table)
    if not named or work.registers.find(Facility, number) is not None:
        return
    command = RegisterFacility(
        effective_on=day,
        id=number,
        name=f"{enterprise.name}现有工程（示例）",
        area=enterprise.area.name,
        enterprise=enterprise.credit_code,
        basin=enterprise.area.basins[0],
    )
    yield PlannedAct(kind="facility.register", command=command, area=enterprise.area.name)
