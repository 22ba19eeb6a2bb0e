"""The cap of a pollutant in an area, and the command that sets it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ledger.domain.values.encoding import join_code
from ledger.domain.values.forms import Grams
from ledger.domain.values.pollutant import Pollutant
from ledger.domain.values.worded import Worded
from ledger.errors import say


class CapKind(Worded):
    """What was published about the total."""

    ABSOLUTE = "absolute", say("公布了总量")
    REDUCTION_TASK = "reduction_task", say("只公布减排任务")
    """Only tonnes to be reduced were published (减排任务); the cap is the base emission less the task."""
    NONE_PUBLISHED = "none_published", say("未公布总量")
    """No total was published: what can be given out is what the reserve and the credit pool hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """The cap in force of one pollutant in one area, and for water in one basin, in grams a year."""

    REGISTER: ClassVar[str] = "cap"

    area: str
    pollutant: Pollutant
    basin: str | None = None
    kind: CapKind
    grams: Grams
    document: str
    base: Grams | None = None
    """Emission of the base year, where a reduction task was published."""
    task: Grams | None = None
    """Tonnes a year to be reduced, where a reduction task was published."""

    @property
    def subject(self) -> str:
        """Return what the register knows the cap by."""
        return cap_subject(area=self.area, pollutant=self.pollutant, basin=self.basin)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetCap:
    """Set the cap of a pollutant in an area to a new amount, or lower it as far as it is not given out."""

    effective_on: date
    area: str
    pollutant: Pollutant
    basin: str | None = None
    kind: CapKind
    grams: Grams
    document: str
    base: Grams | None = None
    task: Grams | None = None


def cap_subject(*, area: str, pollutant: Pollutant, basin: str | None) -> str:
    """Return what the register knows the cap by."""
    return join_code(area, pollutant, basin or "-")
