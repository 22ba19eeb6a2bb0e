"""Buy-back (回购): paid rights return to the reserve against payment out of the budget."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ledger.domain.rights.tranche import Tranche
from ledger.domain.values.forms import CreditCode, Fen, FineGrams, UnitPrice


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyBack:
    """An agreed buy-back; ``amount`` in fen is owed to the enterprise until the budget has paid it."""

    REGISTER: ClassVar[str] = "buy_back"

    id: str
    area: str
    enterprise: str
    tranche: Tranche
    grams: int
    unit_price: int
    amount: int
    paid: int = 0
    document: str

    @property
    def subject(self) -> str:
        """Return what the register knows the buy-back by."""
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeBuyBack:
    """Buy surplus that was paid for back into the reserve; ``unit_price`` for a tonne of the rest of the term.

    ``facility`` is named where the surplus comes from a verified reduction: the use is then entered on its card.
    """

    effective_on: date
    id: str
    area: str
    enterprise: CreditCode
    tranche: Tranche
    grams: FineGrams
    unit_price: UnitPrice
    facility: str | None = None
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PayBuyBack:
    """Record that the treasury paid a buy-back, in whole or in part."""

    effective_on: date
    id: str
    amount: Fen
    document: str
