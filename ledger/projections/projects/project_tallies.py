"""Projects that are alike, counted, with what they add of every pollutant together."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from ledger.domain.projects.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ledger.domain.values.pollutant import Pollutant
    from ledger.store.registers import Registers

T = TypeVar("T")


@dataclass(slots=True)
class ProjectTally:
    """How many projects, and by how many grams a year they change each pollutant, as far as it is known."""

    count: int = 0
    changes: dict[Pollutant, int] = field(default_factory=lambda: defaultdict(int))


def project_tallies(
    registers: Registers, *, chosen: Callable[[Project], bool], alike: Callable[[Project], T]
) -> Mapping[T, ProjectTally]:
    """Return the tallies of the projects that are chosen.

    :param registers: as the reader sees them; what they remember is not read again.
    :param alike: what the projects of one tally have alike.
    """
    tallies: dict[T, ProjectTally] = defaultdict(ProjectTally)
    for project in registers.all(Project):
        if chosen(project):
            tally = tallies[alike(project)]
            tally.count += 1
            for line in project.table:
                if line.change is not None:
                    tally.changes[line.pollutant] += line.change
    return tallies
