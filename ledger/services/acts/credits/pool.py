"""What acts look up about credits: what lies in the pools, what is held, the attainment."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ledger.domain.bookkeeping.account import account
from ledger.domain.bookkeeping.unit import capacity
from ledger.domain.credits.facility_card import Backing, UseKind
from ledger.domain.credits.offset import Source
from ledger.domain.credits.offset_postings import Need
from ledger.domain.projects.confirmation import CoverLine
from ledger.domain.registers.area import Area
from ledger.domain.registers.attainment import Attainment
from ledger.domain.registers.facility import Facility
from ledger.domain.values.pollutant import Pollutant
from ledger.rules.credits.facility_card import with_use
from ledger.rules.credits.offset import Offset, PoolSource
from ledger.services.acts.credits.facility_cards import card_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from ledger.domain.bookkeeping.unit import Unit
    from ledger.domain.credits.facility_card import FacilityCard
    from ledger.domain.projects.project import Project
    from ledger.services.act import Facts


def source_of(facts: Facts, facility: str, *, pollutant: Pollutant, grams: int, area: str) -> Source:
    """Return a source with the area in which its right fell away, if there was one."""
    card = card_of(facts, facility=facility, pollutant=pollutant)
    registered = facts.registers.find(Facility, facility)
    return Source(
        facility=facility,
        grams=grams,
        area=area if registered is None else registered.area,
        backed=card.backing is Backing.RIGHT,
    )


def pool_of(
    facts: Facts, area: str, *, pollutants: Collection[Pollutant] = tuple(Pollutant)
) -> tuple[tuple[Need, PoolSource], ...]:
    """Return every source in the pool of an area that nobody waits for, with its pollutant and basin."""
    pool = account("C20", area=area)
    found = []
    for unit, _ in facts.holdings(pool):
        if unit.pollutant not in pollutants:
            continue
        grams = facts.available(pool, unit)
        if grams > 0:
            pollutant, facility = _named(unit)
            source = PoolSource(
                source=source_of(facts, facility, pollutant=pollutant, grams=grams, area=area),
                recognised_on=card_of(facts, facility=facility, pollutant=pollutant).recognised_on,
            )
            found.append((Need(project="", area=area, pollutant=pollutant, basin=unit.basin), source))
    return tuple(found)


def _named(unit: Unit) -> tuple[Pollutant, str]:
    """Return the pollutant and the facility of a credit, which every credit has."""
    if unit.pollutant is None or unit.source is None:
        message = f"{unit.code} is no credit of a facility"
        raise ValueError(message)
    return unit.pollutant, unit.source


def held_for(facts: Facts, need: Need) -> tuple[Source, ...]:
    """Return what is held for one pollutant of a project, by facility."""
    return tuple(
        source_of(facts, _named(unit)[1], pollutant=need.pollutant, grams=grams, area=need.area)
        for unit, grams in facts.holdings(need.held)
        if unit.pollutant is need.pollutant
    )


def offset_of(facts: Facts, need: Need, *, grams: int, ratio: int | None, cover: Sequence[CoverLine]) -> Offset:
    """Return a need with the sources that are named for it, and where else credit lies."""
    named: dict[str, int] = defaultdict(int)
    for line in cover:
        if line.pollutant is need.pollutant:
            named[line.facility] += line.grams
    sources = tuple(
        source_of(facts, facility, pollutant=need.pollutant, grams=amount, area=need.area)
        for facility, amount in sorted(named.items())
    )
    return Offset(
        need=need,
        grams=grams,
        ratio=ratio,
        named=sources,
        unallocated={area: _unallocated(facts, need, area) for area in sorted({each.area for each in sources})},
        branch_pool=_of(need, pool_of(facts, need.area, pollutants=(need.pollutant,))),
        city_pool=tuple(
            found
            for area in facts.registers.all(Area)
            if area.city and area.name != need.area
            for found in _of(need, pool_of(facts, area.name, pollutants=(need.pollutant,)))
        ),
    )


def _unallocated(facts: Facts, need: Need, area: str) -> int:
    return facts.available(account("Q20", area=area), capacity(need.pollutant, area=area, basin=need.basin))


def _of(need: Need, pool: Sequence[tuple[Need, PoolSource]]) -> tuple[PoolSource, ...]:
    return tuple(found for kind, found in pool if (kind.pollutant, kind.basin) == (need.pollutant, need.basin))


def cards_of(facts: Facts, cover: Sequence[CoverLine]) -> tuple[FacilityCard, ...]:
    """Return the cards of the facilities that are named."""
    named = sorted({(line.facility, line.pollutant) for line in cover})
    return tuple(card_of(facts, facility=facility, pollutant=pollutant) for facility, pollutant in named)


def replacing(facts: Facts, project: Project, *, taken_back: bool = False) -> tuple[FacilityCard, ...]:
    """Return the cards of the facilities whose reduction a project's table counts (以新带老), after that use."""
    sign = -1 if taken_back else 1
    return tuple(
        with_use(
            card_of(facts, facility=line.replaced_at, pollutant=line.pollutant),
            UseKind.OWN_REPLACEMENT,
            sign * line.replaced,
            by=project.id,
        )
        for line in project.table
        if line.replaced_at is not None and line.replaced
    )


def attainment_before(facts: Facts, on: date) -> Attainment | None:
    """Return the attainment of the year before a day: the ratio of a year follows it."""
    return facts.registers.find(Attainment, str(on.year - 1))
