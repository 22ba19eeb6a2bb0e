"""What follows for a project when its EIA was approved, or when it is given up or changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.act import Path, Series, Voucher
from ledger.domain.credits.early_draw import EarlyDrawState
from ledger.domain.credits.offset import portions
from ledger.domain.credits.offset_postings import (
    Need,
    give_right,
    owe_early_draw,
    owe_exemption,
    release,
    retire,
)
from ledger.domain.projects.confirmation import Confirmation, ConfirmationState
from ledger.domain.projects.exemption import Exemption, ExemptionState, exemption_subject
from ledger.domain.projects.milestone import Milestone, RecordEiaApproval, ReleaseProject, Step, latest
from ledger.domain.projects.own_surplus import GivenBack
from ledger.domain.projects.project_traits import Regime
from ledger.errors import Conflict, say
from ledger.rules.projects.eia_approval import APPROVAL_CHECKS, RELEASE_CHECKS, ApprovalCase, ReleaseCase, right_term
from ledger.services.act import Act
from ledger.services.acts.credits.pool import held_for, replacing
from ledger.services.acts.projects.intake import milestones_of, outstanding_draws
from ledger.services.acts.projects.needed import acquired_by
from ledger.services.acts.projects.own_surplus import given_back
from ledger.services.acts.registers.known import enterprise_of, project_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.domain.bookkeeping.posting import Posting
    from ledger.domain.projects.project import Project
    from ledger.domain.values.calendar import Term
    from ledger.services.act import Facts


def gather_approval(facts: Facts, asked: RecordEiaApproval) -> ApprovalCase:
    """Look up the confirmation that the approval rests on, and what the project acquired.

    :raises Conflict: ``project.approved``, ``project.abandoned``.
    """
    project = project_of(facts, asked.project)
    milestones = milestones_of(facts, asked.project)
    before = latest(milestones, Step.EIA_APPROVED)
    if before is not None:
        raise Conflict(
            say("项目“{project}”的环评已于{day}批准", project=project.id, day=before.happened_on),
            code="project.approved",
        )
    confirmation = facts.registers.find(Confirmation, project.id)
    return ApprovalCase(
        asked=asked,
        project=project,
        enterprise=enterprise_of(facts, project.enterprise),
        milestones=milestones,
        confirmation=confirmation,
        acquired=acquired_by(facts, project),
        term=None if confirmation is None else _term(facts, asked, confirmation),
        held={need.pollutant: sum(source.grams for source in held_for(facts, need)) for need in _needs(project)},
        replacing=replacing(facts, project),
    )


def _needs(project: Project) -> tuple[Need, ...]:
    return tuple(
        Need(project=project.id, area=project.area, pollutant=factor.pollutant, basin=factor.basin)
        for factor in project.factors
    )


def _term(facts: Facts, asked: RecordEiaApproval, confirmation: Confirmation) -> Term | None:
    return right_term(
        approved_on=asked.approved_on,
        confirmed_on=confirmation.decided_on,
        stated=asked.term_starts,
        on=facts.on,
        book=facts.book,
    )


def approve(case: ApprovalCase) -> Voucher:
    """Retire what is held for the ordinary pollutants and give the enterprise the right that they cover."""
    asked, project, issued = case.asked, case.project, case.issued
    milestone = Milestone(
        project=project.id,
        step=Step.EIA_APPROVED,
        happened_on=asked.approved_on,
        authority=asked.authority,
        document=asked.document,
    )
    return Voucher(
        narration=f"环评批准：{project.id} {project.name}（{asked.authority}，{asked.document}）",
        postings=() if issued is None else tuple(_retired(case, issued)),
        facts=(
            milestone,
            *(() if issued is None else (replace(issued, state=ConfirmationState.APPROVED),)),
            *case.replacing,
        ),
    )


def _retired(case: ApprovalCase, issued: Confirmation) -> Iterator[Posting]:
    project = case.project
    for line in issued.offsets:
        need = Need(project=project.id, area=project.area, pollutant=line.pollutant, basin=line.basin)
        parts = portions(line.sources, need=line.need - line.drawn)
        yield from retire(need, parts, into="C30", out_of=need.held)
        if case.term is not None:
            yield from give_right(need, parts, enterprise=project.enterprise, term=case.term)


def gather_release(facts: Facts, asked: ReleaseProject) -> ReleaseCase:
    """Look up all that is held or owed for the project and is not retired.

    :raises Conflict: ``project.abandoned``.
    """
    project = project_of(facts, asked.project)
    milestones = milestones_of(facts, asked.project)
    exempt = (
        facts.registers.find(
            Exemption, exemption_subject(project=project.id, pollutant=factor.pollutant), owner=project.area
        )
        for factor in project.factors_under(Regime.EXEMPT)
    )
    confirmation = facts.registers.find(Confirmation, project.id)
    return ReleaseCase(
        asked=asked,
        project=project,
        milestones=milestones,
        confirmation=confirmation,
        held=tuple((need, held_for(facts, need)) for need in _needs(project)),
        back=_given_back(facts, asked, project, confirmation, milestones),
        exemptions=tuple(found for found in exempt if found is not None and found.state is ExemptionState.OPEN),
        draws=outstanding_draws(facts, project.id),
    )


def _given_back(
    facts: Facts,
    asked: ReleaseProject,
    project: Project,
    confirmation: Confirmation | None,
    milestones: tuple[Milestone, ...],
) -> GivenBack:
    """Return what of its own surplus the enterprise has back, and the cards of reductions that are used no more."""
    cards = replacing(facts, project, taken_back=True) if _undoes_the_approval(asked, milestones) else ()
    stays = confirmation is not None and confirmation.state is ConfirmationState.APPROVED
    if stays and asked.step is not Step.ABANDONED:
        return GivenBack(facts=cards)
    return given_back(facts, project, confirmation, cards=cards)


def _undoes_the_approval(asked: ReleaseProject, milestones: tuple[Milestone, ...]) -> bool:
    return asked.step is Step.ABANDONED and latest(milestones, Step.EIA_APPROVED) is not None


def release_project(case: ReleaseCase) -> Voucher:
    """Give held credits back, take out what was owed, and withdraw a confirmation that was not used."""
    asked, project = case.asked, case.project
    before = latest(case.milestones, asked.step)
    milestone = Milestone(
        project=project.id, step=asked.step, happened_on=case.on, time=1 if before is None else before.time + 1
    )
    found = case.confirmation
    withdrawn = (
        (replace(found, state=ConfirmationState.WITHDRAWN, reason=asked.reason),)
        if found is not None and found.state is ConfirmationState.ISSUED
        else ()
    )
    return Voucher(
        narration=f"{asked.step.words}：{project.id} {project.name}（{asked.reason}）",
        postings=(*_released(case), *case.back.postings),
        facts=(
            milestone,
            *withdrawn,
            *case.back.facts,
            *(replace(exempt, state=ExemptionState.CANCELLED) for exempt in case.exemptions),
            *(replace(draw, state=EarlyDrawState.CANCELLED) for draw in case.draws),
        ),
    )


def _released(case: ReleaseCase) -> Iterator[Posting]:
    for need, sources in case.held:
        yield from release(need, sources)
    for exempt in case.exemptions:
        need = Need(project=exempt.project, area=exempt.area, pollutant=exempt.pollutant, basin=exempt.basin)
        yield owe_exemption(need, exempt.grams, cancelled=True)
    for draw in case.draws:
        need = Need(project=draw.project, area=draw.area, pollutant=draw.pollutant, basin=draw.basin)
        yield owe_early_draw(need, draw.grams, settled=True)


ACTS: Final[tuple[Act[Any, Any], ...]] = (
    Act(
        kind="project.eia_approved",
        title="环评批准登记",
        command=RecordEiaApproval,
        series=Series.CREDITS,
        path=Path.BRANCH,
        gather=gather_approval,
        checks=APPROVAL_CHECKS,
        draw_up=approve,
    ),
    Act(
        kind="project.release",
        title="项目放弃或重大变动",
        command=ReleaseProject,
        series=Series.CREDITS,
        path=Path.BRANCH,
        gather=gather_release,
        checks=RELEASE_CHECKS,
        draw_up=release_project,
    ),
)
