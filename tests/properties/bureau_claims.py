"""Claims to what somebody holds, as the model keeps them: who ranks first, and which grams each claim has.

A claim is known by its holder, the number of its paper and its part; its ``unit`` has no term where it waits for tonnes
that its holder does not have. Grams are alike, but every gram has a home: it was in use, or it was surplus.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

from tests.properties.bureau_model import Books, stop_when
from tests.properties.bureau_units import HELD_LINES, Account, Leg, Thing, Unit, legs, run_out

LINES = {
    "listing": "Q42.1",
    "contract": "Q42.2",
    "pledge": "Q42.3",
    "judicial_freeze": "Q42.4",
    "administrative_suspension": "Q42.5",
}
BY_THE_HOLDER = {"listing", "contract", "pledge"}
"""Grounds that a holder gives himself, of his surplus alone."""
WEAK = {"contract": 1, "listing": 2}
"""Grounds without security; they rank behind all others, the listing last."""
IN_USE, SURPLUS = "Q40", "Q41"
Key = tuple[str, str, str, str, int]
"""Holder, ground, number and area of a paper, and the part of it."""
Claims = dict[Key, Thing]
Writes = list[tuple[str, Any, Thing | None]]


def standing(books: Books, holder: str, unit: Unit) -> Claims:
    """Return the standing claims to a tranche of a holder, by paper and part."""
    found: Any = books.registers["claim"]
    mine = {key: each for key, each in found.items() if each["holder"] == holder and each["unit"] == unit}
    return {key: mine[key] for key in sorted(mine) if mine[key]["state"] == "standing"}


def of_paper(books: Books, ground: str, holder: str, number: str, area: str | None = None) -> Claims:
    """Return the standing claims of a paper, in the order of their parts; stop where it stands in several areas."""
    found: Any = books.registers["claim"]
    mine = {key: found[key] for key in sorted(found) if key[:3] == (holder, ground, number)}
    there = {key: each for key, each in mine.items() if each["state"] == "standing" and area in {None, key[3]}}
    stop_when({"claim.several_areas": len({key[3] for key in there}) > 1})
    return there


def paper_in(books: Books, ground: str, holder: str, number: str, area: str | None = None) -> Claims:
    """Return the same; stop where none stands."""
    found = of_paper(books, ground, holder, number, area)
    stop_when({"claim.missing": not found})
    return found


def over(claim: Thing, on: date) -> bool:
    """Return whether a freeze or a suspension has ended by itself."""
    return claim["ground"] not in BY_THE_HOLDER and claim["until"] is not None and claim["until"] < on


def waited_for(books: Books, holder: str, unit: Unit, on: date) -> int:
    """Return what standing claims wait for of a tranche, or of tonnes of its kind."""
    return sum(
        each["grams"] - each["held"]
        for each in books.all("claim")
        if each["holder"] == holder and each["state"] == "standing" and not over(each, on)
        if each["unit"] == unit or (each["unit"].term_from is None and each["unit"][:4] == unit[:4])
    )


def free_surplus(books: Books, holder: str, area: str, unit: Unit, on: date) -> int:
    """Return the surplus that a holder can give away."""
    return max(books.free(SURPLUS, area, holder, unit) - waited_for(books, holder, unit, on), 0)


def ended(claim: Thing, state: str) -> Thing:
    """Return a claim that has no gram any more."""
    return {**claim, "state": state, "held": 0, "in_use": 0}


def executed(claim: Thing, grams: int) -> Thing:
    """Return what is left of a claim when it gave grams away; what was surplus goes first."""
    held = claim["held"] - grams
    left = {**claim, "grams": claim["grams"] - grams, "held": held, "in_use": min(claim["in_use"], held)}
    return left if left["grams"] else ended(left, "executed")


def rank(key: Key, claim: Thing) -> tuple[Any, ...]:
    """Return what claims are served by: the minute, then as they were entered; those without security later."""
    return (WEAK.get(claim["ground"], 0), claim["at"], claim["entry"], key)


@dataclass
class Heap:
    """Grams of one home on one account that a claim let go, or that nobody has."""

    line: str
    home: str
    grams: int


@dataclass
class Change:
    """A change of the claims to a tranche while it is worked out: what each shall have, and has by now."""

    wanted: dict[Key, int]
    has: dict[Key, Counter[str]]
    loose: list[Heap]
    net: Counter[str]

    def let_go(self, key: Key, line: str) -> None:
        """Let a claim go what it shall not have any more: first what was in use."""
        mine = self.has[key]
        for home in (IN_USE, SURPLUS):
            part = max(min(mine.total() - self.wanted.get(key, 0), mine[home]), 0)
            mine[home] -= part
            self.loose.append(Heap(line, home, part))

    def take(self, key: Key, line: str, *, surplus_only: bool) -> None:
        """Let a claim take what it lacks of what is loose."""
        mine = self.has.setdefault(key, Counter())
        for heap in self.loose:
            if heap.home == SURPLUS or not surplus_only:
                part = min(self.wanted[key] - mine.total(), heap.grams)
                mine[heap.home] += part
                self.move(heap, line, part)

    def exchange(self, key: Key, line: str, other: Key) -> None:
        """Let a claim that lacks surplus have that of a freeze, which takes loose grams that were in use instead."""
        mine, others = self.has[key], self.has[other]
        for heap in self.loose:
            if heap.home == IN_USE:
                part = min(self.wanted[key] - mine.total(), heap.grams, others[SURPLUS])
                others[IN_USE] += part
                others[SURPLUS] -= part
                mine[SURPLUS] += part
                self.move(heap, line, part)

    def move(self, heap: Heap, line: str, grams: int) -> None:
        """Note that grams of a heap go to an account."""
        heap.grams -= grams
        self.net[line] += grams
        self.net[heap.line] -= grams


def shares(ranked: list[Key], claims: Claims, there: int) -> dict[Key, int]:
    """Return what each claim shall have of so many grams, the first in rank first."""
    found = dict[Key, int]()
    for key in ranked:
        found[key] = min(claims[key]["grams"], there)
        there -= found[key]
    return found


def rearranged(
    books: Books, holder: str, unit: Unit, after: Claims, *, on: date, draws: bool
) -> tuple[list[Leg], Writes]:
    """Return what happens on a tranche when the claims to it become others: what moves, and what the register says.

    Freezes whose last day is over lapse with it. ``draws`` says that free grams may be taken.
    """
    before, area = standing(books, holder, unit), unit.area or ""
    after = {
        key: ended(each, "lapsed") if each["state"] == "standing" and over(each, on) else each
        for key, each in after.items()
    }
    alive = {key: each for key, each in after.items() if each["state"] == "standing"}
    ranked = sorted(alive, key=lambda key: rank(key, alive[key]))
    lines = {key: LINES[each["ground"]] for key, each in after.items()}
    taking = {key for key in ranked if alive[key]["ground"] not in BY_THE_HOLDER}
    nobodys = [Heap(home, home, books.of(home, area, holder, unit) if draws else 0) for home in (SURPLUS, IN_USE)]
    there = sum(each["held"] for each in before.values()) + sum(heap.grams for heap in nobodys)
    has = {
        key: Counter({IN_USE: each["in_use"], SURPLUS: each["held"] - each["in_use"]}) for key, each in before.items()
    }
    change = Change(shares(ranked, alive, there), has, [], Counter())
    for key in before:
        change.let_go(key, lines[key])
    change.loose += nobodys
    for key in ranked:
        change.take(key, lines[key], surplus_only=key not in taking)
    for key, other in product(ranked, [key for key in ranked if key in taking]):
        change.exchange(key, lines[key], other)
    for heap in change.loose:
        change.move(heap, heap.home, heap.grams)
    facts = after | {key: {**alive[key], "held": has[key].total(), "in_use": has[key][IN_USE]} for key in ranked}
    writes: Writes = [("claim", key, fact) for key, fact in facts.items() if fact != before.get(key)]
    return balanced(change.net, area, holder, unit), writes


def balanced(net: Counter[str], area: str, holder: str, unit: Unit) -> list[Leg]:
    """Return the legs of a net change on the accounts of a holder."""
    gains = {line: grams for line, grams in sorted(net.items()) if grams > 0}
    found = []
    for line, grams in sorted(net.items()):
        lost = -grams
        for other in gains if lost > 0 else ():
            part = min(lost, gains[other])
            lost -= part
            gains[other] -= part
            found += legs((Account(other, area, holder), Account(line, area, holder), unit, part))
    return found


def ending(books: Books, paper: Claims, state: str, on: date) -> tuple[list[Leg], Writes]:
    """Return what ends all claims of a paper: those who wait come next, the rest goes back where it came from."""
    moved, writes = list[Leg](), Writes()
    for unit in sorted({each["unit"] for each in paper.values()}, key=in_order):
        holder = next(iter(paper.values()))["holder"]
        after = {
            key: ended(each, state) if key in paper else each for key, each in standing(books, holder, unit).items()
        }
        done, written = rearranged(books, holder, unit, after, on=on, draws=False)
        moved += done
        writes += written
    return moved, writes


def in_order(unit: Unit) -> tuple[str, ...]:
    """Return what tranches of one kind are ordered by: their days and their origin."""
    return tuple(str(part) for part in unit)


def new_claims(books: Books, paper: Thing, parts: list[tuple[Unit, int]]) -> Claims:
    """Return the claims that a paper makes, before they have a gram."""
    entries = max((each["entry"] for each in books.all("claim") if each["holder"] == paper["holder"]), default=0)
    of = (paper["holder"], paper["ground"], paper["number"], str(parts[0][0].area))
    known: Any = books.registers["claim"]
    before = max((key[4] for key in known if key[:4] == of), default=0)
    return {
        (*of, before + part): {
            **paper,
            "unit": unit,
            "grams": grams,
            "held": 0,
            "in_use": 0,
            "entry": entries + part,
            "state": "standing",
        }
        for part, (unit, grams) in enumerate(parts, start=1)
    }


def entered(books: Books, ground: str, holder: str, number: str, area: str) -> None:
    """Stop where a paper is known: what the holder gave is entered once, what was ordered stands once at a time."""
    known: Any = books.registers["claim"]
    same = [each for key, each in known.items() if key[:4] == (holder, ground, number, area)]
    stop_when({"claim.entered": any(ground in BY_THE_HOLDER or each["state"] == "standing" for each in same)})


def named_breach(named: list[Any], grams: list[int]) -> dict[str, object]:
    """Return whether a paper is about nothing, or names something twice."""
    nothing = not grams or min(grams) <= 0
    return {"quantity.nothing": nothing, "claim.twice": not nothing and len(set(named)) < len(named)}


def spread(books: Books, holder: str, kind: Unit, grams: int, *, queues: bool, on: date) -> list[tuple[Unit, int]]:
    """Return how much of each tranche somebody claims who names a pollutant: what costs others least comes first.

    Nobody claims tranches whose term is over.
    """
    lines = [line for line in HELD_LINES if line != "Q44"]
    tranches = sorted(
        {
            unit
            for line in lines
            for unit, _ in books.holdings(line, kind.area or "", holder)
            if unit[:4] == kind[:4] and not run_out(unit, on)
        },
        key=in_order,
    )
    tiers = [{unit: books.of(line, kind.area or "", holder, unit) for unit in tranches} for line in (SURPLUS, IN_USE)]
    if queues:
        there = {unit: standing(books, holder, unit).values() for unit in tranches}
        tiers.append({unit: sum(each["held"] for each in there[unit] if each["ground"] in WEAK) for unit in tranches})
        tiers.append({unit: sum(each["held"] for each in there[unit]) - tiers[2][unit] for unit in tranches})
    claimed, left = Counter[Unit](), grams
    for tier in tiers:
        for unit in tranches:
            part = min(left, tier[unit])
            claimed[unit] += part
            left -= part
    return [(unit, claimed[unit]) for unit in tranches if claimed[unit]]


def still_frozen(paper: Claims, on: date) -> dict[str, object]:
    """Return whether the last day of a freeze is over."""
    until = next(iter(paper.values()))["until"]
    return {"freeze.over": until is not None and until < on}


def area_of(paper: Claims) -> str:
    """Return the area in which a paper claims something."""
    return str(next(iter(paper.values()))["unit"].area)
