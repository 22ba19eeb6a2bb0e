"""The facility that rights come from, and its card after they are used: one gram, one use."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from ledger.domain.credits.facility_card import UseKind
from ledger.domain.registers.facility import FacilityState
from ledger.errors import NotFound, say
from ledger.rules.credits.facility_card import with_use
from ledger.services.acts.credits.facility_cards import card_of
from ledger.services.acts.registers.known import facility_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.domain.credits.facility_card import FacilityCard
    from ledger.domain.registers.facility import Facility
    from ledger.domain.rights.transfer import TransferLine
    from ledger.domain.values.pollutant import Pollutant
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


def closed_with(facts: Facts, facility: str | None, cards: Iterable[FacilityCard]) -> Facility | None:
    """Return the facility as closed, where the reduction that is used is that of its closure and it stands open yet.

    Into the reserve as into the pool: a plant whose closure gave the tonnes is looked at, and its restart is found.
    """
    if facility is None or not any(card.closes for card in cards):
        return None
    found = facility_of(facts, facility)
    return replace(found, state=FacilityState.CLOSED) if found.state is FacilityState.OPERATING else None


def cards_after_sale(
    facts: Facts, lines: Iterable[TransferLine], *, seller: str, number: str
) -> tuple[FacilityCard, ...]:
    """Return the cards of the seller's facilities after a sale of the surplus that their reductions left over.

    :raises NotFound: ``facility.missing``.
    """
    sold = ((line.facility, line.tranche.pollutant, line.grams) for line in lines)
    return cards_after(facts, sold, of=seller, use=UseKind.SURPLUS_SOLD, by=number)


def cards_after(
    facts: Facts, uses: Iterable[tuple[str | None, Pollutant, int]], *, of: str, use: UseKind, by: str
) -> tuple[FacilityCard, ...]:
    """Return the cards after several uses of one kind; those without a facility write none.

    :param uses: facility, pollutant and grams of each.
    :raises NotFound: ``facility.missing``.
    """
    used: dict[tuple[str, Pollutant], int] = defaultdict(int)
    for facility, pollutant, grams in uses:
        if facility is not None:
            used[facility, pollutant] += grams
    cards = (
        card_after(facts, facility, of=of, pollutant=pollutant, use=use, grams=grams, by=by)
        for (facility, pollutant), grams in used.items()
    )
    return tuple(card for card in cards if card is not None)
