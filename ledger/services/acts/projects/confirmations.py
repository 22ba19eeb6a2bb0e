"""The confirmation of a project's quota: issued with its sources held, refused with remedies, withdrawn, lapsed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.act import Path, Series, Voucher
from ledger.domain.credits.offset_postings import Need, hold, release
from ledger.domain.projects.confirmation import (
    Confirmation,
    ConfirmationState,
    IssueConfirmation,
    LapseConfirmation,
    OffsetLine,
    PurchaseLine,
    RefuseConfirmation,
    WithdrawConfirmation,
)
from ledger.domain.projects.milestone import Step, latest
from ledger.domain.projects.project_traits import Regime
from ledger.domain.values.calendar import months_after
from ledger.errors import Conflict, say
from ledger.rules.credits.offset import ratio_of
from ledger.rules.law import keys
from ledger.rules.projects.confirmation import (
    ISSUE_CHECKS,
    LAPSE_CHECKS,
    REFUSAL_CHECKS,
    EndCase,
    IssueCase,
    RefusalCase,
)
from ledger.services.act import Act
from ledger.services.acts.credits.pool import attainment_before, cards_of, held_for, offset_of, replacing
from ledger.services.acts.projects.intake import milestones_of, outstanding_draws
from ledger.services.acts.projects.needed import acquired_by
from ledger.services.acts.projects.own_surplus import given_back, own_surplus, records, taken
from ledger.services.acts.registers.known import enterprise_of, project_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.domain.projects.project import Project
    from ledger.rules.credits.offset import Offset
    from ledger.services.act import Facts


def gather_issue(facts: Facts, asked: IssueConfirmation) -> IssueCase:
    """Look up what the project needs, at which ratio, and what lies in the pools.

    :raises Conflict: ``confirmation.in_force``, ``project.approved``, ``project.abandoned``.
    """
    project = project_of(facts, asked.project)
    milestones = milestones_of(facts, asked.project)
    _require_open(facts, project)
    drawn = {draw.pollutant: draw.grams for draw in outstanding_draws(facts, project.id)}
    acquired = acquired_by(facts, project)
    own = own_surplus(facts, project, asked.own or ())
    taking = {line.tranche.pollutant: 0 for line in own.lines}
    for line in own.lines:
        taking[line.tranche.pollutant] += line.grams
    months = facts.book.provision(keys.CONFIRMATION_VALID_MONTHS, on=facts.on).value
    return IssueCase(
        asked=asked,
        project=project,
        enterprise=enterprise_of(facts, project.enterprise),
        milestones=milestones,
        offsets=tuple(_offsets(facts, asked, project, drawn)),
        drawn=tuple(drawn.items()),
        purchases=tuple(
            PurchaseLine(
                pollutant=factor.pollutant,
                need=factor.increment,
                acquired=acquired.get(factor.pollutant, 0) + taking.get(factor.pollutant, 0),
            )
            for factor in project.factors_under(Regime.IN_SCOPE)
        ),
        cards=cards_of(facts, asked.cover),
        replacing=replacing(facts, project),
        own=own,
        gate=facts.book.provision(keys.SOURCE_GATE, on=facts.on).value,
        valid_until=months_after(asked.effective_on, months),
    )


def _require_open(facts: Facts, project: Project) -> None:
    """Refuse to decide again while a decision stands, or after the EIA was approved."""
    found = facts.registers.find(Confirmation, project.id)
    if found is not None and found.state is ConfirmationState.ISSUED:
        raise Conflict(
            say("项目“{project}”已有{day}签发的总量确认书", project=project.id, day=found.decided_on),
            code="confirmation.in_force",
        )
    approved = latest(milestones_of(facts, project.id), Step.EIA_APPROVED)
    if approved is not None:
        raise Conflict(
            say("项目“{project}”的环评已于{day}批准", project=project.id, day=approved.happened_on),
            code="project.approved",
        )


def _offsets(facts: Facts, asked: IssueConfirmation, project: Project, drawn: dict[Any, int]) -> Iterator[Offset]:
    attainment = attainment_before(facts, facts.on)
    for factor in project.factors_under(Regime.ORDINARY):
        ratio = (
            None
            if attainment is None
            else ratio_of(factor.pollutant, attainment=attainment, on=facts.on, book=facts.book)
        )
        yield offset_of(
            facts,
            Need(project=project.id, area=project.area, pollutant=factor.pollutant, basin=factor.basin),
            grams=factor.increment - drawn.get(factor.pollutant, 0),
            ratio=ratio,
            cover=asked.cover,
        )


def issue(case: IssueCase) -> Voucher:
    """Hold the credits that are named and register the confirmation; the act's number is its own."""
    asked = case.asked
    drawn = dict(case.drawn)
    lines = tuple(
        OffsetLine(
            pollutant=offset.pollutant,
            basin=offset.need.basin,
            need=offset.grams + drawn.get(offset.pollutant, 0),
            ratio=offset.ratio or 0,
            drawn=drawn.get(offset.pollutant, 0),
            sources=offset.named,
        )
        for offset in case.offsets
    )
    return Voucher(
        narration=f"总量确认：{case.project.id} {case.project.name}",
        postings=(
            *(posting for offset in case.offsets for posting in hold(offset.need, offset.named)),
            *taken(case.own, case.project),
        ),
        facts=(
            *records(case.own, case.project),
            Confirmation(
                project=case.project.id,
                area=case.area,
                state=ConfirmationState.ISSUED,
                decided_on=asked.effective_on,
                gate=case.gate,
                valid_until=case.valid_until,
                offsets=lines,
                purchases=case.purchases,
                own=case.own.lines or None,
            ),
        ),
    )


