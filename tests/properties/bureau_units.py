"""What the model counts, and where: units, accounts, legs, and the days of a term."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

CITY, PROVINCE = "示例市", "省级"


BASINS: dict[str, tuple[str, ...]] = {
    CITY: ("海河", "黄河"),
    "东区": ("海河",),
    "西区": ("海河",),
    "南区": ("海河", "黄河"),
}


WATER = frozenset({"COD", "NH3-N"})


YEARS = 5
"""Years of a term (CS61 art. 12)."""


CREDIT_SIDE = frozenset(
    [
        "Q10",
        "Q45",
        "C10",
        "C12",
        "E10",
        "E31",
        "1212.9",
        "2103.1",
        "2103.2",
        "2307.1",
        "B21",
        "B31",
        "B41",
        "B61",
        "B62",
    ]
)


BOTH_SIDES = frozenset(["Q11", "Q12", "Q90", "C11", "C90"])


Thing = Mapping[str, Any]
"""A fact of a register."""


class Unit(NamedTuple):
    """What is counted: a right, a credit or a duty, or money."""

    kind: str
    pollutant: str | None = None
    area: str | None = None
    basin: str | None = None
    term_from: date | None = None
    term_to: date | None = None
    origin: str | None = None
    source: str | None = None


MONEY = Unit("money")


class Account(NamedTuple):
    """A line of the chart in an area, with its holder."""

    line: str
    area: str
    holder: str | None = None


class Leg(NamedTuple):
    """An amount that goes to one account and comes from another."""

    debit: Account
    credit: Account
    unit: Unit
    amount: int


class Position(NamedTuple):
    """An account's holding of a unit."""

    account: Account
    unit: Unit


def capacity(pollutant: str, area: str, basin: str | None) -> Unit:
    """Return what the cap is counted in."""
    return Unit("right", str(pollutant), area, basin)


def tranche_of(area: str, named: Any) -> Unit:
    """Return the tranche that a paper names, in an area."""
    return Unit(
        "right", str(named.pollutant), area, named.basin, named.term_from, named.term_to, str(named.origin.value)
    )


def credit_of(pollutant: str, area: str, basin: str | None, source: str) -> Unit:
    """Return the credit of a facility in an area."""
    return Unit("offset", str(pollutant), area, basin, source=source)


def converted(
    debit: Account, credit: Account, into: Unit, out_of: Unit, amount: int, *, through: str = "Q12"
) -> list[Leg]:
    """Return the legs by which one unit becomes another: two halves, or one leg where they are the same."""
    if not amount:
        return []
    if into == out_of:
        return [Leg(debit, credit, into, amount)]
    halves = Leg(Account(through, credit.area), credit, out_of, amount)
    return [halves, Leg(debit, Account(through, debit.area), into, amount)]


def legs(*lines: tuple[Account, Account, Unit, int]) -> list[Leg]:
    """Return legs without those of nothing."""
    return [Leg(*line) for line in lines if line[3]]


def years_later(day: date, years: int) -> date:
    """Return the first day after a term of whole years."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def run_out(unit: Unit, day: date) -> bool:
    """Return whether the term of a tranche is over by a day."""
    return unit.term_to is not None and unit.term_to <= day


def in_force(units: Iterable[tuple[Unit, int]], day: date) -> int:
    """Return the sum of the tranches in force on a day."""
    return sum(
        amount
        for unit, amount in units
        if unit.term_from is not None and unit.term_to is not None and unit.term_from <= day < unit.term_to
    )


HELD_LINES = ("Q40", "Q41", "Q42.1", "Q42.2", "Q42.3", "Q42.4", "Q42.5", "Q44")
