"""What is judged when another authority approved a project's EIA, and when the project is given up or changed.

Source: HF197 part 2: the confirmation comes before the approval; CS61 art. 12 and ``term.starts`` for the term of the
right. The bureau does not approve the EIA: it records the approval and retires the credits on it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from ledger.domain.credits.early_draw import EarlyDraw
from ledger.domain.credits.facility_card import FacilityCard
from ledger.domain.credits.offset import Source
from ledger.domain.credits.offset_postings import Need
from ledger.domain.law.ground import unmet
from ledger.domain.projects.confirmation import Confirmation, ConfirmationState
from ledger.domain.projects.exemption import Exemption
from ledger.domain.projects.milestone import Milestone, RecordEiaApproval, ReleaseProject, Step, latest
from ledger.domain.projects.own_surplus import GivenBack
from ledger.domain.projects.project import Project
from ledger.domain.projects.project_traits import Regime
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.values.calendar import Term
from ledger.domain.values.pollutant import Pollutant
from ledger.domain.values.quantity import INCREMENT_DECIMALS, format_tonnes
from ledger.errors import Breach, enumerated, say
from ledger.rules.credits.facility_card import used_within_verified
from ledger.rules.judge import Check, breach
from ledger.rules.law import keys
from ledger.rules.law.book import RuleBook
from ledger.rules.projects.milestone import before_the_request, later_than_the_act, rights_missing
from ledger.rules.registers.enterprise import inactive


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalCase:
    """The approval of an EIA beside the confirmation that it rests on; ``term`` is that of the right it gives."""

    asked: RecordEiaApproval
    project: Project
    enterprise: Enterprise
    milestones: tuple[Milestone, ...]
    confirmation: Confirmation | None
    acquired: Mapping[Pollutant, int]
    term: Term | None
    held: Mapping[Pollutant, int]
    """What is held for the project of each pollutant."""
    replacing: tuple[FacilityCard, ...]
    """Of the facilities whose reduction the table counts (以新带老), after that use."""

    @property
    def area(self) -> str:
        """Return the project's area."""
        return self.project.area

    @property
    def needs_confirmation(self) -> bool:
        """Return whether a pollutant is neither exempt nor outside the rules."""
        return any(factor.regime is not Regime.EXEMPT for factor in self.project.factors)

    @property
    def issued(self) -> Confirmation | None:
        """Return the confirmation that the approval rests on."""
        found = self.confirmation
        return found if found is not None and found.state is ConfirmationState.ISSUED else None


def right_term(*, approved_on: date, confirmed_on: date, stated: date | None, on: date, book: RuleBook) -> Term | None:
    """Return the term of a right that covers an offset emission, or None where its start is not known.

    A right of this origin has no contract: where the law names that day, it starts when the EIA was approved.
    """
    starts = {"contract": approved_on, "assessment": confirmed_on, "production": stated}[
        book.provision(keys.TERM_STARTS, on=on).value
    ]
    if starts is None:
        return None
    return Term.of_years(starts=starts, years=book.provision(keys.TERM_YEARS, on=on).value)


def approval_has_come(case: ApprovalCase, book: RuleBook) -> Breach | None:
    """Refuse an approval dated later than the act that records it."""
    del book
    return later_than_the_act(case.asked.approved_on, case.asked.effective_on)


def approval_follows_the_request(case: ApprovalCase, book: RuleBook) -> Breach | None:
    """Refuse an approval from before the request with which the project came in."""
    del book
    return before_the_request(case.asked.approved_on, case.project)


def table_is_complete(case: ApprovalCase, book: RuleBook) -> Breach | None:
    """Refuse an approval of a project whose table has open columns."""
    return open_columns(case.project, on=case.asked.effective_on, book=book)


def open_columns(project: Project, *, on: date, book: RuleBook) -> Breach | None:
    """Return the breach of a decision on a table whose columns are not all known."""
    if project.complete:
        return None
    listed = enumerated(
        say("{pollutant}（{day}）", pollutant=line.pollutant.words, day=line.fill_by)
        for line in project.table
        if not line.complete
    )
    return breach(
        book.provision(keys.ASSESSMENT_ANSWER_WORKING_DAYS, on=on),
        code="table.incomplete",
        detail=say("三本账表有未填的列，补填之前不能作出决定；待填（补填日期）：{listed}", listed=listed),
    )


def rests_on_a_confirmation(case: ApprovalCase, book: RuleBook) -> Breach | None:
    """Refuse an approval without a confirmation in force (HF197 part 2)."""
    if not case.needs_confirmation or case.issued is not None:
        return None
    return breach(
        book.provision(keys.ASSESSMENT_ANSWER_WORKING_DAYS, on=case.asked.effective_on),
        code="confirmation.missing",
        detail=say("项目“{project}”没有有效的总量确认书；环评批准以总量确认为前提", project=case.project.id),
    )


def confirmation_came_first(case: ApprovalCase, book: RuleBook) -> Breach | None:
    """Refuse an approval that was given before the confirmation it should rest on (HF197 part 2)."""
    if case.issued is None or case.asked.approved_on >= case.issued.decided_on:
        return None
    return breach(
        book.provision(keys.ASSESSMENT_ANSWER_WORKING_DAYS, on=case.asked.effective_on),
        code="confirmation.later",
        detail=say(
            "环评批准日{day}早于总量确认书签发日{issued}；环评批准以总量确认为前提",
            day=case.asked.approved_on,
            issued=case.issued.decided_on,
        ),
    )


