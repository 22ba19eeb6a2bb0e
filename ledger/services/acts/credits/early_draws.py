"""Early draw: a project counts on a reduction to come, which is delivered before trial production."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.act import Path, Series, Voucher
from ledger.domain.credits.early_draw import DeliverEarlyDraw, EarlyDraw, EarlyDrawState, TakeEarlyDraw
from ledger.domain.credits.offset import portions
from ledger.domain.credits.offset_postings import Need, give_right, owe_early_draw, retire
from ledger.domain.projects.confirmation import Confirmation, ConfirmationState
from ledger.domain.projects.milestone import Milestone, Step, latest
from ledger.errors import Conflict, say
from ledger.rules.credits.early_draw import DELIVERY_CHECKS, TAKE_CHECKS, DeliveryCase, TakeCase
from ledger.rules.credits.offset import ratio_of
from ledger.rules.projects.eia_approval import right_term
from ledger.services.act import Act
from ledger.services.acts.credits.pool import attainment_before, cards_of, offset_of
from ledger.services.acts.projects.intake import milestones_of, outstanding_draws
from ledger.services.acts.registers.known import enterprise_of, project_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.domain.bookkeeping.posting import Posting
    from ledger.domain.values.calendar import Term
    from ledger.services.act import Facts


def gather_taking(facts: Facts, asked: TakeEarlyDraw) -> TakeCase:
    """Look up the project and the ratio of the day.

    :raises Conflict: ``early_draw.taken``, the pollutant is drawn; ``confirmation.in_force``, the draw comes after
        the confirmation that it should have stood in.
    """
    project = project_of(facts, asked.project)
    milestones = milestones_of(facts, asked.project)
    if any(draw.pollutant is asked.pollutant for draw in outstanding_draws(facts, project.id)):
        raise Conflict(
            say("项目“{project}”的{pollutant}已经预支", project=project.id, pollutant=asked.pollutant.words),
            code="early_draw.taken",
        )
    confirmation = facts.registers.find(Confirmation, project.id)
    if confirmation is not None and confirmation.in_force:
        raise Conflict(
            say("项目“{project}”已有{day}签发的总量确认书", project=project.id, day=confirmation.decided_on),
            code="confirmation.in_force",
        )
    attainment = attainment_before(facts, facts.on)
    return TakeCase(
        asked=asked,
        project=project,
        milestones=milestones,
        basin=next((line.basin for line in project.table if line.pollutant is asked.pollutant), None),
        ratio=(
            None
            if attainment is None
            else ratio_of(asked.pollutant, attainment=attainment, on=facts.on, book=facts.book)
        ),
    )


def take(case: TakeCase) -> Voucher:
    """Enter what is drawn against the duty to deliver it."""
    asked, project = case.asked, case.project
    need = Need(project=project.id, area=project.area, pollutant=asked.pollutant, basin=case.basin)
    return Voucher(
        narration=f"预支{asked.pollutant.chinese}：{project.id} {project.name}（{asked.document}）",
        postings=(owe_early_draw(need, asked.grams),),
        facts=(
            EarlyDraw(
                project=project.id,
                area=project.area,
                pollutant=asked.pollutant,
                basin=case.basin,
                grams=asked.grams,
                ratio=case.ratio or 0,
                ground=asked.ground,
                document=asked.document,
                taken_on=asked.effective_on,
            ),
        ),
    )


def gather_delivery(facts: Facts, asked: DeliverEarlyDraw) -> DeliveryCase:
    """Look up what is outstanding, and what lies in the pools; without any source named, all of it is.

    :raises Conflict: ``early_draw.none``, nothing is outstanding.
    """
    project = project_of(facts, asked.project)
    milestones = milestones_of(facts, asked.project)
    named = {line.pollutant for line in asked.cover}
    outstanding = outstanding_draws(facts, project.id)
    if not outstanding:
        raise Conflict(say("项目“{project}”没有待兑现的预支", project=project.id), code="early_draw.none")
    draws = tuple(draw for draw in outstanding if not named or draw.pollutant in named)
    confirmation = facts.registers.find(Confirmation, project.id)
    return DeliveryCase(
        asked=asked,
        project=project,
        enterprise=enterprise_of(facts, project.enterprise),
        milestones=milestones,
        confirmation=confirmation,
        draws=draws,
        offsets=tuple(
            offset_of(facts, _need(draw), grams=draw.grams, ratio=draw.ratio, cover=asked.cover) for draw in draws
        ),
        cards=cards_of(facts, asked.cover),
        term=_term(facts, asked, milestones, confirmation),
    )


def _need(draw: EarlyDraw) -> Need:
    return Need(project=draw.project, area=draw.area, pollutant=draw.pollutant, basin=draw.basin)


def _term(
    facts: Facts, asked: DeliverEarlyDraw, milestones: tuple[Milestone, ...], confirmation: Confirmation | None
) -> Term | None:
    """Return the term of the right: the same as that of the rest of the project."""
    approved = latest(milestones, Step.EIA_APPROVED)
    if approved is None or confirmation is None or confirmation.state is not ConfirmationState.APPROVED:
        return None
    return right_term(
        approved_on=approved.happened_on,
        confirmed_on=confirmation.decided_on,
        stated=asked.term_starts,
        on=facts.on,
        book=facts.book,
    )


def deliver(case: DeliveryCase) -> Voucher:
    """Settle the duty, retire the credits out of the branch's pool, and give the right that they cover."""
    return Voucher(
        narration=f"兑现预支：{case.project.id} {case.project.name}",
        postings=tuple(_delivered(case)),
        facts=tuple(replace(draw, state=EarlyDrawState.DELIVERED) for draw in case.draws),
    )


def _delivered(case: DeliveryCase) -> Iterator[Posting]:
    for draw, offset in zip(case.draws, case.offsets, strict=True):
        need = _need(draw)
        parts = portions(offset.named, need=draw.grams)
        yield owe_early_draw(need, draw.grams, settled=True)
        yield from retire(need, parts, into="C30", out_of=need.pool)
        if case.term is not None:
            yield from give_right(need, parts, enterprise=case.project.enterprise, term=case.term)


ACTS: Final[tuple[Act[Any, Any], ...]] = (
    Act(
        kind="early_draw.take",
        title="预支总量指标",
        command=TakeEarlyDraw,
        series=Series.CREDITS,
        path=Path.BRANCH_THEN_BUREAU,
        gather=gather_taking,
        checks=TAKE_CHECKS,
        draw_up=take,
    ),
    Act(
        kind="early_draw.deliver",
        title="兑现预支的总量指标",
        command=DeliverEarlyDraw,
        series=Series.CREDITS,
        path=Path.BRANCH_THEN_BUREAU,
        gather=gather_delivery,
        checks=DELIVERY_CHECKS,
        draw_up=deliver,
    ),
)
