"""The facilities of an enterprise with their cards: what was verified there, and what each gram of it went to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.domain.credits.facility_card import FacilityCard, card_subject
from ledger.domain.registers.facility import Facility
from ledger.domain.values.pollutant import Pollutant
from ledger.projections.enterprise.records import records_of
from ledger.store.registers import Registers

if TYPE_CHECKING:
    from ledger.projections.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilityCards:
    """A facility and its cards, one for each pollutant of which there is one."""

    facility: Facility
    cards: tuple[FacilityCard, ...]


def facilities_of(view: View, enterprise: str) -> tuple[FacilityCards, ...]:
    """Return the facilities that belong to an enterprise now, in the order of their numbers.

    :param enterprise: credit code.
    """
    registers = Registers(view)
    return tuple(
        FacilityCards(
            facility=facility,
            cards=tuple(
                card
                for pollutant in Pollutant
                if (card := registers.find(FacilityCard, card_subject(facility=facility.id, pollutant=pollutant)))
            ),
        )
        for facility in records_of(view, Facility, member="enterprise", value=enterprise)
    )
