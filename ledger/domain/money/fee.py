"""What rights cost: quantity × unit price × years, line by line, and the computation in words.

A part of a year is paid for as the provision ``fee.part_year`` says. Everything is exact until the end of a line,
which is rounded half up to the fen; the lines are then added (rule catalogue 4.5).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from ledger.domain.money.price_basis import PriceBasis
from ledger.domain.values.calendar import Term
from ledger.domain.values.forms import FineGrams, UnitPrice
from ledger.domain.values.pollutant import Pollutant
from ledger.domain.values.quantity import PRICE_SCALE, format_decimal, format_tonnes, format_yuan, line_amount

RATIO_SCALE: Final = 10_000
"""Ratios are integers of 1/10,000."""
_MONTHS: Final = 12
_DAYS: Final = 365


class PartYear(StrEnum):
    """How a part of a year is paid for (provision ``fee.part_year``)."""

    DAYS_OF_365 = "days_of_365"
    """Whole years, and the days that are left of 365 each."""
    STARTED_MONTHS = "started_months"
    STARTED_YEARS = "started_years"

    @property
    def chinese(self) -> str:
        """Return the way as a notice prints it."""
        return _CHINESE[self]


_CHINESE: Final = {
    PartYear.DAYS_OF_365: "实际天数除以365",
    PartYear.STARTED_MONTHS: "起始月",
    PartYear.STARTED_YEARS: "起始年",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Years:
    """A number of years as a fraction: ``count`` parts, of which a year has ``parts``."""

    count: int
    parts: int = 1

    @property
    def words(self) -> str:
        """Return the number as a notice prints it: ``5年``, ``846天÷365``, ``28个月÷12``."""
        if self.count % self.parts == 0:
            return f"{self.count // self.parts}年"
        return f"{self.count}{'天' if self.parts == _DAYS else '个月'}÷{self.parts}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeLine:
    """One pollutant of a fee: grams a year at a price in 1/10,000 yuan a tonne."""

    pollutant: Pollutant
    basin: str | None = None
    grams: FineGrams
    unit_price: UnitPrice
    basis: PriceBasis


@dataclass(frozen=True, slots=True, kw_only=True)
class ComputedLine:
    """One line with its amount in fen; ``ratio`` multiplies the quantity, in 1/10,000."""

    line: FeeLine
    ratio: int
    years: Years
    amount: int

    @property
    def words(self) -> str:
        """Return the multiplication as a notice prints it."""
        line, per_year = self.line, self.line.basis is PriceBasis.YEAR
        factors = [f"{format_tonnes(line.grams)}吨/年"]
        if self.ratio != RATIO_SCALE:
            factors.append(f"{format_decimal(self.ratio, scale=RATIO_SCALE, decimals=1)}倍")
        price = format_decimal(line.unit_price, scale=PRICE_SCALE, decimals=2)
        factors.append(f"{price}元/吨{'·年' if per_year else ''}")
        if per_year:
            factors.append(self.years.words)
        return f"{line.pollutant.chinese} {'×'.join(factors)}={format_yuan(self.amount)}元"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """A fee, line by line."""

    lines: tuple[ComputedLine, ...]

    @property
    def total(self) -> int:
        """Return the sum of the rounded lines, in fen."""
        return sum(line.amount for line in self.lines)

    @property
    def words(self) -> str:
        """Return the computation as it is stored and printed on the notice."""
        lines = "；".join(line.words for line in self.lines)
        return lines if len(self.lines) == 1 else f"{lines}；合计{format_yuan(self.total)}元"


def computed(line: FeeLine, *, years: Years, ratio: int = RATIO_SCALE) -> ComputedLine:
    """Return a line with its amount, rounded half up to the fen."""
    per_year = line.basis is PriceBasis.YEAR
    amount = line_amount(
        grams=line.grams * ratio,
        price=line.unit_price,
        years=years.count if per_year else 1,
        parts=(years.parts if per_year else 1) * RATIO_SCALE,
    )
    return ComputedLine(line=line, ratio=ratio, years=years, amount=amount)


def whole_years(term: Term) -> int:
    """Return how many whole years a term covers.

    :raises InvalidValue: ``term.years``, more than 99.
    """
    years = term.ends.year - term.starts.year
    return years if years and _anniversary(term.starts, years) <= term.ends else max(years - 1, 0)


def years_of(term: Term, part_year: PartYear) -> Years:
    """Return the years of a term that are paid for.

    Whole years count as years, whether or not a 29 February lies in them; what is left counts as ``part_year`` says.

    :raises InvalidValue: ``term.years``, the term is longer than any that is given.
    """
    whole = whole_years(term)
    since = _anniversary(term.starts, whole)
    if since == term.ends:
        return Years(count=whole)
    match part_year:
        case PartYear.DAYS_OF_365:
            return Years(count=whole * _DAYS + (term.ends - since).days, parts=_DAYS)
        case PartYear.STARTED_MONTHS:
            return Years(count=whole * _MONTHS + _started_months(since, term.ends), parts=_MONTHS)
        case PartYear.STARTED_YEARS:
            return Years(count=whole + 1)


def _anniversary(day: date, years: int) -> date:
    """Return the same day so many years later; 1 March for a 29 February that there is not."""
    return Term.of_years(starts=day, years=years).ends if years else day


def _started_months(first: date, behind: date) -> int:
    """Return how many months have begun between a day and the day behind the last one, less than a year later."""
    last = behind - timedelta(days=1)
    months = (last.year - first.year) * _MONTHS + last.month - first.month
    return months + (last.day >= first.day)
