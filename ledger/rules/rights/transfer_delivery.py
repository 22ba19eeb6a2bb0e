"""What the delivery of a sale between enterprises, and the payment for it, are judged on.

Source: practice 6.3 (what a court has taken cannot be delivered), FE-12 (the price is the seller's).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ledger.domain.credits.facility_card import FacilityCard
from ledger.domain.law.ground import unmet
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.rights.handing_over import AreaCaps
from ledger.domain.rights.right_acts import Renewal
from ledger.domain.rights.transfer import DeliverTransfer, SettleTransfer, Transfer, UndoTransfer
from ledger.domain.values.quantity import format_tonnes, format_yuan
from ledger.errors import Breach, say
from ledger.rules.claims.claim_change import StandingPaper
from ledger.rules.credits.facility_card import sold_once
from ledger.rules.judge import Check
from ledger.rules.law.book import RuleBook
from ledger.rules.registers.enterprise import inactive
from ledger.rules.rights.tranche import term_is_over


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoCase:
    """A contract that is to be undone; ``paper`` is None where its claims have ended, with the right or otherwise."""

    asked: UndoTransfer
    transfer: Transfer
    paper: StandingPaper | None

    @property
    def area(self) -> str:
        """Return the area of the seller's rights."""
        return self.transfer.seller_area


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverCase:
    """A contract that is to be delivered; ``cards`` are those of the seller's facilities that it names, after it.

    ``renewals`` is what was renewed of the tonnes, with whoever has them then.
    """

    asked: DeliverTransfer
    transfer: Transfer
    paper: StandingPaper
    buyer: Enterprise
    caps: tuple[AreaCaps, ...]
    cards: tuple[FacilityCard, ...]
    renewals: tuple[Renewal, ...]

    @property
    def area(self) -> str:
        """Return the area of the seller's rights."""
        return self.transfer.seller_area


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleCase:
    """A payment between the parties of a delivered sale."""

    asked: SettleTransfer
    transfer: Transfer

    @property
    def area(self) -> str:
        """Return the area of the seller's rights."""
        return self.transfer.seller_area


def contract_holds_its_tonnes(case: DeliverCase, book: RuleBook) -> Breach | None:
    """Refuse to deliver what a court or an authority has taken since the contract."""
    del book
    grams = sum(claim.grams for claim in case.paper.claims)
    held = sum(claim.held for claim in case.paper.claims)
    if held == grams:
        return None
    return unmet(
        code="transfer.not_held",
        detail=say(
            "合同{grams}吨/年中只有{held}吨/年可以交割，其余已被冻结或暂停",
            grams=format_tonnes(grams),
            held=format_tonnes(held),
        ),
    )


def delivered_is_in_its_term(case: DeliverCase, book: RuleBook) -> Breach | None:
    """Refuse to deliver rights whose term has ended since the contract (CS61 art. 12)."""
    del book
    return term_is_over((claim.unit for claim in case.paper.claims), on=case.asked.effective_on)


def buyer_is_there(case: DeliverCase, book: RuleBook) -> Breach | None:
    """Refuse a buyer that has ended since the contract."""
    del book
    return inactive(case.buyer)


def reduction_is_still_there(case: DeliverCase, book: RuleBook) -> tuple[Breach, ...]:
    """Refuse to deliver a reduction that was used otherwise since the contract (practice 6.2)."""
    del book
    return sold_once(case.cards)


def not_more_than_the_price(case: SettleCase, book: RuleBook) -> Breach | None:
    """Refuse a payment of nothing, or of more than is left of the price."""
    del book
    left = case.transfer.price - case.transfer.settled
    if 0 < case.asked.amount <= left:
        return None
    return unmet(
        code="transfer.overpaid",
        detail=say(
            "付款{amount}元应大于0且不超过未付价款{left}元",
            amount=format_yuan(case.asked.amount),
            left=format_yuan(left),
        ),
    )


DELIVER: Final[tuple[Check[DeliverCase], ...]] = (
    contract_holds_its_tonnes,
    delivered_is_in_its_term,
    buyer_is_there,
    reduction_is_still_there,
)
SETTLE: Final[tuple[Check[SettleCase], ...]] = (not_more_than_the_price,)
