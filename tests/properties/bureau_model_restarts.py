"""The model's acts about closed plants that may run again, and about credit that turned out false."""

from __future__ import annotations

from typing import Any

from tests.properties.bureau_cards import basin_of, card_of, credit_unit, facility_of, used, with_use
from tests.properties.bureau_model import BRANCH, BRANCH_THEN_BUREAU, BUREAU, Books, Plan, act, refuse_when, stop_when
from tests.properties.bureau_model_pool import Kind, named_sources, sent
from tests.properties.bureau_units import PROVINCE, Account, Leg, Position, capacity, converted, legs

USED = ("C30", "C31", "C32", "C33")


def lying(books: Books, facility: str, *lines: str) -> list[tuple[Position, int]]:
    """Return the credit of a facility on some lines, in every area."""
    found = [
        (place, abs(amount))
        for place, amount in books.amounts.items()
        if amount and place.unit.source == facility and place.account.line in lines
    ]
    return sorted(found, key=str)


def cards_of(books: Books, facility: str) -> list[tuple[str, Any]]:
    """Return the cards of a facility by pollutant."""
    cards: dict[Any, Any] = dict(books.registers["card"])
    return [(key[1], card) for key, card in cards.items() if key[0] == facility]


@act("closure.check", BRANCH, "替", prevails=True)
def look(books: Books, command: Any) -> Plan:
    """A closed plant is looked at; where it may run again, all its unused credit is suspended."""
    facility = facility_of(books, command.facility)
    stop_when({"facility.state": facility["state"] != "closed"})
    refuse_when({"officers.too_few": len(command.officers) < 2}, area=facility["area"])
    plan = Plan(facility["area"], writes=[("look", facility["id"], {"on": command.effective_on})])
    if command.finding.value == "closed":
        return plan
    for place, grams in lying(books, facility["id"], "C20", "C21"):
        suspended = Account("C22", place.account.area, place.account.holder)
        plan.legs += legs((suspended, place.account, place.unit, grams))
    plan.writes.append(("facility", facility["id"], {**facility, "state": "suspected"}))
    for pollutant, card in cards_of(books, facility["id"]):
        plan.writes.append(("card", (facility["id"], pollutant), {**card, "suspended": True}))
    return plan


def waits(books: Books, project: str | None, pollutant: str | None) -> bool:
    """Return whether a project still waits for credit that was held for it."""
    confirmed = books.get("confirmation", project)
    exempt = books.get("exemption", (project, pollutant))
    return (confirmed is not None and confirmed["state"] == "issued") or (
        exempt is not None and exempt["state"] == "open"
    )


@act("credit.release", BRANCH_THEN_BUREAU, "替")
def release(books: Books, command: Any) -> Plan:
    """The suspicion is cleared: credit goes back to the pools, and to the projects that still wait for it."""
    facility = facility_of(books, command.facility)
    stop_when({"facility.state": facility["state"] != "suspected"})
    plan = Plan(facility["area"], writes=[("facility", facility["id"], {**facility, "state": "closed"})])
    for place, grams in lying(books, facility["id"], "C22"):
        area, project = place.account.area, place.account.holder
        goes_on = project is not None and waits(books, project, place.unit.pollutant)
        back = Account("C21", area, project) if goes_on else Account("C20", area)
        plan.legs += legs((back, place.account, place.unit, grams))
    for pollutant, card in cards_of(books, facility["id"]):
        plan.writes.append(("card", (facility["id"], pollutant), {**card, "suspended": False}))
    return plan


