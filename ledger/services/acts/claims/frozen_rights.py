"""What follows from a freeze: it takes up tonnes that come later, and a ruling hands its tonnes to a buyer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.act import Path, Series, Voucher
from ledger.domain.claims.claim import Claim, ClaimState, Ground, ended, executed
from ledger.domain.claims.claim_acts import TakeUpFreeze, TransferByRuling
from ledger.domain.claims.claim_ranking import Encumbered, spread
from ledger.domain.projects.acquired import Acquired, AcquiredBy, acquisitions
from ledger.domain.projects.project import Project
from ledger.domain.rights.handing_over import HandedByRuling, HandedOver, Party, caps_follow, handed_over
from ledger.domain.rights.renewed import Moved
from ledger.domain.values.quantity import format_tonnes
from ledger.rules.claims.claim_change import RULING, TAKE_UP, RulingCase, TakeUpCase
from ledger.services.act import Act
from ledger.services.acts.claims.claimed import caps_between, changed, claims_to, standing_paper, tranches_of
from ledger.services.acts.registers.known import area_of, enterprise_of, project_of
from ledger.services.acts.rights.renewed import renewals_following

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.domain.bookkeeping.posting import Posting
    from ledger.services.act import Facts


def gather_taking_up(facts: Facts, asked: TakeUpFreeze) -> TakeUpCase:
    """Look up what the freeze waits for, and what of it has come; what is over is no right any more."""
    found = standing_paper(
        facts, number=asked.number, holder=asked.holder, ground=Ground.JUDICIAL_FREEZE, area=asked.area
    )
    paper = replace(found, tranches=tuple(each for each in found.tranches if not each.unit.over(facts.on)))
    claims = claims_to(facts, asked.holder)
    parts: list[tuple[Claim, Encumbered, int]] = []
    for claim in paper.claims:
        if claim.awaits_tonnes and claim.unit.pollutant is not None:
            tranches = tranches_of(
                facts,
                claim.unit.pollutant,
                area=paper.area,
                basin=claim.unit.basin,
                holder=asked.holder,
                claims=claims,
                on=facts.on,
            )
            free = spread(tranches, claim.grams, queues=False, unsecured_yield=paper.unsecured_yield)
            parts += [(claim, tranche, grams) for tranche, grams in free]
    return TakeUpCase(
        asked=asked,
        paper=paper,
        parts=tuple(parts),
        next_part=max(claim.part for claim in claims if claim.paper == paper.claims[0].paper) + 1,
    )


def draw_up_taking_up(case: TakeUpCase) -> Voucher:
    """Debit the freeze, credit what has come to the holder since; the rank is that of the delivery."""
    paper = case.paper
    tranches = {tranche.unit.code: tranche for tranche in paper.tranches if tranche.unit.term_from is not None}
    new: dict[str, Claim] = {}
    waiting = {claim.subject: claim for claim in paper.claims if claim.awaits_tonnes}
    for part, (claim, tranche, grams) in enumerate(case.parts, start=case.next_part):
        tranches[tranche.unit.code] = tranche
        new[tranche.unit.code] = replace(claim, part=part, unit=tranche.unit, grams=grams)
        left = replace(waiting[claim.subject], grams=waiting[claim.subject].grams - grams)
        waiting[claim.subject] = left if left.grams else ended(left, ClaimState.RELEASED)
    postings: list[Posting] = []
    facts = [claim for claim in waiting.values() if claim not in paper.claims]
    for code in sorted(tranches):
        after = (*tranches[code].claims, *([new[code]] if code in new else ()))
        posted, claims = changed(
            tranches[code], after, on=case.asked.effective_on, draws=True, yielding=paper.unsecured_yield
        )
        postings += posted
        facts += claims
    held = sum(claim.held for claim in facts if claim.paper == paper.claims[0].paper)
    before = sum(claim.held for claim in paper.claims if claim.subject in {fact.subject for fact in facts})
    return Voucher(
        narration=f"司法冻结“{case.asked.number}”补冻{format_tonnes(held - before)}吨/年，{paper.holder.name}",
        postings=tuple(postings),
        facts=tuple(facts),
    )


def gather_ruling(facts: Facts, asked: TransferByRuling) -> RulingCase:
    """Look up what the freeze holds itself, the buyer, and the caps of both areas.

    What is still in its term is handed over first.
    """
    paper = standing_paper(
        facts, number=asked.number, holder=asked.holder, ground=Ground.JUDICIAL_FREEZE, area=asked.area
    )
    left = {claim.subject: claim.held for claim in paper.claims}
    held: list[int] = []
    taken: list[tuple[Claim, int]] = []
    for line in asked.lines:
        claims = sorted(
            (
                claim
                for claim in paper.claims
                if claim.unit.pollutant is line.pollutant and claim.unit.basin == line.basin
            ),
            key=lambda claim: claim.unit.over(asked.effective_on),
        )
        held.append(sum(left[claim.subject] for claim in claims))
        missing = line.grams
        for claim in claims:
            grams = min(missing, left[claim.subject])
            missing -= grams
            left[claim.subject] -= grams
            if grams:
                taken.append((claim, grams))
    return RulingCase(
        asked=asked,
        paper=paper,
        held=tuple(held),
        taken=tuple(taken),
        buyer=enterprise_of(facts, asked.buyer),
        buyer_area=area_of(facts, asked.buyer_area),
        project=None if asked.project is None else _project_of(facts, asked.project, buyer=asked.buyer),
        acquired=() if asked.project is None else tuple(facts.registers.all(Acquired, owner=asked.project)),
        handed=tuple(facts.registers.all(HandedByRuling, owner=asked.holder)),
        renewals=renewals_following(facts, (_moved(asked, claim, grams) for claim, grams in taken)),
        caps=caps_between(
            facts,
            [(line.pollutant, line.basin) for line in asked.lines],
            giving=paper.area,
            taking=asked.buyer_area,
        ),
    )


def _project_of(facts: Facts, number: str, *, buyer: str) -> Project:
    """Return the project that the tonnes are to count for: the buyer's wherever it is, another's only in sight."""
    found = facts.registers.find(Project, number)
    return found if found is not None and found.enterprise == buyer else project_of(facts, number)


def _moved(asked: TransferByRuling, claim: Claim, grams: int) -> Moved:
    becomes = replace(claim.unit, area=asked.buyer_area)
    return Moved(giver=asked.holder, taker=asked.buyer, was=claim.unit, becomes=becomes, grams=grams)


def draw_up_ruling(case: RulingCase) -> Voucher:
    """Debit the buyer's tonnes in use, credit the freeze; across areas the caps go with them."""
    asked = case.asked
    giver = Party(credit_code=asked.holder, area=case.area)
    taker = Party(credit_code=asked.buyer, area=asked.buyer_area)
    parts = [
        HandedOver(chart_code=claim.ground.chart_code, unit=claim.unit, grams=grams) for claim, grams in case.taken
    ]
    cap_postings, caps = caps_follow(parts, case.caps, giver=giver, taker=taker, document=asked.ruling)
    grams: dict[str, int] = {}
    for claim, part in case.taken:
        grams[claim.subject] = grams.get(claim.subject, 0) + part
    return Voucher(
        narration=(
            f"裁定过户“{asked.ruling}”：{case.paper.holder.name}→{case.buyer.name}，"
            f"{format_tonnes(sum(grams.values()))}吨/年"
        ),
        postings=(*handed_over(parts, giver=giver, taker=taker), *cap_postings),
        facts=(
            *(executed(claim, grams=grams[claim.subject]) for claim in case.paper.claims if claim.subject in grams),
            *caps,
            *_handed_by_ruling(case, parts),
            *case.renewals,
            *acquisitions(
                [(replace(part.unit, area=taker.area), part.grams) for part in parts],
                project=asked.project,
                kind=AcquiredBy.RULING,
                by=asked.ruling,
                known=case.acquired,
            ),
        ),
    )


