"""The model's acts of credit that lies in a pool: dispatched, lent, turned into reserve, given to the province."""

from __future__ import annotations

from typing import Any

from tests.properties.bureau_cards import basin_of, card_of, credit_unit, facility_of, with_use
from tests.properties.bureau_model import ANY_OFFICE, BUREAU, Books, Plan, act, basin_breach, refuse_when
from tests.properties.bureau_units import CITY, PROVINCE, Account, Leg, Thing, capacity, converted, legs


def named_sources(books: Books, sources: Any, pollutant: Any, basin: str | None, area: str) -> list[tuple[Any, int]]:
    """Return the facilities of some credit with their grams; refuse what does not stand."""
    found, reasons = (
        [],
        {
            **(basin_breach(area, pollutant, basin) if area != PROVINCE else {}),
            "credit.sources": not sources or len({each.source for each in sources}) < len(sources),
        },
    )
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
    return converted(to, Account("C20", giving), into, out_of, grams, through="C11")


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
        plan.legs += converted(
            Account("Q30", area, "converted"), Account("Q15", home), into, out_of, grams, through="Q11"
        )
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
            plan.legs += converted(reserve, Account("Q15", home), into, out_of, grams, through="Q11")
        plan.legs += sent(facility, command.pollutant, area, Account("C33", PROVINCE), grams)
        plan.writes.append(("card", key, with_use(with_use(card, "credited", -grams), "to_province", grams)))
    return plan
