"""Offsets: how much credit a need takes at a ratio, from which facilities, and what part of it covers the need.

Source: HF197 part 3; practice: Q15 and C32 take what a ratio above one adds. Ratios are integers in 1/10,000.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ledger.domain.bookkeeping.unit import Unit, credit
from ledger.domain.values.pollutant import Pollutant

RATIO_SCALE: Final = 10_000
ONE_TO_ONE: Final = RATIO_SCALE


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Grams of one facility's credit for one need.

    ``area`` is where the facility stands, and where its right fell away; ``backed`` says whether there was one.
    """

    facility: str
    grams: int
    area: str
    backed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion:
    """Of one source: what covers the need itself, and what the ratio takes beyond it."""

    source: Source
    covering: int
    net_gain: int


def required(grams: int, ratio: int) -> int:
    """Return the credit that a need takes, in whole grams, never less than need × ratio."""
    return -(-grams * ratio // RATIO_SCALE)


def portions(sources: Sequence[Source], *, need: int) -> tuple[Portion, ...]:
    """Return which part of each source covers the need; sources with a right behind them cover it first."""
    left = need
    found = []
    for source in sorted(sources, key=lambda source: (not source.backed, source.facility)):
        covering = min(left, source.grams)
        left -= covering
        found.append(Portion(source=source, covering=covering, net_gain=source.grams - covering))
    return tuple(found)


def unit_of(source: Source, *, pollutant: Pollutant, area: str, basin: str | None) -> Unit:
    """Return the unit in which a source's credit lies in the pool of an area."""
    return credit(pollutant, area=area, basin=basin, source=source.facility)
