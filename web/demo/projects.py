"""The projects of the demonstration: when each is asked for, where, and the figures of its EIA."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import TYPE_CHECKING, Final

from ledger.domain.projects.eia_table import TableLine
from ledger.domain.projects.project import IntakeProject
from ledger.domain.projects.project_traits import Nature
from ledger.domain.values.pollutant import Medium, Pollutant

if TYPE_CHECKING:
    from web.demo.place import PlannedEnterprise

COUNT: Final = 2_380
_SIZES: Final[Mapping[str, tuple[int, int]]] = {
    "tiny": (200, 99_000),
    "small": (100_001, 2_400_000),
    "large": (10_000_000, 26_000_000),
}
"""Grams a year of the greatest pollutant of a project."""
_KINDS: Final = (
    ("年产5万套精密零部件项目", (Pollutant.VOLATILE_ORGANICS, Pollutant.PARTICULATES)),
    ("锅炉节能改造项目", (Pollutant.SULPHUR_DIOXIDE, Pollutant.NITROGEN_OXIDES, Pollutant.PARTICULATES)),
    ("污水深度处理及回用项目", (Pollutant.COD, Pollutant.AMMONIA_NITROGEN)),
    ("年产3000吨复合材料项目", (Pollutant.VOLATILE_ORGANICS,)),
    ("食品加工生产线扩建项目", (Pollutant.COD, Pollutant.AMMONIA_NITROGEN, Pollutant.PARTICULATES)),
    ("包装印刷车间项目", (Pollutant.VOLATILE_ORGANICS,)),
    ("粉体输送与仓储项目", (Pollutant.PARTICULATES,)),
    ("综合技术改造项目", tuple(Pollutant)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedProject:
    """A project with its enterprise and the command that takes it in."""

    enterprise: PlannedEnterprise
    intake: IntakeProject


def projects(
    random: Random, enterprises: Sequence[PlannedEnterprise], days: Sequence[date], *, count: int = COUNT
) -> Iterator[PlannedProject]:
    """Return so many projects in the order of their days, spread evenly over the working days given."""
    for number in range(count):
        day = days[number * len(days) // count]
        yield _project(random, random.choice(enterprises), day, number=number + 1)


def _project(random: Random, enterprise: PlannedEnterprise, day: date, *, number: int) -> PlannedProject:
    name, pollutants = random.choices(_KINDS, weights=(22, 10, 8, 18, 14, 14, 10, 4))[0]
    [size] = random.choices(tuple(_SIZES), weights=(62, 36, 2))
    nature = random.choices((Nature.NEW, Nature.EXPANSION, Nature.REBUILD), weights=(5, 3, 2))[0]
    lines = tuple(_line(random, enterprise, pollutant, size=size, nature=nature) for pollutant in pollutants)
    return PlannedProject(
        enterprise=enterprise,
        intake=IntakeProject(
            effective_on=day,
            id=f"{day.year}-{number:04d}",
            area=enterprise.area.name,
            enterprise=enterprise.credit_code,
            legal_person=enterprise.credit_code,
            site=f"{enterprise.area.name}示例路{number % 97 + 1}号",
            name=f"{enterprise.name}{name}",
            nature=nature,
            requested_on=day,
            table=lines,
        ),
    )


def _line(
    random: Random, enterprise: PlannedEnterprise, pollutant: Pollutant, *, size: str, nature: Nature
) -> TableLine:
    least, most = _SIZES[size]
    share = 10 if pollutant is Pollutant.AMMONIA_NITROGEN else 1
    change = random.randrange(least, most) // share
    existing = 0 if nature is Nature.NEW else random.randrange(1, 8) * 500_000
    replaced = 0 if nature is Nature.NEW else random.randrange(0, existing // 4, 100)
    return TableLine(
        pollutant=pollutant,
        basin=enterprise.area.basins[0] if pollutant.medium is Medium.WATER else None,
        existing_actual=existing,
        existing_permitted=existing * 2,
        under_construction=0,
        this_project=change + replaced,
        replaced=replaced,
        replaced_at=existing_plant(enterprise) if replaced else None,
        whole_plant_after=existing + change,
    )


def existing_plant(enterprise: PlannedEnterprise) -> str:
    """Return the number under which the existing plant of an enterprise is registered."""
    return f"示例现有{enterprise.credit_code}"
