"""What each branch owes for exempt projects, what it holds for them, and the gap with its age; its retirement sheets.

The gap of a branch is E20 × ratio less its C21 (practice 6.1): a shortage is a gap on the branch's list, never a
refusal to the builder (LC25 art. 4(2)).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from ledger.domain.credits.offset import ONE_TO_ONE, required
from ledger.domain.projects.exemption import Exemption, ExemptionState, RetirementSheet
from ledger.domain.registers.attainment import Attainment
from ledger.errors import NotFound, say
from ledger.rules.credits.offset import day_of_exemption_ratio, exemption_ratio_of
from ledger.store.registers import Registers
from ledger.store.tables import account, balance, position, unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from ledger.domain.values.pollutant import Pollutant
    from ledger.projections.view import View
    from ledger.rules.law.book import RuleBook

_HELD_FOR_PROJECTS: Final = "C21"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExemptionGap:
    """One exempt pollutant of a project that is not retired; quantities in grams a year.

    ``ratio`` is in 1/10,000; where the attainment that it follows is not recorded it is one to one and ``provisional``.
    """

    exemption: Exemption
    ratio: int
    provisional: bool
    held: int
    age_days: int

    @property
    def required(self) -> int:
        """Return the credit that its retirement takes."""
        return required(self.exemption.grams, self.ratio)

    @property
    def gap(self) -> int:
        """Return what of it is not held."""
        return max(self.required - self.held, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchGap:
    """The gap of a branch in one pollutant and basin; ``oldest_days``: the age of the oldest line that lacks credit."""

    area: str
    pollutant: Pollutant
    basin: str | None
    owed: int
    required: int
    held: int
    gap: int
    oldest_days: int | None


def exemption_gaps(
    view: View, registers: Registers, *, book: RuleBook, on: date, area: str | None = None
) -> list[ExemptionGap]:
    """Return every exemption that is not retired, the oldest first.

    :param registers: as the view sees them.
    :param on: the day that ages are counted to.
    :param area: of one branch only.
    """
    found = registers.everywhere(Exemption) if area is None else registers.all(Exemption, owner=area)
    return gaps_of(view, found, book=book, on=on)


def gaps_of(view: View, exemptions: Iterable[Exemption], *, book: RuleBook, on: date) -> list[ExemptionGap]:
    """Return the gaps of those among some exemptions that are not retired, the oldest first."""
    registers, held = Registers(view), _held(view)
    gaps = []
    for exemption in exemptions:
        if exemption.state is ExemptionState.OPEN:
            day = day_of_exemption_ratio(exemption.registered_on, on=on, book=book)
            attainment = registers.find(Attainment, str(day.year - 1))
            ratio = exemption_ratio_of(exemption.pollutant, attainment=attainment, on=day, book=book)
            gaps.append(
                ExemptionGap(
                    exemption=exemption,
                    ratio=ratio or ONE_TO_ONE,
                    provisional=ratio is None,
                    held=held.get((exemption.area, exemption.project, exemption.pollutant.value), 0),
                    age_days=(on - exemption.registered_on).days,
                )
            )
    return sorted(gaps, key=lambda line: (-line.age_days, line.exemption.area, line.exemption.subject))


def _held(view: View) -> Mapping[tuple[str, str | None, str | None], int]:
    """Return what is held for projects, by area, project and pollutant."""
    held: dict[tuple[str, str | None, str | None], int] = defaultdict(int)
    found = view.execute(
        select(account.c.area, account.c.holder, unit.c.pollutant, balance.c.amount)
        .join_from(account, position, position.c.account_id == account.c.id)
        .join(unit, unit.c.id == position.c.unit_id)
        .join(balance, balance.c.position_id == position.c.id)
        .where(account.c.chart == _HELD_FOR_PROJECTS, balance.c.amount != 0)
    )
    for area, project, pollutant, amount in found:
        held[area, project, pollutant] += amount
    return held


def branch_gaps(lines: Sequence[ExemptionGap]) -> list[BranchGap]:
    """Return the lines added up by branch, pollutant and basin."""
    groups: dict[tuple[str, Pollutant, str | None], list[ExemptionGap]] = defaultdict(list)
    for line in lines:
        groups[line.exemption.area, line.exemption.pollutant, line.exemption.basin].append(line)
    return [
        BranchGap(
            area=area,
            pollutant=pollutant,
            basin=basin,
            owed=sum(line.exemption.grams for line in group),
            required=sum(line.required for line in group),
            held=sum(line.held for line in group),
            gap=sum(line.gap for line in group),
            oldest_days=max((line.age_days for line in group if line.gap), default=None),
        )
        for (area, pollutant, basin), group in sorted(groups.items(), key=lambda item: (item[0][:2], item[0][2] or ""))
    ]


def retirement_sheet(view: View, *, area: str, through: date) -> RetirementSheet:
    """Return the retirement sheet of a branch for the period that ended on a day.

    :raises NotFound: ``retirement.missing``.
    """
    sheet = Registers(view).find(RetirementSheet, through.isoformat(), owner=area)
    if sheet is None:
        raise NotFound(say("“{area}”没有截至{through}的核销单", area=area, through=through), code="retirement.missing")
    return sheet
