"""Sales between enterprises: the contract binds the tonnes, and may be undone; for the rest ``transfer_deliveries``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.act import Path, Series, Voucher
from ledger.domain.claims.claim import Claim, ClaimState, Ground, ended
from ledger.domain.registers.attainment import Attainment
from ledger.domain.rights.transfer import ContractTransfer, Transfer, TransferState, UndoTransfer
from ledger.domain.values.quantity import format_tonnes, format_yuan
from ledger.errors import Conflict, NotFound, say
from ledger.rules.rights.transfer import CONTRACT, ContractCase, SoldLine
from ledger.rules.rights.transfer_delivery import UndoCase
from ledger.services.act import Act
from ledger.services.acts.claims.claimed import (
    changed,
    claims_of_paper,
    claims_to,
    encumbered,
    ending,
    find_paper,
    free_surplus,
    new_paper,
    unsecured_yield,
)
from ledger.services.acts.credits.card_uses import cards_after_sale
from ledger.services.acts.credits.departures import credited_without_right
from ledger.services.acts.money.unpaid import paid_part
from ledger.services.acts.projects.needed import still_needed
from ledger.services.acts.registers.known import area_of, enterprise_of, project_of

if TYPE_CHECKING:
    from ledger.domain.bookkeeping.posting import Posting
    from ledger.domain.rights.transfer import TransferLine
    from ledger.services.act import Facts


def transfer_of(facts: Facts, number: str, *states: TransferState) -> Transfer:
    """Return a sale that stands in one of these states.

    :raises NotFound: ``transfer.missing``.
    :raises Conflict: ``transfer.state``.
    """
    found = facts.named(Transfer, number)
    if found is None:
        raise NotFound(say("没有交易合同“{number}”", number=number), code="transfer.missing")
    if found.state not in states:
        raise Conflict(
            say("交易“{number}”的状态是“{state}”，不能办理", number=number, state=found.state.words),
            code="transfer.state",
        )
    return found


def gather_contract(facts: Facts, asked: ContractTransfer) -> ContractCase:
    """Look up both parties and areas, the seller's tranches, the buyer's need and last year's bulletin.

    :raises Conflict: ``transfer.number``, there is a sale of that number.
    """
    if facts.registers.find(Transfer, asked.number) is not None:
        raise Conflict(say("交易合同“{number}”已经登记过", number=asked.number), code="transfer.number")
    buyer = enterprise_of(facts, asked.buyer)
    project = None if asked.project is None else project_of(facts, asked.project)
    claims = claims_to(facts, asked.seller)
    return ContractCase(
        asked=asked,
        paper=new_paper(
            facts,
            number=asked.number,
            ground=Ground.CONTRACT,
            holder=asked.seller,
            area=asked.seller_area,
            delivered_at=asked.contracted_at,
            until=None,
            by=buyer.name,
            document=asked.number,
        ),
        buyer=buyer,
        seller_area=area_of(facts, asked.seller_area),
        buyer_area=area_of(facts, asked.buyer_area),
        lines=tuple(_sold_line(facts, asked, line, claims=claims) for line in asked.lines),
        attainment=facts.registers.find(Attainment, str(asked.effective_on.year - 1)),
        project=project,
        wanting={} if project is None else still_needed(facts, project),
        unsecured_yield=unsecured_yield(facts),
        cards=cards_after_sale(facts, asked.lines, seller=asked.seller, number=asked.number),
    )


def _sold_line(facts: Facts, asked: ContractTransfer, line: TransferLine, *, claims: tuple[Claim, ...]) -> SoldLine:
    tranche = encumbered(facts, line.tranche.unit(asked.seller_area), holder=asked.seller, claims=claims)
    credited = credited_without_right(facts, asked.seller, line.tranche, area=asked.seller_area)
    if line.listing is None:
        free = free_surplus(facts, tranche.unit, holder=asked.seller, claims=claims)
        paid = paid_part(facts, tranche.unit, holder=asked.seller)
        return SoldLine(asked=line, tranche=tranche, free=free, listing=None, credited=credited, paid=paid)
    listing = next(
        (claim for claim in tranche.claims if claim.ground is Ground.LISTING and claim.number == line.listing), None
    )
    if listing is None:
        raise NotFound(
            say(
                "“{holder}”名下没有有效的{ground}“{number}”",
                holder=asked.seller,
                ground=Ground.LISTING.words,
                number=line.listing,
            ),
            code="claim.missing",
        )
    return SoldLine(asked=line, tranche=tranche, free=listing.held, listing=listing, credited=credited)


def draw_up_contract(case: ContractCase) -> Voucher:
    """Debit contracts, credit the listing, or surplus where it was not listed; register the sale."""
    asked = case.asked
    postings: list[Posting] = []
    facts: list[Any] = []
    new = claims_of_paper(case.paper, [(line.tranche.unit, line.asked.grams) for line in case.lines])
    for claim, line in zip(new, case.lines, strict=True):
        posted, claims = changed(
            line.tranche,
            _bound(claim, line),
            on=asked.effective_on,
            draws=line.listing is None,
            yielding=case.unsecured_yield,
        )
        postings += posted
        facts += claims
    facts.append(
        Transfer(
            number=asked.number,
            seller=asked.seller,
            seller_area=asked.seller_area,
            buyer=asked.buyer,
            buyer_area=asked.buyer_area,
            mode=asked.mode,
            lines=asked.lines,
            project=asked.project,
            need=asked.need,
            platform=asked.platform,
            contracted_at=asked.contracted_at,
        )
    )
    grams = format_tonnes(sum(line.asked.grams for line in case.lines))
    price = format_yuan(sum(line.asked.price for line in case.lines))
    flag = "" if asked.platform else "，场外交易"
    return Voucher(
        narration=(
            f"交易合同“{asked.number}”：{case.paper.holder.name}→{case.buyer.name}，{grams}吨/年，价款{price}元{flag}"
        ),
        postings=tuple(postings),
        facts=tuple(facts),
    )


def _bound(contract: Claim, line: SoldLine) -> tuple[Claim, ...]:
    """Return the claims to a tranche when a contract comes; one out of a listing takes the listing's place."""
    listing = line.listing
    if listing is None:
        return (*line.tranche.claims, contract)
    left = replace(listing, grams=listing.grams - contract.grams)
    kept = left if left.grams else ended(left, ClaimState.EXECUTED)
    others = (kept if claim is listing else claim for claim in line.tranche.claims)
    return (*others, replace(contract, delivered_at=listing.delivered_at, entry=listing.entry))


