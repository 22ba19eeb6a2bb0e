"""What a new cap is judged on.

Source: CS61 art. 3 (the cap may not be exceeded): what is given out stays below the cap, so a cap cannot be lowered
below what is given out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ledger.domain.law.ground import unmet
from ledger.domain.registers.area import Area
from ledger.domain.rights.cap import Cap, CapKind, SetCap
from ledger.domain.values.quantity import format_tonnes
from ledger.errors import Breach, say
from ledger.rules.judge import Check
from ledger.rules.law.book import RuleBook
from ledger.rules.registers.area import basin_breach


@dataclass(frozen=True, slots=True, kw_only=True)
class CapCase:
    """A new cap beside the one in force and what is not given out under it."""

    asked: SetCap
    area_: Area
    former: Cap | None
    unallocated: int

    @property
    def area(self) -> str:
        """Return the area of the cap."""
        return self.asked.area

    @property
    def change(self) -> int:
        """Return by how much the cap rises (or, negative, falls)."""
        return self.asked.grams - (self.former.grams if self.former else 0)


def names_its_basin(case: CapCase, book: RuleBook) -> Breach | None:
    """Refuse a water pollutant without a basin of the area."""
    asked = case.asked
    return basin_breach(asked.pollutant, asked.basin, area=case.area_, on=asked.effective_on, book=book)


def changes_something(case: CapCase, book: RuleBook) -> Breach | None:
    """Refuse the cap that is in force already."""
    del book
    if case.change or case.former is None or case.former.kind is not case.asked.kind:
        return None
    return unmet(
        code="cap.unchanged",
        detail=say("总量已经是{grams}吨/年，没有变化", grams=format_tonnes(case.asked.grams)),
    )


def states_its_task(case: CapCase, book: RuleBook) -> Breach | None:
    """Refuse a cap out of a reduction task that is not the base less the task."""
    del book
    asked = case.asked
    if asked.kind is not CapKind.REDUCTION_TASK:
        return None
    base, task = asked.base or 0, asked.task or 0
    if asked.task is not None and base - task == asked.grams:
        return None
    return unmet(
        code="cap.task",
        detail=say(
            "按减排任务设定的总量应为基数{base}吨/年减去任务{task}吨/年，现为{grams}吨/年",
            base=format_tonnes(base),
            task=format_tonnes(task),
            grams=format_tonnes(asked.grams),
        ),
    )


def gives_out_nothing_of_its_own(case: CapCase, book: RuleBook) -> Breach | None:
    """Refuse to raise a total that was never published: only what is confirmed raises it, in the act that confirms."""
    del book
    if case.asked.kind is not CapKind.NONE_PUBLISHED or case.change <= 0:
        return None
    return unmet(
        code="cap.none_published",
        detail=say(
            "未公布总量的，可分配的只有储备和减排量库；不得自行上调{change}吨/年至{grams}吨/年",
            change=format_tonnes(case.change),
            grams=format_tonnes(case.asked.grams),
        ),
    )


def stays_above_what_is_given_out(case: CapCase, book: RuleBook) -> Breach | None:
    """Refuse to lower the cap by more than what is not given out."""
    del book
    if -case.change <= case.unallocated:
        return None
    return unmet(
        code="cap.below_given_out",
        detail=say(
            "总量下调{change}吨/年，超过尚未分配的{unallocated}吨/年；须先收回或到期",
            change=format_tonnes(-case.change),
            unallocated=format_tonnes(case.unallocated),
        ),
    )


CHECKS: Final[tuple[Check[CapCase], ...]] = (
    names_its_basin,
    changes_something,
    states_its_task,
    gives_out_nothing_of_its_own,
    stays_above_what_is_given_out,
)
