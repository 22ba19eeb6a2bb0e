"""Sales between enterprises: the tonnes are delivered, and the price is paid from the one to the other."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.account import Account, account
from ledger.domain.bookkeeping.act import Path, Series, Voucher
from ledger.domain.bookkeeping.posting import Posting
from ledger.domain.bookkeeping.unit import MONEY
from ledger.domain.claims.claim import Ground, executed
from ledger.domain.projects.acquired import AcquiredBy, acquisitions
from ledger.domain.rights.handing_over import HandedOver, Party, caps_follow, handed_over
from ledger.domain.rights.renewed import Moved
from ledger.domain.rights.transfer import DeliverTransfer, SettleTransfer, Transfer, TransferState
from ledger.domain.values.quantity import format_tonnes, format_yuan
from ledger.rules.rights.transfer_delivery import DELIVER, SETTLE, DeliverCase, SettleCase
from ledger.services.act import Act
from ledger.services.acts.claims.claimed import caps_between, standing_paper
from ledger.services.acts.credits.card_uses import cards_after_sale
from ledger.services.acts.registers.known import enterprise_of
from ledger.services.acts.rights.renewed import renewals_following
from ledger.services.acts.rights.transfers import transfer_of

if TYPE_CHECKING:
    from ledger.domain.rights.transfer import TransferLine
    from ledger.services.act import Facts


def gather_delivery(facts: Facts, asked: DeliverTransfer) -> DeliverCase:
    """Look up the contract, what it holds, the buyer, and the caps of both areas."""
    transfer = transfer_of(facts, asked.number, TransferState.CONTRACTED)
    return DeliverCase(
        asked=asked,
        transfer=transfer,
        paper=standing_paper(facts, number=asked.number, holder=transfer.seller, ground=Ground.CONTRACT),
        buyer=enterprise_of(facts, transfer.buyer),
        caps=caps_between(
            facts,
            [(line.tranche.pollutant, line.tranche.basin) for line in transfer.lines],
            giving=transfer.seller_area,
            taking=transfer.buyer_area,
        ),
        cards=cards_after_sale(facts, transfer.lines, seller=transfer.seller, number=transfer.number),
        renewals=renewals_following(facts, map(partial(_moved, transfer), transfer.lines)),
    )


def _moved(transfer: Transfer, line: TransferLine) -> Moved:
    return Moved(
        giver=transfer.seller,
        taker=transfer.buyer,
        was=line.tranche.unit(transfer.seller_area),
        becomes=line.tranche.unit(transfer.buyer_area),
        grams=line.grams,
    )


def draw_up_delivery(case: DeliverCase) -> Voucher:
    """Debit the buyer's tonnes in use, credit contracts of the seller; the price is noted beside the books."""
    transfer, document = case.transfer, case.asked.document
    giver = Party(credit_code=transfer.seller, area=transfer.seller_area)
    taker = Party(credit_code=transfer.buyer, area=transfer.buyer_area)
    parts = [
        HandedOver(chart_code=claim.ground.chart_code, unit=claim.unit, grams=claim.grams)
        for claim in case.paper.claims
    ]
    cap_postings, caps = caps_follow(parts, case.caps, giver=giver, taker=taker, document=document)
    price = Posting(debit=_owed_by_buyer(transfer), credit=_owed_to_seller(transfer), unit=MONEY, amount=transfer.price)
    return Voucher(
        narration=(
            f"交割“{transfer.number}”：{case.paper.holder.name}→{case.buyer.name}，"
            f"{format_tonnes(sum(part.grams for part in parts))}吨/年（{document}）"
        ),
        postings=(
            *handed_over(parts, giver=giver, taker=taker),
            *cap_postings,
            *([price] if price.amount else []),
        ),
        facts=(
            *(executed(claim, grams=claim.grams) for claim in case.paper.claims),
            *caps,
            *acquisitions(
                [(replace(part.unit, area=taker.area), part.grams) for part in parts],
                project=transfer.project,
                kind=AcquiredBy.CONTRACT,
                by=transfer.number,
            ),
            *case.cards,
            *case.renewals,
            replace(transfer, state=TransferState.DELIVERED),
        ),
    )


def gather_settlement(facts: Facts, asked: SettleTransfer) -> SettleCase:
    """Look up the sale and what was paid."""
    return SettleCase(asked=asked, transfer=transfer_of(facts, asked.number, TransferState.DELIVERED))


def draw_up_settlement(case: SettleCase) -> Voucher:
    """Debit what was owed to the seller, credit what the buyer owed: memo accounts, never the government's money."""
    transfer, asked = case.transfer, case.asked
    return Voucher(
        narration=f"交易价款结清“{transfer.number}”{format_yuan(asked.amount)}元（{asked.document}）",
        postings=(
            Posting(debit=_owed_to_seller(transfer), credit=_owed_by_buyer(transfer), unit=MONEY, amount=asked.amount),
        ),
        facts=(replace(transfer, settled=transfer.settled + asked.amount),),
    )


def _owed_by_buyer(transfer: Transfer) -> Account:
    return account("B40", area=transfer.buyer_area, holder=transfer.buyer)


def _owed_to_seller(transfer: Transfer) -> Account:
    return account("B41", area=transfer.seller_area, holder=transfer.seller)


ACTS: Final[tuple[Act[Any, Any], ...]] = (
    Act(
        kind="transfer.deliver",
        title="企业间交易交割",
        command=DeliverTransfer,
        series=Series.RIGHTS,
        path=Path.BUREAU,
        gather=gather_delivery,
        checks=DELIVER,
        draw_up=draw_up_delivery,
    ),
    Act(
        kind="transfer.settle",
        title="企业间价款结清",
        command=SettleTransfer,
        series=Series.FEES,
        path=Path.FINANCE,
        gather=gather_settlement,
        checks=SETTLE,
        draw_up=draw_up_settlement,
    ),
)
