"""The closure of a plant, the yearly look whether it stays closed, and its restart.

A closure is one case: its tonnes go one way, into the credit pool or into the reserve, and never both (practice 1.3).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from ledger.domain.rights.held_tranche import TrancheGrams
from ledger.domain.values.encoding import join_code
from ledger.domain.values.forms import FineGrams, Remark
from ledger.domain.values.pollutant import Pollutant
from ledger.domain.values.worded import Worded
from ledger.errors import say


class ClosureRoute(Worded):
    """Where the tonnes of a closed plant go."""

    POOL = "pool", say("转入减排量库")
    """Into the credit pool, as reduction credit."""
    RESERVE = "reserve", say("转入政府储备")
    """Into the government reserve, as rights: reclaimed without compensation, or bought back."""


class ClosureState(StrEnum):
    """What became of a closure."""

    CLOSED = "closed"
    RESTARTED = "restarted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """The closure of a facility for one pollutant; ``tranches`` are what its enterprise gave up."""

    REGISTER: ClassVar[str] = "closure"

    facility: str
    pollutant: Pollutant
    route: ClosureRoute
    tranches: tuple[TrancheGrams, ...]
    closed_on: date
    document: str
    state: ClosureState = ClosureState.CLOSED

    @property
    def subject(self) -> str:
        """Return what the register knows the closure by."""
        return closure_subject(facility=self.facility, pollutant=self.pollutant)

    @property
    def grams(self) -> int:
        """Return the grams that were given up."""
        return sum(line.grams for line in self.tranches)


def closure_subject(*, facility: str, pollutant: Pollutant) -> str:
    """Return what the register knows the closure by."""
    return join_code(facility, pollutant)


class Finding(Worded):
    """What a look at a closed plant found."""

    CLOSED = "closed", say("保持关停")
    RESTART_SUSPECTED = "restart_suspected", say("疑似复产")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosureCheck:
    """A look at a closed plant, and the day by which the next one is due."""

    REGISTER: ClassVar[str] = "closure_check"

    facility: str
    checked_on: date
    finding: Finding
    officers: tuple[str, ...]
    site_record: str
    next_due_on: date

    @property
    def subject(self) -> str:
        """Return the facility: its last look is what is so."""
        return self.facility


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedPollutant:
    """What a closed plant gives up of one pollutant; without tranches, those that end first are taken first."""

    pollutant: Pollutant
    grams: FineGrams
    tranches: tuple[TrancheGrams, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseFacility:
    """Close a plant: one case, one route for all its pollutants.

    ``document`` is the closure order or the decision by which the permit was cancelled.
    """

    effective_on: date
    facility: str
    route: ClosureRoute
    pollutants: tuple[ClosedPollutant, ...]
    document: str
    remark: Remark = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckClosure:
    """Record a look at a closed plant; a suspected restart suspends all its credit that is not yet used."""

    effective_on: date
    facility: str
    finding: Finding
    officers: tuple[str, ...]
    site_record: str
    remark: Remark = ""


class Restart(Worded):
    """How a closed plant came to run again."""

    LAWFUL = "lawful", say("经许可复产")
    """With leave: as far as its credit is unused, its right comes back."""
    UNLAWFUL = "unlawful", say("擅自复产")
    """Without leave: its credit was false, and what is used of it is owed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProveRestart:
    """Record that a closed plant, suspected before, runs again; ``document`` is the leave or the site record."""

    effective_on: date
    facility: str
    restart: Restart
    document: str
    remark: Remark = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseCredit:
    """Give back what was suspended, because the suspicion of a restart was cleared."""

    effective_on: date
    facility: str
    document: str
    remark: Remark = ""
