"""What an enterprise may sell, pollutant by pollutant: how much, why not more, and roughly what it is worth.

Every gram that cannot be sold is counted under one obstacle, so that what is held is what may be sold and what the
obstacles withhold. Quantities are grams a year.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from ledger.domain.claims.claim import Claim
from ledger.domain.money.fee import FeeLine, PartYear, computed, years_of
from ledger.domain.money.price_standard import PriceStandard
from ledger.domain.values.calendar import Term
from ledger.domain.values.pollutant import Pollutant
from ledger.errors import Breach
from ledger.projections.enterprise.offers import standards_on
from ledger.projections.enterprise.sale import NOT_PAID_FOR, SaleOutlook, TrancheSale
from ledger.rules.law import keys

if TYPE_CHECKING:
    from ledger.projections.view import View
    from ledger.rules.law.book import RuleBook


class Cause(StrEnum):
    """What a gram that cannot be sold is withheld by."""

    IN_USE = "in_use"
    """It was never determined to be surplus."""
    CLAIM = "claim"
    """A listing, a contract, a pledge, a freeze or a suspension holds it."""
    WAITING_ACT = "waiting_act"
    """An act takes it that is recorded and not decided."""
    QUEUE = "queue"
    """Somebody waits for it."""
    CHECK = "check"
    """It is free surplus, and a check of a listing refuses it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """One cause with what it withholds of each pollutant.

    Attributes:
        claim: for ``CLAIM``, the paper that holds the grams, by one of its entries.
        breach: what the checks of a listing say; None where the claim says enough.

    """

    cause: Cause
    grams: Mapping[Pollutant, int]
    claim: Claim | None = None
    breach: Breach | None = None

    @property
    def unpaid(self) -> bool:
        """Return whether paying the fee for the right's use would take it away."""
        return self.cause is Cause.CHECK and self.breach is not None and self.breach.code == NOT_PAID_FOR


@dataclass(frozen=True, slots=True, kw_only=True)
class PollutantSale:
    """One pollutant: what is held of it, what of that may be sold, and what is withheld, by its cause.

    Attributes:
        standard: the price standard in force, where there is one.
        worth: what ``sellable`` comes to at the standard for the rest of its term, in fen.
        fee: what paying up the surplus that was not paid for comes to in the same way, in fen.
        unpaid_in_use: what would have to be paid up once it is determined to be surplus.

    """

    pollutant: Pollutant
    held: int
    sellable: int
    withheld: Mapping[Cause, int]
    unpaid_in_use: int
    standard: PriceStandard | None
    worth: int | None
    fee: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleSummary:
    """Every pollutant that the enterprise holds, and every obstacle."""

    pollutants: tuple[PollutantSale, ...]
    obstacles: tuple[Obstacle, ...]

    @property
    def sellable(self) -> Mapping[Pollutant, int]:
        """Return what may be sold today, of what there is anything."""
        return {each.pollutant: each.sellable for each in self.pollutants if each.sellable}

    @property
    def in_use(self) -> Mapping[Pollutant, int]:
        """Return what is in use and was never determined to be surplus."""
        return {each.pollutant: grams for each in self.pollutants if (grams := each.withheld.get(Cause.IN_USE, 0))}

    @property
    def unpaid_in_use(self) -> Mapping[Pollutant, int]:
        """Return what of it would have to be paid up too."""
        return {each.pollutant: each.unpaid_in_use for each in self.pollutants if each.unpaid_in_use}

    @property
    def unpaid(self) -> Mapping[Pollutant, int]:
        """Return the surplus that only has to be paid up."""
        return next((obstacle.grams for obstacle in self.obstacles if obstacle.unpaid), {})


class _Part(NamedTuple):
    """A part of a tranche that cannot be sold."""

    cause: Cause
    grams: int
    claim: Claim | None = None
    breach: Breach | None = None

    @property
    def unpaid(self) -> bool:
        return self.cause is Cause.CHECK and self.breach is not None and self.breach.code == NOT_PAID_FOR

    @property
    def name(self) -> tuple[str, ...]:
        """Return what it is put together by: the cause, the paper, or what the checks say."""
        if self.claim is not None:
            return (self.cause, self.claim.ground, self.claim.number)
        return (self.cause, self.breach.code if self.breach is not None and self.cause is Cause.CHECK else "")


