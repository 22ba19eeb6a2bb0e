"""The model's acts of facility cards and credit: verified, recognised, closed, dispatched, turned into reserve."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.properties.bureau_model import (
    ANY_OFFICE,
    AT_ONCE,
    BRANCH_THEN_BUREAU,
    BUREAU,
    CITY,
    HELD_LINES,
    PROVINCE,
    WATER,
    Account,
    Books,
    Leg,
    Plan,
    Thing,
    Unit,
    act,
    basin_breach,
    capacity,
    converted,
    credit_of,
    legs,
    refuse_when,
    tranche_of,
)

EMPTY: Thing = {
    **{"verified": 0, "uses": {}, "since": None, "closes": False, "backed": None},
    **{"suspended": False, "recognised_on": None},
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
    return {"card.suspended": card["suspended"], "card.overused": used(card) > card["verified"]}


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


@act("reduction.report", AT_ONCE, "册")
def report(books: Books, command: Any) -> Plan:
    """What is finished by its owner's word is on a list."""
    facility = facility_of(books, command.facility)
    refuse_when(
        {
            "reduction.unfinished": command.finished_on > command.effective_on,
            "quantity.nothing": command.grams <= 0,
        }
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
            "officers.too_few": len(command.officers) < 2,
            "card.suspended": card["suspended"],
            "card.overused": grams < used(card),
        }
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
    refuse_when(
        {
            "quantity.nothing": command.grams <= 0,
            "credit.right_held": rights,
            "credit.other_backing": card["backed"],
            **source_breach(card, command.effective_on),
            **card_breach(after),
        }
    )
    unit = credit_unit(facility, command.pollutant, area)
    plan = Plan(area, legs((Account("C20", area), Account("C10", area), unit, command.grams)))
    plan.writes.append(("card", key, after))
    if card["closes"]:
        plan.writes.append(("facility", facility["id"], {**facility, "state": "closed"}))
    return plan


def given_up(
    books: Books, facility: Thing, pollutant: Any, grams: int, lines: tuple[str, ...], named: Any, on: date
) -> list[tuple[Account, Unit, int]]:
    """Return the tranches that are given up: those named, or those that end first."""
    area, holder = facility["area"], facility["enterprise"]
    held = [
        (Account(line, area, holder), unit, books.free(line, area, holder, unit))
        for line in lines
        for unit, _ in (books.holdings(line, area, holder) if holder else ())
        if unit.pollutant == str(pollutant) and unit.basin == basin_of(facility, pollutant) and unit.term_to > on
    ]
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
    plan, reasons = Plan(facility["area"]), {
        "facility.state": facility["state"] != "operating",
        "closure.reserve_route": command.route.value != "pool",
        "closure.nothing": not command.pollutants,
        "closure.repeated": len({line.pollutant for line in command.pollutants}) < len(command.pollutants),
    }
    for line in command.pollutants:
        key = (facility["id"], str(line.pollutant))
        card, closure = card_of(books, *key), books.get("closure", key)
        taken = given_up(
            books, facility, line.pollutant, line.grams, ("Q40", "Q41"), line.tranches, command.effective_on
        )
        after = recognised(card, line.grams, command.effective_on, backed=True)
        faults = {
            "quantity.nothing": line.grams <= 0,
            "closure.not_held": sum(part for _, _, part in taken) < line.grams,
            "closure.paid_origin": any(unit.origin in {"fixed_price", "reserve_sale"} for _, unit, _ in taken),
            "closure.not_verified": not card["closes"],
            "closure.other_way": closure is not None and closure["state"] == "closed",
            "closure.in_reserve": any(card["uses"].get(use) for use in ("reclaimed", "bought_back")),
            "credit.other_backing": card["backed"] is False,
            **source_breach(card, command.effective_on),
            **card_breach(after),
        }
        reasons |= {code: True for code, holds in faults.items() if holds}
        plan.legs += into_credit(facility, line.pollutant, taken)
        plan.writes.append(("card", key, after))
        tranches = [(unit, part) for _, unit, part in taken]
        plan.writes.append(("closure", key, {"state": "closed", "tranches": tranches}))
    refuse_when(reasons)
    plan.writes.append(("facility", facility["id"], {**facility, "state": "closed"}))
    return plan


@act("credit.surplus", BRANCH_THEN_BUREAU, "替")
def surplus(books: Books, command: Any) -> Plan:
    """Determined surplus of a running plant becomes credit."""
    facility, key = facility_of(books, command.facility), (command.facility, str(command.pollutant))
    card = card_of(books, *key)
    taken = given_up(
        books, facility, command.pollutant, command.grams, ("Q41",), command.tranches, command.effective_on
    )
    after = recognised(card, command.grams, command.effective_on, backed=True)
    refuse_when(
        {
            "facility.state": facility["state"] != "operating",
            "quantity.nothing": command.grams <= 0,
            "surplus.not_held": sum(part for _, _, part in taken) < command.grams,
            "credit.other_backing": card["backed"] is False,
            **source_breach(card, command.effective_on),
            **card_breach(after),
        }
    )
    return Plan(facility["area"], into_credit(facility, command.pollutant, taken), [("card", key, after)])


