"""The tests of scope that a rule book may name: pure functions of the increments and the limits, in grams."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.domain.values.pollutant import Medium, Pollutant
from ledger.rules.law.values import ScopeMethod

if TYPE_CHECKING:
    from ledger.rules.law.values import Bound


@dataclass(frozen=True, slots=True, kw_only=True)
class Caught:
    """The comparison by which a test decides on one factor: what was compared, and whether it is in scope."""

    in_scope: bool
    of: Medium | Pollutant
    figure: int
    bound: Bound[int]


ScopeFunction = Callable[[Mapping[Pollutant, int], Mapping[str, "Bound[int]"]], Mapping[Pollutant, Caught]]


def sum_by_medium(increments: Mapping[Pollutant, int], limits: Mapping[str, Bound[int]]) -> Mapping[Pollutant, Caught]:
    """Catch the factors of a medium by the sum of all its increments, exempt ones included."""
    sums = sums_of(increments)
    return {
        pollutant: Caught(
            in_scope=limits[pollutant.medium].holds(sums[pollutant.medium]),
            of=pollutant.medium,
            figure=sums[pollutant.medium],
            bound=limits[pollutant.medium],
        )
        for pollutant in increments
    }


def any_single_factor(
    increments: Mapping[Pollutant, int], limits: Mapping[str, Bound[int]]
) -> Mapping[Pollutant, Caught]:
    """Catch every factor of a project of which any single one is above its limit.

    A factor that is not above its own limit is decided by the first one that is, or by itself if none is.
    """
    own = {
        pollutant: Caught(in_scope=limits[pollutant].holds(grams), of=pollutant, figure=grams, bound=limits[pollutant])
        for pollutant, grams in increments.items()
    }
    above = next((caught for caught in own.values() if caught.in_scope), None)
    return {pollutant: caught if caught.in_scope or above is None else above for pollutant, caught in own.items()}


TESTS: Final[Mapping[ScopeMethod, ScopeFunction]] = {
    ScopeMethod.SUM_BY_MEDIUM: sum_by_medium,
    ScopeMethod.ANY_SINGLE_FACTOR: any_single_factor,
}
"""The tests that a rule book may name."""


def sums_of(increments: Mapping[Pollutant, int]) -> Mapping[Medium, int]:
    """Return the sum of the increments of each medium in grams."""
    return {
        medium: sum(grams for pollutant, grams in increments.items() if pollutant.medium is medium) for medium in Medium
    }
