"""The model's acts of claims that a holder gives himself, and of sales between enterprises."""

from __future__ import annotations

from typing import Any

from tests.properties.bureau_model import BRANCH, BUREAU, FINANCE, Books, Plan, act, active, refuse_when
from tests.properties.bureau_model_tenure import PAID, behind, ended
from tests.properties.bureau_units import (
    BASINS,
    MONEY,
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

LINES = {"listing": "Q42.1", "contract": "Q42.2", "pledge": "Q42.3"}


def given_breach(books: Books, command: Any, holder: str, area: str, at: Any) -> dict[str, object]:
    """Return what is wrong with claims that a holder gives to his surplus."""
    lines = command.lines
    units = [tranche_of(area, line.tranche) for line in lines]
    short = any(line.grams > books.free("Q41", area, holder, unit) for line, unit in zip(lines, units, strict=True))
    return {
        "claim.lines": not lines or len(set(units)) < len(units),
        "quantity.nothing": any(line.grams <= 0 for line in lines),
        "enterprise.inactive": active(books, holder)["ended"],
        "claim.not_yet_delivered": at.date() > command.effective_on,
        "tranche.not_in_force": any(ended(unit, command.effective_on) for unit in units),
        "tranche.not_paid_for": any(unit.origin not in PAID for unit in units),
        "claim.not_free": short,
        "balance.insufficient": short,
    }


def claimed(ground: str, number: str, holder: str, area: str, lines: Any) -> tuple[list[Leg], list[Any]]:
    """Return the legs by which surplus comes under a ground, and the claims."""
    moved, writes = [], []
    for part, line in enumerate(lines):
        unit = tranche_of(area, line.tranche)
        moved += legs((Account(LINES[ground], area, holder), Account("Q41", area, holder), unit, line.grams))
        claim = {"number": number, "holder": holder, "area": area, "ground": ground, "unit": unit}
        fact = {**claim, "grams": line.grams, "held": line.grams, "in_use": 0, "state": "standing"}
        writes.append(("claim", (holder, number, part), fact))
    return moved, writes


def standing(books: Books, ground: str, holder: str, number: str) -> list[tuple[Any, Thing]]:
    """Return the claims of a paper that stand."""
    return [
        (key, claim)
        for key, claim in books.registers["claim"].items()
        if (claim["ground"], claim["holder"], claim["number"], claim["state"]) == (ground, holder, number, "standing")
    ]


def freed(books: Books, ground: str, holder: str, number: str, state: str) -> Plan:
    """Return what gives the tonnes of a paper back to the surplus."""
    found = standing(books, ground, holder, number)
    refuse_when({"claim.missing": not found})
    plan = Plan(found[0][1]["area"])
    for key, claim in found:
        back = Account("Q41", claim["area"], holder)
        plan.legs += legs((back, Account(LINES[ground], claim["area"], holder), claim["unit"], claim["held"]))
        plan.writes.append(("claim", key, {**claim, "state": state, "held": 0}))
    return plan


@act("pledge.register", BRANCH, "量")
def pledge(books: Books, command: Any) -> Plan:
    """Paid surplus is given as security."""
    refuse_when(
        {
            **given_breach(books, command, command.holder, command.area, command.registered_at),
            "pledge.beyond_term": any(command.until >= line.tranche.term_to for line in command.lines),
        }
    )
    return Plan(command.area, *claimed("pledge", command.number, command.holder, command.area, command.lines))


@act("pledge.release", BRANCH, "量")
def release(books: Books, command: Any) -> Plan:
    """The bank lets go."""
    return freed(books, "pledge", command.holder, command.number, "released")


@act("listing.open", BUREAU, "量")
def listing(books: Books, command: Any) -> Plan:
    """Paid surplus is offered for sale."""
    refuse_when(given_breach(books, command, command.holder, command.area, command.opened_at))
    return Plan(command.area, *claimed("listing", command.number, command.holder, command.area, command.lines))


@act("listing.withdraw", BUREAU, "量")
def withdraw(books: Books, command: Any) -> Plan:
    """What was not sold is the holder's again."""
    return freed(books, "listing", command.holder, command.number, "released")


@act("transfer.contract", BUREAU, "量")
def contract(books: Books, command: Any) -> Plan:
    """Surplus, listed or not, is sold and not delivered."""
    area, seller, on = command.seller_area, command.seller, command.effective_on
    units = [tranche_of(area, line.tranche) for line in command.lines]
    listed, last = command.mode.value == "listed", books.get("attainment", on.year - 1)
    plan, short = Plan(area), False
    plan.legs, plan.writes = claimed("contract", command.number, seller, area, command.lines)
    if listed:
        plan.legs = []
    for line, unit in zip(command.lines, units, strict=True):
        if not listed:
            short |= line.grams > books.free("Q41", area, seller, unit)
            continue
        offered = [each for each in standing(books, "listing", seller, line.listing or "") if each[1]["unit"] == unit]
        short |= not offered or line.grams > offered[0][1]["held"]
        place, come = Account("Q42.2", area, seller), Account("Q42.1", area, seller)
        plan.legs += legs((place, come, unit, line.grams))
        if offered and not short:
            key, claim = offered[0]
            left = claim["held"] - line.grams
            state = "standing" if left else "executed"
            plan.writes.append(("claim", key, {**claim, "held": left, "grams": left, "state": state}))
    across = area != command.buyer_area
    refuse_when(
        {
            "transfer.number": books.get("transfer", command.number) is not None,
            "claim.lines": not units or len(set(units)) < len(units),
            "quantity.nothing": any(line.grams <= 0 for line in command.lines),
            "transfer.contract_day": command.contracted_at.date() > on,
            "transfer.parties": seller == command.buyer,
            "enterprise.inactive": active(books, seller)["ended"] or active(books, command.buyer)["ended"],
            "basin.unknown": any(
                unit.pollutant in WATER and unit.basin not in BASINS[command.buyer_area] for unit in units
            ),
            "transfer.not_attained": across
            and last is not None
            and any(unit.pollutant in last["not"] for unit in units),
            "tranche.not_in_force": any(ended(unit, on) for unit in units),
            "tranche.not_paid_for": any(unit.origin not in PAID for unit in units),
            "claim.not_free": short,
            "balance.insufficient": short,
            "transfer.no_need": command.need is None,
        }
    )
    fact = {
        "number": command.number,
        "seller": seller,
        "area": area,
        "buyer": command.buyer,
        "buyer_area": command.buyer_area,
        "lines": [(unit, line.grams) for unit, line in zip(units, command.lines, strict=True)],
        "price": sum(line.price for line in command.lines),
        "settled": 0,
        "state": "contracted",
    }
    plan.writes.append(("transfer", command.number, fact))
    return plan


@act("transfer.undo", BUREAU, "量")
def undo(books: Books, command: Any) -> Plan:
    """A sale is undone before its delivery."""
    sale = books.get("transfer", command.number, missing="transfer.missing")
    refuse_when({"transfer.state": sale["state"] != "contracted"})
    plan = Plan(sale["area"])
    if standing(books, "contract", sale["seller"], command.number):
        plan = freed(books, "contract", sale["seller"], command.number, "released")
    plan.writes.append(("transfer", command.number, {**sale, "state": "undone"}))
    return plan


@act("transfer.deliver", BUREAU, "量")
def deliver(books: Books, command: Any) -> Plan:
    """The tonnes go to the buyer, and the caps with them where he is in another area."""
    sale = books.get("transfer", command.number, missing="transfer.missing")
    refuse_when({"transfer.state": sale["state"] != "contracted"})
    area, to, seller, buyer = sale["area"], sale["buyer_area"], sale["seller"], sale["buyer"]
    held = standing(books, "contract", seller, command.number)
    refuse_when(
        {
            "transfer.not_held": sum(claim["held"] for _, claim in held) < sum(grams for _, grams in sale["lines"]),
            "enterprise.inactive": active(books, buyer)["ended"],
        }
    )
    plan, caps = Plan(area), dict[Any, Any]()
    for unit, grams in sale["lines"]:
        come, goes = Account("Q42.2", area, seller), Account("Q40", to, buyer)
        plan.legs += converted(goes, come, unit._replace(area=to), unit, grams, through="Q11")
        if area != to:
            plan.legs += cap_follows(books, unit, to, grams, caps)
    plan.legs += legs((Account("B40", to, buyer), Account("B41", area, seller), MONEY, sale["price"]))
    plan.writes = [("claim", key, {**claim, "state": "executed", "held": 0}) for key, claim in held]
    plan.writes += [("cap", place, fact) for place, fact in caps.items()]
    plan.writes.append(("transfer", command.number, {**sale, "state": "delivered"}))
    return plan


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


@act("transfer.settle", FINANCE, "费")
def settle(books: Books, command: Any) -> Plan:
    """The platform reports a payment between the two."""
    sale = books.get("transfer", command.number, missing="transfer.missing")
    refuse_when(
        {
            "transfer.state": sale["state"] != "delivered",
            "transfer.amount": not 0 < command.amount <= sale["price"] - sale["settled"],
        }
    )
    owed, owes = Account("B41", sale["area"], sale["seller"]), Account("B40", sale["buyer_area"], sale["buyer"])
    plan = Plan(sale["area"], legs((owed, owes, MONEY, command.amount)))
    plan.writes.append(("transfer", command.number, {**sale, "settled": sale["settled"] + command.amount}))
    return plan
