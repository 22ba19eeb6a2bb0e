"""What the confirmation of a project's quota is judged on: issued, refused, withdrawn, lapsed.

Source: HF197 parts 2 and 3 (answer, sources), LC25 art. 4 (regimes) and 6 (branch first, then bureau).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from ledger.domain.credits.facility_card import FacilityCard
from ledger.domain.credits.offset import Source
from ledger.domain.credits.offset_postings import Need
from ledger.domain.law.ground import unmet
from ledger.domain.projects.confirmation import (
    Confirmation,
    ConfirmationState,
    IssueConfirmation,
    LapseConfirmation,
    PurchaseLine,
    RefuseConfirmation,
    WithdrawConfirmation,
)
from ledger.domain.projects.milestone import Milestone, Step, accepted, clock_stands, latest
from ledger.domain.projects.own_surplus import GivenBack
from ledger.domain.projects.project import Project
from ledger.domain.projects.project_traits import Regime
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.values.calendar import months_after
from ledger.domain.values.pollutant import Pollutant
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
from ledger.rules.projects.eia_approval import open_columns, used_twice
from ledger.rules.projects.own_surplus import OwnSurplus, unfit
from ledger.rules.registers.enterprise import inactive

_MONTHS_A_YEAR: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueCase:
    """A project with what is named to cover it, and what there is."""

    asked: IssueConfirmation
    project: Project
    enterprise: Enterprise
    milestones: tuple[Milestone, ...]
    offsets: tuple[Offset, ...]
    """One for each ordinary pollutant, for what is not drawn early."""
    drawn: tuple[tuple[Pollutant, int], ...]
    purchases: tuple[PurchaseLine, ...]
    cards: tuple[FacilityCard, ...]
    """Of the facilities that are named."""
    replacing: tuple[FacilityCard, ...]
    """Of the facilities whose reduction the table counts (以新带老), as they would be after that use."""
    own: OwnSurplus
    gate: str
    valid_until: date

    @property
    def area(self) -> str:
        """Return the project's area: its branch checks first (LC25 art. 6)."""
        return self.project.area


def enterprise_is_active(case: IssueCase, book: RuleBook) -> Breach | None:
    """Refuse to confirm for an enterprise that has ended, and could hold no right."""
    del book
    return inactive(case.enterprise)


def clock_runs(case: IssueCase, book: RuleBook) -> Breach | None:
    """Refuse a decision on what was not accepted, or while papers are missing (HF197 part 2)."""
    return _not_running(case.milestones, on=case.asked.effective_on, book=book)


def _not_running(milestones: tuple[Milestone, ...], *, on: date, book: RuleBook) -> Breach | None:
    answer = book.provision(keys.ASSESSMENT_ANSWER_WORKING_DAYS, on=on)
    if accepted(milestones) is None:
        return breach(
            answer, code="project.not_accepted", detail=say("项目尚未受理；{days}个工作日自受理起算", days=answer.value)
        )
    asked = latest(milestones, Step.COMPLETION_REQUESTED)
    if asked is None or not clock_stands(milestones):
        return None
    return breach(
        answer,
        code="project.clock_stopped",
        detail=say("{day}已发补正通知，材料尚未补齐；时限停止计算", day=asked.happened_on),
    )


def table_is_complete(case: IssueCase, book: RuleBook) -> Breach | None:
    """Refuse a decision on a table with open columns."""
    return open_columns(case.project, on=case.asked.effective_on, book=book)


def something_to_confirm(case: IssueCase, book: RuleBook) -> Breach | None:
    """Refuse a confirmation for a project that owes no source: exempt, or outside the rules (LC25 art. 4)."""
    if any(factor.regime is not Regime.EXEMPT for factor in case.project.factors):
        return None
    return breach(
        book.provision(keys.SCOPE_TEST, on=case.project.requested_on),
        code="confirmation.not_needed",
        detail=say("项目“{project}”没有须落实来源的污染物，不需要总量确认书", project=case.project.id),
    )


def attainment_is_known(case: IssueCase, book: RuleBook) -> Breach | None:
    """Refuse an offset whose ratio cannot be told."""
    if all(offset.ratio is not None for offset in case.offsets):
        return None
    return attainment_missing(case.asked.effective_on, book)


def names_only_what_is_ordinary(case: IssueCase, book: RuleBook) -> Breach | None:
    """Refuse credits for a pollutant that is exempt, to be acquired by trading, or not in the project."""
    ordinary = {offset.pollutant for offset in case.offsets}
    others = sorted({line.pollutant for line in case.asked.cover if line.pollutant not in ordinary})
    if not others:
        return None
    return breach(
        book.provision(keys.SCOPE_TEST, on=case.project.requested_on),
        code="cover.not_ordinary",
        detail=say(
            "以减排量替代的只能是适用一般制度的污染物；多列了{listed}",
            listed=enumerated(other.words for other in others),
        ),
    )


