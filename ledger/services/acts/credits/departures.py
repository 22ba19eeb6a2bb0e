"""Rights that went away without saying which facility they came from, and credit that no right was given up for.

One gram, one use (practice 6.2): where nobody says at which facility the tonnes were saved that went to the reserve, a
buyer or a lessee, they may be those of any facility of the enterprise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.domain.credits.facility_card import Backing, UseKind
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.registers.facility import Facility
from ledger.domain.registers.succession import DividedRight
from ledger.domain.rights.buy_back import BuyBack
from ledger.domain.rights.handing_over import HandedByRuling
from ledger.domain.rights.lease import Lease
from ledger.domain.rights.reclaim import ReclaimCase, ReclaimState
from ledger.domain.rights.transfer import Transfer, TransferState
from ledger.services.acts.credits.facility_cards import basin_of, card_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ledger.domain.credits.facility_card import FacilityCard
    from ledger.domain.rights.tranche import Tranche
    from ledger.domain.values.pollutant import Pollutant
    from ledger.services.act import Facts

    _Gone = tuple[tuple[str | None, Pollutant | None, str | None], int]

_GONE: Final = (UseKind.RECLAIMED, UseKind.BOUGHT_BACK, UseKind.SURPLUS_SOLD)
"""The uses by which a right goes to the reserve or to others."""


def gone_unnamed(facts: Facts, facility: Facility, pollutant: Pollutant) -> int:
    """Return what of its rights the facility's enterprise gave away without naming any facility, in grams a year.

    Of the pollutant in the facility's area and basin: reclaimed, bought back, sold, handed over by a court, leased out
    now, or given by a split to another than who got the facilities; less what stands on the cards of its facilities.
    What those gave away counts whom the enterprise succeeded.
    """
    if facility.enterprise is None:
        return 0
    basin = basin_of(facility, pollutant)
    codes = _with_predecessors(facts, facility.enterprise)
    gone = sum(grams for kind, grams in _gone(facts, codes) if kind == (facility.area, pollutant, basin))
    gone += sum(
        each.grams
        for each in _divided(facts, codes)
        if (each.unit.area, each.unit.pollutant, each.unit.basin) == (facility.area, pollutant, basin)
        and each.facility in {None, facility.id}
    )
    cards = _cards(facts, facility.enterprise, pollutant, area=facility.area, basin=basin)
    return max(gone - sum(card.used_for(kind) for card in cards for kind in _GONE), 0)


def credited_without_right(facts: Facts, enterprise: str, tranche: Tranche, *, area: str) -> int:
    """Return the credit of an enterprise's facilities for which no right was given up, of a tranche's kind."""
    return sum(
        card.used_for(UseKind.CREDITED)
        for card in _cards(facts, enterprise, tranche.pollutant, area=area, basin=tranche.basin)
        if card.backing is Backing.NONE
    )


def _cards(
    facts: Facts, enterprise: str, pollutant: Pollutant, *, area: str, basin: str | None
) -> Iterator[FacilityCard]:
    for facility in facts.registers.whose(Facility, "enterprise", enterprise):
        if (facility.area, basin_of(facility, pollutant)) == (area, basin):
            yield card_of(facts, facility=facility.id, pollutant=pollutant)


def _with_predecessors(facts: Facts, enterprise: str) -> frozenset[str]:
    """Return an enterprise with all whom it succeeded, and whom these succeeded."""
    codes, known = {enterprise}, facts.registers.all(Enterprise)
    while coming := {each.credit_code for each in known if codes & {*each.successors}} - codes:
        codes |= coming
    return frozenset(codes)


def _gone(facts: Facts, codes: Collection[str]) -> Iterator[_Gone]:
    """Yield every right that went from one of the enterprises to the reserve or to others."""
    registers = facts.registers
    for case in registers.all(ReclaimCase):
        if case.enterprise in codes and case.state is ReclaimState.EXECUTED:
            yield from (_of(item.tranche, case.area, item.grams) for item in case.items)
    for bought in registers.all(BuyBack):
        if bought.enterprise in codes:
            yield _of(bought.tranche, bought.area, bought.grams)
    yield from _gone_to_others(facts, codes)


def _gone_to_others(facts: Facts, codes: Collection[str]) -> Iterator[_Gone]:
    registers = facts.registers
    for sale in registers.all(Transfer):
        if sale.seller in codes and sale.state is TransferState.DELIVERED:
            yield from (_of(line.tranche, sale.seller_area, line.grams) for line in sale.lines)
    for lease in registers.all(Lease):
        if lease.lessor in codes and lease.ended_on is None:
            yield _of(lease.tranche, lease.area, lease.grams)
    for code in sorted(codes):
        for ruled in registers.all(HandedByRuling, owner=code):
            yield (ruled.unit.area, ruled.unit.pollutant, ruled.unit.basin), ruled.grams


def _divided(facts: Facts, codes: Collection[str]) -> Iterator[DividedRight]:
    """Yield what a split gave to another than who got the facilities, and that has not come back to them since."""
    for code in sorted(codes):
        for parted in facts.registers.all(DividedRight, owner=code):
            if parted.successor not in codes:
                yield parted


def _of(tranche: Tranche, area: str, grams: int) -> _Gone:
    return (area, tranche.pollutant, tranche.basin), grams