def gather_refusal(facts: Facts, asked: RefuseConfirmation) -> RefusalCase:
    """Look up the project, and count the remedies from the day of the decision.

    :raises Conflict: ``confirmation.in_force``, ``project.approved``, ``project.abandoned``.
    """
    project = project_of(facts, asked.project)
    milestones = milestones_of(facts, asked.project)
    _require_open(facts, project)
    days = facts.book.provision(keys.REMEDY_REVIEW_DAYS, on=facts.on).value
    months = facts.book.provision(keys.REMEDY_SUIT_MONTHS, on=facts.on).value
    return RefusalCase(
        asked=asked,
        project=project,
        milestones=milestones,
        review_until=asked.effective_on + timedelta(days=days),
        suit_until=months_after(asked.effective_on, months),
    )


def refuse(case: RefusalCase) -> Voucher:
    """Register the refusal with its reasons and remedies; nothing is posted."""
    refused = Confirmation(
        project=case.project.id,
        area=case.area,
        state=ConfirmationState.REFUSED,
        decided_on=case.asked.effective_on,
        reasons=case.asked.reasons,
        review_until=case.review_until,
        suit_until=case.suit_until,
    )
    return Voucher(narration=f"不予总量确认：{case.project.id} {case.project.name}", facts=(refused,))


def gather_end(facts: Facts, asked: WithdrawConfirmation | LapseConfirmation) -> EndCase:
    """Look up the confirmation that ends, and what has happened since the EIA was approved on it.

    :raises Conflict: ``confirmation.not_in_force``; ``project.abandoned``.
    """
    project = project_of(facts, asked.project)
    found = facts.registers.find(Confirmation, project.id)
    used = found is not None and found.state is ConfirmationState.APPROVED and isinstance(asked, LapseConfirmation)
    if found is None or not (found.state is ConfirmationState.ISSUED or used):
        raise Conflict(
            say("项目“{project}”没有可以撤回或失效的总量确认书", project=project.id), code="confirmation.not_in_force"
        )
    needs = (
        Need(project=project.id, area=project.area, pollutant=line.pollutant, basin=line.basin)
        for line in found.offsets
    )
    return EndCase(
        asked=asked,
        project=project,
        confirmation=found,
        milestones=milestones_of(facts, project.id) if used else (),
        held=tuple((need, held_for(facts, need)) for need in needs),
        back=given_back(facts, project, found),
    )


def withdraw(case: EndCase) -> Voucher:
    """Give the held credits back to the pool, and own surplus to the enterprise; what was retired stays retired."""
    reason = case.asked.reason if isinstance(case.asked, WithdrawConfirmation) else None
    state = ConfirmationState.LAPSED if reason is None else ConfirmationState.WITHDRAWN
    words = "失效" if reason is None else f"撤回（{reason}）"
    return Voucher(
        narration=f"总量确认书{words}：{case.project.id} {case.project.name}",
        postings=(
            *(posting for need, sources in case.held for posting in release(need, sources)),
            *case.back.postings,
        ),
        facts=(replace(case.confirmation, state=state, reason=reason), *case.back.facts),
    )


ACTS: Final[tuple[Act[Any, Any], ...]] = (
    Act(
        kind="confirmation.issue",
        title="签发总量确认书",
        command=IssueConfirmation,
        series=Series.CREDITS,
        path=Path.BRANCH_THEN_BUREAU,
        gather=gather_issue,
        checks=ISSUE_CHECKS,
        draw_up=issue,
    ),
    Act(
        kind="confirmation.refuse",
        title="不予总量确认",
        command=RefuseConfirmation,
        series=Series.CREDITS,
        path=Path.BRANCH_THEN_BUREAU,
        gather=gather_refusal,
        checks=REFUSAL_CHECKS,
        draw_up=refuse,
    ),
    Act(
        kind="confirmation.withdraw",
        title="撤回总量确认书",
        command=WithdrawConfirmation,
        series=Series.CREDITS,
        path=Path.BRANCH_THEN_BUREAU,
        gather=gather_end,
        checks=(),
        draw_up=withdraw,
    ),
    Act(
        kind="confirmation.lapse",
        title="总量确认书失效",
        command=LapseConfirmation,
        series=Series.CREDITS,
        path=Path.BRANCH_THEN_BUREAU,
        gather=gather_end,
        checks=LAPSE_CHECKS,
        draw_up=withdraw,
    ),
)
