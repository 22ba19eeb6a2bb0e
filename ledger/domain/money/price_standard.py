"""The published price standards: the fixed price of a tonne, and the floor of a public sale (CS61 art. 11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ledger.domain.money.price_basis import PriceBasis
from ledger.domain.values.forms import UnitPrice
from ledger.domain.values.pollutant import Pollutant


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceStandard:
    """The standard of one pollutant from a day on, until a later one takes its place.

    ``unit_price`` is in 1/10,000 yuan a tonne, for the whole term or for one year as ``basis`` says.
    """

    REGISTER: ClassVar[str] = "price_standard"

    pollutant: Pollutant
    unit_price: UnitPrice
    basis: PriceBasis
    from_day: date
    document: str

    @property
    def owner(self) -> str:
        """Return the pollutant: all its standards are found together."""
        return self.pollutant.value

    @property
    def subject(self) -> str:
        """Return the first day."""
        return self.from_day.isoformat()


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPriceStandard:
    """Set the standard of a pollutant from a day on."""

    effective_on: date
    pollutant: Pollutant
    unit_price: UnitPrice
    basis: PriceBasis
    from_day: date
    document: str


def standard_on(standards: tuple[PriceStandard, ...], day: date) -> PriceStandard | None:
    """Return the standard that is in force on a day, of those of one pollutant."""
    in_force = [standard for standard in standards if standard.from_day <= day]
    return max(in_force, key=lambda standard: standard.from_day, default=None)
