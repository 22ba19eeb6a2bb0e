"""The model's acts of rights: cap, reserve, confirmation, lots, awards, delivery."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.properties.bureau_fees import paid_for
from tests.properties.bureau_model import (
    BRANCH_THEN_BUREAU,
    BUREAU,
    Books,
    Plan,
    act,
    active,
    basin_breach,
    refuse_when,
    stop_when,
)
from tests.properties.bureau_units import (
    HELD_LINES,
    YEARS,
    Account,
    Unit,
    capacity,
    converted,
    in_force,
    legs,
    years_later,
)

WHOLE = 10_000
"""A ratio of one."""


def ceil_ratio(grams: int, ratio: int) -> int:
    """Return what a ratio makes of an amount, rounded up to the gram."""
    return -(-grams * ratio // WHOLE)


def cap_exceeded(books: Books, given: Unit, grams: int, *, raised: int = 0) -> bool:
    """Return whether rights in force would exceed the cap, perhaps raised by then, on a day of what is given.

    What is owed since a reversal is still held by somebody, and counts until it is made good.
    """
    same = given[:4]
    rights = [
        (place.unit, amount)
        for place, amount in books.amounts.items()
        if place.account.line in HELD_LINES and place.unit[:4] == same
    ]
    limit = raised - sum(
        amount
        for place, amount in books.amounts.items()
        if place.account.line in {"Q10", "Q11"} and place.unit[:4] == same
    )
    starts, ends = given.term_from or date.min, given.term_to or date.max
    days = {starts, *(unit.term_from for unit, _ in rights if unit.term_from and starts <= unit.term_from < ends)}
    return any(in_force(rights, day) + grams > limit for day in days)


@act("cap.set", BUREAU, "量")
def cap_set(books: Books, command: Any) -> Plan:
    """The cap rises out of nothing into what is unallocated, or falls as far as that reaches."""
    place = (command.area, str(command.pollutant), command.basin)
    known, unit = books.get("cap", place), capacity(command.pollutant, command.area, command.basin)
    kind, grams = command.kind.value, command.grams
    now = known["grams"] if known else 0
    refuse_when(
        {
            **basin_breach(command.area, command.pollutant, command.basin),
            "cap.unchanged": known and (known["grams"], known["kind"]) == (grams, kind),
            "cap.task": kind == "reduction_task" and grams != (command.base or 0) - (command.task or 0),
            "cap.none_published": kind == "none_published" and grams > now,
            "cap.below_given_out": now - grams > books.free("Q20", command.area, None, unit),
        }
    )
    cap, unallocated = Account("Q10", command.area), Account("Q20", command.area)
    change = grams - now
    plan = Plan(command.area, writes=[("cap", place, {"grams": grams, "kind": kind})])
    plan.legs = legs((unallocated, cap, unit, change)) if change > 0 else legs((cap, unallocated, unit, -change))
    return plan


@act("reserve.retain", BUREAU, "量")
def reserve_retain(books: Books, command: Any) -> Plan:
    """Unallocated tonnes go to the reserve."""
    place = (command.area, str(command.pollutant), command.basin)
    refuse_when(
        {
            "quantity.nothing": command.grams <= 0,
            "cap.missing": books.get("cap", place) is None,
            **basin_breach(command.area, command.pollutant, command.basin),
        }
    )
    unit = capacity(command.pollutant, command.area, command.basin)
    reserve = Account("Q30", command.area, "retained")
    return Plan(command.area, legs((reserve, Account("Q20", command.area), unit, command.grams)))


@act("right.confirm_existing", BRANCH_THEN_BUREAU, "量")
def confirm_existing(books: Books, command: Any) -> Plan:
    """An existing enterprise gets its initial right, free, for five years from the day."""
    place = (command.area, str(command.pollutant), command.basin)
    holder, cap = active(books, command.enterprise), books.get("cap", place)
    unit = capacity(command.pollutant, command.area, command.basin)
    ends = years_later(command.effective_on, YEARS)
    given = unit._replace(term_from=command.effective_on, term_to=ends, origin="free")
    by_paper = (command.enterprise, *place, command.document)
    open_ended = cap is not None and cap["kind"] == "none_published"
    refuse_when(
        {
            "quantity.nothing": command.grams <= 0,
            "enterprise.inactive": holder["ended"],
            "allocation.repeated": books.get("initial", by_paper) is not None,
            **basin_breach(command.area, command.pollutant, command.basin),
            "cap.missing": cap is None,
            "cap.exceeded": cap_exceeded(books, given, command.grams, raised=command.grams if open_ended else 0),
        }
    )
    unallocated = Account("Q20", command.area)
    plan = Plan(command.area, writes=[("initial", by_paper, {"grams": command.grams})])
    if open_ended:
        plan.legs += legs((unallocated, Account("Q10", command.area), unit, command.grams))
        plan.writes.append(("cap", place, {**cap, "grams": cap["grams"] + command.grams}))
    in_use = Account("Q40", command.area, command.enterprise)
    plan.legs += converted(in_use, unallocated, given, unit, command.grams)
    return plan


def standard_price(books: Books, pollutant: str, on: Any) -> int:
    """Return the published price of a tonne for a year, or 0 where there is none."""
    prices = [found for found in books.all("price") if found["pollutant"] == str(pollutant) and found["from"] <= on]
    return int(max(prices, key=lambda found: found["from"])["price"]) if prices else 0


@act("award.notice", BUREAU, "量")
def award_notice(books: Books, command: Any) -> Plan:
    """Tonnes of the reserve are bound by a notice."""
    unit = capacity(command.pollutant, command.area, command.basin)
    refuse_when(
        {
            "quantity.nothing": command.grams <= 0,
            "lot.number": books.get("lot", command.id) is not None,
            **basin_breach(command.area, command.pollutant, command.basin),
            "award.ratio": command.ratio < WHOLE,
            "award.below_floor": command.start_price < standard_price(books, command.pollutant, command.effective_on),
        }
    )
    lot = {
        "id": command.id,
        "area": command.area,
        "unit": unit,
        "source": command.source.value,
        "ratio": command.ratio,
        "price": command.start_price,
        "withdrawn": False,
    }
    reserve = Account("Q30", command.area, command.source.value)
    noticed = Account("Q31", command.area, command.id)
    return Plan(command.area, legs((noticed, reserve, unit, command.grams)), [("lot", command.id, lot)])


@act("award.withdraw", BUREAU, "量")
def award_withdraw(books: Books, command: Any) -> Plan:
    """What was not awarded of a lot goes back to where it came from."""
    lot = books.get("lot", command.id, missing="lot.missing")
    stop_when({"lot.state": lot["withdrawn"]})
    left = books.free("Q31", lot["area"], command.id, lot["unit"])
    refuse_when({"lot.nothing_left": left <= 0}, area=str(lot["area"]))
    reserve, noticed = Account("Q30", lot["area"], lot["source"]), Account("Q31", lot["area"], command.id)
    plan = Plan(lot["area"], legs((reserve, noticed, lot["unit"], left)))
    plan.writes.append(("lot", command.id, {**lot, "withdrawn": True}))
    return plan


def in_arrears(books: Books, payer: str, on: Any) -> bool:
    """Return whether somebody owes a price that was due before a day; a forfeited deposit is its keeper's to send."""
    return any(
        notice["payer"] == payer
        and notice["charge"] != "forfeit"
        and notice["due_on"] < on
        and notice["assessed"] > notice["received"]
        for notice in books.all("notice")
    )


