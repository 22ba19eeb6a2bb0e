"""Two enterprises under a cap: what the exercises about rights begin with, and the commands they give."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from ledger.domain.bookkeeping.unit import Origin
from ledger.domain.money.price_basis import PriceBasis
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.rights.award import AwardLine, AwardMethod, MakeAward, ReserveSource
from ledger.domain.rights.cap import CapKind, SetCap
from ledger.domain.rights.right_acts import ConfirmExisting, DetermineSurplus, RetainReserve
from ledger.domain.rights.tranche import Tranche
from ledger.domain.values.pollutant import Pollutant
from tests.services.acts.bureau import EAST, HAI, Bureau

HOLDER = "91371500MA00DEM012"
OTHER = "91371500MA00DEM025"
TONNE = 1_000_000
CONFIRMED = date(2026, 1, 10)

FREE = Tranche(pollutant=Pollutant.COD, basin=HAI, term_from=CONFIRMED, term_to=date(2031, 1, 10), origin=Origin.FREE)
"""What :func:`confirmed` gives."""
BOUGHT = replace(FREE, term_from=date(2026, 3, 1), term_to=date(2031, 3, 1), origin=Origin.RESERVE_SALE)
"""What the delivery of :func:`make_award` gives."""


def open_for_business(bureau: Bureau, *, cap: int = 100 * TONNE, kind: CapKind = CapKind.ABSOLUTE) -> None:
    """Register two enterprises, and set the cap of COD."""
    bureau.register(
        Enterprise(credit_code=HOLDER, name="示例化工有限公司", area=EAST),
        Enterprise(credit_code=OTHER, name="示例纺织有限公司", area=EAST),
    )
    bureau.do("cap.set", set_cap(cap, kind=kind))


def set_cap(grams: int, *, kind: CapKind = CapKind.ABSOLUTE, on: date = date(2026, 1, 5)) -> SetCap:
    """Return the command to set the cap of COD."""
    return SetCap(
        effective_on=on, area=EAST, pollutant=Pollutant.COD, basin=HAI, kind=kind, grams=grams, document="示例文件"
    )


def retain(grams: int) -> RetainReserve:
    """Return the command to keep tonnes back."""
    return RetainReserve(
        effective_on=date(2026, 1, 6), area=EAST, pollutant=Pollutant.COD, basin=HAI, grams=grams, document="示例纪要"
    )


def confirm(grams: int, *, on: date = CONFIRMED, enterprise: str = HOLDER, **changed: Any) -> ConfirmExisting:
    """Return the command to confirm an initial right."""
    asked: dict[str, Any] = {"area": EAST, "pollutant": Pollutant.COD, "basin": HAI, "document": "示例确权表"}
    return ConfirmExisting(effective_on=on, enterprise=enterprise, grams=grams, **{**asked, **changed})


def surplus(grams: int, *, need: int, tranche: Tranche = FREE, on: date = date(2026, 4, 1)) -> DetermineSurplus:
    """Return the command to determine surplus."""
    return DetermineSurplus(
        effective_on=on,
        area=EAST,
        enterprise=HOLDER,
        tranche=tranche,
        grams=grams,
        need=need,
        document="示例核定表",
    )


def line(grams: int, **changed: Any) -> AwardLine:
    """Return a line of an award of COD at 1,000 yuan a tonne and year."""
    asked: dict[str, Any] = {
        "pollutant": Pollutant.COD,
        "basin": HAI,
        "source": ReserveSource.RETAINED,
        "unit_price": 1_000_0000,
        "basis": PriceBasis.YEAR,
    }
    return AwardLine(grams=grams, **{**asked, **changed})


def make_award(*lines: AwardLine, **changed: Any) -> MakeAward:
    """Return the command to award tonnes of the reserve to the holder."""
    asked: dict[str, Any] = {
        "effective_on": date(2026, 3, 2),
        "id": "成交1",
        "area": EAST,
        "buyer": HOLDER,
        "method": AwardMethod.NEGOTIATED,
        "lines": lines,
        "contracted_on": date(2026, 3, 1),
        "document": "示例纪要",
    }
    return MakeAward(**{**asked, **changed})
