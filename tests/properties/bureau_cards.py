"""Facilities and their cards, as the model keeps them."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.properties.bureau_model import Books
from tests.properties.bureau_units import WATER, Thing, Unit, credit_of

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


def credit_unit(facility: Thing, pollutant: Any, area: str) -> Unit:
    """Return the credit of a facility as an area counts it."""
    return credit_of(str(pollutant), area, basin_of(facility, pollutant), facility["id"])
