"""What an early draw is judged on when it is taken, and when it is delivered.

Source: HF197 part 3: central heating and in-plant 以新带老 may draw in advance, to be delivered before trial
production.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ledger.domain.credits.early_draw import DeliverEarlyDraw, EarlyDraw, TakeEarlyDraw
from ledger.domain.credits.facility_card import FacilityCard
from ledger.domain.projects.confirmation import Confirmation, ConfirmationState
from ledger.domain.projects.milestone import Milestone, Step, latest
from ledger.domain.projects.project import Project
from ledger.domain.projects.project_traits import Regime
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.values.calendar import Term
from ledger.domain.values.quantity import INCREMENT_DECIMALS, format_tonnes
from ledger.errors import Breach, enumerated, say
from ledger.rules.credits.offset import (
    Offset,
    attainment_missing,
    covers,
    sources_stand,
    stays_under_the_cap,
    takes_what_is_there,
)
from ledger.rules.judge import Check, breach
from ledger.rules.law import keys
from ledger.rules.law.book import RuleBook
from ledger.rules.projects.eia_approval import open_columns, term_unknown
from ledger.rules.projects.milestone import has_lapsed
from ledger.rules.registers.enterprise import inactive


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeCase:
    """A project that wants to count on a reduction to come; ``ratio`` is None while attainment is not registered."""

    asked: TakeEarlyDraw
    project: Project
    milestones: tuple[Milestone, ...]
    basin: str | None
    ratio: int | None

    @property
    def area(self) -> str:
        """Return the project's area."""
        return self.project.area


def table_is_complete(case: TakeCase, book: RuleBook) -> Breach | None:
    """Refuse a decision on a table with open columns."""
    return open_columns(case.project, on=case.asked.effective_on, book=book)


def stays_within_the_need(case: TakeCase, book: RuleBook) -> Breach | None:
    """Refuse to draw nothing, or more than the project needs of a pollutant under the ordinary system."""
    asked = case.asked
    ordinary = case.project.factors_under(Regime.ORDINARY)
    need = sum(factor.increment for factor in ordinary if factor.pollutant is asked.pollutant)
    if 0 < asked.grams <= need:
        return None
    return breach(
        book.provision(keys.CREDIT_PLAN_PERIOD, on=asked.effective_on),
        code="early_draw.beyond_need",
        detail=say(
            "{pollutant}预支{grams}吨/年，应大于0且不超过该项目按一般制度须替代的{need}吨/年",
            pollutant=asked.pollutant.words,
            grams=format_tonnes(asked.grams, decimals=INCREMENT_DECIMALS),
            need=format_tonnes(need, decimals=INCREMENT_DECIMALS),
        ),
    )


def attainment_is_known(case: TakeCase, book: RuleBook) -> Breach | None:
    """Refuse a draw whose ratio cannot be told."""
    return None if case.ratio is not None else attainment_missing(case.asked.effective_on, book)


def comes_before_trial_production(case: TakeCase, book: RuleBook) -> Breach | None:
    """Refuse to draw when the day by which it is delivered has passed."""
    tried = latest(case.milestones, Step.TRIAL_PRODUCTION)
    if tried is None:
        return None
    return breach(
        book.provision(keys.CREDIT_PLAN_PERIOD, on=case.asked.effective_on),
        code="early_draw.too_late",
        detail=say("项目已于{day}试生产；预支的指标须在此之前兑现，不能再预支", day=tried.happened_on),
    )


TAKE_CHECKS: Final[tuple[Check[TakeCase], ...]] = (
    table_is_complete,
    stays_within_the_need,
    attainment_is_known,
    comes_before_trial_production,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryCase:
    """Draws that are delivered, with the credits named for them; ``term`` is that of the right."""

    asked: DeliverEarlyDraw
    project: Project
    enterprise: Enterprise
    milestones: tuple[Milestone, ...]
    confirmation: Confirmation | None
    draws: tuple[EarlyDraw, ...]
    offsets: tuple[Offset, ...]
    """One for each draw, in the same order."""
    cards: tuple[FacilityCard, ...]
    term: Term | None

    @property
    def area(self) -> str:
        """Return the project's area."""
        return self.project.area


def who_gets_a_right_is_active(case: DeliveryCase, book: RuleBook) -> Breach | None:
    """Refuse to give a right to an enterprise that has ended; its project is released."""
    del book
    return inactive(case.enterprise)


def eia_is_approved(case: DeliveryCase, book: RuleBook) -> Breach | None:
    """Refuse to give a right before the EIA is approved: until then credits are held by a confirmation."""
    if latest(case.milestones, Step.EIA_APPROVED) is not None:
        return None
    return breach(
        book.provision(keys.ASSESSMENT_ANSWER_WORKING_DAYS, on=case.asked.effective_on),
        code="early_draw.before_approval",
        detail=say("项目“{project}”的环评尚未批准，预支不能兑现", project=case.project.id),
    )


def confirmation_stands(case: DeliveryCase, book: RuleBook) -> Breach | None:
    """Refuse to give a right on a confirmation that lapsed because nothing was begun in time."""
    if latest(case.milestones, Step.EIA_APPROVED) is None:
        return None
    return has_lapsed(case.confirmation, on=case.asked.effective_on, book=book)


def names_only_what_was_drawn(case: DeliveryCase, book: RuleBook) -> Breach | None:
    """Refuse credits for a pollutant of which nothing is outstanding."""
    drawn = {draw.pollutant for draw in case.draws}
    others = sorted({line.pollutant for line in case.asked.cover if line.pollutant not in drawn})
    if not others:
        return None
    return breach(
        book.provision(keys.CREDIT_PLAN_PERIOD, on=case.asked.effective_on),
        code="cover.not_drawn",
        detail=say("没有待兑现预支的污染物：{listed}", listed=enumerated(other.words for other in others)),
    )


def term_is_known(case: DeliveryCase, book: RuleBook) -> Breach | None:
    """Refuse to give a right whose term has no first day."""
    confirmation = case.confirmation
    if case.term is not None or confirmation is None or confirmation.state is not ConfirmationState.APPROVED:
        return None
    return term_unknown(case.asked.effective_on, book)


DELIVERY_CHECKS: Final[tuple[Check[DeliveryCase], ...]] = (
    who_gets_a_right_is_active,
    eia_is_approved,
    confirmation_stands,
    names_only_what_was_drawn,
    covers,
    takes_what_is_there,
    stays_under_the_cap,
    sources_stand,
    term_is_known,
)