@act("award.make", BUREAU, "量")
def award_make(books: Books, command: Any) -> Plan:
    """Reserve, noticed or not, is awarded; at a ratio it gives more than the buyer gets."""
    buyer = active(books, command.buyer)
    plan, reasons = (
        Plan(command.area),
        {
            "award.number": books.get("award", command.id) is not None,
            "charge.number": books.get("award", command.id) is None and books.get("charged", command.id) is not None,
            "award.contract_day": command.contracted_on > command.effective_on,
            "award.term_over": years_later(command.contracted_on, YEARS) <= command.effective_on,
            "enterprise.inactive": buyer["ended"],
            "buyer.arrears": in_arrears(books, command.buyer, command.effective_on),
        },
    )
    awarded = Account("Q32", command.area, command.id)
    for line in command.lines:
        unit = capacity(line.pollutant, command.area, line.basin)
        floor = standard_price(books, line.pollutant, command.contracted_on)
        faults = {
            "quantity.nothing": line.grams <= 0,
            **basin_breach(command.area, line.pollutant, line.basin),
            "award.ratio": line.ratio < WHOLE,
        }
        too_low = "award.below_floor" if line.unit_price < floor else None
        too_low = "award.no_price" if line.unit_price <= 0 else too_low
        out_of = Account("Q30", command.area, line.source.value)
        if line.lot is not None:
            lot = books.get("lot", line.lot)
            fits = (lot["area"], lot["unit"], lot["source"], lot["ratio"]) == (
                command.area,
                unit,
                line.source.value,
                line.ratio,
            )
            faults["award.lot"] = lot["withdrawn"] or not fits
            if too_low is None and not lot["withdrawn"] and line.unit_price < lot["price"]:
                too_low = "award.below_start"
            out_of = Account("Q31", command.area, line.lot)
        if too_low is not None and not {"award.no_price", "award.below_floor", "award.below_start"} & set(reasons):
            faults[too_low] = True
        reasons |= {code: True for code, holds in faults.items() if holds}
        plan.legs += legs((awarded, out_of, unit, ceil_ratio(line.grams, line.ratio)))
    refuse_when(reasons)
    fact = {
        "id": command.id,
        "area": command.area,
        "buyer": command.buyer,
        "lines": command.lines,
        "starts": command.contracted_on,
        "ends": years_later(command.contracted_on, YEARS),
        "project": command.project,
        "state": "awarded",
    }
    plan.writes.append(("award", command.id, fact))
    return plan


