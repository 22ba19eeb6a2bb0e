"""Freezes of courts: delivered, renewed, released, lapsed. What follows from them is in ``frozen_rights``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.act import Path, Series, Voucher
from ledger.domain.claims.claim import ClaimState, Ground
from ledger.domain.claims.claim_acts import DeliverFreeze, EndClaim, LapseFreeze, RenewFreeze
from ledger.rules.claims.claim import FREEZE, SeizureCase
from ledger.rules.claims.claim_change import (
    LAPSE,
    RENEW,
    EndCase,
    LapseCase,
    RenewCase,
    StandingPaper,
)
from ledger.services.act import Act
from ledger.services.acts.claims.claimed import ending, new_paper, standing_paper
from ledger.services.acts.claims.claiming import seize, seizure_case

if TYPE_CHECKING:
    from ledger.services.act import Facts


def gather_delivery(facts: Facts, asked: DeliverFreeze) -> SeizureCase:
    """Look up the holder and all that he has of the pollutants, what other acts wait for included."""
    paper = new_paper(
        facts,
        number=asked.number,
        ground=Ground.JUDICIAL_FREEZE,
        holder=asked.holder,
        area=asked.area,
        delivered_at=asked.delivered_at,
        until=asked.until,
        by=asked.court,
        document=asked.document,
    )
    return seizure_case(facts, asked, paper)


def _freeze(facts: Facts, asked: EndClaim | LapseFreeze | RenewFreeze) -> StandingPaper:
    return standing_paper(
        facts, number=asked.number, holder=asked.holder, ground=Ground.JUDICIAL_FREEZE, area=asked.area
    )


def gather_release(facts: Facts, asked: EndClaim) -> EndCase:
    """Look up the freeze and who comes next."""
    return EndCase(asked=asked, paper=_freeze(facts, asked))


def draw_up_release(case: EndCase) -> Voucher:
    """Credit the freeze; debit whoever comes next, then what the tonnes were before."""
    return ending(
        case.paper,
        ClaimState.RELEASED,
        on=case.asked.effective_on,
        narration=f"解除司法冻结“{case.asked.number}”，{case.paper.holder.name}（{case.asked.document}）",
    )


def gather_lapse(facts: Facts, asked: LapseFreeze) -> LapseCase:
    """Look up the freeze and who comes next."""
    return LapseCase(asked=asked, paper=_freeze(facts, asked))


def draw_up_lapse(case: LapseCase) -> Voucher:
    """Post as a release does: the freeze has ended by itself."""
    return ending(
        case.paper,
        ClaimState.LAPSED,
        on=case.asked.effective_on,
        narration=f"司法冻结“{case.asked.number}”于{case.paper.until}期满失效，{case.paper.holder.name}",
    )


def gather_renewal(facts: Facts, asked: RenewFreeze) -> RenewCase:
    """Look up the freeze."""
    return RenewCase(asked=asked, paper=_freeze(facts, asked))


def draw_up_renewal(case: RenewCase) -> Voucher:
    """Register the new last day; rank and tonnes stay."""
    asked = case.asked
    return Voucher(
        narration=f"续行司法冻结“{asked.number}”至{asked.until}，{case.paper.holder.name}（{asked.document}）",
        facts=tuple(replace(claim, until=asked.until, document=asked.document) for claim in case.paper.claims),
    )


ACTS: Final[tuple[Act[Any, Any], ...]] = (
    Act(
        kind="freeze.deliver",
        title="司法冻结送达",
        command=DeliverFreeze,
        series=Series.RIGHTS,
        path=Path.ANY_OFFICE,
        gather=gather_delivery,
        checks=FREEZE,
        draw_up=seize,
        prevails=True,
    ),
    Act(
        kind="freeze.renew",
        title="续行司法冻结",
        command=RenewFreeze,
        series=Series.REGISTERS,
        path=Path.ANY_OFFICE,
        gather=gather_renewal,
        checks=RENEW,
        draw_up=draw_up_renewal,
    ),
    Act(
        kind="freeze.release",
        title="解除司法冻结",
        command=EndClaim,
        series=Series.RIGHTS,
        path=Path.ANY_OFFICE,
        gather=gather_release,
        checks=(),
        draw_up=draw_up_release,
    ),
    Act(
        kind="freeze.lapse",
        title="司法冻结期满",
        command=LapseFreeze,
        series=Series.RIGHTS,
        path=Path.ANY_OFFICE,
        gather=gather_lapse,
        checks=LAPSE,
        draw_up=draw_up_lapse,
    ),
)
