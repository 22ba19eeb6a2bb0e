"""What is reported: a figure, the floor it is held against, and the goal it has to reach."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ledger.errors import Message

Numbers = dict[str, float]
Trial = Callable[[Path, int], Numbers]
"""A measurement in a folder with so many acts, or projects."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What a figure has to reach: a least or a greatest value, or a least share of the floor."""

    least: float | None = None
    greatest: float | None = None
    least_ratio: float | None = None

    def __str__(self) -> str:
        if self.least_ratio is not None:
            return f">= {self.least_ratio:g} x floor"
        return f">= {self.least:g}" if self.least is not None else f"<= {self.greatest:g}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured figure; ``words`` say what it is, and ``of`` names what it was measured on, if that was chosen."""

    name: str
    words: Message
    value: float
    unit: str
    floor: float | None = None
    goal: Goal | None = None
    of: str | None = None

    @property
    def ratio(self) -> float | None:
        """Return the value as a share of the floor."""
        return self.value / self.floor if self.floor else None

    @property
    def met(self) -> bool | None:
        """Return whether the goal is reached; None where there is none."""
        if self.goal is None:
            return None
        if self.goal.least_ratio is not None:
            return self.ratio is not None and self.ratio >= self.goal.least_ratio
        if self.goal.least is not None:
            return self.value >= self.goal.least
        return self.goal.greatest is not None and self.value <= self.goal.greatest

    def body(self) -> dict[str, Any]:
        """Return the figure as it is printed in JSON."""
        return {
            "name": self.name,
            "value": rounded(self.value),
            "unit": self.unit,
            "floor": None if self.floor is None else rounded(self.floor),
            "ratio": None if self.ratio is None else rounded(self.ratio),
            "goal": None if self.goal is None else str(self.goal),
            "met": self.met,
            "of": self.of,
        }


def rounded(value: float) -> float:
    """Return a value with three digits that mean something."""
    return float(f"{value:.3g}")
