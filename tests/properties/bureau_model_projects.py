"""The model's acts of projects that are ordinary or exempt: from the intake to the approval and what follows it."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.properties.bureau_model import (
    BRANCH,
    BRANCH_THEN_BUREAU,
    YEARS,
    Account,
    Books,
    Leg,
    Plan,
    Thing,
    Unit,
    act,
    active,
    basin_breach,
    capacity,
    converted,
    legs,
    refuse_when,
    years_later,
)
from tests.properties.bureau_model_credits import basin_of, card_of, credit_unit, facility_of
from tests.properties.bureau_model_rights import ceil_ratio
from tests.properties.bureau_model_tenure import months_later

EXEMPT_TO = 100_000
"""Grams up to which a pollutant is exempt under the rules of before June 2026 (ammonia is not among those asked for)."""


def ratio_of(books: Books, pollutant: str, on: date) -> int | None:
    """Return the offset ratio of a day in 1/10,000; None while last year's attainment is not recorded."""
    last = books.get("attainment", on.year - 1)
    return None if last is None else 20_000 if pollutant in last["not"] else 10_000


def project_of(books: Books, number: str) -> Any:
    """Return a project."""
    return books.get("project", number, missing="project.missing")


def reached(project: Thing, step: str) -> Any:
    """Return the day on which something happened to a project, or None."""
    return project["steps"].get(step)


def factors(project: Thing, regime: str) -> list[tuple[str, str | None, int]]:
    """Return pollutant, basin and need of what is under a regime."""
    return [each[:3] for each in project["factors"] if each[3] == regime]


def stepped(project: Thing, step: str, on: date) -> tuple[str, Any, Thing]:
    """Return what registers that something happened to a project."""
    return ("project", project["id"], {**project, "steps": {**project["steps"], step: on}})


@act("project.intake", BRANCH, "册")
def intake(books: Books, command: Any) -> Plan:
    """A project is taken in, pollutant by pollutant."""
    builder = active(books, command.enterprise)
    reasons: dict[str, object] = {
        "project.registered": books.get("project", command.id) is not None,
        "enterprise.inactive": builder["ended"],
        "project.requested_later": command.requested_on > command.effective_on,
        "table.repeated": len({line.pollutant for line in command.table}) < len(command.table),
    }
    kept = []
    for line in command.table:
        faults = {
            **basin_breach(command.area, line.pollutant, line.basin),
            "table.sum": line.whole_plant_after
            != line.existing_actual + line.under_construction + line.this_project - line.replaced,
        }
        reasons |= {code: True for code, holds in faults.items() if holds}
        need = line.this_project - line.replaced
        if need > 0:
            regime = "exempt" if need <= EXEMPT_TO else "ordinary"
            kept.append((str(line.pollutant), line.basin, need, regime))
    refuse_when(reasons)
    fact = {"id": command.id, "area": command.area, "enterprise": command.enterprise, "factors": kept, "steps": {}}
    return Plan(command.area, writes=[("project", command.id, fact)])


FOLLOWS = {
    "construction_started": "eia_approved",
    "trial_production": "construction_started",
    "production": "trial_production",
}


@act("project.milestone", BRANCH, "册")
def milestone(books: Books, command: Any) -> Plan:
    """Something happened to a project, after what it follows from."""
    project, step = project_of(books, command.project), command.step.value
    on = command.happened_on or command.effective_on
    after = reached(project, FOLLOWS.get(step, "")) if step in FOLLOWS else date.min
    outstanding = any(each["project"] == project["id"] and each["state"] == "outstanding" for each in books.all("draw"))
    refuse_when(
        {
            "milestone.date": on > command.effective_on,
            "milestone.repeated": reached(project, step) is not None,
            "milestone.order": after is None or on < after,
            "project.abandoned": reached(project, "abandoned"),
            "early_draw.undelivered": step == "trial_production" and outstanding,
        }
    )
    return Plan(project["area"], writes=[stepped(project, step, on)])


def drawn_of(books: Books, project: str, pollutant: str) -> int:
    """Return what a project drew early and does not have to cover now."""
    draw = books.get("draw", (project, pollutant))
    return 0 if draw is None or draw["state"] == "cancelled" else int(draw["grams"])


