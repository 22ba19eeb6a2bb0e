"""What the closure of a plant is judged on.

Source: practice 1.3 (one case, one route; the origin decides); HF197 part 3 (which reductions become credit).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from ledger.domain.credits.closure import ClosedPollutant, CloseFacility, Closure, ClosureRoute, ClosureState
from ledger.domain.credits.facility_card import Backing, FacilityCard, UseKind
from ledger.domain.law.ground import unmet
from ledger.domain.registers.facility import Facility
from ledger.domain.rights.held_tranche import HeldTranche, named_among, oldest_first, taken_from
from ledger.domain.values.pollutant import Pollutant
from ledger.domain.values.quantity import format_tonnes
from ledger.errors import Breach, enumerated, say
from ledger.rules.credits import facility_card
from ledger.rules.credits.recognition import one_backing, recognised
from ledger.rules.judge import Check, breach
from ledger.rules.law import keys
from ledger.rules.law.book import RuleBook
from ledger.rules.rights.tranche import nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenUp:
    """One pollutant of a closing plant: what is to be given up, beside what its enterprise holds."""

    asked: ClosedPollutant
    facility: Facility
    basin: str | None
    card: FacilityCard
    closure: Closure | None
    held: tuple[HeldTranche, ...]
    """In use or surplus, and in force on the day."""
    restricted: int
    """Grams of the same pollutant that are listed, under contract, pledged, frozen or suspended."""

    @property
    def pollutant(self) -> Pollutant:
        """Return the pollutant."""
        return self.asked.pollutant

    @property
    def taken(self) -> tuple[HeldTranche, ...]:
        """Return what is taken: the tranches that are named, or those that end first."""
        if self.asked.tranches:
            return named_among(self.held, self.asked.tranches, area=self.facility.area)
        return taken_from(oldest_first(self.held), grams=self.asked.grams)

    def credited(self, *, on: date, by: str) -> FacilityCard:
        """Return the card after the pollutant's grams were recognised as credit."""
        return recognised(self.card, grams=self.asked.grams, backing=Backing.RIGHT, on=on, by=by)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosureCase:
    """The closure of a plant, by pollutant."""

    asked: CloseFacility
    facility: Facility
    lines: tuple[GivenUp, ...]

    @property
    def on(self) -> date:
        """Return the day from which it counts."""
        return self.asked.effective_on

    @property
    def area(self) -> str:
        """Return the area of the plant."""
        return self.facility.area


def goes_to_the_pool(case: ClosureCase, book: RuleBook) -> Breach | None:
    """Refuse the way into the reserve: that is an adverse decision or an agreement, each an act of its own."""
    del book
    if case.asked.route is ClosureRoute.POOL:
        return None
    return unmet(
        code="closure.reserve_route",
        detail=say(
            "关停排污权进入政府储备的，无偿取得的以“{reclaim}”立案、告知、决定、送达后办理，有偿取得的以“{buy_back}”办理",
            reclaim="reclaim.open",
            buy_back="right.buy_back",
        ),
    )


def has_lines(case: ClosureCase, book: RuleBook) -> Breach | None:
    """Refuse a closure without pollutants, or with one of them twice."""
    del book
    named = [line.pollutant for line in case.lines]
    if named and len(set(named)) == len(named):
        return None
    return unmet(
        code="closure.pollutants",
        detail=say("关停应列明污染物，且每种只列一次；现列{named}", named=enumerated(named)),
    )


def gives_something_up(case: ClosureCase, book: RuleBook) -> tuple[Breach, ...]:
    """Refuse a line of nothing."""
    del book
    return tuple(found for line in case.lines if (found := nothing(line.asked.grams)) is not None)


def takes_one_way(case: ClosureCase, book: RuleBook) -> tuple[Breach, ...]:
    """Refuse a second way for a pollutant that went one way already: one closure, one case."""
    del book
    return tuple(_other_ways(case))


