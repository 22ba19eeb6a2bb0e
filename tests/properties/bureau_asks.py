"""What is asked of the bureau: random commands, mostly such as a clerk would bring, now and then wrong ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any, TypeVar

from ledger.domain.bookkeeping.unit import Origin
from ledger.domain.rights.tranche import Tranche
from ledger.domain.values.pollutant import Pollutant
from tests.properties.bureau_model import Books
from tests.properties.bureau_units import BASINS, WATER, Unit

Choice = TypeVar("Choice")

AREAS = ("东区", "西区", "南区")
POLLUTANTS = (Pollutant.COD, Pollutant.SULPHUR_DIOXIDE, Pollutant.NITROGEN_OXIDES)
TONNE = 1_000_000
FIRST_DAY = date(2026, 1, 1)
STEP = 100
"""The grams of the fourth decimal."""


@dataclass
class Clerk:
    """Somebody who asks: what he knows of the books, and his whims."""

    books: Books
    whims: Random
    used: int = 0

    @property
    def today(self) -> date:
        """Return the day on which he asks."""
        return self.books.today

    def seldom(self, one_in: int = 12) -> bool:
        """Return true now and then."""
        return self.whims.randrange(one_in) == 0

    def one_of(self, choices: Sequence[Choice]) -> Choice:
        """Return one of some things."""
        return choices[self.whims.randrange(len(choices))]

    def some(self, choices: Sequence[Choice]) -> Choice | None:
        """Return one of some things, or None where there are none."""
        return self.one_of(choices) if choices else None

    def known(self, register: str, **wanted: Any) -> Any:
        """Return a fact that fits, the latest ones more often, seldom one that does not; None where there is none."""
        facts = self.books.all(register)
        fitting = facts if self.seldom() else [fact for fact in facts if all(fact[n] == v for n, v in wanted.items())]
        return None if not fitting else self.one_of(fitting[-6:] if self.whims.randrange(3) else fitting)

    def number(self, register: str, prefix: str) -> str:
        """Return a number that is free, or seldom one that is not."""
        taken = [key for key in self.books.registers[register] if isinstance(key, str)]
        if taken and self.seldom(40):
            return self.one_of(taken)
        self.used += 1
        return f"{prefix}{self.books.size}-{self.used}"

    def taken(self, register: str) -> str:
        """Return a number that something bears, where anything does."""
        taken = [key for key in self.books.registers[register] if isinstance(key, str)]
        return self.one_of(taken) if taken else self.number(register, "另号")

    def paper(self, prefix: str, holder: str) -> str:
        """Return the number of a new paper about what somebody holds, or seldom of one that is known."""
        known: list[Any] = [each["number"] for each in self.books.all("claim") if each["holder"] == holder]
        if known and self.seldom(12):
            return str(self.one_of(known))
        self.used += 1
        return f"{prefix}{self.books.size}-{self.used}"

    def grams(self, free: int, *, step: int = STEP) -> int:
        """Return an amount around what is free: part of it, all of it, a little more, or nothing."""
        turn = self.whims.randrange(20)
        if turn == 0:
            return 0
        if turn == 1 or free < step:
            return max(free, 0) // step * step + step
        if turn in {2, 3, 4}:
            return free // step * step
        most = max(free // step // 3, 1)
        return (1 + self.whims.randrange(most)) * step

    def place(self) -> tuple[Pollutant, str, str | None]:
        """Return a pollutant, an area and its basin; seldom one that does not belong there."""
        pollutant, area = self.one_of(POLLUTANTS), self.one_of(AREAS)
        basin = self.one_of(BASINS[area]) if str(pollutant) in WATER else None
        if self.seldom(40):
            basin = self.one_of(["黄河", None, "海河"])
        return pollutant, area, basin

    def enterprise(self) -> str:
        """Return the code of an enterprise, seldom of one that has ended."""
        codes = [each["code"] for each in self.books.all("enterprise") if not each["ended"] or self.seldom(30)]
        return str(self.one_of(codes))

    def holding(self, *lines: str) -> tuple[str, str, str, Unit, int] | None:
        """Return what somebody holds on one of some lines: line, area, holder, unit, grams."""
        found = [
            (place.account.line, place.account.area, place.account.holder, place.unit, abs(amount))
            for place, amount in self.books.amounts.items()
            if amount and place.account.line in lines and place.account.holder is not None
        ]
        return self.some(found)

    def earlier(self, days: int = 6) -> date:
        """Return a day shortly before today, or today; not before the first day of the book."""
        return max(self.today - timedelta(days=self.whims.randrange(days) if self.seldom(3) else 0), FIRST_DAY)


def tranche(unit: Unit) -> Tranche:
    """Return a tranche as a paper names it."""
    if unit.term_from is None or unit.term_to is None:
        message = f"{unit} is no tranche"
        raise ValueError(message)
    return Tranche(
        pollutant=Pollutant(unit.pollutant or ""),
        basin=unit.basin,
        term_from=unit.term_from,
        term_to=unit.term_to,
        origin=Origin(unit.origin or ""),
    )


Ask = Callable[[Clerk], Any]

ASKS: dict[str, Ask] = {}
"""How each kind of act is asked for; None where there is nothing to ask about."""
FAMILIES: dict[str, list[tuple[str, Ask]]] = {}
"""The kinds of each family, with how they are asked for; as often as they are wanted."""


def ask(kind: str, family: str, *, weight: int = 1) -> Callable[[Ask], Ask]:
    """Let a function ask for a kind of act."""

    def known(function: Ask) -> Ask:
        ASKS.setdefault(kind, function)
        FAMILIES.setdefault(family, []).extend([(kind, function)] * weight)
        return function

    return known
