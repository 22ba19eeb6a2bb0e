"""What the intake of a project is judged on, and when projects of one owner or site add up to more than an exemption.

Source: LC25 art. 3, 4; the change of the table of three accounts is that of the EIA's own form; splitting is flagged
and never refused (assumption ASSUME-25).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ledger.domain.law.ground import unmet
from ledger.domain.projects.project import FactorRegime, IntakeProject, Project, RelatedProject
from ledger.domain.registers.area import Area
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.registers.facility import Facility
from ledger.domain.values.calendar import months_after
from ledger.domain.values.pollutant import Pollutant
from ledger.domain.values.quantity import INCREMENT_DECIMALS, format_tonnes
from ledger.errors import Breach, say
from ledger.rules.judge import Check
from ledger.rules.law import keys
from ledger.rules.law.book import RuleBook
from ledger.rules.projects.scope import Classification, ProjectCase, classify
from ledger.rules.registers.area import basin_breach
from ledger.rules.registers.enterprise import inactive


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeCase:
    """A project as it comes in; ``classification`` is None where no trading rules are in force on its day.

    ``existing`` are the facilities at which its table takes something away, by number, as far as they are registered.
    """

    asked: IntakeProject
    area_: Area
    enterprise: Enterprise
    classification: Classification | None
    adds_up_with: tuple[str, ...]
    existing: Mapping[str, Facility]

    @property
    def area(self) -> str:
        """Return the project's area: its branch takes it in (LC25 art. 6)."""
        return self.asked.area


def project_case(asked: IntakeProject | Project) -> ProjectCase:
    """Return what a project is classified on."""
    return ProjectCase(
        id=asked.id,
        on=asked.requested_on,
        nature=asked.nature,
        increments={line.pollutant: line.increment for line in asked.table},
        voluntary=asked.voluntary,
        discharge=asked.discharge,
        category=asked.category,
        excluded_pollutants=asked.excluded_pollutants,
    )


def law_is_in_force(case: IntakeCase, book: RuleBook) -> Breach | None:
    """Refuse a project of a day on which no trading rules were in force."""
    if case.classification is None:
        classify(project_case(case.asked), book=book)
    return None


def enterprise_is_active(case: IntakeCase, book: RuleBook) -> Breach | None:
    """Refuse a project of an enterprise that has ended."""
    del book
    return inactive(case.enterprise)


def request_has_come(case: IntakeCase, book: RuleBook) -> Breach | None:
    """Refuse a request for assessment later than its intake."""
    del book
    asked = case.asked
    if asked.requested_on <= asked.effective_on:
        return None
    return unmet(
        code="project.requested_later",
        detail=say("申请核定日{requested}晚于登记日{day}", requested=asked.requested_on, day=asked.effective_on),
    )


def names_each_pollutant_once(case: IntakeCase, book: RuleBook) -> Breach | None:
    """Refuse a table without a line, or with two lines for one pollutant."""
    del book
    named = [line.pollutant for line in case.asked.table]
    if named and len(named) == len(set(named)):
        return None
    return unmet(
        code="table.lines",
        detail=say(
            "三本账表共{lines}行、{pollutants}种污染物；每种污染物应恰有一行",
            lines=len(named),
            pollutants=len(set(named)),
        ),
    )


def names_its_basins(case: IntakeCase, book: RuleBook) -> tuple[Breach, ...]:
    """Refuse a water pollutant without a basin of the area (G38)."""
    found = (
        basin_breach(line.pollutant, line.basin, area=case.area_, on=case.asked.effective_on, book=book)
        for line in case.asked.table
    )
    return tuple(each for each in found if each is not None)


def adds_up(case: IntakeCase, book: RuleBook) -> tuple[Breach, ...]:
    """Refuse a line whose stated whole plant is not what its other columns make."""
    del book
    return tuple(
        unmet(
            code="table.sum",
            detail=say(
                "{pollutant}：现有+在建+本项目−以新带老={computed}吨/年，与表中的全厂排放量{stated}吨/年不符",
                pollutant=line.pollutant.words,
                computed=format_tonnes(computed, decimals=INCREMENT_DECIMALS),
                stated=format_tonnes(stated, decimals=INCREMENT_DECIMALS),
            ),
        )
        for line in case.asked.table
        if (computed := line.computed_after) is not None
        and (stated := line.whole_plant_after) is not None
        and computed != stated
    )


