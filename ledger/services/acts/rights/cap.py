"""The cap of a pollutant in an area: set, raised, lowered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.account import account
from ledger.domain.bookkeeping.act import Path, Series, Voucher
from ledger.domain.bookkeeping.posting import Posting
from ledger.domain.bookkeeping.unit import capacity
from ledger.domain.rights.cap import Cap, SetCap, cap_subject
from ledger.rules.rights.cap import CHECKS, CapCase
from ledger.services.act import Act
from ledger.services.acts.registers.known import area_of

if TYPE_CHECKING:
    from ledger.services.act import Facts


def gather(facts: Facts, asked: SetCap) -> CapCase:
    """Look up the area, the cap in force, and what is not given out under it."""
    unit = capacity(asked.pollutant, area=asked.area, basin=asked.basin)
    return CapCase(
        asked=asked,
        area_=area_of(facts, asked.area),
        former=facts.registers.find(Cap, cap_subject(area=asked.area, pollutant=asked.pollutant, basin=asked.basin)),
        unallocated=facts.available(account("Q20", area=asked.area), unit),
    )


def draw_up(case: CapCase) -> Voucher:
    """Debit what can be allocated, credit the cap; the other way round where the cap falls."""
    asked = case.asked
    unallocated, cap = account("Q20", area=asked.area), account("Q10", area=asked.area)
    raised = case.change > 0
    return Voucher(
        narration=f"{'设定或上调' if raised else '下调'}{asked.pollutant.chinese}总量（{asked.area}，{asked.document}）",
        postings=(
            Posting(
                debit=unallocated if raised else cap,
                credit=cap if raised else unallocated,
                unit=capacity(asked.pollutant, area=asked.area, basin=asked.basin),
                amount=abs(case.change),
            ),
        )
        if case.change
        else (),
        facts=(
            Cap(
                area=asked.area,
                pollutant=asked.pollutant,
                basin=asked.basin,
                kind=asked.kind,
                grams=asked.grams,
                document=asked.document,
                base=asked.base,
                task=asked.task,
            ),
        ),
    )


ACTS: Final[tuple[Act[Any, Any], ...]] = (
    Act(
        kind="cap.set",
        title="设定总量控制目标",
        command=SetCap,
        series=Series.RIGHTS,
        path=Path.BUREAU,
        gather=gather,
        checks=CHECKS,
        draw_up=draw_up,
    ),
)
