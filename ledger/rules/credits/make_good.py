"""What it is judged on that good credit takes the place of a false one where that was used.

Source: practice 6.4: what was used of a source that has fallen away is owed, and made good out of a pool.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from ledger.domain.credits.credit import MakeGoodCredit
from ledger.domain.credits.facility_card import Backing, FacilityCard
from ledger.domain.law.ground import unmet
from ledger.domain.registers.facility import Facility
from ledger.domain.values.pollutant import Medium
from ledger.domain.values.quantity import format_tonnes
from ledger.errors import Breach, say
from ledger.rules.credits.credit import PoolLine, named_once, standing
from ledger.rules.judge import Check, breach
from ledger.rules.law import keys
from ledger.rules.law.book import RuleBook


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeGoodCase:
    """What a false source owes at one place of use, and the good credit that is to cover it."""

    asked: MakeGoodCredit
    facility: Facility
    card: FacilityCard
    used: int
    """Grams of the false credit at that place of use."""
    owed: int
    """Grams that the source owes in all: C12."""
    lines: tuple[PoolLine, ...]

    @property
    def on(self) -> date:
        """Return the day from which it counts."""
        return self.asked.effective_on

    @property
    def area(self) -> str:
        """Return the area whose pool pays."""
        return self.asked.pool

    @property
    def grams(self) -> int:
        """Return the grams that are made good."""
        return sum(line.grams for line in self.lines)

    @property
    def backed(self) -> bool:
        """Return whether the false source had given up a right."""
        return self.card.backing is Backing.RIGHT


def names_its_sources(case: MakeGoodCase, book: RuleBook) -> tuple[Breach, ...]:
    """Refuse an act without sources, with one of them twice, or with nothing of one."""
    del book
    return named_once(case.lines)


def sources_stand(case: MakeGoodCase, book: RuleBook) -> tuple[Breach, ...]:
    """Refuse good credit whose own source does not stand."""
    return standing(case.lines, on=case.on, book=book)


def is_owed(case: MakeGoodCase, book: RuleBook) -> Breach | None:
    """Refuse more than is owed, or than was used there."""
    del book
    if case.grams <= min(case.used, case.owed):
        return None
    return unmet(
        code="make_good.beyond_owed",
        detail=say(
            "本次补足{grams}吨/年，多于设施“{facility}”待补的{owed}吨/年或该处已使用的{used}吨/年",
            grams=format_tonnes(case.grams),
            facility=case.facility.name,
            owed=format_tonnes(case.owed),
            used=format_tonnes(case.used),
        ),
    )


def stays_in_its_basin(case: MakeGoodCase, book: RuleBook) -> tuple[Breach, ...]:
    """Refuse water credit of another basin than that of the false source (G38)."""
    if case.asked.pollutant.medium is Medium.AIR:
        return ()
    return tuple(
        breach(
            book.provision(keys.TRADE_WATER_AREA, on=case.on),
            code="make_good.other_basin",
            detail=say(
                "设施“{source}”属“{good}”流域，失效来源“{facility}”属“{false}”流域，不能以另一流域的减排量补足",
                source=line.facility.name,
                good=line.facility.basin or "",
                facility=case.facility.name,
                false=case.facility.basin or "",
            ),
        )
        for line in case.lines
        if line.facility.basin != case.facility.basin
    )


MAKE_GOOD: Final[tuple[Check[MakeGoodCase], ...]] = (names_its_sources, stays_in_its_basin, sources_stand, is_owed)
