"""The ratio at which a new emission is offset, and whether the sources that are named cover it.

Source: HF197 part 3; the ratio of a year follows the attainment of the year before (assumption ASSUME-06).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from ledger.domain.credits.facility_card import FacilityCard
from ledger.domain.credits.offset import ONE_TO_ONE, RATIO_SCALE, Source, portions, required
from ledger.domain.credits.offset_postings import Need
from ledger.domain.law.ground import unmet
from ledger.domain.registers.attainment import Attainment
from ledger.domain.values.pollutant import Pollutant
from ledger.domain.values.quantity import INCREMENT_DECIMALS, format_decimal, format_tonnes
from ledger.errors import Breach, Message, enumerated, say
from ledger.rules.credits import facility_card
from ledger.rules.judge import breach
from ledger.rules.law import keys
from ledger.rules.law.book import RuleBook


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolSource:
    """Credit of one facility that lies in a pool and that nobody waits for."""

    source: Source
    recognised_on: date | None = None

    @property
    def age(self) -> tuple[date, str]:
        """Return the order in which sources are taken where the law names none: the oldest first."""
        return (self.recognised_on or date.min, self.source.facility)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offset:
    """A need and what is named for it; ``ratio`` is None while last year's attainment is not registered."""

    need: Need
    grams: int
    ratio: int | None
    named: tuple[Source, ...]
    branch_pool: tuple[PoolSource, ...] = ()
    city_pool: tuple[PoolSource, ...] = ()
    unallocated: Mapping[str, int] = field(default_factory=dict)
    """What can still be given out under the cap of each area in which a source stands."""

    @property
    def pollutant(self) -> Pollutant:
        """Return the pollutant that is offset."""
        return self.need.pollutant


