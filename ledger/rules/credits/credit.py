"""What reduction credit on its way is judged on: dispatched, lent, turned into reserve, given away.

Source: G38 (water stays in its basin), HF197 part 3 (plan period), practice 6.2 and 6.4.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from ledger.domain.credits.credit import CreditLoan, LendCredit, SourceGrams
from ledger.domain.credits.facility_card import Backing, FacilityCard
from ledger.domain.law.ground import unmet
from ledger.domain.registers.area import Area
from ledger.domain.registers.facility import Facility
from ledger.domain.values.pollutant import Pollutant
from ledger.domain.values.quantity import format_tonnes
from ledger.errors import Breach, enumerated, say
from ledger.rules.credits import facility_card
from ledger.rules.judge import Check
from ledger.rules.law.book import RuleBook
from ledger.rules.registers.area import basin_breach
from ledger.rules.rights.tranche import nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolLine:
    """An amount of one source's credit that leaves a pool."""

    asked: SourceGrams
    facility: Facility
    card: FacilityCard

    @property
    def grams(self) -> int:
        """Return the grams that leave."""
        return self.asked.grams

    @property
    def backed(self) -> bool:
        """Return whether a right was given up for the credit; it lies in the area of the facility (Q15)."""
        return self.card.backing is Backing.RIGHT


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolCase:
    """Credit that leaves the pool of an area, perhaps for that of another."""

    asked: Any
    """The command; the checks read nothing of it, the voucher its papers."""
    on: date
    pollutant: Pollutant
    basin: str | None
    giving: Area
    taking: Area | None = None
    lines: tuple[PoolLine, ...]
    loan: CreditLoan | None = None

    @property
    def area(self) -> str:
        """Return the area whose pool gives."""
        return self.giving.name

    @property
    def grams(self) -> int:
        """Return the grams of all sources."""
        return sum(line.grams for line in self.lines)


def named_once(lines: Sequence[PoolLine]) -> tuple[Breach, ...]:
    """Refuse an act without sources, with one of them twice, or with nothing of one."""
    named = [line.facility.id for line in lines]
    empty = tuple(found for line in lines if (found := nothing(line.grams)) is not None)
    if named and len(set(named)) == len(named):
        return empty
    repeated = unmet(
        code="credit.sources",
        detail=say("应列明减排量的来源设施，且每处只列一次；现列{named}", named=enumerated(named)),
    )
    return (repeated, *empty)


def standing(lines: Sequence[PoolLine], *, on: date, book: RuleBook) -> tuple[Breach, ...]:
    """Refuse sources that are suspended or have fallen away, and those that the plan period no longer carries."""
    found = (
        each
        for line in lines
        for each in (
            facility_card.used_within_verified(line.card),
            facility_card.carried_over(line.card, on=on, book=book),
        )
    )
    return tuple(each for each in found if each is not None)


def names_its_sources(case: PoolCase, book: RuleBook) -> tuple[Breach, ...]:
    """Refuse an act without sources, with one of them twice, or with nothing of one."""
    del book
    return named_once(case.lines)


def names_its_basin(case: PoolCase, book: RuleBook) -> tuple[Breach, ...]:
    """Refuse water credit that leaves its basin (G38)."""
    areas = (case.giving,) if case.taking is None else (case.giving, case.taking)
    found = (basin_breach(case.pollutant, case.basin, area=area, on=case.on, book=book) for area in areas)
    return tuple(each for each in found if each is not None)


def sources_stand(case: PoolCase, book: RuleBook) -> tuple[Breach, ...]:
    """Refuse sources that do not stand."""
    return standing(case.lines, on=case.on, book=book)


def is_with_the_city(case: PoolCase, book: RuleBook) -> Breach | None:
    """Refuse a dispatch that is not between the city's pool and a branch: branches lend to each other."""
    del book
    taking = case.taking
    if taking is not None and case.giving.city is not taking.city:
        return None
    return unmet(
        code="dispatch.not_with_city",
        detail=say(
            "调剂在市级调蓄库与分局之间进行，不能从“{giving}”到“{taking}”；分局之间以“{act}”借用",
            giving=case.giving.name,
            taking=case.giving.name if taking is None else taking.name,
            act="credit.loan",
        ),
    )


def is_between_branches(case: PoolCase, book: RuleBook) -> Breach | None:
    """Refuse a loan from or to the city's pool, or within one branch."""
    del book
    taking = case.taking
    if taking is not None and not case.giving.city and not taking.city and taking.name != case.giving.name:
        return None
    return unmet(
        code="loan.not_between_branches",
        detail=say(
            "借用在两个分局之间进行，不能从“{giving}”到“{taking}”",
            giving=case.giving.name,
            taking=case.giving.name if taking is None else taking.name,
        ),
    )


def falls_due_later(case: PoolCase, book: RuleBook) -> Breach | None:
    """Refuse a loan that is due on the day it is given, or before."""
    del book
    asked: LendCredit = case.asked
    if asked.due_on > asked.effective_on:
        return None
    return unmet(
        code="loan.due",
        detail=say("归还期限{due}应晚于借出日{on}", due=asked.due_on, on=asked.effective_on),
    )


def returns_what_is_owed(case: PoolCase, book: RuleBook) -> Breach | None:
    """Refuse to return more than is owed."""
    del book
    loan = case.loan
    if loan is None or case.grams <= loan.owed:
        return None
    return unmet(
        code="loan.beyond_owed",
        detail=say(
            "本次归还{grams}吨/年，多于尚欠的{owed}吨/年",
            grams=format_tonnes(case.grams),
            owed=format_tonnes(loan.owed),
        ),
    )


def has_rights_behind(case: PoolCase, book: RuleBook) -> tuple[Breach, ...]:
    """Refuse to make reserve of credit that no right was given up for: the cap would be exceeded (CS61 art. 3)."""
    del book
    return tuple(
        unmet(
            code="reserve.no_right",
            detail=say(
                "设施“{facility}”的减排量{grams}吨/年认定时没有让出排污权，转入政府储备将突破总量",
                facility=line.facility.name,
                grams=format_tonnes(line.grams),
            ),
        )
        for line in case.lines
        if not line.backed
    )


_LEAVING: Final[tuple[Check[PoolCase], ...]] = (names_its_sources, names_its_basin, sources_stand)
DISPATCH: Final[tuple[Check[PoolCase], ...]] = (is_with_the_city, *_LEAVING)
LOAN: Final[tuple[Check[PoolCase], ...]] = (is_between_branches, falls_due_later, *_LEAVING)
RETURN: Final[tuple[Check[PoolCase], ...]] = (*_LEAVING, returns_what_is_owed)
TO_RESERVE: Final[tuple[Check[PoolCase], ...]] = (*_LEAVING, has_rights_behind)
TO_PROVINCE: Final[tuple[Check[PoolCase], ...]] = _LEAVING