def portions(books: Books, pollutant: str, sources: list[tuple[Any, int]], need: int) -> list[tuple[Any, int, int]]:
    """Return facility, what covers the need, and what the ratio adds; those with a right behind them cover first."""
    left, found = need, []

    def order(source: tuple[Any, int]) -> tuple[bool, str]:
        return (not card_of(books, source[0]["id"], pollutant)["backed"], source[0]["id"])

    for facility, grams in sorted(sources, key=order):
        covering = min(left, grams)
        left -= covering
        found.append((facility, covering, grams - covering))
    return found


def covered(books: Books, project: Thing, cover: Any, wanted: dict[str, int]) -> tuple[dict[str, Any], dict[str, object]]:
    """Return the sources of each pollutant, and what is wrong with them."""
    found: dict[str, list[tuple[Any, int]]] = {pollutant: [] for pollutant in wanted}
    reasons: dict[str, object] = {}
    basins = {each[0]: each[1] for each in project["factors"]}
    for line in cover:
        pollutant = str(line.pollutant)
        if pollutant not in wanted:
            reasons["cover.not_ordinary"] = True
            continue
        facility = books.get("facility", line.facility)
        if facility is None:
            reasons["cover.unavailable"] = True
            continue
        unit = credit_unit(facility, pollutant, project["area"])
        faults = {
            "cover.repeated": any(facility["id"] == each["id"] for each, _ in found[pollutant]),
            "quantity.nothing": line.grams <= 0,
            "cover.unavailable": line.grams > books.free("C20", project["area"], None, unit)
            or basin_of(facility, pollutant) != basins[pollutant],
            "card.suspended": card_of(books, line.facility, pollutant)["suspended"],
        }
        reasons |= {code: True for code, holds in faults.items() if holds}
        found[pollutant].append((facility, line.grams))
    sums = {pollutant: sum(grams for _, grams in sources) for pollutant, sources in found.items()}
    reasons["cover.short"] = any(sums[pollutant] < needed for pollutant, needed in wanted.items())
    reasons["cover.beyond"] = any(sums[pollutant] > needed for pollutant, needed in wanted.items())
    return found, reasons


def unallocated_breach(books: Books, pollutant: str, basin: str | None, parts: list[tuple[Any, int, int]]) -> bool:
    """Return whether unregistered sources would cover more than is unallocated where they stand."""
    wanted: dict[str, int] = {}
    for facility, covering, _ in parts:
        if not card_of(books, facility["id"], pollutant)["backed"]:
            wanted[facility["area"]] = wanted.get(facility["area"], 0) + covering
    return any(
        grams > books.free("Q20", area, None, capacity(pollutant, area, basin))
        for area, grams in wanted.items()
    )


