"""The model's acts of projects that are ordinary or exempt: from the intake to the approval and what follows it."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.properties.bureau_cards import credit_unit, facility_of, unnamed_breach
from tests.properties.bureau_claims import free_surplus
from tests.properties.bureau_model import (
    BRANCH,
    BRANCH_THEN_BUREAU,
    Books,
    Plan,
    act,
    active,
    basin_breach,
    refuse_when,
    stop_when,
)
from tests.properties.bureau_model_law import exempt_to
from tests.properties.bureau_model_rights import ceil_ratio
from tests.properties.bureau_model_tenure import PAID, ended, months_later
from tests.properties.bureau_needs import (
    covered,
    drawn_of,
    factors,
    given_right,
    going_on,
    portions,
    project_of,
    ratio_of,
    reached,
    replaced_cards,
    retired,
    stepped,
    unallocated_breach,
)
from tests.properties.bureau_units import Account, Leg, Thing, legs, tranche_of


@act("project.intake", BRANCH, "册")
def intake(books: Books, command: Any) -> Plan:
    """A project is taken in, pollutant by pollutant."""
    builder = active(books, command.enterprise)
    reasons: dict[str, object] = {
        "project.registered": books.get("project", command.id) is not None,
        "enterprise.inactive": builder["ended"],
        "project.requested_later": command.requested_on > command.effective_on,
        "table.lines": len({line.pollutant for line in command.table}) < len(command.table),
    }
    kept = []
    for line in command.table:
        faults = {
            **basin_breach(command.area, line.pollutant, line.basin),
            "table.sum": line.whole_plant_after
            != line.existing_actual + line.under_construction + line.this_project - line.replaced,
        }
        existing = books.get("facility", line.replaced_at)
        own = existing is not None and existing["enterprise"] in {None, command.enterprise}
        faults["table.replaced_at"] = line.replaced and not own
        faults["table.fill_by"] = line.fill_by is not None and line.fill_by < command.effective_on
        reasons |= {code: True for code, holds in faults.items() if holds}
        need = line.this_project - line.replaced
        if need > 0:
            regime = "exempt" if need <= exempt_to(books) else "ordinary"
            kept.append((str(line.pollutant), line.basin, need, regime))
    refuse_when(reasons, area=command.area)
    fact = {"id": command.id, "area": command.area, "enterprise": command.enterprise, "factors": kept}
    fact["requested_on"] = command.requested_on
    fact["replaced"] = [
        (str(line.pollutant), line.replaced_at, line.replaced) for line in command.table if line.replaced
    ]
    return Plan(command.area, writes=[("project", command.id, fact)])


UNSTARTED_YEARS = 5
"""After an approval on which nothing was begun, a confirmation may lapse."""
FOLLOWS = {
    "construction_started": "eia_approved",
    "trial_production": "construction_started",
    "production": "trial_production",
}


@act("project.milestone", BRANCH, "册")
def milestone(books: Books, command: Any) -> Plan:
    """Something happened to a project, after what it follows from."""
    project, step = going_on(books, command.project), command.step.value
    on = command.happened_on or command.effective_on
    after = reached(books, project, FOLLOWS.get(step, "")) if step in FOLLOWS else date.min
    known = books.get("confirmation", project["id"])
    lapsed = known is not None and known["state"] == "lapsed" and factors(project, "ordinary")
    outstanding = any(each["project"] == project["id"] and each["state"] == "outstanding" for each in books.all("draw"))
    refuse_when(
        {
            "milestone.date": on > command.effective_on,
            "milestone.before_request": on < project["requested_on"],
            "milestone.repeated": reached(books, project, step) is not None,
            "milestone.order": after is None or on < after,
            "confirmation.lapsed": step == "construction_started" and lapsed,
            "early_draw.undelivered": step == "trial_production" and outstanding,
        },
        area=project["area"],
    )
    return Plan(project["area"], writes=[stepped(project, step, on)])


def undecided(books: Books, number: str) -> Any:
    """Return a project on which a confirmation can be decided."""
    project = going_on(books, number)
    known = books.get("confirmation", project["id"])
    stop_when(
        {
            "confirmation.in_force": known is not None and known["state"] == "issued",
            "project.approved": reached(books, project, "eia_approved"),
        }
    )
    return project


def own_breach(books: Books, project: Thing, lines: Any, on: date) -> dict[str, object]:
    """Return why the builder's own surplus is not taken: nothing of these projects is in scope, besides all else."""
    code, area = project["enterprise"], project["area"]
    units = [tranche_of(area, line.tranche) for line in lines]
    basins = {pollutant: basin for pollutant, basin, *_ in project["factors"]}
    return {
        "own.beyond_need": bool(lines),
        "claim.twice": len({*units}) < len(units),
        "quantity.nothing": any(line.grams <= 0 for line in lines),
        "tranche.not_in_force": any(ended(unit, on) for unit in units),
        "tranche.not_paid_for": any(unit.origin not in PAID for unit in units),
        "claim.not_free": any(
            line.grams > free_surplus(books, code, area, unit, on) for line, unit in zip(lines, units, strict=True)
        ),
        "project.other_basin": any(basins.get(str(unit.pollutant), unit.basin) != unit.basin for unit in units),
        "card.unnamed": any(
            unnamed_breach(books, code, unit, line.facility)["card.unnamed"]
            for line, unit in zip(lines, units, strict=True)
        ),
    }


