"""The model's acts of facility cards and credit: verified, recognised, closed, dispatched, turned into reserve."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.properties.bureau_cards import (
    basin_of,
    card_breach,
    card_of,
    credit_unit,
    facility_of,
    gone_unnamed,
    recognised,
    source_breach,
    used,
)
from tests.properties.bureau_claims import waited_for
from tests.properties.bureau_model import AT_ONCE, BRANCH_THEN_BUREAU, Books, Plan, act, refuse_when, stop_when
from tests.properties.bureau_units import (
    HELD_LINES,
    WATER,
    Account,
    Leg,
    Thing,
    Unit,
    capacity,
    converted,
    legs,
    tranche_of,
)


@act("reduction.report", AT_ONCE, "册")
def report(books: Books, command: Any) -> Plan:
    """What is finished by its owner's word is on a list."""
    facility = facility_of(books, command.facility)
    refuse_when(
        {
            "reduction.unfinished": command.finished_on > command.effective_on,
            "quantity.nothing": command.grams <= 0,
        },
        area=facility["area"],
    )
    fact = {"grams": command.grams}
    return Plan(facility["area"], writes=[("report", (command.facility, str(command.pollutant)), fact)])


@act("reduction.verify", BRANCH_THEN_BUREAU, "册")
def verify(books: Books, command: Any) -> Plan:
    """The sheet says how much was reduced in all."""
    facility, key = facility_of(books, command.facility), (command.facility, str(command.pollutant))
    card, grams = card_of(books, *key), command.base_emission - command.emission_after
    water = str(command.pollutant) in WATER
    refuse_when(
        {
            "basin.missing": water and facility["basin"] is None,
            "reduction.none": grams <= 0,
            "reduction.unfinished": command.finished_on > command.effective_on,
            "reduction.base_year": command.finished_on.year <= command.base_year,
            "reduction.not_operating": command.operating_since > command.effective_on,
            "officers.too_few": len(command.officers) < 2,
            "card.suspended": card["suspended"],
            "card.overused": not card["suspended"] and grams < used(card),
        },
        area=facility["area"],
    )
    fact = {**card, "verified": grams, "since": command.operating_since, "closes": command.measure.value == "closure"}
    plan = Plan(facility["area"], writes=[("card", key, fact)])
    if key in books.registers["report"]:
        plan.writes.append(("report", key, {**books.registers["report"][key], "verified": True}))
    return plan


@act("credit.recognise", BRANCH_THEN_BUREAU, "替")
def recognise(books: Books, command: Any) -> Plan:
    """The reduction of an unregistered source becomes credit in the pool of its branch."""
    facility, key = facility_of(books, command.facility), (command.facility, str(command.pollutant))
    area, card = facility["area"], card_of(books, *key)
    after = recognised(card, command.grams, command.effective_on, backed=False)
    rights = [
        amount
        for line in HELD_LINES[:-1]
        for unit, amount in books.holdings(line, area, facility["enterprise"])
        if facility["enterprise"] and unit.pollutant == key[1]
    ]
    kind = capacity(key[1], area, basin_of(facility, command.pollutant))
    gone = gone_unnamed(books, facility, kind) if facility["enterprise"] else 0
    refuse_when(
        {
            "quantity.nothing": command.grams <= 0,
            "credit.right_held": rights,
            "credit.right_gone": gone and after["verified"] - used(after) < gone,
            "credit.other_backing": card["backed"],
            **source_breach(card, command.effective_on),
            **card_breach(after),
        },
        area=facility["area"],
    )
    unit = credit_unit(facility, command.pollutant, area)
    plan = Plan(area, legs((Account("C20", area), Account("C10", area), unit, command.grams)))
    plan.writes.append(("card", key, after))
    if card["closes"]:
        plan.writes.append(("facility", facility["id"], {**facility, "state": "closed"}))
    return plan


