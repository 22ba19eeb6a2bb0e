"""The model's acts of exempt projects, of early draws, and of projects that are given up."""

from __future__ import annotations

import calendar
from datetime import date
from typing import Any

from tests.properties.bureau_cards import basin_of, card_of, credit_unit, with_use
from tests.properties.bureau_model import BRANCH, BRANCH_THEN_BUREAU, Books, Plan, act, refuse_when, stop_when
from tests.properties.bureau_model_rights import ceil_ratio
from tests.properties.bureau_needs import (
    covered,
    factors,
    given_right,
    going_on,
    portions,
    ratio_of,
    reached,
    retired,
    stepped,
    unallocated_breach,
)
from tests.properties.bureau_units import Account, Leg, Thing, Unit, legs


def duty(pollutant: str, area: str, basin: str | None) -> Unit:
    """Return what a branch owes."""
    return Unit("offset", pollutant, area, basin)


def holding_for(books: Books, project: Thing, pollutant: str) -> list[tuple[Any, int]]:
    """Return the facilities whose credit is held for a project, with their grams."""
    return [
        (books.get("facility", unit.source), grams)
        for unit, grams in books.holdings("C21", project["area"], project["id"])
        if unit.pollutant == pollutant
    ]


def oldest_first(books: Books, area: str, pollutant: str, basin: str | None) -> list[tuple[Any, int]]:
    """Return what is free in a pool, by the day on which it was recognised, then by facility."""
    found = []
    for unit, _ in books.holdings("C20", area, None):
        facility = books.get("facility", unit.source)
        if (unit.pollutant, unit.basin) == (pollutant, basin) and basin_of(facility, pollutant) == basin:
            found.append((facility, books.free("C20", area, None, unit)))
    return sorted(found, key=lambda each: (card_of(books, each[0]["id"], pollutant)["recognised_on"], each[0]["id"]))


def taken_for(
    books: Books, project: Thing, pollutant: str, basin: str | None, *, wanted: int, used: dict[str, int]
) -> list[Leg]:
    """Return the legs that hold as much as there is for an exempt pollutant."""
    area, done = project["area"], []
    for facility, free in oldest_first(books, area, pollutant, basin):
        key = f"{facility['id']}/{pollutant}"
        part = min(wanted, free - used.get(key, 0))
        if part > 0:
            wanted -= part
            used[key] = used.get(key, 0) + part
            unit = credit_unit(facility, pollutant, area)
            done += legs((Account("C21", area, project["id"]), Account("C20", area), unit, part))
    return done


@act("exemption.register", BRANCH, "豁")
def register(books: Books, command: Any) -> Plan:
    """The branch owes what an exempt project emits, and holds what it has."""
    project, on = going_on(books, command.project), command.effective_on
    area, exempt = project["area"], factors(project, "exempt")
    known = [books.get("exemption", (project["id"], pollutant)) for pollutant, _, _ in exempt]
    stop_when({"exemption.registered": any(each and each["state"] != "cancelled" for each in known)})
    refuse_when({"exemption.none": not exempt}, area=area)
    plan, used = Plan(area), dict[str, int]()
    for pollutant, basin, need in exempt:
        owed, owing = Account("E20", area, project["id"]), Account("E10", area)
        plan.legs += legs((owed, owing, duty(pollutant, area, basin), need))
        there = sum(grams for _, grams in holding_for(books, project, pollutant))
        wanted = max(ceil_ratio(need, ratio_of(books, pollutant, on) or 10_000) - there, 0)
        plan.legs += taken_for(books, project, pollutant, basin, wanted=wanted, used=used)
        fact = {
            "project": project["id"],
            "area": area,
            "pollutant": pollutant,
            "basin": basin,
            "grams": need,
            "registered_on": on,
            "state": "open",
        }
        plan.writes.append(("exemption", (project["id"], pollutant), fact))
    return plan


def open_exemptions(books: Books, area: str) -> list[Any]:
    """Return what the branch of an area still owes, the oldest first."""
    found = [each for each in books.all("exemption") if each["area"] == area and each["state"] == "open"]
    return sorted(found, key=lambda each: (each["registered_on"], each["project"], each["pollutant"]))


