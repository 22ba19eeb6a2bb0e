"""What the milestones of a project are judged on: their order, the source at its gate, early draws delivered in time.

Source: HF197 part 2 (the review before the approval, repeated on a change), part 3 (an early draw is delivered before
trial production); ``source.gate`` for what is to be acquired by trading.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from ledger.domain.credits.early_draw import EarlyDraw
from ledger.domain.law.ground import unmet
from ledger.domain.projects.confirmation import Confirmation, ConfirmationState
from ledger.domain.projects.milestone import (
    REPEATABLE,
    Milestone,
    RecordMilestone,
    Step,
    accepted,
    clock_stands,
    latest,
)
from ledger.domain.projects.project import Project
from ledger.domain.projects.project_traits import Regime
from ledger.domain.values.pollutant import Pollutant
from ledger.domain.values.quantity import INCREMENT_DECIMALS, format_tonnes
from ledger.errors import Breach, enumerated, say
from ledger.rules.judge import Check, breach
from ledger.rules.law import keys
from ledger.rules.law.book import RuleBook

BEFORE: Final[Mapping[Step, Step]] = {
    Step.COMPLETION_REQUESTED: Step.ACCEPTED,
    Step.COMPLETED: Step.COMPLETION_REQUESTED,
    Step.CONSTRUCTION_STARTED: Step.EIA_APPROVED,
    Step.PERMIT_ISSUED: Step.EIA_APPROVED,
    Step.TRIAL_PRODUCTION: Step.CONSTRUCTION_STARTED,
    Step.PRODUCTION: Step.TRIAL_PRODUCTION,
}
"""What must have happened before, where one follows from the other."""

ACTS_OF_THEIR_OWN: Final = frozenset({Step.EIA_APPROVED, Step.MAJOR_CHANGE, Step.ABANDONED})
"""They move credits, and are therefore recorded by other acts."""

GATES: Final[Mapping[str, Step]] = {
    "eia_approval": Step.EIA_APPROVED,
    "permit": Step.PERMIT_ISSUED,
    "production": Step.TRIAL_PRODUCTION,
}
"""The milestone at which ``source.gate`` is passed; production begins with trial production."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneCase:
    """A milestone of a project beside those before it, its confirmation, and what it acquired."""

    asked: RecordMilestone
    project: Project
    milestones: tuple[Milestone, ...]
    confirmation: Confirmation | None
    acquired: Mapping[Pollutant, int]
    outstanding: tuple[EarlyDraw, ...]
    answer_due: date | None = None

    @property
    def area(self) -> str:
        """Return the project's area."""
        return self.project.area

    @property
    def on(self) -> date:
        """Return the day on which it happened."""
        return self.asked.happened_on or self.asked.effective_on

    @property
    def time(self) -> int:
        """Return how often it has happened, this time included."""
        before = latest(self.milestones, self.asked.step)
        return 1 if before is None else before.time + 1

    @property
    def milestone(self) -> Milestone:
        """Return what is registered."""
        asked = self.asked
        return Milestone(
            project=asked.project,
            step=asked.step,
            happened_on=self.on,
            time=self.time,
            authority=asked.authority,
            document=asked.document,
        )


def is_recorded_here(case: MilestoneCase, book: RuleBook) -> Breach | None:
    """Refuse a milestone that moves credits: it has an act of its own."""
    del book
    if case.asked.step not in ACTS_OF_THEIR_OWN:
        return None
    return unmet(
        code="milestone.other_act",
        detail=say("“{step}”须用专门的业务登记，因为减排量随之变动", step=case.asked.step.words),
    )


def follows_in_order(case: MilestoneCase, book: RuleBook) -> Breach | None:
    """Refuse a milestone before the one that it follows from, or earlier than it."""
    del book
    wanted = BEFORE.get(case.asked.step)
    if wanted is None:
        return None
    before = latest(case.milestones, wanted)
    words = {"step": case.asked.step.words, "before": wanted.words}
    if before is None:
        return unmet(code="milestone.order", detail=say("“{step}”之前应先登记“{before}”", **words))
    if case.on >= before.happened_on:
        return None
    return unmet(
        code="milestone.order",
        detail=say(
            "“{step}”的日期{day}早于“{before}”的日期{earlier}", **words, day=case.on, earlier=before.happened_on
        ),
    )


def has_happened(case: MilestoneCase, book: RuleBook) -> Breach | None:
    """Refuse a day later than that of the act."""
    del book
    return later_than_the_act(case.on, case.asked.effective_on)


def later_than_the_act(day: date, effective_on: date) -> Breach | None:
    """Return the breach of an event on a day later than that of the act that records it."""
    if day <= effective_on:
        return None
    return unmet(code="milestone.date", detail=say("发生日{day}晚于登记日{effective}", day=day, effective=effective_on))