@act("confirmation.issue", BRANCH_THEN_BUREAU, "替")
def issue(books: Books, command: Any) -> Plan:
    """What covers a project is held for it."""
    project, on = undecided(books, command.project), command.effective_on
    area = project["area"]
    ordinary = factors(project, "ordinary")
    ratios = {pollutant: ratio_of(books, pollutant, on) for pollutant, _, _ in ordinary}
    rest = {pollutant: need - drawn_of(books, project["id"], pollutant) for pollutant, _, need in ordinary}
    wanted = {
        pollutant: None if ratios[pollutant] is None else ceil_ratio(grams, ratios[pollutant])
        for pollutant, grams in rest.items()
    }
    found, reasons = covered(books, project, command.cover, wanted, "cover.not_ordinary")
    basins = {pollutant: basin for pollutant, basin, _ in ordinary}
    refuse_when(
        {
            **reasons,
            **own_breach(books, project, command.own or (), on),
            **replaced_cards(books, project)[1],
            "enterprise.inactive": active(books, project["enterprise"])["ended"],
            "project.not_accepted": reached(books, project, "accepted") is None,
            "confirmation.not_needed": not ordinary,
            "attainment.missing": None in ratios.values(),
            "cover.above_cap": any(
                unallocated_breach(
                    books, pollutant, basins[pollutant], portions(books, pollutant, sources, rest[pollutant])
                )
                for pollutant, sources in found.items()
            ),
        },
        area=area,
    )
    plan = Plan(area)
    for pollutant, sources in found.items():
        for facility, grams in sources:
            unit = credit_unit(facility, pollutant, area)
            plan.legs += legs((Account("C21", area, project["id"]), Account("C20", area), unit, grams))
    fact = {
        "project": project["id"],
        "state": "issued",
        "decided_on": on,
        "until": months_later(on, 12),
        "sources": [(pollutant, each["id"], grams) for pollutant, part in found.items() for each, grams in part],
        "rest": rest,
    }
    plan.writes.append(("confirmation", project["id"], fact))
    return plan


@act("confirmation.refuse", BRANCH_THEN_BUREAU, "替")
def refuse(books: Books, command: Any) -> Plan:
    """A confirmation is refused, with reasons."""
    project = undecided(books, command.project)
    refuse_when(
        {
            "project.not_accepted": reached(books, project, "accepted") is None,
            "refusal.unfounded": not command.reasons,
        },
        area=project["area"],
    )
    fact = {"project": project["id"], "state": "refused", "sources": []}
    return Plan(project["area"], writes=[("confirmation", project["id"], fact)])


def put_back(books: Books, project: Thing, confirmation: Thing) -> list[Leg]:
    """Return the legs by which what a confirmation holds goes back to the pool; what is suspended stays where it is."""
    area, back = project["area"], []
    for pollutant, source, grams in confirmation["sources"]:
        unit = credit_unit(facility_of(books, source), pollutant, area)
        there = min(grams, books.of("C21", area, project["id"], unit))
        back += legs((Account("C20", area), Account("C21", area, project["id"]), unit, there))
    return back