@act("exemption.hold", BRANCH, "豁")
def hold(books: Books, command: Any) -> Plan:
    """Credit that came later fills the gaps, the oldest exemption first."""
    plan, used = Plan(command.area), dict[str, int]()
    for each in open_exemptions(books, command.area):
        project = books.get("project", each["project"])
        wanted = ceil_ratio(each["grams"], ratio_of(books, each["pollutant"], each["registered_on"]) or 10_000)
        gap = wanted - sum(grams for _, grams in holding_for(books, project, each["pollutant"]))
        if gap > 0:
            plan.legs += taken_for(books, project, each["pollutant"], each["basin"], wanted=gap, used=used)
    stop_when({"exemption.nothing_to_hold": not plan.legs})
    return plan


def is_period_end(day: date) -> bool:
    """Return whether a quarter ends with a day."""
    return day.month % 3 == 0 and day.day == calendar.monthrange(day.year, day.month)[1]


@act("exemption.retire", BRANCH_THEN_BUREAU, "豁")
def retire(books: Books, command: Any) -> Plan:
    """What is wholly covered is retired, each quarter."""
    area, on = command.area, command.effective_on
    stop_when({"retirement.done": books.get("sheet", (area, command.through)) is not None})
    plan, done, unknown = Plan(area), [], False
    for each in open_exemptions(books, area):
        pollutant, ratio = each["pollutant"], ratio_of(books, each["pollutant"], each["registered_on"])
        if each["registered_on"] > command.through:
            continue
        unknown |= ratio is None
        project = books.get("project", each["project"])
        held = holding_for(books, project, pollutant)
        wanted = ceil_ratio(each["grams"], ratio or 10_000)
        if ratio is None or sum(grams for _, grams in held) < wanted:
            continue
        keep, left = [], wanted
        for facility, grams in sorted(held, key=lambda one: str(one[0]["id"])):
            part, left = min(left, grams), left - min(left, grams)
            keep += [(facility, part)] if part else []
            unit = credit_unit(facility, pollutant, area)
            back = Account("C21", area, project["id"])
            plan.legs += legs((Account("C20", area), back, unit, grams - part))
        parts = portions(books, pollutant, keep, each["grams"])
        plan.legs += retired(project, pollutant, parts, "C31", Account("C21", area, project["id"]))
        owing, owed = Account("E10", area), Account("E20", area, project["id"])
        plan.legs += legs((owing, owed, duty(pollutant, area, each["basin"]), each["grams"]))
        plan.writes.append(("exemption", (project["id"], pollutant), {**each, "state": "retired"}))
        done.append(each)
    stop_when({"retirement.nothing": not unknown and not done})
    refuse_when(
        {
            "retirement.period": not is_period_end(command.through) or command.through > on,
            "attainment.missing": unknown,
        }
    )
    plan.writes.append(("sheet", (area, command.through), {"through": command.through}))
    return plan


@act("early_draw.take", BRANCH_THEN_BUREAU, "替")
def take(books: Books, command: Any) -> Plan:
    """A project counts on a reduction to come."""
    project, pollutant = going_on(books, command.project), str(command.pollutant)
    needs = {each[0]: each for each in factors(project, "ordinary")}
    known, confirmed = books.get("draw", (project["id"], pollutant)), books.get("confirmation", project["id"])
    ratio = ratio_of(books, pollutant, command.effective_on)
    stop_when(
        {
            "early_draw.taken": known is not None and known["state"] == "outstanding",
            "confirmation.in_force": confirmed is not None and confirmed["state"] in {"issued", "approved"},
        }
    )
    refuse_when(
        {
            "early_draw.beyond_need": not 0 < command.grams <= needs.get(pollutant, ("", None, 0))[2],
            "attainment.missing": ratio is None,
            "early_draw.too_late": reached(books, project, "trial_production"),
        },
        area=project["area"],
    )
    area, unit = project["area"], duty(pollutant, project["area"], needs[pollutant][1])
    plan = Plan(
        area, legs((Account("E30", area, project["id"]), Account("E31", area, project["id"]), unit, command.grams))
    )
    fact = {
        "project": project["id"],
        "pollutant": pollutant,
        "basin": needs[pollutant][1],
        "grams": command.grams,
        "ratio": ratio,
        "state": "outstanding",
    }
    plan.writes.append(("draw", (project["id"], pollutant), fact))
    return plan


