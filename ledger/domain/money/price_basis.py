"""What a unit price pays for: the trap in every published price (rule PRICE-BASIS)."""

from __future__ import annotations

from enum import StrEnum


class PriceBasis(StrEnum):
    """What a printed unit price pays for."""

    WHOLE_TERM = "per_tonne"
    """A tonne a year for the whole term."""
    YEAR = "per_tonne_year"
    """A tonne a year for one year: multiplied by the years of the term."""
