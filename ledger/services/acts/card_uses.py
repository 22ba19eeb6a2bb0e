"""The facility that rights come from, and its card after they are used: one gram, one use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.errors import NotFound, say
from ledger.rules.facility_card import with_use
from ledger.services.acts.facility_cards import card_of
from ledger.services.acts.known import facility_of

if TYPE_CHECKING:
    from ledger.domain.facility import Facility
    from ledger.domain.facility_card import FacilityCard, UseKind
    from ledger.domain.pollutant import Pollutant
    from ledger.services.act import Facts


def facility_of_enterprise(facts: Facts, number: str, enterprise: str) -> Facility:
    """Return a facility of an enterprise.

    :raises NotFound: ``facility.missing``, also for a facility of another enterprise.
    """
    found = facility_of(facts, number)
    if found.enterprise != enterprise:
        raise NotFound(say("没有登记编号为“{number}”的设施", number=number), code="facility.missing")
    return found


def card_after(
    facts: Facts, facility: str | None, *, of: str, pollutant: Pollutant, use: UseKind, grams: int, by: str
) -> FacilityCard | None:
    """Return the card of a facility after a use; None where no facility is named.

    :param of: credit code of the enterprise that the facility must belong to.
    :param grams: negative where a use is taken back.
    :raises NotFound: ``facility.missing``.
    """
    if facility is None:
        return None
    found = facility_of_enterprise(facts, facility, of)
    return with_use(card_of(facts, facility=found.id, pollutant=pollutant), use, grams, by=by)