def _other_ways(case: ClosureCase) -> Iterator[Breach]:
    for line in case.lines:
        to_reserve = line.card.used_for(UseKind.RECLAIMED) + line.card.used_for(UseKind.BOUGHT_BACK)
        closed = line.closure is not None and line.closure.state is ClosureState.CLOSED
        if closed or to_reserve > 0:
            pooled = line.closure.grams if line.closure is not None and closed else 0
            yield unmet(
                code="closure.other_route",
                detail=say(
                    "设施“{facility}”的{pollutant}关停已经办理：转入减排量库{pooled}吨/年，进入政府储备{reserve}吨/年；"
                    "一次关停只办一件、只走一条路",
                    facility=case.facility.name,
                    pollutant=line.pollutant.words,
                    pooled=format_tonnes(pooled),
                    reserve=format_tonnes(to_reserve),
                ),
            )


def gives_up_what_it_holds(case: ClosureCase, book: RuleBook) -> tuple[Breach, ...]:
    """Refuse to take more than the enterprise has free, or other tranches than it has."""
    del book
    return tuple(
        unmet(
            code="closure.not_held",
            detail=say(
                "{pollutant}应让出{asked}吨/年，企业在用和富余的有效份额中可取{taken}吨/年，另有受限{restricted}吨/年",
                pollutant=line.pollutant.words,
                asked=format_tonnes(line.asked.grams),
                taken=format_tonnes(sum(part.grams for part in line.taken)),
                restricted=format_tonnes(line.restricted),
            ),
        )
        for line in case.lines
        if sum(part.grams for part in line.taken) != line.asked.grams
    )


def paid_rights_are_bought_back(case: ClosureCase, book: RuleBook) -> tuple[Breach, ...]:
    """Refuse to take rights that were paid for without paying: they go by buy-back."""
    provision = book.provision(keys.CLOSURE_PAID_ORIGIN, on=case.on)
    if provision.value == "give_up":
        return ()
    paid = [(line, sum(part.grams for part in line.taken if _paid(part))) for line in case.lines]
    return tuple(
        breach(
            provision,
            code="closure.paid_origin",
            detail=say(
                "{pollutant}让出的{asked}吨/年中有{paid}吨/年系有偿取得，须以“{act}”回购，不能无偿转为减排量",
                pollutant=line.pollutant.words,
                asked=format_tonnes(line.asked.grams),
                paid=format_tonnes(grams),
                act="right.buy_back",
            ),
        )
        for line, grams in paid
        if grams
    )


def _paid(part: HeldTranche) -> bool:
    return part.unit.origin is not None and part.unit.origin.paid


def is_closed_by_the_sheet(case: ClosureCase, book: RuleBook) -> tuple[Breach, ...]:
    """Refuse a pollutant whose verified reduction is not that of a closure."""
    del book
    return tuple(
        unmet(
            code="closure.not_verified",
            detail=say(
                "设施“{facility}”的{pollutant}没有按关停核定的减排量（核定{verified}吨/年）；请先以“reduction.verify”核定",
                facility=case.facility.name,
                pollutant=line.pollutant.words,
                verified=format_tonnes(line.card.verified),
            ),
        )
        for line in case.lines
        if not line.card.closes
    )


def may_be_sources(case: ClosureCase, book: RuleBook) -> tuple[Breach, ...]:
    """Refuse what came into operation within the current plan, and credit on two footings."""
    found = (
        each
        for line in case.lines
        for each in (
            facility_card.operating_before_the_plan(line.card, on=case.on, book=book),
            one_backing(line.card, Backing.RIGHT),
        )
    )
    return tuple(each for each in found if each is not None)


def within_verified(case: ClosureCase, book: RuleBook) -> tuple[Breach, ...]:
    """Refuse more than is verified and not used otherwise."""
    del book
    found = (
        facility_card.used_within_verified(line.credited(on=case.on, by=case.asked.document))
        for line in case.lines
        if line.card.closes
    )
    return tuple(each for each in found if each is not None)


CLOSING: Final[tuple[Check[ClosureCase], ...]] = (
    goes_to_the_pool,
    has_lines,
    gives_something_up,
    takes_one_way,
    gives_up_what_it_holds,
    paid_rights_are_bought_back,
    is_closed_by_the_sheet,
    may_be_sources,
    within_verified,
)
