"""Facilities and their cards, as the model keeps them."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.properties.bureau_model import Books
from tests.properties.bureau_units import WATER, Thing, Unit, credit_of, tranche_of

EMPTY: Thing = {
    "verified": 0,
    "uses": {},
    "since": None,
    "closes": False,
    "backed": None,
    "suspended": False,
    "recognised_on": None,
}
"""A card on which nothing is verified."""


def facility_of(books: Books, number: str) -> Any:
    """Return a facility."""
    return books.get("facility", number, missing="facility.missing")


def card_of(books: Books, facility: str, pollutant: Any) -> Thing:
    """Return the card of a facility for a pollutant."""
    return books.registers["card"].get((facility, str(pollutant)), EMPTY)


def used(card: Thing) -> int:
    """Return all that a card's reduction was used for."""
    return sum(card["uses"].values())


def with_use(card: Thing, kind: str, grams: int) -> Thing:
    """Return a card after a use."""
    return {**card, "uses": {**card["uses"], kind: card["uses"].get(kind, 0) + grams}}


def recognised(card: Thing, grams: int, on: date, *, backed: bool) -> Thing:
    """Return a card after some of it became credit."""
    return {**with_use(card, "credited", grams), "backed": backed, "recognised_on": card["recognised_on"] or on}


def card_breach(card: Thing) -> dict[str, object]:
    """Return what is wrong with a card as it would be after a use."""
    return {
        "card.suspended": card["suspended"],
        "card.overused": not card["suspended"] and used(card) > card["verified"],
    }


def source_breach(card: Thing, on: date) -> dict[str, object]:
    """Return whether a facility is too young to be a source: in operation since the current plan began."""
    began = date(2026, 1, 1) if on >= date(2026, 1, 1) else date(2021, 1, 1)
    return {"card.too_young": card["since"] is not None and card["since"] >= began}


def basin_of(facility: Thing, pollutant: Any) -> str | None:
    """Return the basin into which a facility discharges a pollutant."""
    basin: str | None = facility["basin"] if str(pollutant) in WATER else None
    return basin


GONE = ("reclaimed", "bought_back", "surplus_sold")
"""The uses by which a right goes to the reserve or to others."""


def cards_of_kind(books: Books, code: str, area: str, pollutant: str, basin: str | None) -> list[Thing]:
    """Return the cards of an enterprise's facilities that discharge a pollutant there."""
    return [
        card_of(books, each["id"], pollutant)
        for each in books.all("facility")
        if (each["enterprise"], each["area"], basin_of(each, pollutant)) == (code, area, basin)
    ]


def gone_unnamed(books: Books, plant: Thing, unit: Unit) -> int:
    """Return what of a kind of right an enterprise, and whom it succeeded, gave to others with no facility named."""
    code = plant["enterprise"]
    codes = {code}
    while coming := {each["code"] for each in books.all("enterprise") if codes & {*each.get("successors", ())}} - codes:
        codes |= coming
    kind = unit[1:4]
    gone = [each for each in books.all("buy_back") if each["enterprise"] in codes]
    gone += [each for each in books.all("lease") if each["lessor"] in codes and each["state"] == "running"]
    gone += [each for each in books.all("ruled") if each["holder"] in codes]
    parted = [each for each in books.all("parted") if each["holder"] in codes and each["to"] not in codes]
    gone += [each for each in parted if each["of"] in {None, plant["id"]}]
    lines = [(each["unit"], each["grams"]) for each in gone]
    for sale in books.all("transfer"):
        lines += sale["lines"] if sale["seller"] in codes and sale["state"] == "delivered" else []
    for case in books.all("reclaim"):
        if case["enterprise"] in codes and case["state"] == "executed":
            lines += [(tranche_of(case["area"], each.tranche), each.in_use + each.surplus) for each in case["items"]]
    cards = cards_of_kind(books, code, str(unit.area), str(unit.pollutant), unit.basin)
    named = sum(card["uses"].get(use, 0) for card in cards for use in GONE)
    return max(sum(grams for each, grams in lines if each[1:4] == kind) - named, 0)


def unnamed_breach(books: Books, code: str, unit: Unit, facility: Any) -> dict[str, object]:
    """Return whether a right of an existing discharger must say of which facility it is: credit came before it."""
    cards = cards_of_kind(books, code, str(unit.area), str(unit.pollutant), unit.basin)
    credited = sum(card["uses"].get("credited", 0) for card in cards if card["backed"] is False)
    return {"card.unnamed": facility is None and credited and unit.origin in {"free", "fixed_price"}}


def credit_unit(facility: Thing, pollutant: Any, area: str) -> Unit:
    """Return the credit of a facility as an area counts it."""
    return credit_of(str(pollutant), area, basin_of(facility, pollutant), facility["id"])
