"""What projects need, and what covers it, as the model keeps them."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.properties.bureau_cards import basin_of, card_breach, card_of, credit_unit, with_use
from tests.properties.bureau_model import Books, stop_when
from tests.properties.bureau_units import YEARS, Account, Leg, Thing, Unit, capacity, converted, legs, years_later


def ratio_of(books: Books, pollutant: str, on: date) -> int | None:
    """Return the offset ratio of a day in 1/10,000; None while last year's attainment is not recorded."""
    last = books.get("attainment", on.year - 1)
    return None if last is None else 20_000 if pollutant in last["not"] else 10_000


def project_of(books: Books, number: str) -> Any:
    """Return a project."""
    return books.get("project", number, missing="project.missing")


def going_on(books: Books, number: str) -> Any:
    """Return a project that was not given up."""
    project = project_of(books, number)
    stop_when({"project.abandoned": reached(books, project, "abandoned")})
    return project


def reached(books: Books, project: Thing, step: str) -> Any:
    """Return the day on which something happened to a project, or None."""
    found = books.get("milestone", (project["id"], step))
    return None if found is None else found["on"]


def factors(project: Thing, regime: str) -> list[tuple[str, str | None, int]]:
    """Return pollutant, basin and need of what is under a regime."""
    return [each[:3] for each in project["factors"] if each[3] == regime]


def stepped(project: Thing, step: str, on: date) -> tuple[str, Any, Thing]:
    """Return what registers that something happened to a project."""
    return ("milestone", (project["id"], step), {"project": project["id"], "on": on})


def replaced_cards(books: Books, project: Thing) -> tuple[dict[Any, Thing], dict[str, object]]:
    """Return the cards of what a project takes away from its old plants, after that use, and what is wrong with them.

    Where nothing is verified yet the use stands in advance.
    """
    cards = {
        (facility, pollutant): with_use(card_of(books, facility, pollutant), "own_replacement", grams)
        for pollutant, facility, grams in project["replaced"]
    }
    looked_at = [card for card in cards.values() if card["verified"] or card["suspended"]]
    codes = [code for card in looked_at for code, holds in card_breach(card).items() if holds]
    return cards, dict.fromkeys(codes, True)


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


def covered(
    books: Books, project: Thing, cover: Any, wanted: dict[str, int | None], beside: str
) -> tuple[dict[str, Any], dict[str, object]]:
    """Return the sources of each pollutant, and what is wrong with them; None is wanted while the ratio is unknown."""
    found: dict[str, list[tuple[Any, int]]] = {pollutant: [] for pollutant in wanted}
    reasons: dict[str, object] = {}
    basins = {each[0]: each[1] for each in project["factors"]}
    for line in cover:
        pollutant = str(line.pollutant)
        if pollutant not in wanted:
            reasons[beside] = True
            continue
        facility = books.get("facility", line.facility)
        unit = credit_unit(facility, pollutant, project["area"])
        faults = {
            "cover.unavailable": line.grams > books.free("C20", project["area"], None, unit)
            or basin_of(facility, pollutant) != basins[pollutant],
            "card.suspended": card_of(books, line.facility, pollutant)["suspended"],
        }
        reasons |= {code: True for code, holds in faults.items() if holds}
        found[pollutant].append((facility, line.grams))
    sums = {pollutant: sum(grams for _, grams in sources) for pollutant, sources in found.items()}
    known = [(sums[pollutant], needed) for pollutant, needed in wanted.items() if needed is not None]
    reasons["cover.short"] = any(grams < needed for grams, needed in known)
    reasons["cover.excess"] = any(grams > needed for grams, needed in known)
    return found, reasons


def unallocated_breach(books: Books, pollutant: str, basin: str | None, parts: list[tuple[Any, int, int]]) -> bool:
    """Return whether unregistered sources would cover more than is unallocated where they stand."""
    wanted: dict[str, int] = {}
    for facility, covering, _ in parts:
        if not card_of(books, facility["id"], pollutant)["backed"]:
            wanted[facility["area"]] = wanted.get(facility["area"], 0) + covering
    return any(
        grams > books.free("Q20", area, None, capacity(pollutant, area, basin)) for area, grams in wanted.items()
    )


def given_right(
    books: Books, project: Thing, pollutant: str, basin: str | None, parts: list[tuple[Any, int, int]], *, starts: date
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
        done += converted(holder, Account(line, home), tranche, unit, covering, through=through)
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
