"""What the record of a year's attainment is judged on: the year is over, and nothing is recorded twice alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ledger.domain.law.ground import unmet
from ledger.domain.registers.area import WHOLE_CITY
from ledger.domain.registers.attainment import Attainment, RecordAttainment
from ledger.errors import Breach, enumerated, say
from ledger.rules.judge import Check
from ledger.rules.law.book import RuleBook


@dataclass(frozen=True, slots=True, kw_only=True)
class AttainmentCase:
    """A bulletin beside what is recorded of its year."""

    asked: RecordAttainment
    recorded: Attainment | None

    @property
    def area(self) -> str:
        """Return that the bulletin is the whole city's."""
        return WHOLE_CITY

    @property
    def record(self) -> Attainment:
        """Return the attainment as it is to be registered, the pollutants in one order."""
        return Attainment(
            year=self.asked.year,
            not_attained=tuple(sorted(set(self.asked.not_attained))),
            document=self.asked.document,
        )


def year_is_over(case: AttainmentCase, book: RuleBook) -> Breach | None:
    """Refuse a year that has not ended: no bulletin can speak of it."""
    del book
    if case.asked.year < case.asked.effective_on.year:
        return None
    return unmet(
        code="attainment.year",
        detail=say("{year}年在{day}尚未结束，不会有公报", year=case.asked.year, day=case.asked.effective_on),
    )


def pollutants_differ(case: AttainmentCase, book: RuleBook) -> Breach | None:
    """Refuse a pollutant that is named twice."""
    del book
    named = case.asked.not_attained
    repeated = sorted({pollutant for pollutant in named if named.count(pollutant) > 1})
    if not repeated:
        return None
    return unmet(code="attainment.repeated", detail=say("因子重复：{names}", names=enumerated(repeated)))


def attainment_changes(case: AttainmentCase, book: RuleBook) -> Breach | None:
    """Refuse what is recorded already."""
    del book
    if case.record != case.recorded:
        return None
    return unmet(code="attainment.unchanged", detail=say("{year}年的达标情况已经如此登记", year=case.asked.year))


CHECKS: Final[tuple[Check[AttainmentCase], ...]] = (year_is_over, pollutants_differ, attainment_changes)
