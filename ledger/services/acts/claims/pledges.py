"""Pledges: rights as security for a loan, which their holder keeps using."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.act import Path, Series, Voucher
from ledger.domain.claims.claim import ClaimState, Ground
from ledger.domain.claims.claim_acts import EndClaim, RegisterPledge
from ledger.rules.claims.claim import PLEDGE, GivingCase
from ledger.rules.claims.claim_change import EndCase
from ledger.services.act import Act
from ledger.services.acts.claims.claimed import ending, new_paper, standing_paper
from ledger.services.acts.claims.claiming import give, giving_case

if TYPE_CHECKING:
    from ledger.services.act import Facts


def gather_registration(facts: Facts, asked: RegisterPledge) -> GivingCase:
    """Look up the holder and what of the tranches is free."""
    paper = new_paper(
        facts,
        number=asked.number,
        ground=Ground.PLEDGE,
        holder=asked.holder,
        area=asked.area,
        delivered_at=asked.registered_at,
        until=asked.until,
        by=f"{asked.pledgee}（{asked.printed_as}）",
        document=asked.document,
    )
    return giving_case(facts, asked, paper)


def gather_release(facts: Facts, asked: EndClaim) -> EndCase:
    """Look up the pledge and who comes next."""
    paper = standing_paper(facts, number=asked.number, holder=asked.holder, ground=Ground.PLEDGE, area=asked.area)
    return EndCase(asked=asked, paper=paper)


def draw_up_release(case: EndCase) -> Voucher:
    """Credit the pledge; debit whoever comes next, then surplus."""
    return ending(
        case.paper,
        ClaimState.RELEASED,
        on=case.asked.effective_on,
        narration=f"抵（质）押“{case.asked.number}”注销，{case.paper.holder.name}（{case.asked.document}）",
    )


ACTS: Final[tuple[Act[Any, Any], ...]] = (
    Act(
        kind="pledge.register",
        title="抵（质）押登记",
        command=RegisterPledge,
        series=Series.RIGHTS,
        path=Path.BRANCH,
        gather=gather_registration,
        checks=PLEDGE,
        draw_up=give,
    ),
    Act(
        kind="pledge.release",
        title="抵（质）押注销",
        command=EndClaim,
        series=Series.RIGHTS,
        path=Path.BRANCH,
        gather=gather_release,
        checks=(),
        draw_up=draw_up_release,
    ),
)
