"""What a project must still acquire, and what covers it of what it acquired."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ledger.domain.bookkeeping.account import account
from ledger.domain.bookkeeping.unit import Origin
from ledger.domain.claims.claim import RESTRICTED_ACCOUNTS
from ledger.domain.projects.acquired import Acquired, still_held
from ledger.domain.projects.milestone import Milestone, Step, latest
from ledger.domain.projects.project import Project
from ledger.domain.projects.project_traits import Regime
from ledger.domain.rights.award import Award
from ledger.domain.rights.transfer import Transfer
from ledger.rules.projects import need

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.domain.bookkeeping.unit import Unit
    from ledger.domain.rights.right_acts import DetermineSurplus
    from ledger.domain.values.pollutant import Pollutant
    from ledger.services.act import Facts


def still_needed(facts: Facts, project: Project) -> Mapping[need.Kind, int]:
    """Return what a project must still acquire of each pollutant and basin, in grams; below zero where it has more."""
    return need.still_needed(
        project,
        acquired=[each for each in _held_for_projects(facts, project.enterprise) if each.project == project.id],
        awards=facts.registers.all(Award),
        sales=facts.registers.all(Transfer),
    )


def acquired_by(facts: Facts, project: Project) -> Mapping[Pollutant, int]:
    """Return what covers a project of each pollutant: acquired for it and still held, in grams a year."""
    if next(iter(facts.registers.all(Acquired, owner=project.id)), None) is None:
        return {}
    return need.covering(project, _held_for_projects(facts, project.enterprise))


def needed_by_projects(facts: Facts, asked: DetermineSurplus) -> int:
    """Return what an enterprise acquired for its projects of the tranche's kind, and they still need, in grams.

    A project in production needs what was assessed for it: what it emits is known then.
    """
    kind = (asked.tranche.pollutant, asked.tranche.basin)
    held = _held_for_projects(facts, asked.enterprise)
    total = 0
    for project in _projects_of(facts, asked.enterprise):
        produces = latest(tuple(facts.registers.all(Milestone, owner=project.id)), Step.PRODUCTION) is not None
        if project.area == asked.area and not produces:
            wanted = sum(
                factor.increment
                for factor in project.factors_under(Regime.IN_SCOPE)
                if (factor.pollutant, factor.basin) == kind
            )
            total += min(need.covering(project, held).get(asked.tranche.pollutant, 0), wanted)
    return total


def _projects_of(facts: Facts, enterprise: str) -> tuple[Project, ...]:
    """Return the projects of an enterprise that were not given up, those first that were requested first."""
    projects = sorted(
        facts.registers.whose(Project, "enterprise", enterprise),
        key=lambda project: (project.requested_on, project.id),
    )
    return tuple(
        project
        for project in projects
        if latest(tuple(facts.registers.all(Milestone, owner=project.id)), Step.ABANDONED) is None
    )


def _held_for_projects(facts: Facts, enterprise: str) -> tuple[Acquired, ...]:
    """Return what an enterprise acquired for its projects and still holds; the same gram covers one of them."""

    def held(unit: Unit) -> int:
        paid_up = (replace(unit, origin=Origin.FIXED_PRICE),) if unit.origin is Origin.FREE else ()
        return sum(
            facts.balance(account(line, area=str(unit.area), holder=enterprise), each)
            for line in ("Q40", "Q41", *RESTRICTED_ACCOUNTS)
            for each in (unit, *paid_up)
        )

    acquired = (
        each for project in _projects_of(facts, enterprise) for each in facts.registers.all(Acquired, owner=project.id)
    )
    return still_held(acquired, held=held, on=facts.on)
