"""What a unit price pays for: the trap in every published price (rule PRICE-BASIS)."""

from __future__ import annotations

from enum import StrEnum

from ledger.errors import Message, say


class PriceBasis(StrEnum):
    """What a printed unit price pays for."""

    WHOLE_TERM = "per_tonne"
    """A tonne a year for the whole term."""
    YEAR = "per_tonne_year"
    """A tonne a year for one year: multiplied by the years of the term."""

    @property
    def words(self) -> Message:
        """Return the basis as it is told to people."""
        return {PriceBasis.WHOLE_TERM: say("元/吨（全期）"), PriceBasis.YEAR: say("元/吨·年")}[self]
