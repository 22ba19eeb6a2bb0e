"""The model's acts of credit that lies in a pool: dispatched, lent, turned into reserve, given to the province."""

from __future__ import annotations

from typing import Any, NamedTuple

from tests.properties.bureau_cards import card_of, facility_of, used, with_use
from tests.properties.bureau_model import ANY_OFFICE, BUREAU, Books, Plan, act, basin_breach, refuse_when, stop_when
from tests.properties.bureau_units import CITY, PROVINCE, Account, Leg, Thing, capacity, converted, credit_of, legs

Sources = list[tuple[Any, int]]


def named_sources(books: Books, sources: Any, pollutant: Any) -> tuple[Sources, dict[str, object]]:
    """Return the facilities of some credit with their grams, and what is wrong with them."""
    found = [(facility_of(books, each.source), each.grams) for each in sources]
    cards = [card_of(books, each.source, pollutant) for each in sources]
    return found, {
        "credit.sources": not sources or len({each.source for each in sources}) < len(sources),
        "quantity.nothing": any(grams <= 0 for _, grams in found),
        "card.suspended": any(card["suspended"] for card in cards),
        "card.overused": any(not card["suspended"] and used(card) > card["verified"] for card in cards),
    }


def leaving(books: Books, command: Any, of: Any, *areas: str) -> tuple[Sources, dict[str, object]]:
    """Return the same for credit that leaves a pool: every area that it comes from or goes to has its basin."""
    found, reasons = named_sources(books, command.sources, of.pollutant)
    for area in areas:
        faults = basin_breach(area, of.pollutant, of.basin)
        reasons |= {code: True for code, holds in faults.items() if holds}
    return found, reasons


class Kind(NamedTuple):
    """Of what some credit is."""

    pollutant: Any
    basin: str | None


def sent(facility: Thing, of: Any, giving: str, to: Account, grams: int) -> list[Leg]:
    """Return the legs by which credit of a pool goes to an account, perhaps of another area."""
    out_of, into = (credit_of(str(of.pollutant), area, of.basin, facility["id"]) for area in (giving, to.area))
    return converted(to, Account("C20", giving), into, out_of, grams, through="C11")


@act("credit.dispatch", BUREAU, "替")
def dispatch(books: Books, command: Any) -> Plan:
    """Credit goes between the city's pool and that of a branch."""
    giving, taking = command.from_area, command.to_area
    found, reasons = leaving(books, command, command, giving, taking)
    refuse_when({**reasons, "dispatch.not_with_city": (giving == CITY) == (taking == CITY)}, area=giving)
    pool = Account("C20", taking)
    moved = [leg for facility, grams in found for leg in sent(facility, command, giving, pool, grams)]
    return Plan(giving, moved)


@act("credit.loan", ANY_OFFICE, "替")
def lend(books: Books, command: Any) -> Plan:
    """Credit goes from one branch to another, to be given back."""
    stop_when({"loan.exists": books.get("loan", command.loan) is not None})
    found, reasons = leaving(books, command, command, command.lender, command.borrower)
    refuse_when(
        {
            **reasons,
            "loan.not_between_branches": CITY in {command.lender, command.borrower}
            or command.lender == command.borrower,
            "loan.due": command.due_on <= command.effective_on,
        },
        area=command.lender,
    )
    pool = Account("C20", command.borrower)
    plan = Plan(command.lender)
    plan.legs = [leg for each, grams in found for leg in sent(each, command, command.lender, pool, grams)]
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
    of = Kind(loan["pollutant"], loan["basin"])
    found, reasons = leaving(books, command, of, loan["borrower"], loan["lender"])
    refuse_when({**reasons, "loan.beyond_owed": given > loan["owed"]}, area=loan["borrower"])
    pool = Account("C20", loan["lender"])
    plan = Plan(loan["borrower"])
    plan.legs = [leg for each, grams in found for leg in sent(each, of, loan["borrower"], pool, grams)]
    plan.writes.append(("loan", command.loan, {**loan, "owed": loan["owed"] - given}))
    return plan


@act("credit.to_reserve", BUREAU, "替")
def to_reserve(books: Books, command: Any) -> Plan:
    """Credit with a right behind it becomes reserve."""
    area, plan = command.area, Plan(command.area)
    found, reasons = leaving(books, command, command, area)
    backed = [card_of(books, facility["id"], command.pollutant)["backed"] for facility, _ in found]
    refuse_when({**reasons, "reserve.no_right": not all(backed)})
    for facility, grams in found:
        home = facility["area"]
        into, out_of = (capacity(command.pollutant, place, command.basin) for place in (area, home))
        plan.legs += converted(
            Account("Q30", area, "converted"), Account("Q15", home), into, out_of, grams, through="Q11"
        )
        unit = credit_of(str(command.pollutant), area, command.basin, facility["id"])
        plan.legs += legs((Account("C33", area), Account("C20", area), unit, grams))
    return plan


@act("credit.to_province", BUREAU, "替")
def to_province(books: Books, command: Any) -> Plan:
    """Credit, and the right behind it, is given to the province."""
    area, plan = command.area, Plan(command.area)
    found, reasons = leaving(books, command, command, area)
    refuse_when(reasons)
    for facility, grams in found:
        key = (facility["id"], str(command.pollutant))
        card, home = card_of(books, *key), facility["area"]
        if card["backed"]:
            into, out_of = (capacity(command.pollutant, place, command.basin) for place in (PROVINCE, home))
            reserve = Account("Q30", PROVINCE, "converted")
            plan.legs += converted(reserve, Account("Q15", home), into, out_of, grams, through="Q11")
        plan.legs += sent(facility, command, area, Account("C33", PROVINCE), grams)
        plan.writes.append(("card", key, with_use(with_use(card, "credited", -grams), "to_province", grams)))
    return plan