@act("award.deliver", BUREAU, "量")
def award_deliver(books: Books, command: Any) -> Plan:
    """The buyer gets its tranche when all that is due is in the treasury."""
    award = books.get("award", command.id, missing="award.missing")
    stop_when({"award.state": award["state"] != "awarded"})
    area, buyer = award["area"], award["buyer"]
    plan, exceeded = Plan(area), False
    for line in award["lines"]:
        unit = capacity(line.pollutant, area, line.basin)
        given = unit._replace(term_from=award["starts"], term_to=award["ends"], origin="reserve_sale")
        exceeded |= cap_exceeded(books, given, line.grams)
        awarded = Account("Q32", area, command.id)
        plan.legs += converted(Account("Q40", area, buyer), awarded, given, unit, line.grams)
        extra = ceil_ratio(line.grams, line.ratio) - line.grams
        plan.legs += legs((Account("Q19", area), awarded, unit, extra))
    charge = books.get("charged", command.id) or {"charge": "award", "area": area, "payer": buyer}
    refuse_when(
        {
            "tranche.not_in_force": award["ends"] <= command.effective_on,
            "cap.exceeded": exceeded,
            "payment.of_another": (charge["charge"], charge["area"], charge["payer"]) != ("award", area, buyer),
            **paid_for(books, command.id, command.effective_on),
            "enterprise.inactive": active(books, buyer)["ended"],
        },
        area=str(award["area"]),
    )
    plan.writes.append(("award", command.id, {**award, "state": "delivered"}))
    return plan


@act("award.undo", BUREAU, "量")
def award_undo(books: Books, command: Any) -> Plan:
    """An award that is neither delivered nor paid goes back to the reserve."""
    award = books.get("award", command.id, missing="award.missing")
    notices = [notice for notice in books.all("notice") if notice["case"] == command.id]
    stop_when({"award.state": award["state"] != "awarded"})
    refuse_when({"award.paid": any(notice["received"] for notice in notices)}, area=str(award["area"]))
    area, plan = award["area"], Plan(award["area"])
    for line in award["lines"]:
        unit = capacity(line.pollutant, area, line.basin)
        reserve = Account("Q30", area, line.source.value)
        plan.legs += legs((reserve, Account("Q32", area, command.id), unit, ceil_ratio(line.grams, line.ratio)))
    plan.writes.append(("award", command.id, {**award, "state": "undone"}))
    return plan
