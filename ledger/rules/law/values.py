"""The typed values of provisions: comparisons with their limit, the scope test, the unit of exemption."""

from __future__ import annotations

import operator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Number = TypeVar("Number", int, Decimal)


class Comparison(StrEnum):
    """How a figure is compared with a limit; "≤ 0.1" and "< 0.1" are different law (LC25, LC23 art. 4)."""

    AT_MOST = "at_most"
    BELOW = "below"
    AT_LEAST = "at_least"
    ABOVE = "above"


_HOLDS: Final[Mapping[Comparison, Callable[[Any, Any], bool]]] = {
    Comparison.AT_MOST: operator.le,
    Comparison.BELOW: operator.lt,
    Comparison.AT_LEAST: operator.ge,
    Comparison.ABOVE: operator.gt,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound(Generic[Number]):
    """A limit together with its comparison; tonnes are integer grams, shares are exact Decimals."""

    comparison: Comparison
    limit: Number

    def holds(self, figure: Number) -> bool:
        """Return whether ``figure`` stands in this comparison to the limit."""
        return _HOLDS[self.comparison](figure, self.limit)


class ScopeMethod(StrEnum):
    """The tests of scope that the code knows; their functions are in ``ledger.rules.projects.scope_tests``."""

    SUM_BY_MEDIUM = "sum_by_medium"
    ANY_SINGLE_FACTOR = "any_single_factor"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeTest:
    """A test of scope by name, with its limits in grams: by medium, or by pollutant, as it needs them."""

    method: ScopeMethod
    limits: Mapping[str, Bound[int]]


class ExemptionUnit(StrEnum):
    """What the exemption speaks of: each factor by itself, or the project as a whole."""

    FACTOR = "factor"
    PROJECT = "project"

    @property
    def other(self) -> ExemptionUnit:
        """Return the reading that is not this one."""
        return ExemptionUnit.PROJECT if self is ExemptionUnit.FACTOR else ExemptionUnit.FACTOR
