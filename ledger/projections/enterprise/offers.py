"""What rights cost now, as far as the book knows: the price standards in force, and the lots that are on offer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from ledger.domain.money.fee import ComputedLine, FeeLine, Years, computed
from ledger.domain.money.price_standard import PriceStandard, standard_on
from ledger.domain.rights.reserve_lot import ReserveLot
from ledger.domain.values.pollutant import Pollutant
from ledger.projections.accounts.held import bytewise
from ledger.rules.rights.term import years_of_term
from ledger.store.registers import Registers
from ledger.store.tables import account, balance, position

if TYPE_CHECKING:
    from ledger.projections.view import View
    from ledger.rules.law.book import RuleBook


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What a quantity would cost at the standard in force, for the whole term of a right."""

    standard: PriceStandard
    line: ComputedLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A noticed lot of the reserve, and how much of it nobody has been awarded, in grams."""

    lot: ReserveLot
    left: int


def standards_on(view: View, *, on: date) -> Mapping[Pollutant, PriceStandard]:
    """Return the price standard of each pollutant that has one in force on a day."""
    registers = Registers(view)
    found = {
        pollutant: standard_on(tuple(registers.all(PriceStandard, owner=pollutant.value)), on)
        for pollutant in Pollutant
    }
    return {pollutant: standard for pollutant, standard in found.items() if standard is not None}


def estimates(
    view: View, quantities: Mapping[Pollutant, int], *, book: RuleBook, on: date
) -> Mapping[Pollutant, Estimate]:
    """Return what quantities would cost at the standards of a day; a pollutant without a standard is left out.

    :param quantities: grams a year.
    :raises NoProvisionInForce: no text says for how many years a right is given.
    """
    standards = standards_on(view, on=on)
    years = Years(count=years_of_term(book, on=on))
    return {
        pollutant: Estimate(
            standard=standards[pollutant],
            line=computed(
                FeeLine(
                    pollutant=pollutant,
                    grams=grams,
                    unit_price=standards[pollutant].unit_price,
                    basis=standards[pollutant].basis,
                ),
                years=years,
            ),
        )
        for pollutant, grams in quantities.items()
        if grams > 0 and pollutant in standards
    }


def offers(view: View) -> tuple[Offer, ...]:
    """Return the lots of the reserve that are noticed and not wholly awarded, in the order of their numbers."""
    noticed = (
        select(account.c.holder, balance.c.amount)
        .join_from(account, position, position.c.account_id == account.c.id)
        .join(balance, balance.c.position_id == position.c.id)
        .where(account.c.chart == "Q31", balance.c.amount > 0)
        .order_by(bytewise(account.c.holder, view))
    )
    registers = Registers(view)
    found = ((registers.find(ReserveLot, holder), int(left)) for holder, left in view.execute(noticed))
    return tuple(Offer(lot=lot, left=left) for lot, left in found if lot is not None and not lot.withdrawn)
