"""The exemption ledger of a branch: which credits are held for it, and which are retired at the end of a period.

Source: LC23 and LC25 art. 4(2): the branch finds the source and retires it periodically; the builder owes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from ledger.domain.credits.offset import Source, required
from ledger.domain.credits.offset_postings import Need
from ledger.domain.projects.exemption import Exemption, HoldForExemptions, RegisterExemption, RetireExemptions
from ledger.domain.projects.project import FactorRegime, Project
from ledger.errors import Breach, say
from ledger.rules.credits.offset import PoolSource, attainment_missing, day_of_exemption_ratio
from ledger.rules.judge import Check, breach
from ledger.rules.law import keys
from ledger.rules.law.book import RuleBook
from ledger.rules.projects.eia_approval import open_columns


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An exemption with the credits that are held for it, or are to be held."""

    exemption: Exemption
    ratio: int | None
    sources: tuple[Source, ...]

    @property
    def need(self) -> Need:
        """Return what the credits are held for."""
        owed = self.exemption
        return Need(project=owed.project, area=owed.area, pollutant=owed.pollutant, basin=owed.basin)

    @property
    def missing(self) -> int:
        """Return the grams of credit that are not held; one to one while the ratio is not known."""
        owed = self.exemption.grams if self.ratio is None else required(self.exemption.grams, self.ratio)
        return max(owed - sum(source.grams for source in self.sources), 0)


def filled(lines: Sequence[Held], pool: Sequence[tuple[Need, PoolSource]]) -> tuple[Held, ...]:
    """Return what is to be held for each exemption: the oldest sources of its pollutant and basin, as far as they go.

    :param lines: in the order in which they are served.
    :param pool: what the branch's pool holds; the need says of which pollutant and basin.
    """
    left = sorted(pool, key=lambda found: found[1].age)
    result = []
    for line in lines:
        missing, taken = line.missing, []
        for place, (kind, found) in enumerate(left):
            grams = min(missing, found.source.grams)
            if grams and (kind.pollutant, kind.basin) == (line.need.pollutant, line.need.basin):
                taken.append(replace(found.source, grams=grams))
                rest = replace(found.source, grams=found.source.grams - grams)
                left[place] = (kind, replace(found, source=rest))
                missing -= grams
        result.append(replace(line, sources=tuple(taken)))
    return tuple(result)


def retired_of(line: Held) -> tuple[Source, ...]:
    """Return which of the held sources are retired: exactly what the ratio asks, in the order of the facilities."""
    left = required(line.exemption.grams, line.ratio or 0)
    taken = []
    for source in sorted(line.sources, key=lambda source: source.facility):
        grams = min(left, source.grams)
        left -= grams
        if grams:
            taken.append(replace(source, grams=grams))
    return tuple(taken)


def released_of(line: Held) -> tuple[Source, ...]:
    """Return which of the held sources are not needed any more, because the ratio fell."""
    retired = {source.facility: source.grams for source in retired_of(line)}
    rest = (replace(source, grams=source.grams - retired.get(source.facility, 0)) for source in line.sources)
    return tuple(source for source in rest if source.grams)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationCase:
    """A project whose exempt pollutants enter the branch's ledger, with the credits that can be held at once."""

    asked: RegisterExemption
    project: Project
    factors: tuple[FactorRegime, ...]
    lines: tuple[Held, ...]

    @property
    def area(self) -> str:
        """Return the project's area."""
        return self.project.area


def table_is_complete(case: RegistrationCase, book: RuleBook) -> Breach | None:
    """Refuse to register from a table with open columns."""
    return open_columns(case.project, on=case.asked.effective_on, book=book)


def something_is_exempt(case: RegistrationCase, book: RuleBook) -> Breach | None:
    """Refuse a project without an exempt pollutant."""
    if case.factors:
        return None
    return breach(
        book.provision(keys.EXEMPTION_LIMIT, on=case.project.requested_on),
        code="exemption.none",
        detail=say("项目“{project}”没有豁免的污染物", project=case.project.id),
    )


REGISTRATION_CHECKS: Final[tuple[Check[RegistrationCase], ...]] = (table_is_complete, something_is_exempt)


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldCase:
    """The exemptions of a branch with what can be held for them now."""

    asked: HoldForExemptions
    lines: tuple[Held, ...]

    @property
    def area(self) -> str:
        """Return the branch's area."""
        return self.asked.area


@dataclass(frozen=True, slots=True, kw_only=True)
class RetirementCase:
    """The exemptions of a branch, registered by the end of a period, that are wholly covered."""

    asked: RetireExemptions
    due: tuple[Held, ...]
    covered: tuple[Held, ...]

    @property
    def area(self) -> str:
        """Return the branch's area."""
        return self.asked.area


def period_is_over(case: RetirementCase, book: RuleBook) -> Breach | None:
    """Refuse a day that ends no period of ``exemption.write_off_months``, or that has not passed."""
    through, on = case.asked.through, case.asked.effective_on
    period = book.provision(keys.EXEMPTION_WRITE_OFF_MONTHS, on=on)
    ends = (through + timedelta(days=1)).day == 1 and _whole_periods(through, period.value)
    if ends and through <= on:
        return None
    return breach(
        period,
        code="retirement.period",
        detail=say(
            "核销期每{months}个月一期，截止日应为已过的期末；所填{through}，办理日{on}",
            months=period.value,
            through=through,
            on=on,
        ),
    )


def _whole_periods(through: date, months: int) -> bool:
    return (through.year * 12 + through.month) % months == 0


def attainment_is_known(case: RetirementCase, book: RuleBook) -> Breach | None:
    """Refuse to retire while the ratio cannot be told."""
    on = case.asked.effective_on
    unknown = (line.exemption.registered_on for line in case.due if line.ratio is None)
    first = min((day_of_exemption_ratio(day, on=on, book=book) for day in unknown), default=None)
    return None if first is None else attainment_missing(first, book)


RETIREMENT_CHECKS: Final[tuple[Check[RetirementCase], ...]] = (period_is_over, attainment_is_known)
