"""Commands about facility cards and credit."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from ledger.domain.credits.closure import (
    ClosedPollutant,
    CloseFacility,
    ClosureRoute,
)
from ledger.domain.credits.credit import (
    CreditToProvince,
    CreditToReserve,
    DispatchCredit,
    LendCredit,
    ReturnCredit,
    SourceGrams,
    SurplusToCredit,
)
from ledger.domain.credits.reduction import Measure, RecogniseCredit, ReportReduction, VerifyReduction
from ledger.domain.values.pollutant import Pollutant
from tests.properties.bureau_asks import AREAS, POLLUTANTS, TONNE, Clerk, ask
from tests.properties.bureau_asks_rights import PAPER
from tests.properties.bureau_cards import basin_of, card_of, used
from tests.properties.bureau_units import CITY, Position

OFFICERS = ("示例甲", "示例乙")


@ask("reduction.report", "credits")
def report(clerk: Clerk) -> Any:
    """A reduction that is finished by its owner's word."""
    return ReportReduction(
        effective_on=clerk.today,
        facility=clerk.known("facility")["id"],
        pollutant=clerk.one_of(POLLUTANTS),
        measure=clerk.one_of(list(Measure)),
        grams=clerk.grams(10 * TONNE),
        finished_on=clerk.today + timedelta(days=clerk.one_of([-10, -10, 1])),
        document=PAPER,
    )


