"""What is posted: a tranche of rights, a reduction credit, or money.

The tranche is pollutant × area × term × origin. A balance of a pollutant on a day is the sum of the tranches
in force on that day, which is why a cap can be checked over time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from ledger.domain.encoding import join_code
from ledger.domain.pollutant import Pollutant


class UnitKind(StrEnum):
    """The three kinds of things that are counted."""

    RIGHT = "right"
    """An emission right, in grams a year for a term."""
    OFFSET = "offset"
    """A reduction credit, or the duty to deliver one, in grams a year."""
    MONEY = "money"
    """Money, in fen."""


class Origin(StrEnum):
    """How the first holder of a tranche got it; decides what may be done with it."""

    RESERVE_SALE = "reserve_sale"
    """Sold out of the government reserve: paid for."""
    UNKNOWN = "unknown"
    """Taken over from a record that does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One kind of thing that balances by itself; two units are never added."""

    kind: UnitKind
    pollutant: Pollutant | None = None
    area: str | None = None
    basin: str | None = None
    term_from: date | None = None
    term_to: date | None = None
    """First day after the term: terms are half-open."""
    origin: Origin | None = None

    @property
    def code(self) -> str:
        """Return the text that names this unit and no other; ``-`` stands where a member does not apply."""
        parts = (self.kind, self.pollutant, self.area, self.basin, self.term_from, self.term_to, self.origin)
        return join_code(*("-" if part is None else str(part) for part in parts))


MONEY: Final = Unit(kind=UnitKind.MONEY)
"""Chinese yuan, counted in fen."""
