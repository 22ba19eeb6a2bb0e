"""Lots: tonnes of the reserve that a public notice commits (公告锁定)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ledger.domain.money.fee import RATIO_SCALE
from ledger.domain.money.price_basis import PriceBasis
from ledger.domain.rights.award import ReserveSource
from ledger.domain.values.forms import Grams, Ratio, Remark, UnitPrice
from ledger.domain.values.pollutant import Pollutant


@dataclass(frozen=True, slots=True, kw_only=True)
class ReserveLot:
    """A lot out of the reserve as it was noticed; ``start_price`` in 1/10,000 yuan a tonne (起始价)."""

    REGISTER: ClassVar[str] = "reserve_lot"

    id: str
    area: str
    pollutant: Pollutant
    basin: str | None = None
    grams: Grams
    source: ReserveSource
    start_price: UnitPrice
    basis: PriceBasis
    ratio: Ratio = RATIO_SCALE
    document: str
    withdrawn: bool = False

    @property
    def subject(self) -> str:
        """Return what the register knows the lot by."""
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeLot:
    """Commit tonnes of the reserve to a lot that is noticed."""

    effective_on: date
    id: str
    area: str
    pollutant: Pollutant
    basin: str | None = None
    grams: Grams
    source: ReserveSource
    start_price: UnitPrice
    basis: PriceBasis
    ratio: Ratio = RATIO_SCALE
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawLot:
    """Take what was not awarded of a lot back into the reserve: withdrawn, or failed (流拍)."""

    effective_on: date
    id: str
    reason: Remark
