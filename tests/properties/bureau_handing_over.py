"""Tonnes that go from one holder to another, perhaps into another area: the caps follow them."""

from __future__ import annotations

from typing import Any

from tests.properties.bureau_model import Books
from tests.properties.bureau_model_tenure import behind
from tests.properties.bureau_units import Account, Leg, Unit, capacity, converted, legs


def handed_over(come: Account, goes: Account, unit: Unit, grams: int) -> list[Leg]:
    """Return the legs by which tonnes of a tranche go to another holder."""
    return converted(goes, come, unit._replace(area=goes.area), unit, grams, through="Q11")


def cap_follows(books: Books, unit: Unit, to: str, grams: int, caps: dict[Any, Any]) -> list[Leg]:
    """Return the legs by which the caps of both areas follow, and note what the register says of them."""
    area, here = unit.area or "", behind(unit)
    there = capacity(unit.pollutant or "", to, unit.basin)
    for place, change in ((area, -grams), (to, grams)):
        key = (place, unit.pollutant, unit.basin)
        known = caps.get(key) or books.get("cap", key)
        if known is not None:
            caps[key] = {**known, "grams": known["grams"] + change}
        elif change > 0:
            caps[key] = {"grams": change, "kind": "none_published"}
    return legs(
        (Account("Q11", to), Account("Q10", to), there, grams),
        (Account("Q10", area), Account("Q11", area), here, grams),
    )
