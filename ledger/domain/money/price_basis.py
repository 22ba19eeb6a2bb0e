"""What a unit price pays for: the trap in every published price (rule PRICE-BASIS)."""

from __future__ import annotations

from ledger.domain.values.worded import Worded
from ledger.errors import say


class PriceBasis(Worded):
    """What a printed unit price pays for."""

    WHOLE_TERM = "per_tonne", say("元/吨（全期）")
    """A tonne a year for the whole term."""
    YEAR = "per_tonne_year", say("元/吨·年")
    """A tonne a year for one year: multiplied by the years of the term."""
