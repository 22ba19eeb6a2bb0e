"""Scales: whole numbers become lengths, and axes get round numbers."""

from __future__ import annotations

from typing import Final

_STEPS: Final = (1, 2, 5, 10)


def length(value: int, *, of: int, full: int) -> int:
    """Return the length of a value where ``of`` has the length ``full``, rounded half away from zero.

    What is not nothing is never drawn as nothing: it is at least one unit long.
    """
    if value == 0 or of == 0:
        return 0
    size = (2 * abs(value) * full + of) // (2 * of)
    return max(size, 1) * (1 if value > 0 else -1)


def step(highest: int, *, most: int) -> int:
    """Return a round step (1, 2 or 5 times a power of ten) of which at most ``most`` reach the highest value."""
    power = 1
    while True:
        for factor in _STEPS:
            if factor * power * most >= highest:
                return factor * power
        power *= 10


def ticks(highest: int, *, most: int = 5) -> list[int]:
    """Return round values from zero to the first that is not below the highest."""
    if highest <= 0:
        return [0]
    apart = step(highest, most=most)
    return [apart * place for place in range(-(-highest // apart) + 1)]
