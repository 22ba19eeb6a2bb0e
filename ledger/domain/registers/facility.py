"""Facilities: what emits, and whose reductions may be used once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ledger.domain.values.forms import CreditCode
from ledger.domain.values.worded import Worded
from ledger.errors import say


class FacilityState(Worded):
    """Whether a facility emits."""

    OPERATING = "operating", say("运行")
    CLOSED = "closed", say("已关停")
    RESTART_SUSPECTED = "restart_suspected", say("疑似复产")


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
