"""Commands by which the books of an area begin."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ledger.domain.bookkeeping.opening import (
    Against,
    ClearDifference,
    OpenArea,
    OpeningCap,
    OpeningReserve,
    OpeningRight,
    SignOffOpening,
)
from ledger.domain.bookkeeping.unit import Origin
from ledger.domain.rights.award import ReserveSource
from ledger.domain.rights.cap import CapKind
from ledger.domain.rights.tranche import Tranche
from ledger.domain.values.pollutant import Pollutant
from tests.properties.bureau_asks import AREAS, POLLUTANTS, STEP, TONNE, Clerk, ask, tranche
from tests.properties.bureau_asks_rights import PAPER
from tests.properties.bureau_model_tenure import behind
from tests.properties.bureau_units import BASINS, WATER


def _tranche(clerk: Clerk, pollutant: Pollutant, basin: str | None) -> Tranche:
    starts = clerk.today - timedelta(days=400)
    over = clerk.seldom(40)
    return Tranche(
        pollutant=pollutant,
        basin=basin,
        term_from=starts,
        term_to=starts + timedelta(days=300 if over else 1500),
        origin=clerk.one_of([Origin.FREE, Origin.RESERVE_SALE, Origin.FIXED_PRICE]),
    )


def _unexplained(clerk: Clerk, grams: int) -> int:
    return clerk.one_of([0, 0, 0, grams // 2, -grams, grams + STEP if clerk.seldom(10) else 0])


@ask("opening.area", "openings", weight=3)
def open_area(clerk: Clerk) -> Any:
    """A sheet with a cap or without, some rights and some reserve."""
    area, pollutant = clerk.one_of(AREAS), clerk.one_of(POLLUTANTS)
    basin = clerk.one_of(BASINS[area]) if str(pollutant) in WATER else None
    known = clerk.books.get("cap", (area, str(pollutant), basin))
    rights: list[OpeningRight] = []
    reserves: list[OpeningReserve] = []
    for _ in range(clerk.whims.randrange(3)):
        grams = (1 + clerk.whims.randrange(40)) * TONNE
        named = _tranche(clerk, pollutant, basin)
        if named not in [line.tranche for line in rights]:
            rights.append(
                OpeningRight(
                    enterprise=clerk.enterprise(),
                    tranche=named,
                    surplus=clerk.seldom(2),
                    grams=grams,
                    unexplained=_unexplained(clerk, grams),
                )
            )
    if clerk.seldom(2):
        grams = clerk.whims.randrange(20) * TONNE
        source = ReserveSource.RETAINED
        reserves.append(
            OpeningReserve(
                source=source, pollutant=pollutant, basin=basin, grams=grams, unexplained=_unexplained(clerk, grams)
            )
        )
    cap = OpeningCap(pollutant=pollutant, basin=basin, kind=CapKind.ABSOLUTE, grams=60 * TONNE, document=PAPER)
    return OpenArea(
        effective_on=clerk.earlier(),
        area=area,
        document=PAPER,
        caps=(cap,) if (known is None) != clerk.seldom(3) else (),
        rights=tuple(rights),
        reserves=tuple(reserves),
    )


@ask("opening.sign_off", "openings")
def sign_off(clerk: Clerk) -> Any:
    """The signature under the trial balance."""
    return SignOffOpening(effective_on=clerk.earlier(), area=clerk.one_of(AREAS))


@ask("opening.clear_difference", "openings", weight=3)
def clear(clerk: Clerk) -> Any:
    """What a difference turns out to be."""
    known = clerk.known("difference")
    if known is None:
        return None
    area, pollutant, basin = known["place"]
    against = clerk.one_of([Against.CAP, Against.UNALLOCATED, Against.HOLDER])
    if clerk.seldom(20):
        against = Against.POOL
    held = [
        place
        for place, amount in clerk.books.amounts.items()
        if amount and place.account.line == "Q40" and place.account.area == area
        if (place.unit.pollutant, place.unit.basin) == (pollutant, basin) and behind(place.unit) != place.unit
    ]
    found = clerk.some(held)
    if against is Against.HOLDER and found is None:
        against = Against.CAP
    named = against is Against.HOLDER and found is not None and not clerk.seldom(15)
    return ClearDifference(
        effective_on=clerk.today,
        area=area,
        pollutant=Pollutant(pollutant),
        basin=basin,
        grams=clerk.grams(abs(known["grams"]) - known["cleared"], step=1),
        against=against,
        enterprise=found.account.holder if named and found else None,
        tranche=tranche(found.unit) if named and found else None,
        reason="示例",
        document=PAPER,
    )