@act("closure.restart", BRANCH_THEN_BUREAU, "替", prevails=True)
def restart(books: Books, command: Any) -> Plan:
    """A plant runs again: what is unused is de-recognised, and what is used is owed, or stays used with leave."""
    facility = facility_of(books, command.facility)
    stop_when({"facility.state": facility["state"] != "suspected"})
    number, home, lawful = facility["id"], facility["area"], command.restart.value == "lawful"
    plan = Plan(home)
    for pollutant, card in sorted(cards_of(books, number), key=str):
        mine = [each for each in lying(books, number, "C20", "C21", "C22") if each[0].unit.pollutant == pollutant]
        returns = lawful and card["backed"]
        ground = "right_returned" if returns else "right_kept"
        for place, grams in mine:
            plan.legs += legs((Account("C39", place.account.area, ground), place.account, place.unit, grams))
        unused = sum(grams for _, grams in mine)
        closure = books.get("closure", (number, pollutant))
        if returns:
            plan.legs += right_back(books, facility, pollutant, unused, command.effective_on)
        gone = sum(grams for place, grams in lying(books, number, *USED) if place.unit.pollutant == pollutant)
        owed = sum(grams for place, grams in lying(books, number, "C12") if place.unit.pollutant == pollutant)
        if not lawful and gone > owed:
            unit = credit_unit(facility, pollutant, home)
            plan.legs += legs((Account("C10", home), Account("C12", home, "restart"), unit, gone - owed))
        credited = card["uses"].get("credited", 0) + card["uses"].get("to_province", 0)
        left = used(card) - (unused if lawful else credited)
        after = {**with_use(card, "credited", -unused), "verified": left, "suspended": False, "closes": False}
        plan.writes.append(("card", (number, pollutant), after))
        if closure is not None:
            plan.writes.append(("closure", (number, pollutant), {**closure, "state": "restarted"}))
    plan.writes.append(("facility", number, {**facility, "state": "operating"}))
    return plan


def right_back(books: Books, facility: Any, pollutant: str, grams: int, on: Any) -> list[Leg]:
    """Return the legs by which a lawful restart gets its right back: what lasts longest first, the rest unallocated."""
    area, left, done = facility["area"], grams, []
    behind = capacity(pollutant, area, basin_of(facility, pollutant))
    waiting, closure = Account("Q15", area), books.get("closure", (facility["id"], pollutant))
    tranches = closure["tranches"] if closure is not None else []
    for unit, part in sorted(tranches, key=lambda each: each[0].term_to, reverse=True):
        some = min(left, part)
        if some > 0 and on < unit.term_to:
            left -= some
            done += converted(Account("Q40", area, facility["enterprise"]), waiting, unit, behind, some)
    return done + legs((Account("Q20", area), waiting, behind, left))


@act("credit.make_good", BUREAU, "替")
def make_good(books: Books, command: Any) -> Plan:
    """Good credit takes the place of false credit where that was used."""
    facility = facility_of(books, command.facility)
    home, basin = facility["area"], basin_of(facility, command.pollutant)
    found, reasons = named_sources(books, command.sources, command.pollutant)
    total = sum(grams for _, grams in found)
    place = Account(command.use.value, command.used_in, command.user)
    false = credit_unit(facility, command.pollutant, command.used_in)
    owed = books.of("C12", home, "restart", credit_unit(facility, command.pollutant, home))
    refuse_when(
        {
            **reasons,
            "make_good.beyond_owed": total > min(owed, books.of(*place, false)),
            "make_good.other_basin": any(basin_of(each, command.pollutant) != basin for each, _ in found),
        },
        area=command.pool,
    )
    plan = Plan(command.pool)
    gave = Account("Q15" if card_of(books, facility["id"], command.pollutant)["backed"] else "Q20", home)
    for each, grams in found:
        plan.legs += sent(each, Kind(command.pollutant, basin), command.pool, place, grams)
        backed, there = card_of(books, each["id"], command.pollutant)["backed"], each["area"]
        if command.use.value in {"C30", "C33"}:
            into, out_of = (capacity(command.pollutant, area, basin) for area in (home, there))
            come = Account("Q15" if backed else "Q20", there)
            if come != gave:
                plan.legs += converted(gave, come, into, out_of, grams, through="Q11")
    gone = "to_province" if command.used_in == PROVINCE else "credited"
    card = with_use(card_of(books, facility["id"], command.pollutant), gone, -total)
    plan.writes.append(("card", (facility["id"], str(command.pollutant)), card))
    for each, grams in found if command.used_in == PROVINCE else ():
        given = with_use(card_of(books, each["id"], command.pollutant), "to_province", grams)
        plan.writes.append(("card", (each["id"], str(command.pollutant)), with_use(given, "credited", -grams)))
    kept = Account("C39", command.used_in, "right_kept")
    plan.legs += legs((kept, place, false, total))
    unit = credit_unit(facility, command.pollutant, home)
    plan.legs += legs((Account("C12", home, "restart"), Account("C10", home), unit, total))
    return plan