def replaces_once(case: IssueCase, book: RuleBook) -> tuple[Breach, ...]:
    """Refuse a reduction in the table that was used for something else already."""
    del book
    return used_twice(case.replacing)


def own_surplus_fits(case: IssueCase, book: RuleBook) -> tuple[Breach, ...]:
    """Refuse own surplus that is not free, not paid for, or not what the project needs where it stands."""
    return unfit(case.own, case.project, on=case.asked.effective_on, book=book)


ISSUE_CHECKS: Final[tuple[Check[IssueCase], ...]] = (
    enterprise_is_active,
    clock_runs,
    table_is_complete,
    replaces_once,
    something_to_confirm,
    attainment_is_known,
    names_only_what_is_ordinary,
    covers,
    takes_what_is_there,
    stays_under_the_cap,
    sources_stand,
    own_surplus_fits,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalCase:
    """A refusal with its reasons and the last days of the remedies."""

    asked: RefuseConfirmation
    project: Project
    milestones: tuple[Milestone, ...]
    review_until: date
    suit_until: date

    @property
    def area(self) -> str:
        """Return the project's area."""
        return self.project.area


def refusal_is_due(case: RefusalCase, book: RuleBook) -> Breach | None:
    """Refuse to decide on what was not accepted, or while papers are missing."""
    return _not_running(case.milestones, on=case.asked.effective_on, book=book)


def gives_reasons(case: RefusalCase, book: RuleBook) -> Breach | None:
    """Refuse a refusal without a reason."""
    del book
    if case.asked.reasons:
        return None
    return unmet(code="refusal.unfounded", detail=say("不予确认须逐条写明理由"))


REFUSAL_CHECKS: Final[tuple[Check[RefusalCase], ...]] = (refusal_is_due, gives_reasons)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndCase:
    """A confirmation that ends: without an approval of the EIA, or because nothing was begun on the approval.

    ``milestones`` are what has happened to the project, where its EIA was approved.
    """

    asked: WithdrawConfirmation | LapseConfirmation
    project: Project
    confirmation: Confirmation
    milestones: tuple[Milestone, ...]
    held: tuple[tuple[Need, tuple[Source, ...]], ...]
    """What is held for it: less than it names where a source was suspended."""
    back: GivenBack
    """What returns of the enterprise's own surplus that the project took."""

    @property
    def area(self) -> str:
        """Return the project's area."""
        return self.project.area


def has_run_out(case: EndCase, book: RuleBook) -> Breach | None:
    """Refuse to let a confirmation lapse on or before its last day; one that was used has another."""
    until = case.confirmation.valid_until
    if case.confirmation.state is ConfirmationState.APPROVED or until is None or case.asked.effective_on > until:
        return None
    return breach(
        book.provision(keys.CONFIRMATION_VALID_MONTHS, on=case.asked.effective_on),
        code="confirmation.not_lapsed",
        detail=say("总量确认书有效至{until}，{day}尚未失效", until=until, day=case.asked.effective_on),
    )


def has_stood_idle(case: EndCase, book: RuleBook) -> Breach | None:
    """Refuse to let a confirmation lapse on whose approval something was begun, or still can be in time."""
    approved = latest(case.milestones, Step.EIA_APPROVED)
    if case.confirmation.state is not ConfirmationState.APPROVED or approved is None:
        return None
    begun = latest(case.milestones, Step.CONSTRUCTION_STARTED)
    if begun is not None:
        return unmet(
            code="confirmation.begun",
            detail=say(
                "项目“{project}”已于{day}开工，总量确认书不失效", project=case.project.id, day=begun.happened_on
            ),
        )
    provision = book.provision(keys.CONFIRMATION_UNSTARTED_YEARS, on=case.asked.effective_on)
    until = months_after(approved.happened_on, provision.value * _MONTHS_A_YEAR)
    if case.asked.effective_on > until:
        return None
    return breach(
        provision,
        code="confirmation.not_lapsed",
        detail=say(
            "环评于{approved}批准，超过{years}年（至{until}）未开工的总量确认书方可失效，{day}尚未失效",
            approved=approved.happened_on,
            years=provision.value,
            until=until,
            day=case.asked.effective_on,
        ),
    )


LAPSE_CHECKS: Final[tuple[Check[EndCase], ...]] = (has_run_out, has_stood_idle)
