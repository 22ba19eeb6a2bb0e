"""An independent bureau: what every act posts and when it is refused, in plain dictionaries.

Written from the posting manual (docs/accounting) and the chart of accounts alone. Nothing of the ledger is used: a
position is a tuple of texts, a fact of a register is a dictionary that is replaced and never changed, and the days of a
position are added up anew each time. The acts themselves are in the modules ``bureau_model_*``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from tests.properties.bureau_units import (
    BASINS,
    BOTH_SIDES,
    CREDIT_SIDE,
    WATER,
    Account,
    Leg,
    Position,
    Thing,
    Unit,
    capacity,
)

MOST = 2**63 - 1
"""The greatest amount that a posting and a balance can have: what eight bytes hold."""


class Refused(Exception):
    """The bureau refuses, for exactly these reasons; ``judged`` is false where there was nothing to judge."""

    def __init__(self, *codes: str, area: str | None = None, judged: bool = True) -> None:
        super().__init__(", ".join(codes))
        self.codes = frozenset(codes)
        self.area = area
        self.judged = judged


class Unpostable(Refused):
    """Nothing is wrong but that the accounts cannot take the postings: an amount, a balance, or that of a day."""


def refuse_when(reasons: Mapping[str, object], *, area: str | None = None) -> None:
    """Refuse for every reason that holds; the area is that of the act, where its command does not name it."""
    if codes := [code for code, holds in reasons.items() if holds]:
        raise Refused(*codes, area=area)


def stop_when(reasons: Mapping[str, object]) -> None:
    """Refuse for the first reason that holds: what is asked about is not there, or stands otherwise."""
    for code, holds in reasons.items():
        if holds:
            raise Refused(code, judged=False)


class Hands(NamedTuple):
    """Who records, whether the branch checks first, and which office decides."""

    role: str
    offices: tuple[str, ...]
    first_check: bool
    decides: str | None


ALL_OFFICES = ("branch", "bureau", "centre")
AT_ONCE = Hands("clerk", ALL_OFFICES, first_check=False, decides=None)
BRANCH = Hands("clerk", ("branch",), first_check=False, decides="branch")
BRANCH_THEN_BUREAU = Hands("clerk", ("branch",), first_check=True, decides="bureau")
BUREAU = Hands("clerk", ("bureau", "centre"), first_check=False, decides="bureau")
ANY_OFFICE = Hands("clerk", ALL_OFFICES, first_check=False, decides="bureau")
FINANCE = Hands("finance", ALL_OFFICES, first_check=False, decides="bureau")


@dataclass
class Plan:
    """What an act would do: its area, its legs in order, and what it writes into registers."""

    area: str
    legs: list[Leg] = field(default_factory=list)
    writes: list[tuple[str, Hashable, Thing | None]] = field(default_factory=list)
    reverses: int | None = None

    def net(self) -> Counter[Position]:
        """Return what every position gains, debits less credits, all legs together."""
        net: Counter[Position] = Counter()
        for debit, credit, unit, amount in self.legs:
            net[Position(debit, unit)] += amount
            net[Position(credit, unit)] -= amount
        return net

    def takes(self) -> dict[Position, int]:
        """Return by how much each one-sided position falls, all legs together."""
        net = self.net()
        less = {place: change if place.account.line in CREDIT_SIDE else -change for place, change in net.items()}
        return {place: fall for place, fall in less.items() if fall > 0 and place.account.line not in BOTH_SIDES}


@dataclass
class Waiting:
    """An act on its way."""

    kind: str
    command: Any
    area: str
    maker: str
    checker: str | None = None
    state: str = "recorded"
    holds: dict[Position, int] = field(default_factory=dict)


@dataclass
class Done:
    """An act that was posted."""

    kind: str
    command: Any
    plan: Plan
    effective_on: date
    before: list[tuple[str, Hashable, Thing | None]]
    """What the registers said before."""
    reversed: bool = False


Judge = Callable[["Books", Any], Plan]


class Kind(NamedTuple):
    """One kind of act: how it is judged, who handles it, its number series, and whether it comes before others."""

    judge: Judge
    hands: Hands
    series: str
    prevails: bool


KINDS: dict[str, Kind] = {}
"""Every kind of act that the model knows."""


def act(name: str, hands: Hands, series: str, *, prevails: bool = False) -> Callable[[Judge], Judge]:
    """Let a function judge a kind of act."""

    def known(judge: Judge) -> Judge:
        KINDS[name] = Kind(judge, hands, series, prevails)
        return judge

    return known


@dataclass
class Books:
    """Balances, registers, what waits, and the journal's length."""

    today: date
    size: int
    amounts: Counter[Position] = field(default_factory=Counter)
    days: dict[Position, Counter[date]] = field(default_factory=lambda: defaultdict(Counter))
    registers: dict[str, dict[Hashable, Thing]] = field(default_factory=lambda: defaultdict(dict))
    waiting: dict[int, Waiting] = field(default_factory=dict)
    done: dict[int, Done] = field(default_factory=dict)
    numbers: Counter[str] = field(default_factory=Counter)
    deciding: int | None = None
    """The act that is being decided: what it waits for itself is free for it."""

    def of(self, line: str, area: str, holder: str | None, unit: Unit) -> int:
        """Return the balance of a position on the side on which it stands."""
        return abs(self.amounts[Position(Account(line, area, holder), unit)])

    def held(self, place: Position) -> int:
        """Return what other acts wait to take of a position."""
        return sum(act.holds.get(place, 0) for number, act in self.waiting.items() if number != self.deciding)

    def free(self, line: str, area: str, holder: str | None, unit: Unit) -> int:
        """Return what can still be taken of a position."""
        return self.of(line, area, holder, unit) - self.held(Position(Account(line, area, holder), unit))

    def get(self, register: str, subject: Hashable, *, missing: str = "") -> Any:
        """Return a fact, or refuse where there is none and a code is given for that."""
        found = self.registers[register].get(subject)
        if found is None and missing:
            raise Refused(missing, judged=False)
        return found

    def all(self, register: str) -> list[Any]:
        """Return every fact of a register."""
        return list(self.registers[register].values())

    def holdings(self, line: str, area: str, holder: str | None) -> list[tuple[Unit, int]]:
        """Return what an account holds, unit by unit."""
        return sorted(
            (
                (place.unit, abs(amount))
                for place, amount in self.amounts.items()
                if amount and place.account == Account(line, area, holder)
            ),
            key=str,
        )

    def owed_on(self, day: date, area: str, pollutant: str, basin: str | None) -> int:
        """Return by how much a cap may be exceeded: what is owed since a reversal (Q45), what is unexplained (Q90)."""
        same = capacity(pollutant, area, basin)[:4]
        return -sum(
            amount
            for place, moved in self.days.items()
            if place.account.line in {"Q45", "Q90"} and place.unit[:4] == same
            for each, amount in moved.items()
            if each <= day
        )

    def judge(self, kind: str, command: Any) -> Plan:
        """Return what an act would do now, or refuse it."""
        plan = KINDS[kind].judge(self, command)
        short = {
            place
            for place, fall in plan.takes().items()
            if fall > abs(self.amounts[place]) - (0 if KINDS[kind].prevails else self.held(place))
        }
        unpostable = any(abs(amount) > MOST for *_, amount in plan.legs)
        reasons = {
            "amount.range": unpostable,
            "balance.insufficient": short,
            "balance.overdrawn": not unpostable and self.overdrawn(plan, command.effective_on, short),
        }
        if codes := [code for code, holds in reasons.items() if holds]:
            raise Unpostable(*codes, area=plan.area)
        return plan

    def closed(self, day: date) -> bool:
        """Return whether a day lies in a month that is closed."""
        known = self.get("closed", "until")
        return known is not None and known["until"] is not None and day <= known["until"]

    def overdrawn(self, plan: Plan, day: date, short: Collection[Position]) -> bool:
        """Return whether a posting that counts from a day would take a position out of its bounds, then or later.

        What is short now is told as that, and looked at no further.
        """
        return any(
            change and self._leaves(place, day, change) for place, change in plan.net().items() if place not in short
        )

    def _leaves(self, place: Position, day: date, change: int) -> bool:
        if abs(self.amounts[place] + change) > MOST:
            return True
        if place.account.line in BOTH_SIDES:
            return False
        sign = -1 if place.account.line in CREDIT_SIDE else 1
        moved = Counter(self.days[place])
        moved[day] += change
        balance = 0
        for each in sorted(moved):
            balance += moved[each]
            if each >= day and sign * balance < 0:
                return True
        return False

    def post(self, kind: str, command: Any, plan: Plan) -> tuple[str, int]:
        """Post an act at the journal's next place, and return its number."""
        day = command.effective_on
        for debit, credit, unit, amount in plan.legs:
            for account, sign in ((debit, 1), (credit, -1)):
                self.amounts[Position(account, unit)] += sign * amount
                self.days[Position(account, unit)][day] += sign * amount
        before = [(register, subject, self.registers[register].get(subject)) for register, subject, _ in plan.writes]
        for register, subject, fact in plan.writes:
            self.write(register, subject, fact)
        self.size += 1
        self.done[self.size] = Done(kind, command, plan, day, before)
        if plan.reverses is not None:
            self.done[plan.reverses].reversed = True
        series = f"{KINDS[kind].series}-{day.year}"
        self.numbers[series] += 1
        return series, self.numbers[series]

    def write(self, register: str, subject: Hashable, fact: Thing | None) -> None:
        """Let a register say something, or nothing, of a subject."""
        if fact is None:
            self.registers[register].pop(subject, None)
        else:
            self.registers[register][subject] = fact


def basin_breach(area: str, pollutant: str, basin: str | None) -> Mapping[str, bool]:
    """Return whether water names no basin of its area, or air names one."""
    water = str(pollutant) in WATER
    return {
        "basin.unknown": water and basin not in BASINS.get(area, ()),
        "basin.not_water": not water and basin is not None,
    }


def active(books: Books, code: str) -> Thing:
    """Return an enterprise; refuse where it is not registered or has ended."""
    found: Thing = books.get("enterprise", code, missing="enterprise.missing")
    return found
