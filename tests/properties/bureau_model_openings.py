"""The model's acts of the opening of an area's books, and of what its papers left unexplained."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from typing import Any

from tests.properties.bureau_model import ANY_OFFICE, Books, Plan, act, active, basin_breach, refuse_when, stop_when
from tests.properties.bureau_units import Account, Leg, Unit, capacity, converted, legs, tranche_of


def lines_of(command: Any) -> list[tuple[str | None, Any, Any, str | None, Unit | None]]:
    """Return the lines of a sheet: account, line, pollutant, basin, tranche."""
    rights = [
        ("Q41" if line.surplus else "Q40", line, line.tranche.pollutant, line.tranche.basin, None)
        for line in command.rights
    ]
    return [*rights, *[("Q30", line, line.pollutant, line.basin, None) for line in command.reserves]]


@act("opening.area", ANY_OFFICE, "初")
def open_area(books: Books, command: Any) -> Plan:
    """What the papers say is taken over; what they do not explain stands apart."""
    area, plan = command.area, Plan(command.area)
    stated = {(str(line.pollutant), line.basin): line for line in command.caps}
    stop_when({"opening.repeat": books.get("opening", area) is not None})
    reasons: dict[str, object] = {
        "opening.empty": not (command.caps or command.rights or command.reserves),
        "opening.line_repeated": any(books.get("cap", (area, *place)) for place in stated),
    }
    by_place: dict[tuple[str, str | None], list[Any]] = defaultdict(list)
    for place in stated:
        by_place[place] = []
    for each in lines_of(command):
        by_place[str(each[2]), each[3]].append(each)
        line = each[1]
        faults = {
            "opening.amount": line.grams <= 0,
            "opening.unexplained": line.unexplained > line.grams,
            **basin_breach(area, each[2], each[3]),
        }
        if each[0] != "Q30":
            active(books, line.enterprise)
            faults["opening.term"] = line.tranche.term_to <= command.effective_on
        reasons |= {code: True for code, holds in faults.items() if holds}
    refuse_when(reasons)
    for place, found in sorted(by_place.items(), key=str):
        plan.legs += taken_over(books, plan, place, found, stated.get(place))
    plan.writes.append(("opening", area, {"opened_on": command.effective_on, "signed": False}))
    return plan


def taken_over(books: Books, plan: Plan, place: tuple[str, str | None], found: list[Any], stated: Any) -> list[Leg]:
    """Return the legs of all that a sheet says of one pollutant and basin."""
    area, unit = plan.area, capacity(place[0], plan.area, place[1])
    free, difference = Account("Q20", area), Account("Q90", area)
    proved = sum(line.grams - line.unexplained for _, line, *_ in found)
    registered = books.get("cap", (area, *place))
    cap = stated.grams if stated is not None else proved if registered is None else 0
    room = cap if stated is not None or registered is None else books.free("Q20", area, None, unit)
    excess = max(proved - room, 0)
    done = legs((free, Account("Q10", area), unit, cap), (free, difference, unit, excess))
    for line_code, line, *_ in found:
        holder = line.source.value if line_code == "Q30" else line.enterprise
        into = unit if line_code == "Q30" else tranche_of(area, line.tranche)
        to = Account(line_code, area, holder)
        done += converted(to, free, into, unit, line.grams - max(line.unexplained, 0))
        done += converted(to, difference, into, unit, max(line.unexplained, 0))
        done += legs((difference, free, unit, max(-line.unexplained, 0)))
    if stated is not None or registered is None:
        kind = stated.kind.value if stated is not None else "none_published"
        plan.writes.append(("cap", (area, *place), {"grams": cap, "kind": kind}))
    unexplained = excess + sum(line.unexplained for _, line, *_ in found)
    if unexplained:
        plan.writes.append(
            ("difference", (area, *place), {"place": (area, *place), "grams": unexplained, "cleared": 0})
        )
    return done


def unbalanced(books: Books, area: str, on: date) -> bool:
    """Return whether debits and credits of an area differ in a unit on a day: after a sale from another area."""
    sums: Counter[Unit] = Counter()
    for place, moved in books.days.items():
        if place.account.area == area:
            sums[place.unit] += sum(amount for day, amount in moved.items() if day <= on)
    return any(sums.values())


@act("opening.sign_off", ANY_OFFICE, "册")
def sign_off(books: Books, command: Any) -> Plan:
    """The trial balance of an opened area is signed."""
    opening = books.get("opening", command.area, missing="opening.missing")
    stop_when({"opening.signed_off": opening["signed"]})
    refuse_when(
        {
            "opening.sign_off_early": command.effective_on < opening["opened_on"],
            "opening.unbalanced": unbalanced(books, command.area, opening["opened_on"]),
        }
    )
    return Plan(command.area, writes=[("opening", command.area, {**opening, "signed": True})])


@act("opening.clear_difference", ANY_OFFICE, "初")
def clear(books: Books, command: Any) -> Plan:
    """A paper shows what a difference was."""
    area, place = command.area, (command.area, str(command.pollutant), command.basin)
    books.get("opening", area, missing="opening.missing")
    known = books.get("difference", place, missing="opening.difference_missing")
    cap, against = books.get("cap", place), command.against.value
    named = command.enterprise is not None and command.tranche is not None
    change = command.grams if known["grams"] > 0 else -command.grams
    refuse_when(
        {
            "opening.difference_smaller": not 0 < command.grams <= abs(known["grams"]) - known["cleared"],
            "opening.against": against in {"pool", "recognised"},
            "opening.holder": named != (against == "holder"),
            "opening.cap": against == "cap" and (cap is None or cap["grams"] + change < 0),
        }
    )
    unit, other = capacity(place[1], area, command.basin), unit_against(command)
    difference = Account("Q90", area)
    if against == "holder":
        active(books, command.enterprise)
    come = Account({"cap": "Q10", "unallocated": "Q20", "holder": "Q40"}[against], area, command.enterprise)
    plan = Plan(area)
    if known["grams"] > 0:
        plan.legs = converted(difference, come, unit, other or unit, command.grams)
    else:
        plan.legs = converted(come, difference, other or unit, unit, command.grams)
    cleared = {**known, "cleared": known["cleared"] + command.grams}
    plan.writes.append(("difference", place, cleared))
    if against == "cap":
        plan.writes.append(("cap", place, {**cap, "grams": cap["grams"] + change}))
    return plan


def unit_against(command: Any) -> Unit | None:
    """Return the tranche that a holder turns out to have more or less of."""
    return None if command.tranche is None else tranche_of(command.area, command.tranche)