def gather_undoing(facts: Facts, asked: UndoTransfer) -> UndoCase:
    """Look up the contract and who waits for its tonnes."""
    transfer = transfer_of(facts, asked.number, TransferState.CONTRACTED)
    paper = find_paper(facts, number=asked.number, holder=transfer.seller, ground=Ground.CONTRACT)
    return UndoCase(asked=asked, transfer=transfer, paper=paper)


def draw_up_undoing(case: UndoCase) -> Voucher:
    """Credit contracts; debit whoever waits, then the seller's surplus."""
    undone = replace(case.transfer, state=TransferState.UNDONE)
    narration = f"解除交易合同“{case.asked.number}”（{case.asked.reason}）"
    if case.paper is None:
        return Voucher(narration=narration, facts=(undone,))
    freed = ending(case.paper, ClaimState.RELEASED, on=case.asked.effective_on, narration=narration)
    return replace(freed, facts=(*freed.facts, undone))


ACTS: Final[tuple[Act[Any, Any], ...]] = (
    Act(
        kind="transfer.contract",
        title="企业间交易合同",
        command=ContractTransfer,
        series=Series.RIGHTS,
        path=Path.BUREAU,
        gather=gather_contract,
        checks=CONTRACT,
        draw_up=draw_up_contract,
    ),
    Act(
        kind="transfer.undo",
        title="解除交易合同",
        command=UndoTransfer,
        series=Series.RIGHTS,
        path=Path.BUREAU,
        gather=gather_undoing,
        checks=(),
        draw_up=draw_up_undoing,
    ),
)
