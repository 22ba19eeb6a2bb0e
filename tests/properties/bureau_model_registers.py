"""The model's acts of the registers: enterprises, facilities, prices, attainment, permits, areas."""

from __future__ import annotations

from typing import Any

from tests.properties.bureau_model import (
    AT_ONCE,
    BRANCH,
    BRANCH_THEN_BUREAU,
    BUREAU,
    Books,
    Plan,
    act,
    active,
    refuse_when,
)
from tests.properties.bureau_units import BASINS, years_later


@act("area.register", BUREAU, "册")
def area_register(books: Books, command: Any) -> Plan:
    """An area is registered, or once more with more basins."""
    known = books.get("area", command.name)
    codes = {each["code"]: each["name"] for each in books.all("area") if each["code"]}
    fact = {
        "name": command.name,
        "basins": command.basins,
        "city": command.city,
        "code": command.code,
        "office": command.office,
    }
    refuse_when(
        {
            "area.registered": known is not None and known == fact,
            "basin.repeated": len(set(command.basins)) < len(command.basins),
            "basin.removed": known is not None and not set(known["basins"]) <= set(command.basins),
            "area.second_city": command.city,
            "area.code_taken": codes.get(command.code, command.name) != command.name,
        }
    )
    return Plan(command.name, writes=[("area", command.name, fact)])


def names_of_others(books: Books, code: str) -> set[str]:
    """Return the names that other enterprises bear."""
    return {each["name"] for each in books.all("enterprise") if each["code"] != code and each["bears"]}


@act("enterprise.register", BRANCH, "册")
def enterprise_register(books: Books, command: Any) -> Plan:
    """An enterprise is registered under its code."""
    known = books.get("enterprise", command.credit_code)
    refuse_when(
        {
            "enterprise.registered": known is not None and command.name in {known["name"], *known["aliases"]},
            "enterprise.code_of_another": known is not None and command.name not in {known["name"], *known["aliases"]},
            "enterprise.name_taken": command.name in names_of_others(books, command.credit_code),
        }
    )
    fact = {
        "code": command.credit_code,
        "name": command.name,
        "aliases": (),
        "bears": True,
        "area": command.area,
        "ended": False,
        "contact": command.contact,
        "thermal": command.thermal_power,
    }
    return Plan(command.area, writes=[("enterprise", command.credit_code, fact)])


@act("enterprise.rename", BRANCH, "册")
def enterprise_rename(books: Books, command: Any) -> Plan:
    """An enterprise gets another name; the old one is free for others."""
    known = active(books, command.credit_code)
    refuse_when(
        {
            "enterprise.inactive": known["ended"],
            "enterprise.name_unchanged": command.name == known["name"],
            "enterprise.name_taken": command.name in names_of_others(books, command.credit_code),
        },
        area=known["area"],
    )
    aliases = tuple(name for name in (*known["aliases"], known["name"]) if name != command.name)
    return Plan(
        known["area"],
        writes=[
            ("enterprise", command.credit_code, {**known, "name": command.name, "aliases": aliases, "bears": True})
        ],
    )


@act("enterprise.close", BRANCH_THEN_BUREAU, "册")
def enterprise_close(books: Books, command: Any) -> Plan:
    """An enterprise ends; what it holds stays with it."""
    known = active(books, command.credit_code)
    refuse_when({"enterprise.inactive": known["ended"]}, area=known["area"])
    return Plan(known["area"], writes=[("enterprise", command.credit_code, {**known, "ended": True})])


@act("enterprise.contact", AT_ONCE, "册")
def enterprise_contact(books: Books, command: Any) -> Plan:
    """How an enterprise is reached is corrected at once."""
    known = active(books, command.credit_code)
    refuse_when({"enterprise.contact_unchanged": known["contact"] == command.contact}, area=known["area"])
    return Plan(known["area"], writes=[("enterprise", command.credit_code, {**known, "contact": command.contact})])


@act("facility.register", BRANCH, "册")
def facility_register(books: Books, command: Any) -> Plan:
    """A facility is registered, of an enterprise or of nobody."""
    owner = None if command.enterprise is None else active(books, command.enterprise)
    refuse_when(
        {
            "facility.registered": books.get("facility", command.id) is not None,
            "enterprise.inactive": owner is not None and owner["ended"],
            "facility.basin": command.basin is not None and command.basin not in BASINS[command.area],
        }
    )
    fact = {
        "id": command.id,
        "area": command.area,
        "enterprise": command.enterprise,
        "basin": command.basin,
        "state": "operating",
    }
    return Plan(command.area, writes=[("facility", command.id, fact)])


@act("price_standard.set", BUREAU, "册")
def price_set(books: Books, command: Any) -> Plan:
    """The price of a pollutant from a day on; on the day of the latest one it corrects that."""
    prices = [each for each in books.all("price") if each["pollutant"] == str(command.pollutant)]
    latest = max(prices, key=lambda each: each["from"], default=None)
    asked = (command.from_day, command.unit_price)
    refuse_when(
        {
            "price_standard.nothing": command.unit_price <= 0,
            "price_standard.order": latest and command.from_day < latest["from"],
            "price_standard.unchanged": latest and (latest["from"], latest["price"]) == asked,
        }
    )
    fact = {"pollutant": str(command.pollutant), "from": command.from_day, "price": command.unit_price}
    return Plan("", writes=[("price", (str(command.pollutant), command.from_day), fact)])


@act("attainment.record", BUREAU, "册")
def attainment_record(books: Books, command: Any) -> Plan:
    """For which pollutants the quality was not attained in a year."""
    named = tuple(str(pollutant) for pollutant in command.not_attained)
    known = books.get("attainment", command.year)
    refuse_when(
        {
            "attainment.year": command.year >= command.effective_on.year,
            "attainment.repeated": len(set(named)) < len(named),
            "attainment.unchanged": known is not None and known["not"] == frozenset(named),
        }
    )
    return Plan("", writes=[("attainment", command.year, {"year": command.year, "not": frozenset(named)})])


@act("permit.register", BRANCH, "册")
def permit_register(books: Books, command: Any) -> Plan:
    """A period of a discharge permit, with the values of its pollutants."""
    holder = active(books, command.enterprise)
    starts, ends = command.valid_from, command.valid_until
    others = [each for each in books.all("permit") if each["number"] == command.number and each["from"] != starts]
    known = books.get("permit", (command.number, starts))
    fact = {"number": command.number, "from": starts, "until": ends, "limits": command.limits}
    named = [line.pollutant for line in command.limits]
    refuse_when(
        {
            "enterprise.inactive": holder["ended"],
            "permit.of_another": command.number[:18] != command.enterprise,
            "permit.dates": ends <= starts,
            "permit.too_long": ends >= years_later(starts, 5),
            "permit.overlaps": any(each["from"] <= ends and starts <= each["until"] for each in others),
            "permit.registered": known == fact,
            "permit.pollutants": len(set(named)) < len(named),
        },
        area=holder["area"],
    )
    return Plan(holder["area"], writes=[("permit", (command.number, starts), fact)])
