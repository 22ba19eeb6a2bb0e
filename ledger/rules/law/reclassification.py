"""Which projects another rule book would classify otherwise: what must be looked at when law is corrected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.domain.projects.project_traits import Regime
from ledger.rules.law.book import NoProvisionInForce
from ledger.rules.projects.project import project_case
from ledger.rules.projects.scope import classify

if TYPE_CHECKING:
    from ledger.domain.projects.project import Project
    from ledger.domain.values.pollutant import Pollutant
    from ledger.rules.law.book import RuleBook


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedRegime:
    """A pollutant of a project whose regime changes; None is no law on the day of the request.

    ``pollutant`` is None for the project as a whole.
    """

    project: str
    pollutant: Pollutant | None
    before: Regime | None
    after: Regime | None


def changed_regimes(projects: Iterable[Project], *, before: RuleBook, after: RuleBook) -> Iterator[ChangedRegime]:
    """Yield every pollutant of every project whose regime differs under the two books, the whole project first."""
    for project in projects:
        former, later = _regimes(project, book=before), _regimes(project, book=after)
        for name in dict.fromkeys((*former, *later)):
            if former.get(name) is not later.get(name):
                yield ChangedRegime(project=project.id, pollutant=name, before=former.get(name), after=later.get(name))


def _regimes(project: Project, *, book: RuleBook) -> Mapping[Pollutant | None, Regime]:
    try:
        found = classify(project_case(project), book=book)
    except NoProvisionInForce:
        return {}
    return {None: found.regime, **{pollutant: result.regime for pollutant, result in found.factors.items()}}