def follows_the_request(case: MilestoneCase, book: RuleBook) -> Breach | None:
    """Refuse a day before the request with which the project came in."""
    del book
    return before_the_request(case.on, case.project)


def before_the_request(day: date, project: Project) -> Breach | None:
    """Return the breach of an event that would have happened to a project before it was there."""
    if day >= project.requested_on:
        return None
    return unmet(
        code="milestone.before_request",
        detail=say(
            "发生日{day}早于项目“{project}”的申请核定日{requested}",
            day=day,
            project=project.id,
            requested=project.requested_on,
        ),
    )


def confirmation_stands(case: MilestoneCase, book: RuleBook) -> Breach | None:
    """Refuse to begin on a confirmation that lapsed because nothing was begun in time; the exempt need none."""
    needed = any(factor.regime is not Regime.EXEMPT for factor in case.project.factors)
    if not needed or case.asked.step is not Step.CONSTRUCTION_STARTED:
        return None
    return has_lapsed(case.confirmation, on=case.asked.effective_on, book=book)


def has_lapsed(confirmation: Confirmation | None, *, on: date, book: RuleBook) -> Breach | None:
    """Return the breach of going on with a project whose confirmation lapsed after its EIA was approved."""
    if confirmation is None or confirmation.state is not ConfirmationState.LAPSED:
        return None
    return breach(
        book.provision(keys.CONFIRMATION_UNSTARTED_YEARS, on=on),
        code="confirmation.lapsed",
        detail=say(
            "项目“{project}”的总量确认书已因逾期未开工失效；登记放弃后另行申请，或冲销误办的失效",
            project=confirmation.project,
        ),
    )


def happens_once(case: MilestoneCase, book: RuleBook) -> Breach | None:
    """Refuse what has happened already, and papers asked for twice or completed without being asked for."""
    del book
    step = case.asked.step
    stands = clock_stands(case.milestones)
    anew = step is Step.ACCEPTED and accepted(case.milestones) is None
    again = step not in REPEATABLE and case.time > 1 and not anew
    wrong = (step is Step.COMPLETION_REQUESTED and stands) or (step is Step.COMPLETED and not stands)
    if not again and not wrong:
        return None
    return unmet(code="milestone.repeated", detail=say("“{step}”已经登记，不能再次登记", step=step.words))


def passes_the_gate(case: MilestoneCase, book: RuleBook) -> tuple[Breach, ...]:
    """Refuse the gate's milestone while what is to be acquired is not there."""
    return rights_missing(
        case.asked.step, confirmation=case.confirmation, acquired=case.acquired, on=case.on, book=book
    )


def rights_missing(
    step: Step,
    *,
    confirmation: Confirmation | None,
    acquired: Mapping[Pollutant, int],
    on: date,
    book: RuleBook,
) -> tuple[Breach, ...]:
    """Return the breaches of a gate that is passed with less right than the project needs."""
    if confirmation is None or confirmation.gate is None or GATES[confirmation.gate] is not step:
        return ()
    gate = book.provision(keys.SOURCE_GATE, on=on)
    return tuple(
        breach(
            gate,
            code="gate.rights_missing",
            detail=say(
                "{pollutant}须在“{step}”之前取得{need}吨/年排污权，已取得{have}吨/年，缺{missing}吨/年",
                pollutant=line.pollutant.words,
                step=step.words,
                need=format_tonnes(line.need, decimals=INCREMENT_DECIMALS),
                have=format_tonnes(have, decimals=INCREMENT_DECIMALS),
                missing=format_tonnes(line.need - have, decimals=INCREMENT_DECIMALS),
            ),
        )
        for line in confirmation.purchases
        if (have := acquired.get(line.pollutant, 0)) < line.need
    )


def early_draws_are_delivered(case: MilestoneCase, book: RuleBook) -> Breach | None:
    """Refuse trial production while an early draw is not delivered (HF197 part 3)."""
    if case.asked.step is not Step.TRIAL_PRODUCTION or not case.outstanding:
        return None
    listed = enumerated(
        say(
            "{pollutant} {grams}",
            pollutant=draw.pollutant.words,
            grams=format_tonnes(draw.grams, decimals=INCREMENT_DECIMALS),
        )
        for draw in case.outstanding
    )
    return breach(
        book.provision(keys.CREDIT_PLAN_PERIOD, on=case.asked.effective_on),
        code="early_draw.undelivered",
        detail=say("预支的指标须在试生产之前兑现，尚未兑现（吨/年）：{listed}", listed=listed),
    )


CHECKS: Final[tuple[Check[MilestoneCase], ...]] = (
    is_recorded_here,
    has_happened,
    follows_the_request,
    happens_once,
    follows_in_order,
    confirmation_stands,
    passes_the_gate,
    early_draws_are_delivered,
)
