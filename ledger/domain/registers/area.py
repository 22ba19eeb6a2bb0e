"""The areas of the city, and the basins that its waters belong to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

WHOLE_CITY: Final = "全市"
"""Stands where an act belongs to no single area: only the offices of the city handle it. No area bears the name."""
PROVINCE: Final = "省级"
"""The area of the accounts that show what the province was given. No area bears the name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """An area with its own branch, or the city itself, which keeps the balancing pool.

    ``basins`` are the basins whose waters run through the area; a water right names one of them. ``code`` is the
    administrative code (GB/T 2260), which development zones do not have. ``office`` is the name under which the
    environment office of the area signs: of the city the bureau, whose books these are; of an area its branch.
    """

    REGISTER: ClassVar[str] = "area"

    name: str
    basins: tuple[str, ...] = ()
    city: bool = False
    code: str | None = None
    office: str | None = None

    @property
    def subject(self) -> str:
        """Return what the register knows the area by."""
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterArea:
    """Register an area, or more of one that is registered: what is said of it takes the place of what was."""

    effective_on: date
    name: str
    basins: tuple[str, ...] = ()
    city: bool = False
    code: str | None = None
    office: str | None = None
