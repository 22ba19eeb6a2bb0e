"""New claims: what a holder gives of named tranches, and what a court or an authority takes of a pollutant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.domain.bookkeeping.act import Voucher
from ledger.domain.bookkeeping.unit import capacity
from ledger.domain.claims.claim_ranking import spread
from ledger.domain.values.quantity import format_tonnes
from ledger.rules.claims.claim import GivenLine, GivingCase, SeizedLine, SeizureCase
from ledger.services.acts.claims.claimed import (
    changed,
    claims_of_paper,
    claims_to,
    encumbered,
    free_surplus,
    tranches_of,
    unsecured_yield,
)
from ledger.services.acts.money.unpaid import paid_part
from ledger.services.acts.registers.known import area_of

if TYPE_CHECKING:
    from ledger.domain.bookkeeping.posting import Posting
    from ledger.domain.bookkeeping.unit import Unit
    from ledger.domain.claims.claim import Claim
    from ledger.domain.claims.claim_acts import DeliverFreeze, ImposeSuspension, OpenListing, RegisterPledge
    from ledger.domain.claims.claim_ranking import Encumbered
    from ledger.rules.claims.claim import ClaimPaper
    from ledger.services.act import Facts


def giving_case(facts: Facts, asked: RegisterPledge | OpenListing, paper: ClaimPaper) -> GivingCase:
    """Look up the tranches that a holder names, and how much of each is free."""
    area_of(facts, asked.area)
    claims = claims_to(facts, asked.holder)
    lines = []
    for line in asked.lines:
        tranche = encumbered(facts, line.tranche.unit(asked.area), holder=asked.holder, claims=claims)
        free = free_surplus(facts, tranche.unit, holder=asked.holder, claims=claims)
        paid = paid_part(facts, tranche.unit, holder=asked.holder)
        lines.append(GivenLine(asked=line, tranche=tranche, free=free, paid=paid))
    return GivingCase(
        on=asked.effective_on,
        area=asked.area,
        paper=paper,
        lines=tuple(lines),
        unsecured_yield=unsecured_yield(facts),
    )


def seizure_case(facts: Facts, asked: DeliverFreeze | ImposeSuspension, paper: ClaimPaper) -> SeizureCase:
    """Look up every tranche that the holder has of the pollutants named and whose term is not over."""
    claims = claims_to(facts, asked.holder)
    return SeizureCase(
        on=asked.effective_on,
        area_=area_of(facts, asked.area),
        paper=paper,
        lines=tuple(
            SeizedLine(
                asked=line,
                tranches=tranches_of(
                    facts,
                    line.pollutant,
                    area=asked.area,
                    basin=line.basin,
                    holder=asked.holder,
                    claims=claims,
                    on=facts.on,
                ),
            )
            for line in asked.lines
        ),
        unsecured_yield=unsecured_yield(facts),
    )


def give(case: GivingCase) -> Voucher:
    """Debit the account of the ground, credit surplus."""
    parts = [(line.tranche, line.asked.grams) for line in case.lines]
    postings, claims = _entered(case, [(tranche.unit, tranche, grams) for tranche, grams in parts])
    grams = format_tonnes(sum(grams for _, grams in parts))
    return Voucher(
        narration=f"{_of(case.paper)}：{grams}吨/年，{case.paper.by}",
        postings=postings,
        facts=claims,
    )


def seize(case: SeizureCase) -> Voucher:
    """Debit the account of the ground, credit what is free, then what yields; the rest is queued and said so."""
    parts: list[tuple[Unit, Encumbered | None, int]] = []
    for line in case.lines:
        spread_out = spread(line.tranches, line.asked.grams, queues=True, unsecured_yield=case.unsecured_yield)
        parts += [(tranche.unit, tranche, grams) for tranche, grams in spread_out]
        rest = line.asked.grams - sum(grams for _, grams in spread_out)
        if rest:
            nowhere = capacity(line.asked.pollutant, area=case.area, basin=line.asked.basin)
            parts.append((nowhere, None, rest))
    postings, claims = _entered(case, parts)
    taken = [claim for claim in claims if claim.entry > case.paper.entries]
    asked, held = sum(claim.grams for claim in taken), sum(claim.held for claim in taken)
    return Voucher(
        narration=(
            f"{_of(case.paper)}：{case.paper.by}要求{format_tonnes(asked)}吨/年，"
            f"实际{format_tonnes(held)}吨/年，轮候{format_tonnes(asked - held)}吨/年"
        ),
        postings=postings,
        facts=claims,
    )


def _entered(
    case: GivingCase | SeizureCase, parts: list[tuple[Unit, Encumbered | None, int]]
) -> tuple[tuple[Posting, ...], tuple[Claim, ...]]:
    new = claims_of_paper(case.paper, [(unit, grams) for unit, _, grams in parts])
    postings: list[Posting] = []
    facts: list[Claim] = []
    for claim, (_, tranche, _) in zip(new, parts, strict=True):
        if tranche is None:
            facts.append(claim)
            continue
        posted, claims = changed(
            tranche, (*tranche.claims, claim), on=case.on, draws=True, yielding=case.unsecured_yield
        )
        postings += posted
        facts += claims
    return tuple(postings), tuple(facts)


def _of(paper: ClaimPaper) -> str:
    return f"{paper.ground.chinese}“{paper.number}”，{paper.holder.name}"