def replaces_at_a_facility(case: IntakeCase, book: RuleBook) -> tuple[Breach, ...]:
    """Refuse to count a reduction (以新带老) at no facility, or at another's: its card shows the use (practice 6.2)."""
    del book
    return tuple(
        unmet(
            code="table.replaced_at",
            detail=say(
                "{pollutant}：以新带老削减{replaced}吨/年须写明削减所在的本企业已登记设施，现为“{facility}”",
                pollutant=line.pollutant.words,
                replaced=format_tonnes(line.replaced, decimals=INCREMENT_DECIMALS),
                facility=line.replaced_at or say("（未填）"),
            ),
        )
        for line in case.asked.table
        if line.replaced and not _is_own(case, line.replaced_at)
    )


def _is_own(case: IntakeCase, number: str | None) -> bool:
    """Return whether a facility is the enterprise's, or that of nobody registered."""
    found = None if number is None else case.existing.get(number)
    return found is not None and found.enterprise in {None, case.asked.enterprise}


def says_why(case: IntakeCase, book: RuleBook) -> tuple[Breach, ...]:
    """Refuse a column left open without the reason and the day by which it is filled."""
    del book
    return tuple(
        unmet(
            code="table.unexplained",
            detail=say("{pollutant}有未填的列；须写明原因和补填日期", pollutant=line.pollutant.words),
        )
        for line in case.asked.table
        if not line.complete and not (line.unknown_because and line.fill_by)
    )


def fills_it_later(case: IntakeCase, book: RuleBook) -> tuple[Breach, ...]:
    """Refuse to fill an open column by a day that has passed already."""
    del book
    on = case.asked.effective_on
    return tuple(
        unmet(
            code="table.fill_by",
            detail=say(
                "{pollutant}的补填日期{fill_by}早于登记日{day}",
                pollutant=line.pollutant.words,
                fill_by=line.fill_by,
                day=on,
            ),
        )
        for line in case.asked.table
        if line.fill_by is not None and line.fill_by < on
    )


CHECKS: Final[tuple[Check[IntakeCase], ...]] = (
    law_is_in_force,
    enterprise_is_active,
    request_has_come,
    names_each_pollutant_once,
    names_its_basins,
    adds_up,
    replaces_at_a_facility,
    says_why,
    fills_it_later,
)


def adding_up(asked: IntakeProject, related: Sequence[RelatedProject], *, book: RuleBook) -> tuple[str, ...]:
    """Return the projects that together with this one pass an exemption limit that one of them keeps alone.

    Compared are the projects requested within any stretch of ``exemption.splitting_months`` that holds this one.
    """
    months = book.provision(keys.EXEMPTION_SPLITTING_MONTHS, on=asked.requested_on).value
    limits = book.provision(keys.EXEMPTION_LIMIT, on=asked.requested_on).value
    own = {line.pollutant: line.increment for line in asked.table if line.increment}
    found: set[str] = set()
    for first in {asked.requested_on, *(other.requested_on for other in related)}:
        behind = months_after(first, months)
        if first <= asked.requested_on < behind:
            group = [other for other in related if first <= other.requested_on < behind]
            for pollutant, grams in own.items():
                others = {other.project: _increment(other.factors, pollutant) for other in group}
                alone = any(grams and limits[pollutant].holds(grams) for grams in (grams, *others.values()))
                if alone and not limits[pollutant].holds(grams + sum(others.values())):
                    found |= {project for project, added in others.items() if added}
    return tuple(sorted(found))


def _increment(factors: Sequence[FactorRegime], pollutant: Pollutant) -> int:
    return sum(factor.increment for factor in factors if factor.pollutant is pollutant)


def factor_regimes(
    classification: Classification, *, basins: Mapping[Pollutant, str | None]
) -> tuple[FactorRegime, ...]:
    """Return a classification as it is registered with the project."""
    other = classification.other_reading
    return tuple(
        FactorRegime(
            pollutant=pollutant,
            basin=basins[pollutant],
            increment=result.increment,
            regime=result.regime,
            provision=result.provision.key,
            instrument=result.provision.instrument.id,
            article=result.provision.article,
            authority=result.provision.authority,
            reason=str(result.reason),
            other_reading=other.factors.get(pollutant) if other else None,
        )
        for pollutant, result in classification.factors.items()
    )
