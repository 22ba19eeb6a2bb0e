"""Increments beside the exemption limit, and projects that together would have passed it."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from ledger.domain.projects.project import Project, Relation
from ledger.domain.projects.project_traits import Regime
from ledger.domain.values.calendar import months_after
from ledger.errors import enumerated, say
from ledger.projections.audit.question import Holder, Question, Row, Tonnes
from ledger.projections.audit.question import Project as ProjectCell
from ledger.rules.law import keys

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from ledger.projections.audit.question import Cell, Inquiry
    from ledger.rules.law.values import Bound

_PERCENT: Final = 100
_UNDER: Final = 90
"""Percent of the limit from which on an increment stands just below it."""


def just_under(inquiry: Inquiry) -> Iterator[Row]:
    """Yield exempt increments between nine tenths of the limit and the limit, the nearest to it first."""
    found = [
        (grams * _PERCENT * _PERCENT // limit, project, pollutant, grams, limit)
        for (project, pollutant), grams, limit in increments(inquiry)
        if limit * _UNDER < grams * _PERCENT <= limit * _PERCENT
    ]
    for _, project, pollutant, grams, limit in sorted(found, key=lambda each: (-each[0], each[1].id)):
        yield Row(
            cells=(
                ProjectCell(project.id),
                project.name,
                project.area,
                project.requested_on,
                pollutant,
                Tonnes(grams),
                Tonnes(limit),
            )
        )


def increments(inquiry: Inquiry) -> Iterator[tuple[tuple[Project, str], int, int]]:
    """Yield every increment with the exemption limit of its day."""
    limits: dict[date, Mapping[str, Bound[int]]] = {}
    for project in inquiry.registers.all(Project):
        if project.factors and inquiry.shows(project.area):
            day = project.requested_on
            if day not in limits:
                limits[day] = inquiry.law.provision(keys.EXEMPTION_LIMIT, on=day).value
            for factor in project.factors:
                yield (project, factor.pollutant.value), factor.increment, limits[day][factor.pollutant].limit


def splitting(inquiry: Inquiry) -> Iterator[Row]:
    """Yield projects of one legal person, or on one site, that are exempt alone and pass the limit together."""
    groups: dict[tuple[Relation, str, str], list[tuple[date, int, Project]]] = defaultdict(list)
    for project in inquiry.registers.all(Project):
        if inquiry.shows(project.area):
            for factor in project.factors_under(Regime.EXEMPT):
                for relation, of in ((Relation.LEGAL_PERSON, project.legal_person), (Relation.SITE, project.site)):
                    groups[relation, of, factor.pollutant].append((project.requested_on, factor.increment, project))
    for (relation, of, pollutant), members in sorted(groups.items(), key=lambda item: item[0]):
        if len(members) > 1:
            yield from _windows(inquiry, relation, of, pollutant, sorted(members, key=lambda each: each[:2]))


def _windows(
    inquiry: Inquiry, relation: Relation, of: str, pollutant: str, members: Sequence[tuple[date, int, Project]]
) -> Iterator[Row]:
    """Yield the stretches of the period in which the members pass the limit; one inside another is left out."""
    days = [day for day, _, _ in members]
    told = -1
    for first, begins in enumerate(days):
        last = (
            bisect_left(
                days, months_after(begins, inquiry.law.provision(keys.EXEMPTION_SPLITTING_MONTHS, on=begins).value)
            )
            - 1
        )
        if last in {first, told}:
            continue
        limit = inquiry.law.provision(keys.EXEMPTION_LIMIT, on=begins).value[pollutant]
        grams = sum(grams for _, grams, _ in members[first : last + 1])
        if not limit.holds(grams):
            told = last
            named: Cell = Holder(of) if relation is Relation.LEGAL_PERSON else of
            yield Row(
                cells=(
                    say("同一法人") if relation is Relation.LEGAL_PERSON else say("同一厂址"),
                    named,
                    pollutant,
                    begins,
                    days[last],
                    last - first + 1,
                    Tonnes(grams),
                    Tonnes(limit.limit),
                    enumerated(project.id for _, _, project in members[first : last + 1]),
                )
            )


QUESTIONS: Final = (
    Question(
        name="just-under",
        title=say("紧贴限值的豁免"),
        asks=say(
            "新增量大于限值九成而不超过限值的因子（限值0.1吨即0.090至0.100吨，氨氮为其十分之一），最接近限值的在前。"
        ),
        basis=say("规则书 exemption.limit"),
        columns=(
            say("项目"),
            say("名称"),
            say("地方"),
            say("申请日"),
            say("污染物"),
            say("新增量（吨/年）"),
            say("限值（吨/年）"),
        ),
        answer=just_under,
    ),
    Question(
        name="splitting",
        title=say("拆分申报"),
        asks=say(
            "同一法人或同一厂址，在规则书所定的合并观察期间内申请、各自豁免、合计超过豁免限值的项目；被包含在更长一段内的不重复列出。"
        ),
        basis=say("规则书 exemption.splitting_months、exemption.limit（期间属假定）"),
        columns=(
            say("关联"),
            say("法人或厂址"),
            say("污染物"),
            say("自"),
            say("至"),
            say("项目数"),
            say("合计（吨/年）"),
            say("限值（吨/年）"),
            say("项目"),
        ),
        answer=splitting,
    ),
)
