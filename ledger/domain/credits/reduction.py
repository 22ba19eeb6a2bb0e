"""Reductions of emission: reported when finished, verified on a sheet, recognised as credit.

Source: HF197 part 3: the reduction is the base-year emission less the emission after the measure. What is finished and
not yet verified is kept apart in a list and counts nowhere (rule RS-06).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ledger.domain.values.forms import FineGrams, Remark, Year
from ledger.domain.values.pollutant import Pollutant
from ledger.domain.values.worded import Worded
from ledger.errors import say


class Measure(Worded):
    """What the reduction comes from."""

    CLOSURE = "closure", say("关停")
    TREATMENT = "treatment", say("治理提升")
    """Better treatment of what is discharged."""
    TECHNICAL_CHANGE = "technical_change", say("技术改造")
    """Cleaner production or another fuel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedReduction:
    """A reduction that is finished by its owner's word, in grams a year; ``verified`` once a sheet was signed."""

    REGISTER: ClassVar[str] = "reported_reduction"

    facility: str
    pollutant: Pollutant
    measure: Measure
    grams: int
    finished_on: date
    document: str
    verified: bool = False

    @property
    def owner(self) -> str:
        """Return the facility: all its reports are found together."""
        return self.facility

    @property
    def subject(self) -> str:
        """Return what the register knows the report by within its facility."""
        return self.pollutant


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportReduction:
    """Put a finished reduction on the list of those that wait for verification."""

    effective_on: date
    facility: str
    pollutant: Pollutant
    measure: Measure
    grams: FineGrams
    finished_on: date
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyReduction:
    """Set or raise the verified reduction of a facility by a verification sheet (减排量核定单).

    Attributes:
        base_emission, emission_after: of a year before and after the measure, in grams a year.
        operating_since: when the facility was put into operation.
        officers: who signed the site record.
        site_record, sheet: numbers of the papers; the papers themselves are the act's evidence.

    """

    effective_on: date
    facility: str
    pollutant: Pollutant
    measure: Measure
    base_year: Year
    base_emission: FineGrams
    emission_after: FineGrams
    finished_on: date
    operating_since: date
    officers: tuple[str, ...]
    site_record: str
    sheet: str
    sewage_works: bool = False
    remark: Remark = ""

    @property
    def grams(self) -> int:
        """Return the reduction: base-year emission less the emission after the measure; negative if it rose."""
        return self.base_emission - self.emission_after

    @property
    def closes(self) -> bool:
        """Return whether the facility emits no more."""
        return self.measure is Measure.CLOSURE


@dataclass(frozen=True, slots=True, kw_only=True)
class RecogniseCredit:
    """Recognise a verified reduction of an unregistered source as credit in the pool of its area's branch."""

    effective_on: date
    facility: str
    pollutant: Pollutant
    grams: FineGrams
    document: str