def ratio_of(pollutant: Pollutant, *, attainment: Attainment, on: date, book: RuleBook) -> int:
    """Return the ratio of a day in 1/10,000, rounded up: never less than the law asks."""
    missed = pollutant in attainment.not_attained
    key = keys.OFFSET_RATIO_NOT_ATTAINED if missed else keys.OFFSET_RATIO_ATTAINED
    numerator, denominator = book.provision(key, on=on).value.as_integer_ratio()
    return -(-numerator * RATIO_SCALE // denominator)


def exemption_ratio_of(pollutant: Pollutant, *, attainment: Attainment | None, on: date, book: RuleBook) -> int | None:
    """Return the ratio at which a branch retires the sources of exempt projects; None while it is not known."""
    if book.provision(keys.EXEMPTION_RATIO, on=on).value == "one_to_one":
        return ONE_TO_ONE
    return None if attainment is None else ratio_of(pollutant, attainment=attainment, on=on, book=book)


def day_of_exemption_ratio(registered_on: date, *, on: date, book: RuleBook) -> date:
    """Return the day whose ratio an exemption's sources are held and retired at: that of its entry, or of the act."""
    entered = book.provision(keys.EXEMPTION_RATIO_DAY, on=on).value == "registration"
    return registered_on if entered else on


def attainment_missing(on: date, book: RuleBook) -> Breach:
    """Return the breach of an offset without the attainment that its ratio follows."""
    return breach(
        book.provision(keys.OFFSET_RATIO_NOT_ATTAINED, on=on),
        code="attainment.missing",
        detail=say(
            "{before}年的环境质量达标情况没有登记，不能确定{year}年的替代倍数；请先登记达标情况",
            before=on.year - 1,
            year=on.year,
        ),
    )


class Dated(Protocol):
    """A command with the day on which it counts."""

    @property
    def effective_on(self) -> date:
        """Return the day."""


class CoveringCase(Protocol):
    """A case in which credits are named for a project: a confirmation, or the delivery of an early draw."""

    @property
    def asked(self) -> Dated:
        """Return what is asked for."""

    @property
    def offsets(self) -> tuple[Offset, ...]:
        """Return what is to be covered, with the sources named for it."""

    @property
    def cards(self) -> tuple[FacilityCard, ...]:
        """Return the cards of the sources."""


def covers(case: CoveringCase, book: RuleBook) -> tuple[Breach, ...]:
    """Refuse sources that do not add up to what is to be covered × ratio exactly."""
    found = (_not_covered(offset, on=case.asked.effective_on, book=book) for offset in case.offsets)
    return tuple(each for each in found if each is not None)


def takes_what_is_there(case: CoveringCase, book: RuleBook) -> tuple[Breach, ...]:
    """Refuse a source of which the branch's pool does not hold enough."""
    del book
    found = (_not_available(offset) for offset in case.offsets)
    return tuple(each for each in found if each is not None)


def stays_under_the_cap(case: CoveringCase, book: RuleBook) -> tuple[Breach, ...]:
    """Refuse unregistered sources whose right would go beyond the cap (CS61 art. 3)."""
    del book
    return tuple(found for offset in case.offsets for found in _above_the_cap(offset))


def sources_stand(case: CoveringCase, book: RuleBook) -> tuple[Breach, ...]:
    """Refuse a source that is suspended, or of an earlier plan that is not carried over."""
    return not_standing(case.cards, on=case.asked.effective_on, book=book)


def _not_covered(offset: Offset, *, on: date, book: RuleBook) -> Breach | None:
    """Refuse sources that add up to less or more than need × ratio, and say where more could come from."""
    if offset.ratio is None:
        return None
    asked = required(offset.grams, offset.ratio)
    named = sum(source.grams for source in offset.named)
    if named == asked:
        return None
    figures = {
        "pollutant": offset.pollutant.words,
        "need": _tonnes(offset.grams),
        "ratio": format_decimal(offset.ratio, scale=RATIO_SCALE, decimals=1),
        "asked": _tonnes(asked),
        "named": _tonnes(named),
    }
    law = book.provision(keys.CREDIT_PLAN_PERIOD, on=on)
    if named > asked:
        detail = say(
            "{pollutant}需替代{need}吨/年，按{ratio}倍为{asked}吨/年，所列来源合计{named}吨/年，多出{excess}吨/年",
            **figures,
            excess=_tonnes(named - asked),
        )
        return breach(law, code="cover.excess", detail=detail)
    detail = say(
        "{pollutant}需替代{need}吨/年，按{ratio}倍为{asked}吨/年，所列来源合计{named}吨/年，缺{missing}吨/年；"
        "本区减排量库可用（吨/年）：{branch}；市级调蓄库可用（吨/年）：{city}",
        **figures,
        missing=_tonnes(asked - named),
        branch=_listed(offset.branch_pool),
        city=_listed(offset.city_pool),
    )
    return breach(law, code="cover.short", detail=detail)


def _not_available(offset: Offset) -> Breach | None:
    """Refuse sources of which the branch's pool does not hold enough."""
    pool = {found.source.facility: found.source.grams for found in offset.branch_pool}
    short = [source for source in offset.named if source.grams > pool.get(source.facility, 0)]
    if not short:
        return None
    listed = enumerated(
        f"{source.facility} {_tonnes(source.grams)} > {_tonnes(pool.get(source.facility, 0))}" for source in short
    )
    return unmet(
        code="cover.unavailable",
        detail=say(
            "{pollutant}的来源在本区减排量库中不足（所列 > 可用，吨/年）：{listed}",
            pollutant=offset.pollutant.words,
            listed=listed,
        ),
    )


def _above_the_cap(offset: Offset) -> tuple[Breach, ...]:
    """Refuse unregistered sources that would give more right than is unallocated (CS61 art. 3).

    No right fell away with such a source, so the project's right adds to what is given out.
    """
    parts = [part for part in portions(offset.named, need=offset.grams) if not part.source.backed]
    found = []
    for area in sorted({part.source.area for part in parts}):
        asked = sum(part.covering for part in parts if part.source.area == area)
        left = offset.unallocated.get(area, 0)
        if asked > left:
            detail = say(
                "{pollutant}以未登记源替代的{asked}吨/年须在总量内核定，“{area}”未分配总量只有{left}吨/年，差{missing}吨/年",
                pollutant=offset.pollutant.words,
                asked=_tonnes(asked),
                area=area,
                left=_tonnes(left),
                missing=_tonnes(asked - left),
            )
            found.append(unmet(code="cover.above_cap", detail=detail))
    return tuple(found)


def not_standing(cards: Sequence[FacilityCard], *, on: date, book: RuleBook) -> tuple[Breach, ...]:
    """Refuse sources that are suspended or have fallen away, and those that the plan period no longer carries."""
    found = (
        each
        for card in cards
        for each in (facility_card.used_within_verified(card), facility_card.carried_over(card, on=on, book=book))
    )
    return tuple(each for each in found if each is not None)


def _listed(pool: Sequence[PoolSource]) -> Message:
    return enumerated(f"{found.source.facility} {_tonnes(found.source.grams)}" for found in pool)


def _tonnes(grams: int) -> str:
    return format_tonnes(grams, decimals=INCREMENT_DECIMALS)
