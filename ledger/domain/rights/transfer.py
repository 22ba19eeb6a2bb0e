"""Sales of rights from one enterprise to another: contract, delivery, payment. Quantities are grams a year.

The money goes from enterprise to enterprise and never is the government's (FE-12): what the books say of it is a memo.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from ledger.domain.rights.tranche import Tranche
from ledger.domain.values.forms import CreditCode, Fen, FineGrams, Remark
from ledger.domain.values.worded import Worded
from ledger.errors import say


class TransferMode(Worded):
    """How buyer and seller found each other."""

    NEGOTIATED = "negotiated", say("协议转让")
    """协议转让."""
    LISTED = "listed", say("挂牌转让")
    """挂牌转让: what the seller had listed."""


class TransferState(Worded):
    """Where a sale stands."""

    CONTRACTED = "contracted", say("已签约")
    DELIVERED = "delivered", say("已交付")
    UNDONE = "undone", say("已解除")


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferLine:
    """An amount of one tranche and its whole price; ``listing`` is the number of the listing that it comes from.

    ``facility`` is the seller's, where the surplus is what a verified reduction there left over: a tranche does not
    tell, so whoever assessed the surplus says it here.
    """

    tranche: Tranche
    grams: FineGrams
    price: Fen
    listing: str | None = None
    facility: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """A sale, from the contract to the delivery; ``settled`` of the price (fen) is paid, as the platform reports."""

    REGISTER: ClassVar[str] = "transfer"

    number: str
    seller: str
    """Credit code."""
    seller_area: str
    buyer: str
    buyer_area: str
    mode: TransferMode
    lines: tuple[TransferLine, ...]
    project: str | None = None
    """What the buyer needs the tonnes for."""
    need: str | None = None
    """The assessment by which the buyer needs them, where no project is named."""
    platform: str | None = None
    """The platform of the sale; None where it was made off-platform, which is thereby flagged (TR-06)."""
    contracted_at: datetime
    state: TransferState = TransferState.CONTRACTED
    settled: int = 0

    @property
    def subject(self) -> str:
        """Return what the register knows the sale by."""
        return self.number

    @property
    def price(self) -> int:
        """Return the whole price in fen."""
        return sum(line.price for line in self.lines)

    @property
    def across_areas(self) -> bool:
        """Return whether the tonnes leave their area."""
        return self.seller_area != self.buyer_area


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractTransfer:
    """Take a signed contract into the books: the tonnes are bound until they are delivered or it is undone."""

    effective_on: date
    number: str
    seller: CreditCode
    seller_area: str
    buyer: CreditCode
    buyer_area: str
    mode: TransferMode
    platform: str | None = None
    contracted_at: datetime
    lines: tuple[TransferLine, ...]
    project: str | None = None
    need: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoTransfer:
    """Undo a contract that was not delivered."""

    effective_on: date
    number: str
    reason: Remark


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverTransfer:
    """Deliver the tonnes of a contract to the buyer; across areas the caps of both go with them.

    ``document`` is the certificate of the transaction, or the decision that adjusts the caps.
    """

    effective_on: date
    number: str
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleTransfer:
    """Note a payment between the two enterprises, as the platform reports it."""

    effective_on: date
    number: str
    amount: Fen
    document: str
