"""The published standard as the limit of agreed prices: floor of a public sale, ceiling of a buy-back.

Source: other places, by analogy (provisions ``award.price_floor`` and ``buy_back.price_limit``). Where no standard was
published nothing can be compared, which the narration of the act says.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ledger.domain.law.ground import unmet
from ledger.domain.money.fee import Years
from ledger.domain.money.price_basis import PriceBasis
from ledger.domain.money.price_standard import PriceStandard
from ledger.domain.rights.reserve_lot import ReserveLot
from ledger.domain.values.pollutant import Pollutant
from ledger.domain.values.quantity import PRICE_SCALE, format_decimal
from ledger.errors import Breach, say
from ledger.rules.judge import breach
from ledger.rules.law import keys
from ledger.rules.law.book import RuleBook

NO_STANDARD = "（无公布标准可比）"
"""Added to the narration of an act whose price was compared with nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """A unit price in 1/10,000 yuan a tonne, with its basis and the years of the term."""

    unit_price: int
    basis: PriceBasis
    years: int

    @property
    def whole_term(self) -> int:
        """Return the price of a tonne a year for the whole term."""
        return self.unit_price * (self.years if self.basis is PriceBasis.YEAR else 1)

    @property
    def words(self) -> str:
        """Return the price for the whole term in yuan."""
        return format_decimal(self.whole_term, scale=PRICE_SCALE, decimals=2)


def no_price(price: Price, pollutant: Pollutant) -> Breach | None:
    """Return the breach of a sale for nothing: the reserve is sold, and never given away (CS61 art. 9)."""
    if price.unit_price > 0:
        return None
    return unmet(
        code="award.no_price",
        detail=say("{pollutant}的出让单价应大于0，现为{price}元/吨", pollutant=pollutant.words, price=price.words),
    )


def below_floor(price: Price, standard: PriceStandard | None, *, on: date, book: RuleBook) -> Breach | None:
    """Return the breach of a sale below the standard that is in force."""
    if standard is None:
        return None
    floor = Price(unit_price=standard.unit_price, basis=standard.basis, years=price.years)
    if price.whole_term >= floor.whole_term:
        return None
    return breach(
        book.provision(keys.AWARD_PRICE_FLOOR, on=on),
        code="award.below_floor",
        detail=say(
            "{pollutant}全期单价{price}元/吨，低于标准{floor}元/吨（{document}）",
            pollutant=standard.pollutant.words,
            price=price.words,
            floor=floor.words,
            document=standard.document,
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RestOfTerm:
    """What is left of the term of a right that is bought back, and for how many years rights are given."""

    left: Years
    years: int

    def price_of(self, standard: PriceStandard) -> int:
        """Return the standard for a tonne for that time, in 1/10,000 yuan, without what is less than that.

        A price for the whole term is that of as many years as rights are given for.
        """
        years = 1 if standard.basis is PriceBasis.YEAR else self.years
        return standard.unit_price * self.left.count // (self.left.parts * years)


def above_limit(
    unit_price: int, standard: PriceStandard | None, *, rest: RestOfTerm, on: date, book: RuleBook
) -> Breach | None:
    """Return the breach of a buy-back above the standard that is in force, for the rest of the term.

    :param unit_price: for a tonne and that time, in 1/10,000 yuan.
    """
    if standard is None or unit_price <= (limit := rest.price_of(standard)):
        return None
    return breach(
        book.provision(keys.BUY_BACK_PRICE_LIMIT, on=on),
        code="buy_back.above_limit",
        detail=say(
            "{pollutant}回购单价{price}元/吨，高于剩余有效期{left}的标准{limit}元/吨（{document}）",
            pollutant=standard.pollutant.words,
            price=format_decimal(unit_price, scale=PRICE_SCALE, decimals=4),
            left=rest.left.words,
            limit=format_decimal(limit, scale=PRICE_SCALE, decimals=4),
            document=standard.document,
        ),
    )


def below_start(price: Price, lot: ReserveLot) -> Breach | None:
    """Refuse a price below the start price of the lot, term against term."""
    start = Price(unit_price=lot.start_price, basis=lot.basis, years=price.years)
    if price.whole_term >= start.whole_term:
        return None
    return unmet(
        code="award.below_start",
        detail=say(
            "全期单价{price}元/吨，低于标的“{lot}”的起始价{start}元/吨",
            price=price.words,
            lot=lot.id,
            start=start.words,
        ),
    )