def confirmation_had_not_lapsed(case: ApprovalCase, book: RuleBook) -> Breach | None:
    """Refuse an approval after the last day of the confirmation."""
    until = case.issued.valid_until if case.issued else None
    if until is None or case.asked.approved_on <= until:
        return None
    return breach(
        book.provision(keys.CONFIRMATION_VALID_MONTHS, on=case.asked.effective_on),
        code="confirmation.lapsed",
        detail=say("环评批准日{day}晚于总量确认书的有效期末日{until}", day=case.asked.approved_on, until=until),
    )


def sources_are_held(case: ApprovalCase, book: RuleBook) -> tuple[Breach, ...]:
    """Refuse to retire credit that was suspended after the confirmation; other sources must be confirmed."""
    law = book.provision(keys.CREDIT_PLAN_PERIOD, on=case.asked.effective_on)
    return tuple(
        breach(
            law,
            code="cover.fallen_away",
            detail=say(
                "{pollutant}的来源确认时为{named}吨/年，现预占{held}吨/年，缺{missing}吨/年（来源待核或撤销）；须撤回后重新确认",
                pollutant=line.pollutant.words,
                named=format_tonnes(named, decimals=INCREMENT_DECIMALS),
                held=format_tonnes(held, decimals=INCREMENT_DECIMALS),
                missing=format_tonnes(named - held, decimals=INCREMENT_DECIMALS),
            ),
        )
        for line in (case.issued.offsets if case.issued else ())
        if (held := case.held.get(line.pollutant, 0)) < (named := sum(source.grams for source in line.sources))
    )


def replaces_once(case: ApprovalCase, book: RuleBook) -> tuple[Breach, ...]:
    """Refuse a reduction in the table that was used for something else already."""
    del book
    return used_twice(case.replacing)


def used_twice(cards: Sequence[FacilityCard]) -> tuple[Breach, ...]:
    """Return the breaches of cards that would be used beyond what was verified (practice 6.2).

    A measure that comes with the project is verified after it: until something is verified the use stands in advance,
    and whatever is verified later covers it first.
    """
    found = (used_within_verified(card) for card in cards if card.verified or card.suspended)
    return tuple(each for each in found if each is not None)


def passes_the_gate(case: ApprovalCase, book: RuleBook) -> tuple[Breach, ...]:
    """Refuse the approval, where it is the gate, without the rights that are to be acquired."""
    return rights_missing(
        Step.EIA_APPROVED,
        confirmation=case.issued,
        acquired=case.acquired,
        on=case.asked.effective_on,
        book=book,
    )


def term_is_known(case: ApprovalCase, book: RuleBook) -> Breach | None:
    """Refuse to give a right whose term has no first day."""
    if case.term is not None or case.issued is None or not case.issued.offsets:
        return None
    return term_unknown(case.asked.effective_on, book)


def term_unknown(on: date, book: RuleBook) -> Breach:
    """Return the breach of a right whose term starts on a day that was not stated."""
    return breach(
        book.provision(keys.TERM_STARTS, on=on),
        code="term.start_unknown",
        detail=say("排污权有效期自投产起算；请写明起算日"),
    )


def who_gets_a_right_is_active(case: ApprovalCase, book: RuleBook) -> Breach | None:
    """Refuse to give a right to an enterprise that has ended; its project is released."""
    del book
    return inactive(case.enterprise) if case.issued is not None and case.issued.offsets else None


APPROVAL_CHECKS: Final[tuple[Check[ApprovalCase], ...]] = (
    who_gets_a_right_is_active,
    approval_has_come,
    approval_follows_the_request,
    table_is_complete,
    rests_on_a_confirmation,
    confirmation_came_first,
    confirmation_had_not_lapsed,
    replaces_once,
    sources_are_held,
    passes_the_gate,
    term_is_known,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseCase:
    """A project that is given up or changed, with all that is held or owed for it and not retired."""

    asked: ReleaseProject
    project: Project
    milestones: tuple[Milestone, ...]
    confirmation: Confirmation | None
    held: tuple[tuple[Need, tuple[Source, ...]], ...]
    back: GivenBack
    """What returns of the enterprise's own surplus that the project took; also the cards from which the project's use
    is taken back, where its EIA was approved: it will replace nothing."""
    exemptions: tuple[Exemption, ...]
    draws: tuple[EarlyDraw, ...]

    @property
    def area(self) -> str:
        """Return the project's area."""
        return self.project.area

    @property
    def on(self) -> date:
        """Return the day on which it happened."""
        return self.asked.happened_on or self.asked.effective_on


def release_has_come(case: ReleaseCase, book: RuleBook) -> Breach | None:
    """Refuse a day later than that of the act."""
    del book
    return later_than_the_act(case.on, case.asked.effective_on)


def release_follows_the_request(case: ReleaseCase, book: RuleBook) -> Breach | None:
    """Refuse a day before the request with which the project came in."""
    del book
    return before_the_request(case.on, case.project)


def is_an_end(case: ReleaseCase, book: RuleBook) -> Breach | None:
    """Refuse a milestone that ends nothing, and one that comes after production."""
    del book
    step = case.asked.step
    if step not in {Step.ABANDONED, Step.MAJOR_CHANGE}:
        return unmet(
            code="milestone.other_act",
            detail=say("“{step}”不释放减排量；这里只登记项目放弃或重大变动", step=step.words),
        )
    produced = latest(case.milestones, Step.PRODUCTION)
    if step is Step.MAJOR_CHANGE or produced is None:
        return None
    return unmet(
        code="milestone.order",
        detail=say("项目已于{day}投产，不能登记为放弃；停产按关停办理", day=produced.happened_on),
    )


RELEASE_CHECKS: Final[tuple[Check[ReleaseCase], ...]] = (
    release_has_come,
    release_follows_the_request,
    is_an_end,
)