def named_sources(books: Books, sources: Any, pollutant: Any, basin: str | None, area: str) -> list[tuple[Any, int]]:
    """Return the facilities of some credit with their grams; refuse what does not stand."""
    found, reasons = [], {
        **(basin_breach(area, pollutant, basin) if area != PROVINCE else {}),
        "credit.sources": not sources or len({each.source for each in sources}) < len(sources),
    }
    for each in sources:
        facility = facility_of(books, each.source)
        card = card_of(books, each.source, pollutant)
        faults = {
            "quantity.nothing": each.grams <= 0,
            "balance.insufficient": basin_of(facility, pollutant) != basin,
            "basin.of_source": basin_of(facility, pollutant) != basin,
            "card.suspended": card["suspended"],
        }
        reasons |= {code: True for code, holds in faults.items() if holds}
        found.append((facility, each.grams))
    refuse_when(reasons)
    return found


def sent(facility: Thing, pollutant: Any, giving: str, to: Account, grams: int) -> list[Leg]:
    """Return the legs by which credit of a pool goes to an account, perhaps of another area."""
    out_of, into = (credit_unit(facility, pollutant, area) for area in (giving, to.area))
    return converted(to, Account("C20", giving), into, out_of, grams, "C11")


@act("credit.dispatch", BUREAU, "替")
def dispatch(books: Books, command: Any) -> Plan:
    """Credit goes between the city's pool and that of a branch."""
    giving, taking = command.from_area, command.to_area
    refuse_when({"dispatch.not_with_city": (giving == CITY) == (taking == CITY)})
    found = named_sources(books, command.sources, command.pollutant, command.basin, taking)
    pool = Account("C20", taking)
    moved = [leg for facility, grams in found for leg in sent(facility, command.pollutant, giving, pool, grams)]
    return Plan(giving, moved)


@act("credit.loan", ANY_OFFICE, "替")
def lend(books: Books, command: Any) -> Plan:
    """Credit goes from one branch to another, to be given back."""
    refuse_when(
        {
            "loan.exists": books.get("loan", command.loan) is not None,
            "loan.not_between_branches": CITY in {command.lender, command.borrower}
            or command.lender == command.borrower,
            "loan.due": command.due_on <= command.effective_on,
        }
    )
    found = named_sources(books, command.sources, command.pollutant, command.basin, command.borrower)
    pool = Account("C20", command.borrower)
    plan = Plan(command.lender)
    plan.legs = [leg for each, grams in found for leg in sent(each, command.pollutant, command.lender, pool, grams)]
    fact = {
        "loan": command.loan,
        "lender": command.lender,
        "borrower": command.borrower,
        "pollutant": command.pollutant,
        "basin": command.basin,
        "owed": sum(grams for _, grams in found),
    }
    plan.writes.append(("loan", command.loan, fact))
    return plan


@act("credit.return", ANY_OFFICE, "替")
def give_back(books: Books, command: Any) -> Plan:
    """Lent credit comes back, of whatever source."""
    loan = books.get("loan", command.loan, missing="loan.missing")
    given = sum(each.grams for each in command.sources)
    refuse_when({"loan.beyond_owed": given > loan["owed"]})
    found = named_sources(books, command.sources, loan["pollutant"], loan["basin"], loan["lender"])
    pool = Account("C20", loan["lender"])
    plan = Plan(loan["borrower"])
    plan.legs = [leg for each, grams in found for leg in sent(each, loan["pollutant"], loan["borrower"], pool, grams)]
    plan.writes.append(("loan", command.loan, {**loan, "owed": loan["owed"] - given}))
    return plan


@act("credit.to_reserve", BUREAU, "替")
def to_reserve(books: Books, command: Any) -> Plan:
    """Credit with a right behind it becomes reserve."""
    area, plan = command.area, Plan(command.area)
    found = named_sources(books, command.sources, command.pollutant, command.basin, area)
    for facility, grams in found:
        refuse_when({"reserve.no_right": not card_of(books, facility["id"], command.pollutant)["backed"]})
        home = facility["area"]
        into, out_of = (capacity(command.pollutant, place, command.basin) for place in (area, home))
        plan.legs += converted(Account("Q30", area, "converted"), Account("Q15", home), into, out_of, grams, "Q11")
        unit = credit_unit(facility, command.pollutant, area)
        plan.legs += legs((Account("C33", area), Account("C20", area), unit, grams))
    return plan


@act("credit.to_province", BUREAU, "替")
def to_province(books: Books, command: Any) -> Plan:
    """Credit, and the right behind it, is given to the province."""
    area, plan = command.area, Plan(command.area)
    for facility, grams in named_sources(books, command.sources, command.pollutant, command.basin, area):
        key = (facility["id"], str(command.pollutant))
        card, home = card_of(books, *key), facility["area"]
        if card["backed"]:
            into, out_of = (capacity(command.pollutant, place, command.basin) for place in (PROVINCE, home))
            reserve = Account("Q30", PROVINCE, "converted")
            plan.legs += converted(reserve, Account("Q15", home), into, out_of, grams, "Q11")
        plan.legs += sent(facility, command.pollutant, area, Account("C33", PROVINCE), grams)
        plan.writes.append(("card", key, with_use(with_use(card, "credited", -grams), "to_province", grams)))
    return plan

