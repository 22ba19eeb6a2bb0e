"""Facilities: what emits, and whose reductions may be used once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from ledger.domain.values.forms import CreditCode
from ledger.errors import Message, say


class FacilityState(StrEnum):
    """Whether a facility emits."""

    OPERATING = "operating"
    CLOSED = "closed"
    RESTART_SUSPECTED = "restart_suspected"

    @property
    def words(self) -> Message:
        """Return the state as it is told to people."""
        return {
            FacilityState.OPERATING: say("运行"),
            FacilityState.CLOSED: say("已关停"),
            FacilityState.RESTART_SUSPECTED: say("疑似复产"),
        }[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facility:
    """A facility of an enterprise, or of nobody registered (``enterprise`` is then None)."""

    REGISTER: ClassVar[str] = "facility"

    id: str
    name: str
    area: str
    enterprise: str | None = None
    basin: str | None = None
    """The basin that it discharges into, where it discharges water."""
    state: FacilityState = FacilityState.OPERATING

    @property
    def subject(self) -> str:
        """Return what the register knows the facility by."""
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterFacility:
    """Register a facility that emits."""

    effective_on: date
    id: str
    name: str
    area: str
    enterprise: CreditCode | None = None
    basin: str | None = None
