"""To whom an enterprise may sell a pollutant: the checks of a contract, asked with buyers that do not exist.

A buyer of each area, and one of the other kind of sector: what depends on nothing but the tranche, the areas and the
bulletin of the year before is judged; the buyer's own need and name are not.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Final

from ledger.domain.bookkeeping.unit import Unit
from ledger.domain.claims.claim_ranking import Encumbered
from ledger.domain.registers.area import Area
from ledger.domain.registers.attainment import Attainment
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.rights.tranche import Tranche
from ledger.domain.rights.transfer import ContractTransfer, TransferLine, TransferMode
from ledger.errors import Breach
from ledger.projections.enterprise.sale import LEGAL_ZONE, listing_paper, tranche_of
from ledger.rules.judge import Check, breaches_of
from ledger.rules.rights.transfer import (
    ContractCase,
    SoldLine,
    area_that_does_not_attain_gets_no_more,
    thermal_power_stays_among_itself,
    water_stays_in_its_basin,
)
from ledger.store.registers import Registers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.projections.view import View
    from ledger.rules.law.book import RuleBook

_OF_THE_AREA: Final[tuple[Check[ContractCase], ...]] = (
    water_stays_in_its_basin,
    area_that_does_not_attain_gets_no_more,
)
_NOBODY: Final = Enterprise(credit_code="", name="", area="")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedArea:
    """An area whose buyers may not have the tranche, and why."""

    area: str
    breaches: tuple[Breach, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """To whom a tranche may go.

    ``other_sector`` is what stands against a buyer of the other kind: one that is no thermal power plant where the
    seller is one, or the other way round.
    """

    unit: Unit
    open_areas: tuple[str, ...]
    closed_areas: tuple[ClosedArea, ...]
    other_sector: tuple[Breach, ...]


def reach_of(view: View, seller: Enterprise, held: Sequence[Unit], *, book: RuleBook, on: date) -> tuple[Reach, ...]:
    """Return to whom each tranche may go, one for each pollutant, area and basin that the seller has.

    :param held: tranches of the seller; terms and origins make no difference to the buyer.
    """
    registers = Registers(view)
    attainment = registers.find(Attainment, str(on.year - 1))
    areas = {area.name: area for area in registers.all(Area) if not area.city}
    alike: dict[tuple[str, str, str], Unit] = {}
    for each in held:
        if each.pollutant is not None and each.area in areas:
            alike.setdefault((each.pollutant, str(each.area), each.basin or ""), each)
    return tuple(
        _reach(seller, each, areas=tuple(areas.values()), attainment=attainment, book=book, on=on)
        for each in alike.values()
    )


def _reach(
    seller: Enterprise,
    held: Unit,
    *,
    areas: tuple[Area, ...],
    attainment: Attainment | None,
    book: RuleBook,
    on: date,
) -> Reach:
    named = tranche_of(held)
    if named is None:
        return Reach(unit=held, open_areas=(), closed_areas=(), other_sector=())
    home = next(area for area in areas if area.name == held.area)
    case = _contract(seller, named, seller_area=home, attainment=attainment, on=on)
    judged = {
        area.name: breaches_of(
            replace(case, asked=replace(case.asked, buyer_area=area.name), buyer_area=area),
            checks=_OF_THE_AREA,
            book=book,
        )
        for area in areas
    }
    return Reach(
        unit=held,
        open_areas=tuple(name for name, breaches in judged.items() if not breaches),
        closed_areas=tuple(ClosedArea(area=name, breaches=breaches) for name, breaches in judged.items() if breaches),
        other_sector=breaches_of(case, checks=(thermal_power_stays_among_itself,), book=book),
    )


def _contract(
    seller: Enterprise, named: Tranche, *, seller_area: Area, attainment: Attainment | None, on: date
) -> ContractCase:
    """Return a contract with a buyer of the same area and of the other kind of sector."""
    line = TransferLine(tranche=named, grams=1, price=0)
    encumbered = Encumbered(unit=named.unit(seller_area.name), in_use=0, surplus=1)
    return ContractCase(
        asked=ContractTransfer(
            effective_on=on,
            number="",
            seller=seller.credit_code,
            seller_area=seller_area.name,
            buyer="",
            buyer_area=seller_area.name,
            mode=TransferMode.NEGOTIATED,
            contracted_at=datetime.combine(on, time(), tzinfo=LEGAL_ZONE),
            lines=(line,),
        ),
        paper=listing_paper(seller, on=on),
        buyer=replace(_NOBODY, thermal_power=not seller.thermal_power),
        seller_area=seller_area,
        buyer_area=seller_area,
        lines=(SoldLine(asked=line, tranche=encumbered, free=1, listing=None, credited=0),),
        attainment=attainment,
        project=None,
        wanting={},
        unsecured_yield=True,
    )