def _handed_by_ruling(case: RulingCase, parts: list[HandedOver]) -> Iterator[HandedByRuling]:
    """Yield what the ruling has taken of each tranche; one that is executed in parts adds to what it took already."""
    holder, ruling = case.asked.holder, case.asked.ruling
    taken = {each.unit: each.grams for each in case.handed if each.ruling == ruling}
    for part in parts:
        taken[part.unit] = taken.get(part.unit, 0) + part.grams
    for unit in dict.fromkeys(part.unit for part in parts):
        yield HandedByRuling(holder=holder, ruling=ruling, unit=unit, grams=taken[unit])


ACTS: Final[tuple[Act[Any, Any], ...]] = (
    Act(
        kind="freeze.take_up",
        title="补冻后到的排污权",
        command=TakeUpFreeze,
        series=Series.RIGHTS,
        path=Path.ANY_OFFICE,
        gather=gather_taking_up,
        checks=TAKE_UP,
        draw_up=draw_up_taking_up,
        prevails=True,
    ),
    Act(
        kind="freeze.transfer_by_ruling",
        title="司法拍卖裁定过户",
        command=TransferByRuling,
        series=Series.RIGHTS,
        path=Path.ANY_OFFICE,
        gather=gather_ruling,
        checks=RULING,
        draw_up=draw_up_ruling,
        prevails=True,
    ),
)
