"""In scope, exempt or ordinary: what the total-quantity-source rules make of a new project.

Source: LC23 art. 4, LC25 art. 4. A test of scope catches a group of factors, those of a medium or those of
the whole project, and the exemption takes the small ones out again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.projects.project_traits import Category, Discharge, Regime
from ledger.domain.values.pollutant import Medium, Pollutant
from ledger.rules.law import keys
from ledger.rules.law.values import ExemptionUnit
from ledger.rules.projects import scope_reasons
from ledger.rules.projects.scope_tests import TESTS, sums_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ledger.domain.projects.project_traits import Nature
    from ledger.errors import Message
    from ledger.rules.law.book import RuleBook
    from ledger.rules.law.provision import Provision
    from ledger.rules.law.values import Bound, ScopeTest
    from ledger.rules.projects.scope_tests import Caught

_STRICTNESS: Final = tuple(Regime)
"""From the mildest to the strictest, in the order of definition."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectCase:
    """All that a project is classified on."""

    id: str
    """The asker's own name for the project."""
    on: date
    """The day of the request for assessment, which decides the law (``scope.date``)."""
    nature: Nature
    increments: Mapping[Pollutant, int]
    """New annual emission after 以新带老, in grams; zero where there is nothing new."""
    voluntary: bool = False
    discharge: Discharge = Discharge.DIRECT
    category: Category = Category.INDUSTRY
    excluded_pollutants: bool = False
    """Whether heavy metals, toxic or emerging pollutants are among what it emits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorResult:
    """What one factor of a project is subject to, and why."""

    regime: Regime
    increment: int
    reason: Message
    provision: Provision[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherReading:
    """What the reading of the exemption that was not taken would give, where that is another result."""

    unit: ExemptionUnit
    regime: Regime
    factors: Mapping[Pollutant, Regime]
    """Only the factors whose regime differs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """The result for one project; ``reason`` stands only where the rules do not apply to it."""

    id: str
    regime: Regime
    sums: Mapping[Medium, int]
    factors: Mapping[Pollutant, FactorResult]
    provisions: tuple[Provision[Any], ...]
    reason: Message | None = None
    other_reading: OtherReading | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Law:
    """The provisions that decide on a project on its day."""

    test: Provision[ScopeTest]
    limits: Provision[Mapping[str, Bound[int]]]
    unit: Provision[str]
    voluntary: Provision[bool] | None
    """Asked only for a project that applies by itself."""
    excluded: Provision[bool] | None
    """Asked only for a project with excluded pollutants."""

    @property
    def asked(self) -> tuple[Provision[Any], ...]:
        every = (self.test, self.limits, self.unit, self.voluntary, self.excluded)
        return tuple(provision for provision in every if provision is not None)


def classify(case: ProjectCase, *, book: RuleBook) -> Classification:
    """Classify a project by the law of its day.

    :raises NoProvisionInForce: before the first rules of the city, 2023-11-01.
    """
    test = book.provision(keys.SCOPE_TEST, on=case.on)
    increments = {pollutant: case.increments[pollutant] for pollutant in Pollutant if case.increments.get(pollutant)}
    outside = _outside(case, increments, book)
    if outside is not None:
        reason, provision = outside
        return Classification(
            id=case.id,
            regime=Regime.NOT_APPLICABLE,
            sums=sums_of(increments),
            factors={},
            provisions=(provision,),
            reason=reason,
        )
    law = _Law(
        test=test,
        limits=book.provision(keys.EXEMPTION_LIMIT, on=case.on),
        unit=book.provision(keys.EXEMPTION_UNIT, on=case.on),
        voluntary=book.provision(keys.SCOPE_VOLUNTARY, on=case.on) if case.voluntary else None,
        excluded=(book.provision(keys.EXEMPTION_EXCLUDED_POLLUTANTS, on=case.on) if case.excluded_pollutants else None),
    )
    unit = ExemptionUnit(law.unit.value)
    factors = _results(increments, law, unit)
    return Classification(
        id=case.id,
        regime=_strictest(factors),
        sums=sums_of(increments),
        factors=factors,
        provisions=law.asked,
        other_reading=_other_reading(factors, _results(increments, law, unit.other), unit.other),
    )


def _outside(
    case: ProjectCase, increments: Mapping[Pollutant, int], book: RuleBook
) -> tuple[Message, Provision[Any]] | None:
    """Return why the rules do not speak of this project, or None."""
    if case.discharge is not Discharge.DIRECT:
        discharge = book.provision(keys.SCOPE_DISCHARGE, on=case.on)
        if case.discharge not in discharge.value:
            return scope_reasons.discharge_outside(discharge), discharge
    if case.category is not Category.INDUSTRY:
        categories = book.provision(keys.SCOPE_EXCLUDED_CATEGORIES, on=case.on)
        if case.category in categories.value:
            return scope_reasons.category_outside(case.category, categories), categories
    if not increments:
        measure = book.provision(keys.SCOPE_MEASURE, on=case.on)
        return scope_reasons.nothing_new(measure), measure
    return None


def _results(increments: Mapping[Pollutant, int], law: _Law, unit: ExemptionUnit) -> Mapping[Pollutant, FactorResult]:
    """Judge every factor under one reading of the exemption."""
    caught = TESTS[law.test.value.method](increments, law.test.value.limits)
    above = [pollutant for pollutant, grams in increments.items() if not law.limits.value[pollutant].holds(grams)]
    results: dict[Pollutant, FactorResult] = {}
    for pollutant, grams in increments.items():
        small = pollutant not in above
        exemption = scope_reasons.exemption(pollutant, grams, law.limits)
        if law.excluded is not None and law.excluded.value:
            exemption, small = scope_reasons.excluded(exemption, law.excluded), False
        elif small and unit is ExemptionUnit.PROJECT and above:
            exemption, small = scope_reasons.project_not_exempt(exemption, above[0], law.unit), False
        results[pollutant] = (
            FactorResult(regime=Regime.EXEMPT, increment=grams, reason=exemption, provision=law.limits)
            if small
            else _not_exempt(grams, caught[pollutant], exemption, law)
        )
    return results


def _not_exempt(grams: int, caught: Caught, exemption: Message, law: _Law) -> FactorResult:
    """Judge a factor that is not exempt: by the test, then by the project's own wish."""
    reason = scope_reasons.tested(exemption, caught, law.test)
    ordinary = FactorResult(regime=Regime.ORDINARY, increment=grams, reason=reason, provision=law.test)
    if caught.in_scope:
        return replace(ordinary, regime=Regime.IN_SCOPE)
    if law.voluntary is None:
        return ordinary
    wish = scope_reasons.voluntary(reason, law.voluntary)
    if not law.voluntary.value:
        return replace(ordinary, reason=wish)
    return replace(ordinary, regime=Regime.IN_SCOPE, reason=wish, provision=law.voluntary)


def _strictest(factors: Mapping[Pollutant, FactorResult]) -> Regime:
    return max((result.regime for result in factors.values()), key=_STRICTNESS.index)


def _other_reading(
    taken: Mapping[Pollutant, FactorResult], other: Mapping[Pollutant, FactorResult], unit: ExemptionUnit
) -> OtherReading | None:
    differing = {
        pollutant: result.regime for pollutant, result in other.items() if result.regime is not taken[pollutant].regime
    }
    if not differing:
        return None
    return OtherReading(unit=unit, regime=_strictest(other), factors=differing)
