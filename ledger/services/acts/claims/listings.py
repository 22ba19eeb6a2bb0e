"""Listings: determined surplus that its holder offers for sale."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.act import Path, Series, Voucher
from ledger.domain.claims.claim import ClaimState, Ground
from ledger.domain.claims.claim_acts import EndClaim, OpenListing
from ledger.rules.claims.claim import GIVE, GivingCase
from ledger.rules.claims.claim_change import EndCase
from ledger.services.act import Act
from ledger.services.acts.claims.claimed import ending, new_paper, standing_paper
from ledger.services.acts.claims.claiming import give, giving_case

if TYPE_CHECKING:
    from ledger.services.act import Facts


def gather_opening(facts: Facts, asked: OpenListing) -> GivingCase:
    """Look up the holder and what of the tranches is free."""
    paper = new_paper(
        facts,
        number=asked.number,
        ground=Ground.LISTING,
        holder=asked.holder,
        area=asked.area,
        delivered_at=asked.opened_at,
        until=asked.until,
        by=asked.platform,
        document=asked.document,
    )
    return giving_case(facts, asked, paper)


def gather_withdrawal(facts: Facts, asked: EndClaim) -> EndCase:
    """Look up what of the listing is neither sold nor withdrawn."""
    paper = standing_paper(facts, number=asked.number, holder=asked.holder, ground=Ground.LISTING, area=asked.area)
    return EndCase(asked=asked, paper=paper)


def draw_up_withdrawal(case: EndCase) -> Voucher:
    """Credit the listing; debit whoever waits, then surplus."""
    return ending(
        case.paper,
        ClaimState.RELEASED,
        on=case.asked.effective_on,
        narration=f"撤回挂牌“{case.asked.number}”，{case.paper.holder.name}（{case.asked.document}）",
    )


ACTS: Final[tuple[Act[Any, Any], ...]] = (
    Act(
        kind="listing.open",
        title="富余排污权挂牌",
        command=OpenListing,
        series=Series.RIGHTS,
        path=Path.BUREAU,
        gather=gather_opening,
        checks=GIVE,
        draw_up=give,
    ),
    Act(
        kind="listing.withdraw",
        title="撤回挂牌",
        command=EndClaim,
        series=Series.RIGHTS,
        path=Path.BUREAU,
        gather=gather_withdrawal,
        checks=(),
        draw_up=draw_up_withdrawal,
    ),
)
