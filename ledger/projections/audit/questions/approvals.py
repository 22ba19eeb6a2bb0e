"""Approvals of the EIA against confirmations and permits: was it allowed, and was it entered."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from ledger.domain.projects.acquired import Acquired
from ledger.domain.projects.confirmation import Confirmation
from ledger.domain.projects.exemption import Exemption
from ledger.domain.projects.milestone import Milestone, Step
from ledger.domain.projects.project import Project
from ledger.domain.projects.project_traits import Regime
from ledger.domain.registers.permit import LimitKind, Permit
from ledger.domain.values.encoding import day_number, day_of
from ledger.errors import Message, enumerated, say
from ledger.projections.audit.question import Holder, Question, Row, Tonnes
from ledger.projections.audit.question import Project as ProjectCell
from ledger.projections.projects.exemption_gaps import branch_gaps, exemption_gaps
from ledger.store.record_text import REMOVED, record_of
from ledger.store.tables import account, balance, journal, position, registration, unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from ledger.domain.values.pollutant import Pollutant
    from ledger.projections.audit.question import Inquiry

_HELD: Final = ("Q40", "Q41", "Q42.1", "Q42.2", "Q42.3", "Q42.4", "Q42.5", "Q44")
"""What covers an emission: restricted rights are not disposable, but usable (practice 6.3)."""
_PRODUCES: Final = (Step.TRIAL_PRODUCTION, Step.PRODUCTION)


def approved_without_quota(inquiry: Inquiry) -> Iterator[Row]:
    """Yield approvals of the EIA that no confirmation, and no entry in the exemption ledger, stands behind."""
    registers = inquiry.registers
    confirmations = {found.project: found for found in registers.all(Confirmation)}
    exempt = {(found.project, found.pollutant) for found in registers.everywhere(Exemption)}
    approvals = {found.project: found for found in registers.everywhere(Milestone) if found.step is Step.EIA_APPROVED}
    for project in registers.all(Project):
        approval = approvals.get(project.id)
        if approval is None or not inquiry.shows(project.area):
            continue
        for reason in _lacking(project, approval.happened_on, confirmations.get(project.id), exempt):
            yield Row(
                cells=(
                    ProjectCell(project.id),
                    project.name,
                    project.area,
                    approval.happened_on,
                    approval.authority,
                    approval.document,
                    reason,
                )
            )


def _lacking(
    project: Project, approved_on: date, confirmation: Confirmation | None, exempt: set[tuple[str, Pollutant]]
) -> Iterator[Message]:
    missing = [
        factor for factor in project.factors_under(Regime.EXEMPT) if (project.id, factor.pollutant) not in exempt
    ]
    if missing:
        yield say("豁免因子{factor}未列入豁免台账", factor=enumerated(factor.pollutant for factor in missing))
    if not (project.factors_under(Regime.ORDINARY) or project.factors_under(Regime.IN_SCOPE)):
        return
    if confirmation is None:
        yield say("没有总量确认书")
    elif not confirmation.in_force:
        yield say("总量确认书不在有效状态（{state}）", state=confirmation.state.words)
    elif confirmation.decided_on > approved_on:
        yield say("总量确认书{day}签发，晚于环评批准", day=confirmation.decided_on)


def produced_early(inquiry: Inquiry) -> Iterator[Row]:
    """Yield projects that produced before what they had to buy was delivered, or before their permit."""
    registers = inquiry.registers
    steps: dict[str, dict[Step, Milestone]] = defaultdict(dict)
    for milestone in registers.everywhere(Milestone):
        steps[milestone.project][milestone.step] = milestone
    delivered = _deliveries(inquiry)
    needs = {found.project: found for found in registers.all(Confirmation)}
    for project, found in steps.items():
        begun = min((found[step].happened_on for step in _PRODUCES if step in found), default=None)
        known = registers.find(Project, project)
        if begun is None or known is None or not inquiry.shows(known.area):
            continue
        permit = found.get(Step.PERMIT_ISSUED)
        if permit is None or permit.happened_on > begun:
            yield Row(cells=(ProjectCell(project), known.area, begun, None, say("投产时没有登记排污许可证")))
        confirmation = needs.get(project)
        for line in confirmation.purchases if confirmation is not None else ():
            grams = sum(grams for day, grams in delivered[project, line.pollutant] if day <= begun)
            if grams < line.need:
                yield Row(
                    cells=(
                        ProjectCell(project),
                        known.area,
                        begun,
                        Tonnes(line.need - grams),
                        say("投产时{factor}尚未购足", factor=line.pollutant.value),
                    )
                )


def _deliveries(inquiry: Inquiry) -> Mapping[tuple[str, str], list[tuple[date, int]]]:
    """Return what each project acquired of each pollutant, with the effective day of each delivery."""
    found: dict[tuple[str, str], list[tuple[date, int]]] = defaultdict(list)
    rows = inquiry.view.execute(
        select(registration.c.body, journal.c.effective_on)
        .join(journal, journal.c.seq == registration.c.seq)
        .where(registration.c.register > f"{Acquired.REGISTER}/", registration.c.register < f"{Acquired.REGISTER}0")
    )
    for body, day in rows:
        if body != REMOVED:
            acquired = record_of(Acquired, body)
            found[acquired.project, acquired.pollutant].append((day_of(day), acquired.grams))
    return found


def permits_above_rights(inquiry: Inquiry) -> Iterator[Row]:
    """Yield permits whose annual amount of today is larger than the rights in force that the enterprise holds."""
    rights = _rights_in_force(inquiry)
    for permit in inquiry.registers.everywhere(Permit):
        if not permit.covers(inquiry.today):
            continue
        year = permit.year_of(inquiry.today)
        for limit in permit.limits:
            held = rights.get((permit.enterprise, limit.pollutant), {})
            if limit.kind is not LimitKind.LIMITED or len(limit.yearly) < year:
                continue
            if limit.yearly[year - 1] > sum(held.values()) and any(inquiry.shows(area) for area in held or (None,)):
                yield Row(
                    cells=(
                        Holder(permit.enterprise),
                        permit.number,
                        limit.pollutant.value,
                        Tonnes(limit.yearly[year - 1]),
                        Tonnes(sum(held.values())),
                    )
                )


def _rights_in_force(inquiry: Inquiry) -> Mapping[tuple[str, str], Mapping[str, int]]:
    """Return what each holder holds of each pollutant, by area, in terms that cover today."""
    day = day_number(inquiry.today)
    rows = inquiry.view.execute(
        select(account.c.holder, unit.c.pollutant, account.c.area, balance.c.amount)
        .join_from(account, position, position.c.account_id == account.c.id)
        .join(unit, unit.c.id == position.c.unit_id)
        .join(balance, balance.c.position_id == position.c.id)
        .where(account.c.chart.in_(_HELD), balance.c.amount > 0, unit.c.term_from <= day, unit.c.term_to > day)
    )
    found: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for holder, pollutant, area, amount in rows:
        found[holder, pollutant][area] += amount
    return found


def gaps_of_branches(inquiry: Inquiry) -> Iterator[Row]:
    """Yield what each branch still owes for exempt projects, with the age of the oldest line."""
    lines = exemption_gaps(inquiry.view, inquiry.registers, book=inquiry.law, on=inquiry.today, area=inquiry.area)
    for gap in sorted(branch_gaps(lines), key=lambda gap: -(gap.oldest_days or 0)):
        yield Row(
            cells=(
                gap.area,
                gap.pollutant.value,
                gap.basin or "",
                Tonnes(gap.owed),
                Tonnes(gap.required),
                Tonnes(gap.held),
                Tonnes(gap.gap),
                gap.oldest_days,
            ),
            finding=gap.gap > 0,
        )


QUESTIONS: Final = (
    Question(
        name="approvals",
        title=say("未落实总量即获环评批准"),
        asks=say(
            "逐个比对已登记的环评批准与总量确认书、豁免台账：应有确认书而无、批准时确认书无效或晚于批准、豁免因子未入台账的，逐条列出。"
        ),
        basis=say("环发〔2014〕197号：总量指标是环评批准的前置条件；LC25第4条第2款"),
        columns=(
            say("项目"),
            say("名称"),
            say("地方"),
            say("环评批准日"),
            say("批准机关"),
            say("文号"),
            say("问题"),
        ),
        answer=approved_without_quota,
    ),
    Question(
        name="production",
        title=say("未购足或无证即投产"),
        asks=say(
            "试生产或投产的日期，与该项目应购指标的交割日、排污许可证的发证日比对；投产时尚未购足或尚未发证的列出。"
        ),
        basis=say("规则书 source.gate（取得来源的关口）；《排污许可管理条例》"),
        columns=(say("项目"), say("地方"), say("投产日"), say("缺口（吨/年）"), say("问题")),
        answer=produced_early,
    ),
    Question(
        name="permits",
        title=say("许可量大于持有的排污权"),
        asks=say(
            "排污许可证当年的许可排放量，与该单位今日有效的排污权（在用、富余、受限、租入）比对；许可量较大的列出。"
        ),
        basis=say("G38：排污权以排污许可证形式确认；实务：受限的排污权仍可使用"),
        columns=(say("持有人"), say("许可证号"), say("污染物"), say("许可量（吨/年）"), say("持有（吨/年）")),
        answer=permits_above_rights,
    ),
    Question(
        name="exemption-gaps",
        title=say("豁免替代缺口"),
        asks=say(
            "各分局豁免台账未核销的数量、按替代倍数应有的减排量、已预占的减排量，差额即缺口；账龄为最早一笔缺口的天数。"
        ),
        basis=say("LC25第4条第2款：分局定期核销；规则书 exemption.ratio"),
        columns=(
            say("地方"),
            say("污染物"),
            say("流域"),
            say("待核销（吨/年）"),
            say("应有（吨/年）"),
            say("已预占（吨/年）"),
            say("缺口（吨/年）"),
            say("最长账龄（天）"),
        ),
        answer=gaps_of_branches,
    ),
)
