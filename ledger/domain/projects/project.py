"""Construction projects as they were taken in, with the regime of each pollutant, and the command for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from ledger.domain.projects.eia_table import TableLine
from ledger.domain.projects.project_traits import Category, Discharge, Nature, Regime
from ledger.domain.values.encoding import join_code
from ledger.domain.values.forms import CreditCode
from ledger.domain.values.pollutant import Pollutant


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorRegime:
    """What one pollutant of a project is subject to, by which provision, and why."""

    pollutant: Pollutant
    basin: str | None = None
    increment: int
    """Grams a year, above zero."""
    regime: Regime
    provision: str
    instrument: str
    article: str
    authority: str
    reason: str
    other_reading: Regime | None = None
    """The regime under the reading of the exemption that was not taken, where it is another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A construction project and its classification by the law of the day on which assessment was requested."""

    REGISTER: ClassVar[str] = "project"

    id: str
    area: str
    enterprise: str
    """Credit code: holds the rights."""
    legal_person: str
    """Credit code of the legal person behind the enterprise."""
    site: str
    name: str
    nature: Nature
    category: Category
    discharge: Discharge
    voluntary: bool
    excluded_pollutants: bool
    requested_on: date
    table: tuple[TableLine, ...]
    regime: Regime
    factors: tuple[FactorRegime, ...]
    reason: str | None = None
    """Why the rules do not apply to it, where they do not."""
    adds_up_with: tuple[str, ...] = ()
    """Projects of the same legal person or site that together with this one pass an exemption limit."""

    @property
    def subject(self) -> str:
        """Return what the register knows the project by."""
        return self.id

    @property
    def complete(self) -> bool:
        """Return whether every column of the table is known."""
        return all(line.complete for line in self.table)

    def factors_under(self, regime: Regime) -> tuple[FactorRegime, ...]:
        """Return the pollutants under one regime."""
        return tuple(factor for factor in self.factors if factor.regime is regime)


class Relation(StrEnum):
    """What two projects may have in common."""

    LEGAL_PERSON = "legal_person"
    SITE = "site"


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedProject:
    """A project in the list of its legal person, or of its site: all of one are found together."""

    REGISTER: ClassVar[str] = "related_project"

    relation: Relation
    of: str
    """The legal person's credit code, or the site."""
    project: str
    requested_on: date
    factors: tuple[FactorRegime, ...]

    @property
    def owner(self) -> str:
        """Return the list that the project stands in."""
        return related_to(self.relation, self.of)

    @property
    def subject(self) -> str:
        """Return what the register knows the project by."""
        return self.project


def related_to(relation: Relation, of: str) -> str:
    """Return the name of the list of a legal person or a site."""
    return join_code(relation, of)


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeProject:
    """Take in a project from its EIA, or take it in again with a corrected or completed table."""

    effective_on: date
    id: str
    area: str
    enterprise: CreditCode
    legal_person: CreditCode
    site: str
    name: str
    nature: Nature
    category: Category = Category.INDUSTRY
    discharge: Discharge = Discharge.DIRECT
    voluntary: bool = False
    excluded_pollutants: bool = False
    requested_on: date
    table: tuple[TableLine, ...]