@act("early_draw.deliver", BRANCH_THEN_BUREAU, "替")
def deliver(books: Books, command: Any) -> Plan:
    """Credit takes the place of what was drawn early."""
    project = going_on(books, command.project)
    area, approved = project["area"], reached(books, project, "eia_approved")
    draws = [each for each in books.all("draw") if each["project"] == project["id"] and each["state"] == "outstanding"]
    stop_when({"early_draw.none": not draws})
    named = {str(line.pollutant) for line in command.cover}
    draws = [each for each in draws if not named or each["pollutant"] in named]
    wanted = {each["pollutant"]: ceil_ratio(each["grams"], each["ratio"]) for each in draws}
    found, reasons = covered(books, project, command.cover, {**wanted}, "cover.not_drawn")
    parts = {
        each["pollutant"]: portions(books, each["pollutant"], found[each["pollutant"]], each["grams"]) for each in draws
    }
    refuse_when(
        {
            **reasons,
            "enterprise.inactive": books.get("enterprise", project["enterprise"])["ended"],
            "early_draw.before_approval": approved is None,
            "confirmation.lapsed": approved and books.get("confirmation", project["id"])["state"] == "lapsed",
            "cover.above_cap": any(
                unallocated_breach(books, each["pollutant"], each["basin"], parts[each["pollutant"]]) for each in draws
            ),
        },
        area=area,
    )
    plan = Plan(area)
    for each in draws:
        pollutant, unit = each["pollutant"], duty(each["pollutant"], area, each["basin"])
        settled = (Account("E31", area, project["id"]), Account("E30", area, project["id"]), unit, each["grams"])
        plan.legs += legs(settled)
        plan.legs += retired(project, pollutant, parts[pollutant], "C30", Account("C20", area))
        plan.legs += given_right(books, project, pollutant, each["basin"], parts[pollutant], starts=approved)
        plan.writes.append(("draw", (project["id"], pollutant), {**each, "state": "delivered"}))
    return plan


@act("project.release", BRANCH, "替")
def release(books: Books, command: Any) -> Plan:
    """A project is given up, or reviewed again: what is held goes back, what is owed is owed no more."""
    project, step = going_on(books, command.project), command.step.value
    on, area, number = command.happened_on or command.effective_on, project["area"], project["id"]
    refuse_when(
        {
            "milestone.other_act": step not in {"abandoned", "major_change"},
            "milestone.date": on > command.effective_on,
            "milestone.before_request": on < project["requested_on"],
            "milestone.order": step == "abandoned" and reached(books, project, "production"),
        },
        area=area,
    )
    plan, held = Plan(area), Account("C21", area, number)
    for unit, grams in books.holdings(*held):
        plan.legs += legs((Account("C20", area), held, unit, grams))
    plan.writes.append(stepped(project, step, on))
    if step == "abandoned" and reached(books, project, "eia_approved"):
        for pollutant, facility, grams in project["replaced"]:
            card = with_use(card_of(books, facility, pollutant), "own_replacement", -grams)
            plan.writes.append(("card", (facility, pollutant), card))
    known = books.get("confirmation", number)
    if known is not None and known["state"] == "issued":
        plan.writes.append(("confirmation", number, {**known, "state": "withdrawn"}))
    for register, line, counter in (("exemption", "E10", None), ("draw", "E31", number)):
        for key, each in list(books.registers[register].items()):
            if each["project"] == number and each["state"] in {"open", "outstanding"}:
                unit = duty(each["pollutant"], area, each["basin"])
                other = Account("E20" if register == "exemption" else "E30", area, number)
                plan.legs += legs((Account(line, area, counter), other, unit, each["grams"]))
                plan.writes.append((register, key, {**each, "state": "cancelled"}))
    return plan
