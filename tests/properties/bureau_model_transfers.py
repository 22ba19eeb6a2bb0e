"""The model's acts of sales between enterprises."""

from __future__ import annotations

from typing import Any

from tests.properties.bureau_cards import card_breach, card_of, unnamed_breach, with_use
from tests.properties.bureau_claims import (
    Claims,
    ended,
    ending,
    entered,
    executed,
    free_surplus,
    named_breach,
    new_claims,
    of_paper,
    paper_in,
    rearranged,
    standing,
)
from tests.properties.bureau_fees import partly_paid
from tests.properties.bureau_following import renewed_with
from tests.properties.bureau_handing_over import cap_follows, handed_over
from tests.properties.bureau_model import BUREAU, FINANCE, Books, Plan, act, active, refuse_when, stop_when
from tests.properties.bureau_model_tenure import PAID
from tests.properties.bureau_model_tenure import ended as term_ended
from tests.properties.bureau_units import BASINS, MONEY, WATER, Account, Thing, Unit, legs, run_out, tranche_of


def offered(books: Books, command: Any) -> tuple[Thing, list[tuple[Unit, Any, Any]]]:
    """Return the paper of a contract, and its tranches with their lines and the listings that these name."""
    stop_when({"transfer.number": books.get("transfer", command.number) is not None})
    active(books, command.buyer)
    entered(books, "contract", command.seller, command.number, command.seller_area)
    found = []
    for line in command.lines:
        unit = tranche_of(command.seller_area, line.tranche)
        listings = [
            key
            for key, claim in standing(books, command.seller, unit).items()
            if (claim["ground"], key[2]) == ("listing", line.listing)
        ]
        stop_when({"claim.missing": line.listing is not None and not listings})
        found.append((unit, line, listings[0] if listings else None))
    paper = {"number": command.number, "holder": command.seller, "ground": "contract", "until": None}
    return {**paper, "at": command.contracted_at}, found


def cards_after(books: Books, seller: str, sold: list[tuple[str, str, int]]) -> dict[Any, Thing]:
    """Return the cards of the facilities that a sale names, after it."""
    cards: dict[Any, Thing] = {}
    for number, pollutant, grams in sold:
        facility, key = books.get("facility", number, missing="facility.missing"), (number, pollutant)
        stop_when({"facility.missing": facility["enterprise"] != seller})
        cards[key] = with_use(cards.get(key) or card_of(books, *key), "surplus_sold", grams)
    return cards


def used_twice(cards: dict[Any, Thing]) -> dict[str, bool]:
    """Return what is wrong with cards as they would be after a sale."""
    found = [code for card in cards.values() for code, holds in card_breach(card).items() if holds]
    return dict.fromkeys(found, True)


def bound(books: Books, plan: Plan, claims: Claims, offers: list[Any], on: Any) -> Plan:
    """Return a plan by which a contract takes free surplus, or the place of a listing."""
    for (key, claim), (unit, line, listing) in zip(claims.items(), offers, strict=True):
        after, contract = standing(books, claim["holder"], unit), claim
        if listing is not None:
            old = after[listing]
            left = {**old, "grams": old["grams"] - line.grams}
            after[listing] = left if left["grams"] else ended(left, "executed")
            contract = {**claim, "at": old["at"], "entry": old["entry"]}
        after[key] = contract
        moved, writes = rearranged(books, claim["holder"], unit, after, on=on, draws=listing is None)
        plan.legs += moved
        plan.writes += writes
    return plan