@act("confirmation.issue", BRANCH_THEN_BUREAU, "替")
def issue(books: Books, command: Any) -> Plan:
    """What covers a project is held for it."""
    project, on = project_of(books, command.project), command.effective_on
    area, known = project["area"], books.get("confirmation", project["id"])
    ordinary = factors(project, "ordinary")
    ratios = {pollutant: ratio_of(books, pollutant, on) for pollutant, _, _ in ordinary}
    rest = {pollutant: need - drawn_of(books, project["id"], pollutant) for pollutant, _, need in ordinary}
    wanted = {pollutant: ceil_ratio(grams, ratios[pollutant] or 10_000) for pollutant, grams in rest.items()}
    found, reasons = covered(books, project, command.cover, wanted)
    basins = {pollutant: basin for pollutant, basin, _ in ordinary}
    refuse_when(
        {
            **reasons,
            "enterprise.inactive": active(books, project["enterprise"])["ended"],
            "project.not_accepted": reached(project, "accepted") is None,
            "project.abandoned": reached(project, "abandoned"),
            "confirmation.nothing": not ordinary,
            "confirmation.in_force": known is not None and known["state"] in {"issued", "approved"},
            "ratio.unknown": None in ratios.values(),
            "cover.unallocated": any(
                unallocated_breach(
                    books, pollutant, basins[pollutant], portions(books, pollutant, sources, rest[pollutant])
                )
                for pollutant, sources in found.items()
            ),
        }
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
    project = project_of(books, command.project)
    known = books.get("confirmation", project["id"])
    refuse_when(
        {
            "project.not_accepted": reached(project, "accepted") is None,
            "project.abandoned": reached(project, "abandoned"),
            "refusal.unfounded": not command.reasons,
            "confirmation.in_force": known is not None and known["state"] in {"issued", "approved"},
        }
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
    known = books.get("confirmation", project["id"], missing="confirmation.missing")
    refuse_when(
        {"confirmation.not_in_force": known["state"] != "issued", "confirmation.not_lapsed": late and late(known)}
    )
    plan = Plan(project["area"], put_back(books, project, known))
    plan.writes.append(("confirmation", project["id"], {**known, "state": state}))
    return plan


@act("confirmation.withdraw", BRANCH_THEN_BUREAU, "替")
def withdraw(books: Books, command: Any) -> Plan:
    """A confirmation is withdrawn."""
    return give_up(books, command, "withdrawn", None)


@act("confirmation.lapse", BRANCH_THEN_BUREAU, "替")
def lapse(books: Books, command: Any) -> Plan:
    """A confirmation has run out."""
    return give_up(
        books, command, "lapsed", lambda known: known["state"] == "issued" and command.effective_on <= known["until"]
    )


def given_right(
    books: Books, project: Thing, pollutant: str, basin: str | None, parts: list[tuple[Any, int, int]], starts: date
) -> list[Leg]:
    """Return the legs of the right that a covered need gets: out of what waits, or out of what is unallocated."""
    area = project["area"]
    tranche = Unit("right", pollutant, area, basin, starts, years_later(starts, YEARS), "offset")
    holder, done = Account("Q40", area, project["enterprise"]), []
    for facility, covering, _ in parts:
        home = facility["area"]
        line = "Q15" if card_of(books, facility["id"], pollutant)["backed"] else "Q20"
        through = "Q12" if home == area else "Q11"
        unit = capacity(pollutant, home, basin)
        done += converted(holder, Account(line, home), tranche, unit, covering, through)
    return done


def retired(project: Thing, pollutant: str, parts: list[tuple[Any, int, int]], line: str, out_of: Account) -> list[Leg]:
    """Return the legs that retire credit for a project."""
    area, number, done = project["area"], project["id"], []
    for facility, covering, gain in parts:
        unit = credit_unit(facility, pollutant, area)
        done += legs(
            (Account(line, area, number), out_of, unit, covering), (Account("C32", area, number), out_of, unit, gain)
        )
    return done


@act("project.eia_approved", BRANCH, "替")
def eia_approved(books: Books, command: Any) -> Plan:
    """The EIA is approved: credit is retired, and the enterprise gets its right."""
    project, on = project_of(books, command.project), command.approved_on
    known = books.get("confirmation", project["id"])
    issued = known is not None and known["state"] == "issued"
    sources = known["sources"] if issued else []
    area = project["area"]
    short = any(
        grams > books.of("C21", area, project["id"], credit_unit(facility_of(books, source), pollutant, area))
        or card_of(books, source, pollutant)["suspended"]
        for pollutant, source, grams in sources
    )
    refuse_when(
        {
            "milestone.date": on > command.effective_on,
            "milestone.repeated": reached(project, "eia_approved") is not None,
            "milestone.order": issued and on < (reached(project, "accepted") or date.min),
            "milestone.before_confirmation": issued and on < known["decided_on"],
            "confirmation.missing": not issued and factors(project, "ordinary"),
            "confirmation.lapsed": issued and on > known["until"],
            "confirmation.not_held": short,
            "project.abandoned": reached(project, "abandoned"),
        }
    )
    plan = Plan(area, writes=[stepped(project, "eia_approved", on)])
    if not issued:
        return plan
    for pollutant, basin, _ in factors(project, "ordinary"):
        mine = [(facility_of(books, source), grams) for each, source, grams in sources if each == pollutant]
        parts = portions(books, pollutant, mine, known["rest"].get(pollutant, 0))
        plan.legs += retired(project, pollutant, parts, "C30", Account("C21", area, project["id"]))
        plan.legs += given_right(books, project, pollutant, basin, parts, on)
    plan.writes.append(("confirmation", project["id"], {**known, "state": "approved"}))
    return plan
