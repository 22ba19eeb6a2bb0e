"""Absences, and who stands in meanwhile (AB 角): every post has two who know it (practice §5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ledger.domain.values.forms import Remark


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """A person is away from ``first`` to ``last``, both included, and ``deputy`` stands in.

    The last one that was registered of a person counts; one that ends early is registered again with another last day.
    """

    REGISTER: ClassVar[str] = "absence"

    person: str
    deputy: str
    first: date
    last: date
    reason: Remark = ""
    noted_by: str
    """Who entered it: the person, or a reviewer of his office."""

    @property
    def subject(self) -> str:
        """Return what the register knows the absence by: whoever is away."""
        return self.person

    def covers(self, day: date) -> bool:
        """Return whether the person is away on a day."""
        return self.first <= day <= self.last

    def overlaps(self, first: date, last: date) -> bool:
        """Return whether the person is away on any of the days from the first to the last."""
        return self.first <= last and first <= self.last
