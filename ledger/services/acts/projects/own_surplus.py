"""An enterprise's own surplus that its project takes with the confirmation, and gives back if that comes to nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ledger.domain.bookkeeping.account import account
from ledger.domain.bookkeeping.posting import Posting
from ledger.domain.credits.facility_card import FacilityCard, UseKind
from ledger.domain.projects.acquired import Acquired, AcquiredBy, acquisitions
from ledger.domain.projects.own_surplus import GivenBack
from ledger.rules.credits.facility_card import with_use
from ledger.rules.projects.own_surplus import OwnSurplus
from ledger.services.acts.claims.claimed import claims_to, free_surplus
from ledger.services.acts.credits.card_uses import cards_after
from ledger.services.acts.credits.departures import credited_without_right
from ledger.services.acts.credits.facility_cards import card_of
from ledger.services.acts.projects.needed import still_needed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.domain.bookkeeping.unit import Unit
    from ledger.domain.projects.confirmation import Confirmation, OwnLine
    from ledger.domain.projects.project import Project
    from ledger.services.act import Facts


def own_surplus(facts: Facts, project: Project, lines: tuple[OwnLine, ...]) -> OwnSurplus:
    """Look up what of its surplus the project's enterprise can give, and what the project needs.

    :raises NotFound: ``facility.missing``.
    """
    holder = project.enterprise
    claims = claims_to(facts, holder) if lines else ()
    units = [line.tranche.unit(project.area) for line in lines]
    return OwnSurplus(
        lines=lines,
        free=tuple(free_surplus(facts, unit, holder=holder, claims=claims) for unit in units),
        credited=tuple(credited_without_right(facts, holder, line.tranche, area=project.area) for line in lines),
        wanting=still_needed(facts, project) if lines else {},
        cards=cards_after(
            facts,
            ((line.facility, line.tranche.pollutant, line.grams) for line in lines),
            of=holder,
            use=UseKind.OWN_REPLACEMENT,
            by=project.id,
        ),
    )


def taken(own: OwnSurplus, project: Project) -> tuple[Posting, ...]:
    """Return the postings that take surplus into use for the project."""
    parts = ((line.tranche.unit(project.area), line.grams) for line in own.lines)
    return tuple(_moved(project, unit, grams, debit="Q40", credit="Q41") for unit, grams in parts)


def records(own: OwnSurplus, project: Project) -> tuple[Acquired | FacilityCard, ...]:
    """Return what registers that the project has these tonnes, and what they were saved at."""
    parts = [(line.tranche.unit(project.area), line.grams) for line in own.lines]
    return (*acquisitions(parts, project=project.id, kind=AcquiredBy.OWN, by=project.id), *own.cards)


def given_back(
    facts: Facts, project: Project, confirmation: Confirmation | None, *, cards: Iterable[FacilityCard] = ()
) -> GivenBack:
    """Return what undoes the taking, once the confirmation or the project comes to nothing.

    What of it is no longer in use (a court took it, its term is over) stays where it is.

    :param cards: as the act registers them for another reason; those that change here come back changed.
    """
    own = [
        each for each in facts.registers.all(Acquired, owner=project.id) if each.kind is AcquiredBy.OWN and each.grams
    ]
    if confirmation is None or not own:
        return GivenBack(facts=tuple(cards))
    return GivenBack(
        postings=tuple(_returned(facts, project, own)),
        facts=(*(replace(each, grams=0) for each in own), *_cards_back(facts, confirmation, cards)),
    )


def _returned(facts: Facts, project: Project, own: Iterable[Acquired]) -> Iterator[Posting]:
    for each in own:
        in_use = facts.available(account("Q40", area=project.area, holder=project.enterprise), each.unit)
        grams = min(in_use, each.grams)
        if grams > 0 and not each.unit.over(facts.on):
            yield _moved(project, each.unit, grams, debit="Q41", credit="Q40")


def _cards_back(facts: Facts, confirmation: Confirmation, cards: Iterable[FacilityCard]) -> Iterator[FacilityCard]:
    after = {card.subject: card for card in cards}
    for line in confirmation.own or ():
        if line.facility is not None:
            card = card_of(facts, facility=line.facility, pollutant=line.tranche.pollutant)
            card = after.get(card.subject, card)
            after[card.subject] = with_use(card, UseKind.OWN_REPLACEMENT, -line.grams, by=confirmation.project)
    yield from after.values()


def _moved(project: Project, unit: Unit, grams: int, *, debit: str, credit: str) -> Posting:
    return Posting(
        debit=account(debit, area=project.area, holder=project.enterprise),
        credit=account(credit, area=project.area, holder=project.enterprise),
        unit=unit,
        amount=grams,
    )
