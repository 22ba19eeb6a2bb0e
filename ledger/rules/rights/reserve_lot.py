"""What is judged when tonnes of the reserve are committed to a noticed lot, and when the lot is withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from ledger.domain.law.ground import unmet
from ledger.domain.money.fee import RATIO_SCALE
from ledger.domain.money.price_standard import PriceStandard
from ledger.domain.registers.area import Area
from ledger.domain.rights.reserve_lot import NoticeLot, ReserveLot, WithdrawLot
from ledger.domain.values.quantity import format_decimal, format_tonnes
from ledger.errors import Breach, say
from ledger.rules.judge import Check, breach
from ledger.rules.law import keys
from ledger.rules.law.book import RuleBook
from ledger.rules.money.price_floor import Price, below_floor
from ledger.rules.registers.area import basin_breach
from ledger.rules.rights.tranche import nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class LotCase:
    """A lot to be noticed, beside the lot of the same number, the standard of its pollutant, and the usual term."""

    asked: NoticeLot
    area_: Area
    known: ReserveLot | None
    standard: PriceStandard | None
    years: int

    @property
    def area(self) -> str:
        """Return the area of the reserve."""
        return self.asked.area


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawCase:
    """A lot to be withdrawn; ``left`` is what was not awarded of it."""

    asked: WithdrawLot
    lot: ReserveLot
    left: int

    @property
    def area(self) -> str:
        """Return the area of the reserve."""
        return self.lot.area


def lot_is_something(case: LotCase, book: RuleBook) -> Breach | None:
    """Refuse a lot of nothing."""
    del book
    return nothing(case.asked.grams)


def number_is_free(case: LotCase, book: RuleBook) -> Breach | None:
    """Refuse the number of another lot."""
    del book
    if case.known is None:
        return None
    return unmet(code="lot.number", detail=say("标的“{id}”已经有了，请另编号", id=case.asked.id))


def names_its_basin(case: LotCase, book: RuleBook) -> Breach | None:
    """Refuse a water pollutant without a basin of the area."""
    asked = case.asked
    return basin_breach(asked.pollutant, asked.basin, area=case.area_, on=asked.effective_on, book=book)


def ratio_is_not_below_one(case: LotCase, book: RuleBook) -> Breach | None:
    """Refuse a ratio by which the buyer would get more than the reserve gives (ASSUME-06)."""
    return ratio_below_one(case.asked.ratio, on=case.asked.effective_on, book=book)


def ratio_below_one(ratio: int, *, on: date, book: RuleBook) -> Breach | None:
    """Return the breach of a purchase at a ratio below one; ``ratio`` in 1/10,000."""
    if ratio >= RATIO_SCALE:
        return None
    return breach(
        book.provision(keys.PURCHASE_RATIO, on=on),
        code="award.ratio",
        detail=say(
            "购买倍数{ratio}小于{least}，交割将多于储备所出",
            ratio=format_decimal(ratio, scale=RATIO_SCALE, decimals=1),
            least=format_decimal(RATIO_SCALE, scale=RATIO_SCALE, decimals=1),
        ),
    )


def start_price_keeps_the_floor(case: LotCase, book: RuleBook) -> Breach | None:
    """Refuse a start price below the standard, where one is in force."""
    asked = case.asked
    price = Price(unit_price=asked.start_price, basis=asked.basis, years=case.years)
    return below_floor(price, case.standard, on=asked.effective_on, book=book)


def something_is_left(case: WithdrawCase, book: RuleBook) -> Breach | None:
    """Refuse to withdraw a lot of which nothing is left."""
    del book
    if case.left > 0:
        return None
    return unmet(
        code="lot.nothing_left",
        detail=say(
            "标的“{id}”公告{grams}吨/年，余{left}吨/年，没有可撤回的",
            id=case.lot.id,
            grams=format_tonnes(case.lot.grams),
            left=format_tonnes(case.left),
        ),
    )


NOTICE: Final[tuple[Check[LotCase], ...]] = (
    lot_is_something,
    number_is_free,
    names_its_basin,
    ratio_is_not_below_one,
    start_price_keeps_the_floor,
)
WITHDRAW: Final[tuple[Check[WithdrawCase], ...]] = (something_is_left,)