@act("transfer.contract", BUREAU, "量")
def contract(books: Books, command: Any) -> Plan:
    """Surplus, listed or not, is sold and not delivered."""
    area, seller, on = command.seller_area, command.seller, command.effective_on
    paper, offers = offered(books, command)
    sold = [(line.facility, str(line.tranche.pollutant), line.grams) for line in command.lines if line.facility]
    cards = cards_after(books, seller, sold)
    units, claim = [unit for unit, *_ in offers], books.registers["claim"]
    free = {
        (unit, key): free_surplus(books, seller, area, unit, on) if key is None else claim[key]["held"]
        for unit, _, key in offers
    }
    across, last = area != command.buyer_area, books.get("attainment", on.year - 1)
    stale = across and last is not None and any(unit.pollutant in last["not"] for unit in units)
    lost = any(unit.pollutant in WATER and unit.basin not in BASINS[command.buyer_area] for unit in units)
    same = seller == command.buyer
    either = active(books, seller)["ended"] or active(books, command.buyer)["ended"]
    refuse_when(
        {
            **named_breach(units, [line.grams for line in command.lines]),
            "transfer.contract_day": command.contracted_at.date() > on,
            "transfer.same_party": same,
            "enterprise.inactive": not same and either,
            "basin.unknown": lost,
            "transfer.not_attained": stale,
            "tranche.not_in_force": any(term_ended(unit, on) for unit in units),
            "tranche.not_paid_for": any(unit.origin not in PAID for unit in units),
            "tranche.partly_paid": any(
                key is None and partly_paid(books, seller, unit, line.grams)["tranche.partly_paid"]
                for unit, line, key in offers
            ),
            "claim.not_free": any(line.grams > free[unit, key] for unit, line, key in offers),
            "transfer.no_need": command.need is None,
            "card.unnamed": any(
                unnamed_breach(books, seller, unit, line.facility)["card.unnamed"] for unit, line, _ in offers
            ),
            **used_twice(cards),
        },
        area=area,
    )
    claims = new_claims(books, paper, [(unit, line.grams) for unit, line, _ in offers])
    plan = bound(books, Plan(area), claims, offers, on)
    fact = {
        "number": command.number,
        "seller": seller,
        "area": area,
        "buyer": command.buyer,
        "buyer_area": command.buyer_area,
        "price": sum(line.price for line in command.lines),
        "settled": 0,
        "sold": sold,
        "lines": [(unit, line.grams) for unit, line, _ in offers],
        "state": "contracted",
    }
    plan.writes.append(("transfer", command.number, {**fact, "grams": sum(line.grams for line in command.lines)}))
    return plan


@act("transfer.undo", BUREAU, "量")
def undo(books: Books, command: Any) -> Plan:
    """A sale is undone before its delivery."""
    sale = books.get("transfer", command.number, missing="transfer.missing")
    stop_when({"transfer.state": sale["state"] != "contracted"})
    paper = of_paper(books, "contract", sale["seller"], command.number)
    plan = Plan(sale["area"], *ending(books, paper, "released", command.effective_on))
    plan.writes.append(("transfer", command.number, {**sale, "state": "undone"}))
    return plan


@act("transfer.deliver", BUREAU, "量")
def deliver(books: Books, command: Any) -> Plan:
    """The tonnes go to the buyer, and the caps with them where he is in another area."""
    sale = books.get("transfer", command.number, missing="transfer.missing")
    stop_when({"transfer.state": sale["state"] != "contracted"})
    area, to, seller, buyer = sale["area"], sale["buyer_area"], sale["seller"], sale["buyer"]
    paper = paper_in(books, "contract", seller, command.number)
    cards = cards_after(books, seller, sale["sold"])
    refuse_when(
        {
            **used_twice(cards),
            "transfer.not_held": sum(each["held"] for each in paper.values()) != sale["grams"],
            "tranche.not_in_force": any(run_out(each["unit"], command.effective_on) for each in paper.values()),
            "enterprise.inactive": active(books, buyer)["ended"],
        },
        area=area,
    )
    plan, caps = Plan(area), dict[Any, Any]()
    for each in paper.values():
        come, goes = Account("Q42.2", area, seller), Account("Q40", to, buyer)
        plan.legs += handed_over(come, goes, each["unit"], each["grams"])
        plan.legs += cap_follows(books, each["unit"], to, each["grams"], caps) if area != to else []
    plan.legs += legs((Account("B40", to, buyer), Account("B41", area, seller), MONEY, sale["price"]))
    plan.writes = [("claim", key, executed(each, each["grams"])) for key, each in paper.items()]
    plan.writes += [("card", key, card) for key, card in cards.items()]
    moves = [(seller, unit, buyer, unit._replace(area=to), grams) for unit, grams in sale["lines"]]
    plan.writes += renewed_with(books, moves)
    plan.writes += [("cap", place, fact) for place, fact in caps.items()]
    plan.writes.append(("transfer", command.number, {**sale, "state": "delivered"}))
    return plan


@act("transfer.settle", FINANCE, "费")
def settle(books: Books, command: Any) -> Plan:
    """The platform reports a payment between the two."""
    sale = books.get("transfer", command.number, missing="transfer.missing")
    stop_when({"transfer.state": sale["state"] != "delivered"})
    refuse_when(
        {"transfer.overpaid": not 0 < command.amount <= sale["price"] - sale["settled"]}, area=str(sale["area"])
    )
    owed, owes = Account("B41", sale["area"], sale["seller"]), Account("B40", sale["buyer_area"], sale["buyer"])
    plan = Plan(sale["area"], legs((owed, owes, MONEY, command.amount)))
    plan.writes.append(("transfer", command.number, {**sale, "settled": sale["settled"] + command.amount}))
    return plan
