"""Administrative suspensions: an authority stops the disposal of rights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.act import Path, Series, Voucher
from ledger.domain.claims.claim import ClaimState, Ground
from ledger.domain.claims.claim_acts import EndClaim, ImposeSuspension
from ledger.rules.claims.claim import SUSPEND, SeizureCase
from ledger.rules.claims.claim_change import EndCase
from ledger.services.act import Act
from ledger.services.acts.claims.claimed import ending, new_paper, standing_paper
from ledger.services.acts.claims.claiming import seize, seizure_case

if TYPE_CHECKING:
    from ledger.services.act import Facts


def gather_imposition(facts: Facts, asked: ImposeSuspension) -> SeizureCase:
    """Look up the holder and all that he has of the pollutants."""
    paper = new_paper(
        facts,
        number=asked.number,
        ground=Ground.ADMINISTRATIVE_SUSPENSION,
        holder=asked.holder,
        area=asked.area,
        delivered_at=asked.served_at,
        until=asked.until,
        by=asked.authority,
        document=f"{asked.document}（{asked.reason}）",
    )
    return seizure_case(facts, asked, paper)


def gather_lift(facts: Facts, asked: EndClaim) -> EndCase:
    """Look up the suspension and who comes next."""
    paper = standing_paper(
        facts, number=asked.number, holder=asked.holder, ground=Ground.ADMINISTRATIVE_SUSPENSION, area=asked.area
    )
    return EndCase(asked=asked, paper=paper)


def draw_up_lift(case: EndCase) -> Voucher:
    """Credit the suspension; debit whoever comes next, then what the tonnes were before."""
    return ending(
        case.paper,
        ClaimState.RELEASED,
        on=case.asked.effective_on,
        narration=f"解除行政暂停“{case.asked.number}”，{case.paper.holder.name}（{case.asked.document}）",
    )


ACTS: Final[tuple[Act[Any, Any], ...]] = (
    Act(
        kind="suspension.impose",
        title="实施行政暂停",
        command=ImposeSuspension,
        series=Series.RIGHTS,
        path=Path.ANY_OFFICE,
        gather=gather_imposition,
        checks=SUSPEND,
        draw_up=seize,
        prevails=True,
    ),
    Act(
        kind="suspension.lift",
        title="解除行政暂停",
        command=EndClaim,
        series=Series.RIGHTS,
        path=Path.ANY_OFFICE,
        gather=gather_lift,
        checks=(),
        draw_up=draw_up_lift,
    ),
)