def sale_summary(view: View, outlook: SaleOutlook, *, book: RuleBook, on: date) -> SaleSummary:
    """Return the summary of what an enterprise may sell.

    :raises NoProvisionInForce: no text says how a part of a year is paid for.
    """
    sales: Mapping[Pollutant, list[TrancheSale]] = defaultdict(list)
    for sale in outlook.tranches:
        if sale.unit.pollutant is not None:
            sales[sale.unit.pollutant].append(sale)
    standards = standards_on(view, on=on)
    part_year = PartYear(book.provision(keys.FEE_PART_YEAR, on=on).value)
    return SaleSummary(
        pollutants=tuple(
            _pollutant(each, sales[each], standard=standards.get(each), part_year=part_year, on=on)
            for each in Pollutant
            if each in sales
        ),
        obstacles=_obstacles(outlook.tranches),
    )


def _pollutant(
    pollutant: Pollutant, sales: Iterable[TrancheSale], *, standard: PriceStandard | None, part_year: PartYear, on: date
) -> PollutantSale:
    withheld: dict[Cause, int] = defaultdict(int)
    sellable = held = unpaid_in_use = worth = fee = 0
    for sale in sales:
        held += sale.own
        sellable += sale.sellable
        for part in _withheld(sale):
            withheld[part.cause] += part.grams
            if part.unpaid:
                fee += _price(sale, part.grams, standard=standard, part_year=part_year, on=on)
        if any(breach.code == NOT_PAID_FOR for breach in sale.breaches):
            unpaid_in_use += sale.state.amounts.in_use
        worth += _price(sale, sale.sellable, standard=standard, part_year=part_year, on=on)
    return PollutantSale(
        pollutant=pollutant,
        held=held,
        sellable=sellable,
        withheld=withheld,
        unpaid_in_use=unpaid_in_use,
        standard=standard,
        worth=None if standard is None else worth,
        fee=None if standard is None else fee,
    )


def _withheld(sale: TrancheSale) -> Iterator[_Part]:
    """Yield every part of a tranche that cannot be sold; a gram that is waited for twice over is counted once."""
    surplus, against = sale.state.amounts.surplus, sale.against_amount
    taken = min(sale.held_by_acts, surplus)
    parts = (
        _Part(Cause.IN_USE, sale.state.amounts.in_use, breach=against),
        *(_Part(Cause.CLAIM, claim.held, claim=claim) for claim in sale.claims),
        _Part(Cause.WAITING_ACT, taken, breach=against),
        _Part(Cause.QUEUE, min(sale.waited_for, surplus - taken), breach=against),
        _Part(Cause.CHECK, sale.free - sale.sellable, breach=next(iter(sale.against_free), None)),
    )
    yield from (part for part in parts if part.grams > 0)


def _obstacles(sales: Iterable[TrancheSale]) -> tuple[Obstacle, ...]:
    """Return what withholds grams, each cause once, in the order of the causes."""
    grams: dict[tuple[str, ...], dict[Pollutant, int]] = defaultdict(lambda: defaultdict(int))
    first: dict[tuple[str, ...], _Part] = {}
    for sale in sales:
        for part in _withheld(sale):
            first.setdefault(part.name, part)
            if sale.unit.pollutant is not None:
                grams[part.name][sale.unit.pollutant] += part.grams
    order = tuple(Cause)
    return tuple(
        Obstacle(cause=part.cause, grams=_in_order(grams[name]), claim=part.claim, breach=part.breach)
        for name, part in sorted(first.items(), key=lambda item: order.index(item[1].cause))
    )


def _in_order(grams: Mapping[Pollutant, int]) -> Mapping[Pollutant, int]:
    return {pollutant: grams[pollutant] for pollutant in Pollutant if pollutant in grams}


def _price(sale: TrancheSale, grams: int, *, standard: PriceStandard | None, part_year: PartYear, on: date) -> int:
    """Return what grams of a tranche come to at the standard, from today to the end of the term; 0 without one."""
    ends = sale.unit.term_to
    if standard is None or not grams or ends is None or ends <= on:
        return 0
    line = FeeLine(pollutant=standard.pollutant, grams=grams, unit_price=standard.unit_price, basis=standard.basis)
    return computed(line, years=years_of(Term(starts=on, ends=ends), part_year)).amount