@ask("reduction.verify", "credits", weight=4)
def verify(clerk: Clerk) -> Any:
    """A sheet about a facility, most often that it closed."""
    facility, pollutant = clerk.known("facility"), clerk.one_of(POLLUTANTS)
    held = clerk.holding("Q40", "Q41")
    if held is not None and not clerk.seldom(3):
        plants = [each for each in clerk.books.all("facility") if (each["area"], each["enterprise"]) == held[1:3]]
        facility, pollutant = clerk.some(plants) or facility, Pollutant(held[3].pollutant or "")
    base = (2 + clerk.whims.randrange(30)) * TONNE
    young = clerk.seldom(20)
    return VerifyReduction(
        effective_on=clerk.today,
        facility=facility["id"],
        pollutant=pollutant,
        measure=Measure.TREATMENT if clerk.seldom(3) else Measure.CLOSURE,
        base_year=2024 if not clerk.seldom(20) else 2026,
        base_emission=base,
        emission_after=clerk.one_of([0, 0, 1, base // 3, base]) if clerk.seldom(4) else 0,
        finished_on=date(2025, 12, 20) if not clerk.seldom(20) else clerk.today + timedelta(days=1),
        operating_since=(date(2026, 1, 1) if not clerk.seldom(4) else date(2099, 1, 1)) if young else date(2012, 5, 1),
        officers=OFFICERS if not clerk.seldom(20) else OFFICERS[:1],
        site_record=PAPER,
        sheet=PAPER,
    )


def _carded(clerk: Clerk) -> tuple[Any, Pollutant, int] | None:
    """Return a facility with a card, its pollutant, and what is left of it."""
    keys = [
        key for key, card in clerk.books.registers["card"].items() if card["verified"] > used(card) or clerk.seldom(15)
    ]
    key: Any = clerk.some(keys[-10:])
    if key is None:
        return None
    card = card_of(clerk.books, *key)
    return clerk.books.get("facility", key[0]), Pollutant(key[1]), card["verified"] - used(card)


@ask("credit.recognise", "credits", weight=3)
def recognise(clerk: Clerk) -> Any:
    """What is left of a card becomes credit."""
    found = _carded(clerk)
    if found is None:
        return None
    facility, pollutant, left = found
    grams = clerk.grams(left, step=1)
    return RecogniseCredit(
        effective_on=clerk.today, facility=facility["id"], pollutant=pollutant, grams=grams, document=PAPER
    )


def _given_up(clerk: Clerk, facility: Any, pollutant: Pollutant) -> int:
    """Return what an enterprise has of a plant's pollutant that was not paid for."""
    area, holder, basin = facility["area"], facility["enterprise"], basin_of(facility, pollutant)
    return sum(
        clerk.books.free(line, area, holder, unit)
        for line in ("Q40", "Q41")
        for unit, _ in (clerk.books.holdings(line, area, holder) if holder else ())
        if unit.pollutant == str(pollutant) and unit.basin == basin and unit.origin in {"free", "offset"}
    )


@ask("facility.close", "credits", weight=4)
def close(clerk: Clerk) -> Any:
    """A plant closes, with as much as its enterprise holds and its card says."""
    for _ in range(10):
        found = _carded(clerk)
        if found is None:
            return None
        facility, pollutant, left = found
        held = _given_up(clerk, facility, pollutant)
        card = card_of(clerk.books, facility["id"], pollutant)
        if (held and card["closes"] and facility["state"] == "operating") or clerk.seldom():
            break
    else:
        return None
    lines = [ClosedPollutant(pollutant=pollutant, grams=clerk.grams(min(left, held), step=1))]
    return CloseFacility(
        effective_on=clerk.today,
        facility=facility["id"],
        route=ClosureRoute.POOL if not clerk.seldom(20) else ClosureRoute.RESERVE,
        pollutants=tuple(lines * (2 if clerk.seldom(30) else 1)),
        document=PAPER,
    )


@ask("credit.surplus", "credits", weight=3)
def surplus(clerk: Clerk) -> Any:
    """Determined surplus becomes credit, as far as a card says that something was reduced."""
    found = clerk.holding("Q41")
    if found is None:
        return None
    _, area, code, unit, _ = found
    plants = [
        (each, card_of(clerk.books, each["id"], unit.pollutant))
        for each in clerk.books.all("facility")
        if (each["area"], each["enterprise"]) == (area, code)
    ]
    fitting = [(each, card) for each, card in plants if card["verified"] > used(card) and each["state"] == "operating"]
    plant = clerk.some(fitting if not clerk.seldom() else plants)
    if plant is None:
        return None
    facility, card = plant
    free = clerk.books.free("Q41", area, code, unit)
    return SurplusToCredit(
        effective_on=clerk.today,
        facility=facility["id"],
        pollutant=Pollutant(unit.pollutant or ""),
        grams=clerk.grams(min(free, card["verified"] - used(card)), step=1),
        consent=PAPER,
    )


def pooled(clerk: Clerk, *areas: str, source: str | None = None) -> Position | None:
    """Return credit that lies in a pool."""
    found = [
        place
        for place, amount in clerk.books.amounts.items()
        if amount and place.account.line == "C20" and (not areas or place.account.area in areas)
        if source is None or place.unit.source != source
    ]
    return clerk.some(found)


def _sources(clerk: Clerk, place: Position) -> tuple[SourceGrams, ...]:
    free = clerk.books.free("C20", place.account.area, None, place.unit)
    if clerk.seldom(60):
        return ()
    named = SourceGrams(source=place.unit.source or "", grams=clerk.grams(free, step=1))
    return (named,) * (2 if clerk.seldom(60) else 1)


@ask("credit.dispatch", "credits", weight=2)
def dispatch(clerk: Clerk) -> Any:
    """Credit between the city's pool and a branch's."""
    place = pooled(clerk)
    if place is None:
        return None
    giving = place.account.area
    taking = CITY if giving != CITY else clerk.one_of(AREAS)
    return DispatchCredit(
        effective_on=clerk.today,
        from_area=giving,
        to_area=taking if not clerk.seldom(20) else clerk.one_of(AREAS),
        pollutant=Pollutant(place.unit.pollutant or ""),
        sources=_sources(clerk, place),
        document=PAPER,
        basin=place.unit.basin if not clerk.seldom(30) else "黄河",
    )


@ask("credit.loan", "credits", weight=2)
def lend(clerk: Clerk) -> Any:
    """Credit from one branch to another."""
    place = pooled(clerk, *AREAS)
    return place and LendCredit(
        effective_on=clerk.today,
        loan=clerk.number("loan", "借用"),
        lender=place.account.area,
        borrower=clerk.one_of([*AREAS, CITY]) if clerk.seldom(4) else clerk.one_of(AREAS),
        pollutant=Pollutant(place.unit.pollutant or ""),
        sources=_sources(clerk, place),
        due_on=clerk.today + timedelta(days=0 if clerk.seldom(20) else 200),
        basin=place.unit.basin,
    )


@ask("credit.return", "credits", weight=2)
def give_back(clerk: Clerk) -> Any:
    """Credit that was lent comes back."""
    loan = clerk.some([each for each in clerk.books.all("loan") if each["owed"] or clerk.seldom(10)])
    if loan is None:
        return None
    fitting = [
        place
        for place, amount in clerk.books.amounts.items()
        if amount and place.account.line == "C20" and place.account.area == loan["borrower"]
        if (place.unit.pollutant, place.unit.basin) == (str(loan["pollutant"]), loan["basin"])
    ]
    place = clerk.some(fitting)
    if place is None:
        return None
    most = min(loan["owed"], clerk.books.free("C20", place.account.area, None, place.unit))
    named = SourceGrams(source=place.unit.source or "", grams=clerk.grams(most, step=1))
    return ReturnCredit(effective_on=clerk.today, loan=loan["loan"], sources=(named,), document=PAPER)


@ask("credit.to_reserve", "credits", weight=2)
def to_reserve(clerk: Clerk) -> Any:
    """Credit becomes reserve, mostly such as has a right behind it."""
    for _ in range(6):
        place = pooled(clerk)
        if place is None or card_of(clerk.books, place.unit.source or "", place.unit.pollutant)["backed"]:
            break
    return place and CreditToReserve(
        effective_on=clerk.today,
        area=place.account.area,
        pollutant=Pollutant(place.unit.pollutant or ""),
        sources=_sources(clerk, place),
        document=PAPER,
        basin=place.unit.basin,
    )


@ask("credit.to_province", "credits")
def to_province(clerk: Clerk) -> Any:
    """Credit goes to the province."""
    place = pooled(clerk)
    return place and CreditToProvince(
        effective_on=clerk.today,
        area=place.account.area,
        pollutant=Pollutant(place.unit.pollutant or ""),
        sources=_sources(clerk, place),
        document=PAPER,
        basin=place.unit.basin,
    )