def give_up(books: Books, command: Any, state: str, late: Any) -> Plan:
    """Return what ends a confirmation before the EIA is approved."""
    project = project_of(books, command.project)
    known = books.get("confirmation", project["id"], missing="confirmation.not_in_force")
    if late and known["state"] == "approved":
        return stood_idle(books, command, known)
    stop_when({"confirmation.not_in_force": known["state"] != "issued"})
    refuse_when({"confirmation.not_lapsed": late and late(known)}, area=project["area"])
    plan = Plan(project["area"], put_back(books, project, known))
    plan.writes.append(("confirmation", project["id"], {**known, "state": state}))
    return plan


def stood_idle(books: Books, command: Any, known: Thing) -> Plan:
    """Return what ends a confirmation on whose approval nothing was begun for more than five years; nothing moves."""
    project = going_on(books, command.project)
    begun, approved = reached(books, project, "construction_started"), reached(books, project, "eia_approved")
    day = min(approved.day, 28) if approved.month == 2 else approved.day
    until = date(approved.year + UNSTARTED_YEARS, approved.month, day)
    refuse_when(
        {"confirmation.begun": begun, "confirmation.not_lapsed": not begun and command.effective_on <= until},
        area=project["area"],
    )
    return Plan(project["area"], writes=[("confirmation", project["id"], {**known, "state": "lapsed"})])


@act("confirmation.withdraw", BRANCH_THEN_BUREAU, "替")
def withdraw(books: Books, command: Any) -> Plan:
    """A confirmation is withdrawn."""
    return give_up(books, command, "withdrawn", None)


@act("confirmation.lapse", BRANCH_THEN_BUREAU, "替")
def lapse(books: Books, command: Any) -> Plan:
    """A confirmation has run out."""
    return give_up(books, command, "lapsed", lambda known: command.effective_on <= known["until"])


def ended_builder(books: Books, project: Thing) -> bool:
    """Return whether the enterprise of a project has ended, and can hold no right."""
    return bool(books.get("enterprise", project["enterprise"])["ended"])


@act("project.eia_approved", BRANCH, "替")
def eia_approved(books: Books, command: Any) -> Plan:
    """The EIA is approved: credit is retired, and the enterprise gets its right."""
    project, on = going_on(books, command.project), command.approved_on
    stop_when({"project.approved": reached(books, project, "eia_approved")})
    known = books.get("confirmation", project["id"])
    issued = known is not None and known["state"] == "issued"
    sources = known["sources"] if issued else []
    area = project["area"]
    cards, doubled = replaced_cards(books, project)
    short = any(
        grams > books.of("C21", area, project["id"], credit_unit(facility_of(books, source), pollutant, area))
        for pollutant, source, grams in sources
    )
    refuse_when(
        {
            "enterprise.inactive": issued and factors(project, "ordinary") and ended_builder(books, project),
            "milestone.date": on > command.effective_on,
            "milestone.before_request": on < project["requested_on"],
            "confirmation.later": issued and on < known["decided_on"],
            "confirmation.missing": not issued and factors(project, "ordinary"),
            "confirmation.lapsed": issued and on > known["until"],
            "cover.fallen_away": short,
            **doubled,
        },
        area=area,
    )
    plan = Plan(area, writes=[stepped(project, "eia_approved", on)])
    plan.writes += [("card", key, card) for key, card in cards.items()]
    if not issued:
        return plan
    for pollutant, basin, _ in factors(project, "ordinary"):
        mine = [(facility_of(books, source), grams) for each, source, grams in sources if each == pollutant]
        parts = portions(books, pollutant, mine, known["rest"].get(pollutant, 0))
        plan.legs += retired(project, pollutant, parts, "C30", Account("C21", area, project["id"]))
        plan.legs += given_right(books, project, pollutant, basin, parts, starts=on)
    plan.writes.append(("confirmation", project["id"], {**known, "state": "approved"}))
    return plan
