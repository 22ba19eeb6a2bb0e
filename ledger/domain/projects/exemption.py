"""The exemption ledger of a branch (豁免台账): what it has to find a source for, and the sheets of retirement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from ledger.domain.values.encoding import join_code
from ledger.domain.values.pollutant import Pollutant


class ExemptionState(StrEnum):
    """Where an exempt pollutant of a project stands in the branch's ledger."""

    OPEN = "open"
    RETIRED = "retired"
    CANCELLED = "cancelled"
    """The project was abandoned or changed before its source was retired."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption:
    """One exempt pollutant of a project, in grams a year: the branch, not the builder, owes the source."""

    REGISTER: ClassVar[str] = "exemption"

    project: str
    area: str
    pollutant: Pollutant
    basin: str | None = None
    grams: int
    registered_on: date
    state: ExemptionState = ExemptionState.OPEN
    retired_on: date | None = None

    @property
    def owner(self) -> str:
        """Return the area: all that its branch owes is found together."""
        return self.area

    @property
    def subject(self) -> str:
        """Return what the register knows the exemption by."""
        return exemption_subject(project=self.project, pollutant=self.pollutant)


def exemption_subject(*, project: str, pollutant: Pollutant) -> str:
    """Return what the register knows an exemption by."""
    return join_code(project, pollutant)


@dataclass(frozen=True, slots=True, kw_only=True)
class RetirementLine:
    """Grams of one facility's credit that were retired for one pollutant of one project."""

    project: str
    pollutant: Pollutant
    facility: str
    grams: int
    """What covers the emission itself (C31)."""
    net_gain: int
    """What the ratio takes beyond it (C32)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetirementSheet:
    """The sheet of a branch for one period (核销单): a line for each project, pollutant and facility."""

    REGISTER: ClassVar[str] = "retirement_sheet"

    area: str
    through: date
    retired_on: date
    lines: tuple[RetirementLine, ...]

    @property
    def owner(self) -> str:
        """Return the area: all sheets of a branch are found together."""
        return self.area

    @property
    def subject(self) -> str:
        """Return what the register knows the sheet by: the last day of its period."""
        return self.through.isoformat()


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterExemption:
    """Enter the exempt pollutants of a project in the ledger of its branch."""

    effective_on: date
    project: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldForExemptions:
    """Hold credits that came into the branch's pool for the exemptions that still lack them."""

    effective_on: date
    area: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RetireExemptions:
    """Retire the credits held for exempt projects that were registered up to the last day of a period."""

    effective_on: date
    area: str
    through: date
