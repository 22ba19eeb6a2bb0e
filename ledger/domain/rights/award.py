"""Awards out of the government reserve."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ledger.domain.money.fee import RATIO_SCALE
from ledger.domain.money.price_basis import PriceBasis
from ledger.domain.values.calendar import Term
from ledger.domain.values.forms import CreditCode, Grams, Ratio, Remark, UnitPrice
from ledger.domain.values.pollutant import Pollutant
from ledger.domain.values.worded import Worded
from ledger.errors import say


class ReserveSource(Worded):
    """How tonnes came into the government reserve (holder of account Q30)."""

    RETAINED = "retained", say("初始预留")
    """Kept back at the initial allocation (预留)."""
    RECLAIMED = "reclaimed", say("无偿收回")
    """Reclaimed without compensation (无偿收回)."""
    BOUGHT_BACK = "bought_back", say("有偿回购")
    FUNDED = "funded", say("政府投资减排")
    """Reductions paid for with public money (政府投资)."""
    CONVERTED = "converted", say("减排量转入")
    """Turned from reduction credits (减排转入)."""


class AwardMethod(Worded):
    """How a buyer was found (CS61 art. 9; rule RS-05)."""

    PLATFORM = "platform", say("平台公开出让")
    """Result of an auction, a listing or a bidding on the trading platform (公开出让)."""
    NEGOTIATED = "negotiated", say("协议出让")
    """By agreement (协议出让)."""
    SIMPLIFIED = "simplified", say("简易出让")
    """Over the counter, for a small project (简易出让)."""


class AwardState(Worded):
    """Where an award stands."""

    AWARDED = "awarded", say("已成交")
    DELIVERED = "delivered", say("已交付")
    UNDONE = "undone", say("已解除")


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardLine:
    """One pollutant of an award; ``unit_price`` in 1/10,000 yuan a tonne, ``ratio`` in 1/10,000."""

    pollutant: Pollutant
    basin: str | None = None
    grams: Grams
    """What the buyer gets; the reserve gives ``grams`` × ratio, and that is what the buyer pays for."""
    source: ReserveSource
    lot: str | None = None
    """The noticed lot that the tonnes come from; None where they come from the reserve at once."""
    unit_price: UnitPrice
    basis: PriceBasis
    ratio: Ratio = RATIO_SCALE

    @property
    def given(self) -> int:
        """Return what the reserve gives, in grams, rounded up so that the ratio is never undercut."""
        return -(-self.grams * self.ratio // RATIO_SCALE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """A sale out of the reserve of an area to one enterprise, from the award to the delivery."""

    REGISTER: ClassVar[str] = "award"

    id: str
    area: str
    buyer: str
    """Credit code."""
    lines: tuple[AwardLine, ...]
    contracted_on: date
    term_starts: date
    term_years: int
    project: str | None = None
    method: AwardMethod = AwardMethod.PLATFORM
    document: str = ""
    """The minutes by which the sale was approved."""
    state: AwardState = AwardState.AWARDED
    delivered_on: date | None = None

    @property
    def subject(self) -> str:
        """Return what the register knows the award by."""
        return self.id

    @property
    def term(self) -> Term:
        """Return the term of what is delivered."""
        return Term.of_years(starts=self.term_starts, years=self.term_years)


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeAward:
    """Award tonnes of the reserve to an enterprise: a sale over the counter, or the result of a platform."""

    effective_on: date
    id: str
    area: str
    buyer: CreditCode
    method: AwardMethod
    lines: tuple[AwardLine, ...]
    contracted_on: date
    document: str
    project: str | None = None
    term_starts: date | None = None
    """Where the term runs from the start of production: the planned day, set right before the delivery if need be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverAward:
    """Deliver the rights of an award whose price is in the treasury."""

    effective_on: date
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoAward:
    """Undo an award that is not delivered: default, or agreement."""

    effective_on: date
    id: str
    reason: Remark
