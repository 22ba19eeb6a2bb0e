"""Projects: taken in from the EIA, followed through their milestones."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.act import Path, Series, Voucher
from ledger.domain.credits.early_draw import EarlyDraw, EarlyDrawState
from ledger.domain.projects.confirmation import Confirmation
from ledger.domain.projects.exemption import Exemption, ExemptionState, exemption_subject
from ledger.domain.projects.milestone import (
    Milestone,
    RecordMilestone,
    Step,
    accepted,
    answer_due,
    clock_stands,
    latest,
)
from ledger.domain.projects.project import IntakeProject, Project, RelatedProject, Relation, related_to
from ledger.domain.projects.project_traits import Regime
from ledger.domain.registers.facility import Facility
from ledger.errors import Conflict, say
from ledger.rules.law import keys
from ledger.rules.law.book import NoProvisionInForce
from ledger.rules.projects.milestone import CHECKS as MILESTONE_CHECKS
from ledger.rules.projects.milestone import MilestoneCase
from ledger.rules.projects.project import CHECKS, IntakeCase, adding_up, factor_regimes, project_case
from ledger.rules.projects.scope import Classification, classify
from ledger.services.act import Act
from ledger.services.acts.projects.needed import acquired_by
from ledger.services.acts.registers.known import area_of, enterprise_of, project_of, working_days_of

if TYPE_CHECKING:
    from datetime import date

    from ledger.services.act import Facts


def projects_of(facts: Facts, relation: Relation, of: str) -> list[RelatedProject]:
    """Return every project that is of a legal person, or of a site, as it was taken in last."""
    listed = facts.registers.all(RelatedProject, owner=related_to(relation, of))
    return [each for each in listed if of in _named_by(facts.registers.find(Project, each.project), relation)]


def _named_by(project: Project | None, relation: Relation) -> tuple[str, ...]:
    if project is None:
        return ()
    return (project.legal_person if relation is Relation.LEGAL_PERSON else project.site,)


def milestones_of(facts: Facts, project: str) -> tuple[Milestone, ...]:
    """Return what has happened to a project.

    :raises Conflict: ``project.abandoned``: nothing more happens to it.
    """
    found = tuple(facts.registers.all(Milestone, owner=project))
    end = latest(found, Step.ABANDONED)
    if end is not None:
        raise Conflict(
            say("项目“{project}”已于{day}放弃", project=project, day=end.happened_on), code="project.abandoned"
        )
    return found


def outstanding_draws(facts: Facts, project: str) -> tuple[EarlyDraw, ...]:
    """Return what a project drew early and was not delivered."""
    draws = facts.registers.all(EarlyDraw, owner=project)
    return tuple(draw for draw in draws if draw.state is EarlyDrawState.OUTSTANDING)


def gather_intake(facts: Facts, asked: IntakeProject) -> IntakeCase:
    """Classify the project by the law of the day of the request, and look up its relatives.

    :raises Conflict: ``project.exists``, the number stands for a project of another enterprise or area;
        ``project.decided``, something was decided on it.
    """
    enterprise = enterprise_of(facts, asked.enterprise)
    _require_undecided(facts, asked)
    try:
        classification: Classification | None = classify(project_case(asked), book=facts.book)
    except NoProvisionInForce:
        classification = None
    lists = ((Relation.LEGAL_PERSON, asked.legal_person), (Relation.SITE, asked.site))
    related = {
        other.project: other
        for relation, of in lists
        for other in projects_of(facts, relation, of)
        if other.project != asked.id
    }
    known = tuple(related.values())
    named = {line.replaced_at for line in asked.table if line.replaced_at is not None}
    existing = (facts.registers.find(Facility, number) for number in sorted(named))
    return IntakeCase(
        asked=asked,
        area_=area_of(facts, asked.area),
        enterprise=enterprise,
        classification=classification,
        adds_up_with=() if classification is None else adding_up(asked, known, book=facts.book),
        existing={facility.id: facility for facility in existing if facility is not None},
    )


def _require_undecided(facts: Facts, asked: IntakeProject) -> None:
    known = facts.registers.find(Project, asked.id)
    if known is None:
        return
    if (known.area, known.enterprise) != (asked.area, asked.enterprise):
        raise Conflict(say("编号“{project}”已用于另一项目", project=asked.id), code="project.exists")
    confirmation = facts.registers.find(Confirmation, asked.id)
    exempt = (
        facts.registers.find(
            Exemption, exemption_subject(project=asked.id, pollutant=factor.pollutant), owner=known.area
        )
        for factor in known.factors
    )
    decided = (
        (confirmation is not None and confirmation.in_force)
        or any(found is not None and found.state is not ExemptionState.CANCELLED for found in exempt)
        or bool(outstanding_draws(facts, asked.id))
        or latest(milestones_of(facts, asked.id), Step.EIA_APPROVED) is not None
    )
    if decided:
        raise Conflict(
            say("项目“{project}”已有确认、豁免登记、预支或环评批准，不能改动；请先撤回或释放", project=asked.id),
            code="project.decided",
        )


def take_in(case: IntakeCase) -> Voucher:
    """Register the project with its classification, and put it into the lists of its legal person and its site."""
    asked, found = case.asked, case.classification
    basins = {line.pollutant: line.basin for line in asked.table}
    factors = () if found is None else factor_regimes(found, basins=basins)
    project = Project(
        id=asked.id,
        area=asked.area,
        enterprise=asked.enterprise,
        legal_person=asked.legal_person,
        site=asked.site,
        name=asked.name,
        nature=asked.nature,
        category=asked.category,
        discharge=asked.discharge,
        voluntary=asked.voluntary,
        excluded_pollutants=asked.excluded_pollutants,
        requested_on=asked.requested_on,
        table=asked.table,
        regime=Regime.NOT_APPLICABLE if found is None else found.regime,
        reason=None if found is None or found.reason is None else str(found.reason),
        factors=factors,
        adds_up_with=case.adds_up_with,
    )
    related = (
        RelatedProject(relation=relation, of=of, project=asked.id, requested_on=asked.requested_on, factors=factors)
        for relation, of in ((Relation.LEGAL_PERSON, asked.legal_person), (Relation.SITE, asked.site))
    )
    return Voucher(narration=f"项目登记：{asked.id} {asked.name}", facts=(project, *related))


def gather_milestone(facts: Facts, asked: RecordMilestone) -> MilestoneCase:
    """Look up what has happened to the project, its confirmation, and what it acquired or drew early."""
    project = project_of(facts, asked.project)
    milestones = milestones_of(facts, asked.project)
    case = MilestoneCase(
        asked=asked,
        project=project,
        milestones=milestones,
        confirmation=facts.registers.find(Confirmation, asked.project),
        acquired=acquired_by(facts, project),
        outstanding=outstanding_draws(facts, asked.project),
    )
    return replace(case, answer_due=_answer_due(facts, case))


def _answer_due(facts: Facts, case: MilestoneCase) -> date | None:
    """Return the last day for the answer once this milestone counts, where it moves the clock."""
    start = accepted(case.milestones)
    goes_on = case.asked.step is Step.COMPLETED and start is not None and clock_stands(case.milestones)
    if not goes_on and case.asked.step is not Step.ACCEPTED:
        return None
    return answer_due(
        (*case.milestones, case.milestone),
        days=facts.book.provision(keys.ASSESSMENT_ANSWER_WORKING_DAYS, on=facts.on).value,
        calendar=working_days_of(facts, since=case.on if start is None else start.happened_on),
    )


def record_milestone(case: MilestoneCase) -> Voucher:
    """Register the milestone."""
    words = case.asked.step.words
    due = f"，{case.answer_due}前答复" if case.answer_due else ""
    return Voucher(
        narration=f"{words}：{case.project.id}（{case.on}{due}）",
        facts=(replace(case.milestone, answer_due=case.answer_due),),
    )


ACTS: Final[tuple[Act[Any, Any], ...]] = (
    Act(
        kind="project.intake",
        title="项目登记",
        command=IntakeProject,
        series=Series.REGISTERS,
        path=Path.BRANCH,
        gather=gather_intake,
        checks=CHECKS,
        draw_up=take_in,
    ),
    Act(
        kind="project.milestone",
        title="项目进度登记",
        command=RecordMilestone,
        series=Series.REGISTERS,
        path=Path.BRANCH,
        gather=gather_milestone,
        checks=MILESTONE_CHECKS,
        draw_up=record_milestone,
    ),
)
