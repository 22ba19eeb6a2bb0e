"""The list of projects: as they were taken in, with what each adds of every pollutant."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any, Final

from ledger.domain.projects.project import Project
from ledger.domain.projects.project_traits import Nature, Regime
from ledger.domain.values.pollutant import Pollutant
from ledger.errors import say
from ledger.projections.projects.project_tallies import project_tallies
from ledger.projections.registers.page import has_members, register_page
from schemas.fields import ChoiceField, DateField, TextField
from schemas.period import PeriodSchema
from web.context import current
from web.lists.columns import Column, Filter, ListOf, Place, Slice, Tallied, Tallies, choices_of, tonnes
from web.lists.names import holder_name, holder_name_and_code, in_scope, offered_areas


class _Query(PeriodSchema):
    """Which projects are listed; ``text`` stands in the number, the name or the site."""

    text = TextField(load_default=None)
    enterprise = TextField(load_default=None)
    area = TextField(load_default=None)
    regime = ChoiceField(Regime, load_default=None)
    nature = ChoiceField(Nature, load_default=None)
    first = DateField(load_default=None)
    last = DateField(load_default=None)


def _members(asked: Mapping[str, Any]) -> dict[str, str]:
    """Return what members of a project are asked to be, as they are written."""
    members = {
        "area": in_scope(asked["area"]),
        "enterprise": asked["enterprise"],
        "regime": asked["regime"],
        "nature": asked["nature"],
    }
    return {name: str(value) for name, value in members.items() if value is not None}


def _page(asked: Mapping[str, Any], after: Place | None, limit: int) -> Slice:
    found = register_page(
        current().view,
        Project,
        members=_members(asked),
        chosen=lambda project: _is_chosen(project, asked),
        text=asked["text"],
        after=None if after is None else after[0],
        limit=limit,
    )
    return Slice(rows=found.records, following=None if found.following is None else (found.following,))


def _is_chosen(project: Project, asked: Mapping[str, Any]) -> bool:
    if asked["text"] is not None and not any(
        asked["text"] in text for text in (project.id, project.name, project.site)
    ):
        return False
    first, last = asked["first"], asked["last"]
    return (first is None or project.requested_on >= first) and (last is None or project.requested_on <= last)


_WRITTEN: Final[Mapping[str, Callable[[Any], Any]]] = {
    "area": str,
    "enterprise": holder_name_and_code,
    "regime": lambda regime: regime.words,
    "nature": lambda nature: nature.words,
    "requested_on": lambda day: day,
}
"""How each member by which projects are grouped is written."""


def _tallied(asked: Mapping[str, Any], by: str, _after: Place | None, _limit: int | None) -> Tallies:
    members = _members(asked)
    found = project_tallies(
        current().registers,
        chosen=lambda project: has_members(project, members) and _is_chosen(project, asked),
        alike=attrgetter(by),
    )
    rows = [
        Tallied(
            names=(_WRITTEN[by](name),),
            count=tally.count,
            figures={pollutant.value: tonnes(tally.changes.get(pollutant, 0)) for pollutant in Pollutant},
        )
        for name, tally in found.items()
    ]
    return Tallies(rows=rows, whole=True)


def _change(pollutant: Pollutant) -> Callable[[Project], Any]:
    def value(project: Project) -> Any:
        changes = [line.change for line in project.table if line.pollutant is pollutant]
        return tonnes(sum(change for change in changes if change is not None)) if any(changes) else None

    return value


PROJECTS: Final = ListOf(
    name="projects",
    title=say("建设项目"),
    columns=(
        Column(name="id", title=say("项目编号"), value=lambda project: project.id),
        Column(name="name", title=say("项目名称"), value=lambda project: project.name),
        Column(name="enterprise", title=say("企业"), value=lambda project: holder_name(project.enterprise)),
        Column(name="credit_code", title=say("统一社会信用代码"), value=lambda project: project.enterprise),
        Column(name="area", title=say("区域"), value=lambda project: project.area),
        Column(name="site", title=say("地址"), value=lambda project: project.site),
        Column(name="nature", title=say("建设性质"), value=lambda project: project.nature.words),
        Column(name="regime", title=say("分类"), value=lambda project: project.regime.words),
        Column(name="requested_on", title=say("申请日"), value=lambda project: project.requested_on),
        *(
            Column(
                name=pollutant.value,
                title=say("{pollutant}变化量（吨/年）", pollutant=pollutant.value),
                value=_change(pollutant),
                number=True,
                summed=True,
            )
            for pollutant in Pollutant
        ),
    ),
    shown=("id", "name", "enterprise", "area", "regime", "requested_on", "COD", "NH3-N", "SO2", "NOx"),
    groupings=("area", "enterprise", "regime", "nature", "requested_on"),
    within=(),
    filters=(
        Filter(name="text", title=say("编号、名称或地址的一部分")),
        Filter(name="enterprise", title=say("统一社会信用代码")),
        Filter(name="area", title=say("区域"), choices=offered_areas),
        Filter(name="regime", title=say("分类"), choices=lambda: choices_of(Regime)),
        Filter(name="nature", title=say("建设性质"), choices=lambda: choices_of(Nature)),
        Filter(name="first", title=say("自"), kind="date"),
        Filter(name="last", title=say("至"), kind="date"),
    ),
    schema=_Query,
    page=_page,
    places=1,
    tallied=_tallied,
)