def given_up(
    books: Books, facility: Thing, pollutant: Any, grams: int, *, lines: tuple[str, ...], named: Any, on: date
) -> list[tuple[Account, Unit, int]]:
    """Return the tranches that are given up: those named, or those that end first."""
    area, holder = facility["area"], facility["enterprise"]
    held = [
        (Account(line, area, holder), unit, books.free(line, area, holder, unit))
        for line in lines
        for unit, _ in (books.holdings(line, area, holder) if holder else ())
        if unit.pollutant == str(pollutant) and unit.basin == basin_of(facility, pollutant)
        if unit.term_to is not None and unit.term_to > on
    ]
    waits = {unit: waited_for(books, holder, unit, on) for _, unit, _ in held}
    for place, (account, unit, free) in enumerate(held):
        kept = min(waits[unit], max(free, 0))
        waits[unit] -= kept
        held[place] = (account, unit, free - kept)
    held = [each for each in held if each[2] > 0]
    wanted: list[tuple[Unit | None, int]] = [(tranche_of(area, each.tranche), each.grams) for each in named]
    taken = []
    for only, asked in wanted or [(None, grams)]:
        left = asked
        for account, unit, free in sorted(held, key=lambda each: (each[1].term_to, each[0], *map(str, each[1]))):
            part = min(left, free) if only in {None, unit} else 0
            if part > 0:
                taken.append((account, unit, part))
                left -= part
    return taken


def into_credit(facility: Thing, pollutant: Any, taken: list[tuple[Account, Unit, int]]) -> list[Leg]:
    """Return the legs by which rights become credit in the pool of the facility's branch."""
    area = facility["area"]
    waits, behind = Account("Q15", area), capacity(str(pollutant), area, basin_of(facility, pollutant))
    done = [leg for account, unit, part in taken for leg in converted(waits, account, behind, unit, part)]
    grams = sum(part for _, _, part in taken)
    unit = credit_unit(facility, pollutant, area)
    return done + legs((Account("C20", area), Account("C10", area), unit, grams))


@act("facility.close", BRANCH_THEN_BUREAU, "替")
def close(books: Books, command: Any) -> Plan:
    """A plant closes: its free rights become credit."""
    facility = facility_of(books, command.facility)
    stop_when({"facility.state": facility["state"] != "operating"})
    plan, reasons = (
        Plan(facility["area"]),
        {
            "closure.reserve_route": command.route.value != "pool",
            "closure.pollutants": len({line.pollutant for line in command.pollutants}) < len(command.pollutants),
        },
    )
    for line in command.pollutants:
        key = (facility["id"], str(line.pollutant))
        card, closure = card_of(books, *key), books.get("closure", key)
        taken = given_up(
            books,
            facility,
            line.pollutant,
            line.grams,
            lines=("Q40", "Q41"),
            named=line.tranches,
            on=command.effective_on,
        )
        after = recognised(card, line.grams, command.effective_on, backed=True)
        faults = {
            "quantity.nothing": line.grams <= 0,
            "closure.not_held": sum(part for _, _, part in taken) < line.grams,
            "closure.paid_origin": any(unit.origin in {"fixed_price", "reserve_sale"} for _, unit, _ in taken),
            "closure.not_verified": not card["closes"],
            "closure.other_route": (closure is not None and closure["state"] == "closed")
            or any(card["uses"].get(use, 0) > 0 for use in ("reclaimed", "bought_back")),
            "credit.other_backing": card["backed"] is False,
            **source_breach(card, command.effective_on),
            **(card_breach(after) if card["closes"] else {}),
        }
        reasons |= {code: True for code, holds in faults.items() if holds}
        plan.legs += into_credit(facility, line.pollutant, taken)
        plan.writes.append(("card", key, after))
        tranches = [(unit, part) for _, unit, part in taken]
        plan.writes.append(("closure", key, {"state": "closed", "tranches": tranches}))
    refuse_when(reasons, area=facility["area"])
    plan.writes.append(("facility", facility["id"], {**facility, "state": "closed"}))
    return plan


@act("credit.surplus", BRANCH_THEN_BUREAU, "替")
def surplus(books: Books, command: Any) -> Plan:
    """Determined surplus of a running plant becomes credit."""
    facility, key = facility_of(books, command.facility), (command.facility, str(command.pollutant))
    stop_when({"facility.state": facility["state"] != "operating"})
    card = card_of(books, *key)
    taken = given_up(
        books,
        facility,
        command.pollutant,
        command.grams,
        lines=("Q41",),
        named=command.tranches,
        on=command.effective_on,
    )
    after = recognised(card, command.grams, command.effective_on, backed=True)
    refuse_when(
        {
            "quantity.nothing": command.grams <= 0,
            "surplus.not_held": sum(part for _, _, part in taken) < command.grams,
            "credit.other_backing": card["backed"] is False,
            **source_breach(card, command.effective_on),
            **card_breach(after),
        },
        area=facility["area"],
    )
    return Plan(facility["area"], into_credit(facility, command.pollutant, taken), [("card", key, after)])
