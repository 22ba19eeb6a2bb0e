"""Early draw (预支): a project counts on a reduction that comes later, at the latest before trial production."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from ledger.domain.projects.confirmation import CoverLine
from ledger.domain.values.forms import FineGrams
from ledger.domain.values.pollutant import Pollutant
from ledger.domain.values.worded import Worded
from ledger.errors import say


class EarlyDrawGround(Worded):
    """What lets a project draw early (HF197 part 3)."""

    CENTRAL_HEATING = "central_heating", say("集中供热替代")
    OWN_REPLACEMENT = "own_replacement", say("本厂以新带老")
    """In-plant 以新带老."""


class EarlyDrawState(StrEnum):
    """Where an early draw stands."""

    OUTSTANDING = "outstanding"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlyDraw:
    """One pollutant of a project that was drawn early, in grams a year, at the ratio of the day it was drawn."""

    REGISTER: ClassVar[str] = "early_draw"

    project: str
    area: str
    pollutant: Pollutant
    basin: str | None = None
    grams: int
    ratio: int
    ground: EarlyDrawGround
    document: str
    taken_on: date
    state: EarlyDrawState = EarlyDrawState.OUTSTANDING

    @property
    def owner(self) -> str:
        """Return the project: all that it drew is found together."""
        return self.project

    @property
    def subject(self) -> str:
        """Return what the register knows the draw by."""
        return self.pollutant.value


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeEarlyDraw:
    """Let a project count on a reduction to come, for one pollutant."""

    effective_on: date
    project: str
    pollutant: Pollutant
    grams: FineGrams
    ground: EarlyDrawGround
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverEarlyDraw:
    """Deliver the credits for an early draw, before trial production."""

    effective_on: date
    project: str
    cover: tuple[CoverLine, ...]
    term_starts: date | None = None
