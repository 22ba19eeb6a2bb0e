"""What an enterprise must buy: its projects in scope that are not covered, up to which gate, and whether it may buy.

Quantities are grams a year.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.unit import Origin, Unit
from ledger.domain.claims.claim import RESTRICTED_ACCOUNTS
from ledger.domain.money.fee import Fee
from ledger.domain.projects.acquired import Acquired, still_held
from ledger.domain.projects.confirmation import Confirmation, ConfirmationState
from ledger.domain.projects.milestone import Milestone, Step, latest
from ledger.domain.projects.project import FactorRegime, Project
from ledger.domain.projects.project_traits import Regime
from ledger.domain.registers.area import Area
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.rights.award import Award, AwardMethod, MakeAward
from ledger.domain.rights.transfer import Transfer
from ledger.errors import Breach
from ledger.projections.accounts.balances import balances
from ledger.projections.enterprise.records import records_of
from ledger.rules.judge import Check, breaches_of
from ledger.rules.law import keys
from ledger.rules.law.provision import Provision
from ledger.rules.projects.milestone import GATES
from ledger.rules.projects.need import Kind, covering, still_needed
from ledger.rules.rights.award import AwardCase, buyer_has_no_arrears, buyer_is_active
from ledger.store.registers import Registers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ledger.projections.view import View
    from ledger.rules.law.book import RuleBook

_OF_THE_BUYER: Final[tuple[Check[AwardCase], ...]] = (buyer_is_active, buyer_has_no_arrears)


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedLine:
    """One pollutant in scope: its increment, what was delivered, what is bought and not delivered, what is missing."""

    factor: FactorRegime
    acquired: int
    underway: int
    missing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectNeed:
    """A project with what it must still acquire.

    Attributes:
        gate: the milestone before which it must be there, by the provision ``law``.
        passed: whether that milestone is behind it.
        deadline: the last day on which the EIA can be approved on the confirmation, where that is the gate.

    """

    project: Project
    lines: tuple[NeedLine, ...]
    gate: Step
    law: Provision[Any]
    passed: bool
    deadline: date | None

    @property
    def missing(self) -> bool:
        """Return whether anything is missing."""
        return any(line.missing > 0 for line in self.lines)

    @property
    def open(self) -> bool:
        """Return whether anything is missing, or bought and not delivered."""
        return self.missing or any(line.underway > 0 for line in self.lines)


def needs_of(view: View, enterprise: str, *, book: RuleBook, on: date) -> tuple[ProjectNeed, ...]:
    """Return the projects of an enterprise that have something in scope and were not given up, by number.

    :param enterprise: credit code.
    :raises NoProvisionInForce: no text names the gate on that day.
    """
    projects = records_of(view, Project, member="enterprise", value=enterprise)
    return needs_of_projects(view, projects, own=projects, enterprise=enterprise, book=book, on=on)


def needs_of_projects(
    view: View,
    projects: Iterable[Project],
    *,
    own: Iterable[Project],
    enterprise: str,
    book: RuleBook,
    on: date,
) -> tuple[ProjectNeed, ...]:
    """Return the same of some projects of an enterprise.

    :param own: all of its projects: what it holds covers the earlier ones first.
    :raises NoProvisionInForce: no text names the gate on that day.
    """
    registers = Registers(view)
    held = acquired_and_held(view, own, enterprise=enterprise, on=on)
    awards = records_of(view, Award, member="buyer", value=enterprise)
    sales = records_of(view, Transfer, member="buyer", value=enterprise)
    found = []
    for project in projects:
        milestones = tuple(registers.all(Milestone, owner=project.id))
        if project.factors_under(Regime.IN_SCOPE) and latest(milestones, Step.ABANDONED) is None:
            acquired = [each for each in held if each.project == project.id]
            missing = still_needed(project, acquired=acquired, awards=awards, sales=sales)
            confirmation = registers.find(Confirmation, project.id)
            lines = _lines(project, acquired, missing=missing)
            found.append(_need(project, lines, milestones, confirmation, book=book, on=on))
    return tuple(found)


def acquired_and_held(view: View, own: Iterable[Project], *, enterprise: str, on: date) -> tuple[Acquired, ...]:
    """Return what an enterprise acquired for its projects that were not given up, as far as it holds it still."""
    registers = Registers(view)
    standing = (
        project for project in own if latest(tuple(registers.all(Milestone, owner=project.id)), Step.ABANDONED) is None
    )
    projects = sorted(standing, key=lambda project: (project.requested_on, project.id))
    acquired = [each for project in projects for each in registers.all(Acquired, owner=project.id)]
    amounts: dict[Unit, int] = {}
    for row in balances(view, holder=enterprise, charts=("Q40", "Q41", *RESTRICTED_ACCOUNTS)) if acquired else ():
        amounts[row.unit] = amounts.get(row.unit, 0) + row.amount

    def held(unit: Unit) -> int:
        paid_up = replace(unit, origin=Origin.FIXED_PRICE) if unit.origin is Origin.FREE else None
        return amounts.get(unit, 0) + (0 if paid_up is None else amounts.get(paid_up, 0))

    return still_held(acquired, held=held, on=on)


def buying_breaches(
    view: View, buyer: Enterprise, *, overdue: int, area: str, book: RuleBook, on: date
) -> tuple[Breach, ...]:
    """Return what stands against an enterprise buying out of the reserve today: that it has ended, or is late to pay.

    :param overdue: what it owes past the last day of payment, in fen.
    """
    registered = Registers(view).find(Area, area)
    asked = MakeAward(
        effective_on=on,
        id="",
        area=area,
        buyer=buyer.credit_code,
        method=AwardMethod.PLATFORM,
        lines=(),
        contracted_on=on,
        document="",
    )
    case = AwardCase(
        asked=asked,
        area_=registered or Area(name=area),
        known=None,
        number_taken=False,
        buyer=buyer,
        overdue=overdue,
        project=None,
        wanting={},
        starts=on,
        years=1,
        lots={},
        standards={},
        fee=Fee(lines=()),
    )
    return breaches_of(case, checks=_OF_THE_BUYER, book=book)


def _lines(project: Project, acquired: Iterable[Acquired], *, missing: Mapping[Kind, int]) -> tuple[NeedLine, ...]:
    had = covering(project, acquired)
    return tuple(
        NeedLine(
            factor=factor,
            acquired=had.get(factor.pollutant, 0),
            underway=factor.increment - had.get(factor.pollutant, 0) - missing.get((factor.pollutant, factor.basin), 0),
            missing=max(missing.get((factor.pollutant, factor.basin), 0), 0),
        )
        for factor in project.factors_under(Regime.IN_SCOPE)
    )


def _need(
    project: Project,
    lines: tuple[NeedLine, ...],
    milestones: tuple[Milestone, ...],
    confirmation: Confirmation | None,
    *,
    book: RuleBook,
    on: date,
) -> ProjectNeed:
    law = book.provision(keys.SOURCE_GATE, on=on)
    issued = confirmation if confirmation is not None and confirmation.state is ConfirmationState.ISSUED else None
    gate = GATES[issued.gate if issued is not None and issued.gate is not None else law.value]
    return ProjectNeed(
        project=project,
        lines=lines,
        gate=gate,
        law=law,
        passed=latest(milestones, gate) is not None,
        deadline=issued.valid_until if issued is not None and gate is Step.EIA_APPROVED else None,
    )
