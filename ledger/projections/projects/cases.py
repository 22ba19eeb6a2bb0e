"""Where the case of each project stands: who has it, since when, until when, and what is missing.

Nothing here decides: the stage follows from the milestones, the confirmation and the acts that wait for a decision.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ledger.domain.projects.confirmation import Confirmation, ConfirmationState
from ledger.domain.projects.eia_table import TableLine
from ledger.domain.projects.milestone import Milestone, Step, accepted, answer_due, clock_stands, latest
from ledger.domain.projects.project import Project
from ledger.domain.projects.project_traits import Regime
from ledger.domain.values.quantity import shown
from ledger.domain.values.worded import Worded
from ledger.errors import NotFound, say
from ledger.projections.enterprise.need import ProjectNeed, needs_of_projects
from ledger.projections.enterprise.records import Registered, records_of, registered, registered_of
from ledger.projections.projects.waiting import WaitingStep, waiting_of
from ledger.projections.registers.working_days import working_days
from ledger.rules.law import keys
from ledger.store.registers import Registers

if TYPE_CHECKING:
    from ledger.domain.values.working_days import WorkingDays
    from ledger.projections.view import View
    from ledger.rules.law.book import RuleBook


class Stage(Worded):
    """How far the case of a project has come."""

    NOT_APPLICABLE = "not_applicable", say("不适用总量指标审核")
    """The rules do not speak of it."""
    EXEMPT = "exempt", say("豁免：来源由分局落实，企业无须办理")
    """The branch finds the source; the builder owes nothing (LC25 art. 4(2))."""
    TAKEN_IN = "taken_in", say("已登记，尚未受理")
    """Not accepted for review yet."""
    COMPLETION = "completion", say("等待补正，时限停止计算")
    """Papers were asked for; the clock stands."""
    REVIEW = "review", say("审核中")
    """Accepted: the answer is due."""
    PURCHASE = "purchase", say("已确认，须取得排污权")
    """Something in scope must be acquired before the gate."""
    CONFIRMED = "confirmed", say("已确认，等待环评批准")
    """Confirmed: the EIA may be approved."""
    REFUSED = "refused", say("不予确认")
    ENDED = "ended", say("确认书已撤回或失效，须重新申请")
    """The confirmation was withdrawn or ran out: the review is to be asked for again."""
    APPROVED = "approved", say("环评已批准")
    """The EIA is approved."""
    ABANDONED = "abandoned", say("项目已放弃")


class Party(Worded):
    """Who has to do the next thing."""

    ENTERPRISE = "enterprise", say("本企业")
    BRANCH = "branch", say("分局")
    BUREAU = "bureau", say("市局")
    EIA_AUTHORITY = "eia_authority", say("环评审批部门")
    NOBODY = "nobody", say("无待办")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectCase:
    """The case of a project.

    Attributes:
        since: the day from which it has been where it is; ``due`` the last day for the next thing, where there is one.
        provisional: whether working days were counted in a year whose holidays are not published.
        open_lines: lines of the table of three accounts with columns that are not known.
        need: what must be acquired; None where nothing is in scope.
        waiting: the acts about it that are recorded and not decided.

    """

    project: Project
    milestones: tuple[Milestone, ...]
    confirmation: Confirmation | None
    stage: Stage
    with_whom: Party
    since: date
    due: date | None
    provisional: bool
    open_lines: tuple[TableLine, ...]
    need: ProjectNeed | None
    waiting: tuple[WaitingStep, ...]


def project_cases(view: View, enterprise: str, *, book: RuleBook, on: date) -> tuple[ProjectCase, ...]:
    """Return the cases of all projects of an enterprise, the latest request first.

    :param enterprise: credit code.
    :raises NoProvisionInForce: no text says how long an answer may take, or which milestone is the gate.
    """
    found = registered_of(view, Project, member="enterprise", value=enterprise)
    own = [each.record for each in found]
    cases = _cases(view, found, own=own, enterprise=enterprise, book=book, on=on)
    return tuple(sorted(cases, key=lambda case: (case.project.requested_on, case.project.id), reverse=True))


def project_case(view: View, enterprise: str, number: str, *, book: RuleBook, on: date) -> ProjectCase:
    """Return the case of one project of an enterprise.

    :raises NotFound: ``project.missing``, there is none of that number, or it is another's.
    :raises NoProvisionInForce: as for all of them.
    """
    found = registered(view, Project, number)
    if found is None or found.record.enterprise != enterprise:
        raise NotFound(say("没有登记编号为“{number}”的项目", number=shown(number)), code="project.missing")
    own = records_of(view, Project, member="enterprise", value=enterprise)
    return _cases(view, [found], own=own, enterprise=enterprise, book=book, on=on)[0]


def _cases(
    view: View,
    found: Sequence[Registered[Project]],
    *,
    own: Sequence[Project],
    enterprise: str,
    book: RuleBook,
    on: date,
) -> list[ProjectCase]:
    projects = [each.record for each in found]
    needs = needs_of_projects(view, projects, own=own, enterprise=enterprise, book=book, on=on)
    by_project = {need.project.id: need for need in needs}
    calendar = working_days(view)
    days = book.provision(keys.ASSESSMENT_ANSWER_WORKING_DAYS, on=on).value
    return [_case(view, each, need=by_project.get(each.record.id), calendar=calendar, days=days) for each in found]


def _case(
    view: View, found: Registered[Project], *, need: ProjectNeed | None, calendar: WorkingDays, days: int
) -> ProjectCase:
    project = found.record
    registers = Registers(view)
    milestones = tuple(registers.all(Milestone, owner=project.id))
    confirmation = registers.find(Confirmation, project.id)
    waiting = waiting_of(view, project)
    stage = _stage(project, milestones, confirmation, need)
    due = answer_due(milestones, days=days, calendar=calendar) if stage is Stage.REVIEW else None
    return ProjectCase(
        project=project,
        milestones=milestones,
        confirmation=confirmation,
        stage=stage,
        with_whom=_party(stage, waiting),
        since=_since(stage, found, milestones, confirmation, waiting),
        due=_deadline(stage, confirmation) or due,
        provisional=due is not None and calendar.judge(due).provisional,
        open_lines=tuple(line for line in project.table if not line.complete),
        need=need,
        waiting=waiting,
    )


def _stage(
    project: Project, milestones: Sequence[Milestone], confirmation: Confirmation | None, need: ProjectNeed | None
) -> Stage:
    settled = _settled(project, milestones)
    if settled is not None:
        return settled
    if confirmation is not None and confirmation.state is not ConfirmationState.APPROVED:
        decided = _decided(confirmation, need)
        if decided is not Stage.ENDED or accepted(milestones) is None:
            return decided
    if clock_stands(milestones):
        return Stage.COMPLETION
    return Stage.TAKEN_IN if accepted(milestones) is None else Stage.REVIEW


def _settled(project: Project, milestones: Sequence[Milestone]) -> Stage | None:
    """Return the stage of a project on which nothing is to be decided, or None."""
    if latest(milestones, Step.ABANDONED) is not None:
        return Stage.ABANDONED
    if project.regime is Regime.NOT_APPLICABLE:
        return Stage.NOT_APPLICABLE
    change, approval = latest(milestones, Step.MAJOR_CHANGE), latest(milestones, Step.EIA_APPROVED)
    if approval is not None and (change is None or approval.happened_on >= change.happened_on):
        return Stage.APPROVED
    return Stage.EXEMPT if all(factor.regime is Regime.EXEMPT for factor in project.factors) else None


def _decided(confirmation: Confirmation, need: ProjectNeed | None) -> Stage:
    match confirmation.state:
        case ConfirmationState.REFUSED:
            return Stage.REFUSED
        case ConfirmationState.ISSUED:
            return Stage.PURCHASE if need is not None and need.missing else Stage.CONFIRMED
        case _:
            return Stage.ENDED


def _party(stage: Stage, waiting: Sequence[WaitingStep]) -> Party:
    """Return who has to do the next thing: whoever an act waits for, else whom the stage names."""
    if waiting and stage in {Stage.TAKEN_IN, Stage.REVIEW, Stage.CONFIRMED, Stage.PURCHASE}:
        return Party.BRANCH if waiting[-1].with_branch else Party.BUREAU
    match stage:
        case Stage.TAKEN_IN | Stage.REVIEW | Stage.EXEMPT:
            return Party.BRANCH
        case Stage.COMPLETION | Stage.PURCHASE | Stage.REFUSED | Stage.ENDED:
            return Party.ENTERPRISE
        case Stage.CONFIRMED:
            return Party.EIA_AUTHORITY
        case _:
            return Party.NOBODY


def _since(
    stage: Stage,
    found: Registered[Project],
    milestones: Sequence[Milestone],
    confirmation: Confirmation | None,
    waiting: Sequence[WaitingStep],
) -> date:
    """Return the day from which the case has been where it is."""
    if waiting and stage in {Stage.TAKEN_IN, Stage.REVIEW, Stage.CONFIRMED, Stage.PURCHASE}:
        return waiting[-1].since
    if confirmation is not None and stage in {Stage.PURCHASE, Stage.CONFIRMED, Stage.REFUSED, Stage.ENDED}:
        return confirmation.decided_on
    wanted = {
        Stage.COMPLETION: Step.COMPLETION_REQUESTED,
        Stage.REVIEW: Step.COMPLETED,
        Stage.APPROVED: Step.EIA_APPROVED,
        Stage.ABANDONED: Step.ABANDONED,
    }.get(stage)
    last = None if wanted is None else latest(milestones, wanted)
    if last is None and stage is Stage.REVIEW:
        last = accepted(milestones)
    return found.effective_on if last is None else last.happened_on


def _deadline(stage: Stage, confirmation: Confirmation | None) -> date | None:
    if confirmation is None:
        return None
    match stage:
        case Stage.PURCHASE | Stage.CONFIRMED:
            return confirmation.valid_until
        case Stage.REFUSED:
            return confirmation.review_until
        case _:
            return None
