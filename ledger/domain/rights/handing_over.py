"""How restricted tonnes go from one enterprise to another, and how the caps follow when they leave their area.

A sale inside an area is one movement. Across areas the tranche leaves the one and enters the other, and the caps of
both are adjusted in the same act (TR-10), so that every area still adds up and the city has neither more nor less.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar

from ledger.domain.bookkeeping.account import account
from ledger.domain.bookkeeping.posting import Posting, converted
from ledger.domain.bookkeeping.unit import Unit, capacity
from ledger.domain.rights.cap import Cap, CapKind
from ledger.domain.values.encoding import join_code
from ledger.domain.values.pollutant import Pollutant

_BETWEEN_AREAS = "Q11"


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaCaps:
    """The caps in force of one pollutant and basin, in the area that gives tonnes and in the one that takes them."""

    pollutant: Pollutant
    basin: str | None
    giving: Cap | None
    taking: Cap | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """Tonnes that change hands, in grams a year: from which account of the chart, and of which tranche."""

    chart_code: str
    unit: Unit
    grams: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedByRuling:
    """What a court's ruling took of a tranche from its holder and gave to a buyer, in grams a year."""

    REGISTER: ClassVar[str] = "handed_by_ruling"

    holder: str
    """Credit code of whom the tonnes were taken from."""
    ruling: str
    unit: Unit
    grams: int

    @property
    def owner(self) -> str:
        """Return the holder: all that courts took from him is found together."""
        return self.holder

    @property
    def subject(self) -> str:
        """Return what the register knows the ruling by, for one tranche."""
        return join_code(self.ruling, self.unit.code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Who gives or takes, and in which area."""

    credit_code: str
    area: str


def handed_over(parts: Iterable[HandedOver], *, giver: Party, taker: Party) -> tuple[Posting, ...]:
    """Return the postings that put tonnes in use with the taker; in another area they become units of that area."""
    return tuple(
        posting
        for part in parts
        for posting in converted(
            debit=account("Q40", area=taker.area, holder=taker.credit_code),
            credit=account(part.chart_code, area=giver.area, holder=giver.credit_code),
            debited=replace(part.unit, area=taker.area),
            credited=part.unit,
            amount=part.grams,
            through=_BETWEEN_AREAS,
        )
    )


def caps_follow(
    parts: Iterable[HandedOver], caps: Iterable[AreaCaps], *, giver: Party, taker: Party, document: str
) -> tuple[tuple[Posting, ...], tuple[Cap, ...]]:
    """Return what adjusts the caps of two areas to the tonnes that went from one to the other; nothing inside an area.

    :param caps: of every pollutant and basin among the parts.
    """
    if giver.area == taker.area:
        return (), ()
    grams: dict[tuple[Pollutant | None, str | None], int] = {}
    for part in parts:
        named = (part.unit.pollutant, part.unit.basin)
        grams[named] = grams.get(named, 0) + part.grams
    postings: list[Posting] = []
    facts: list[Cap] = []
    for each in caps:
        moved = grams[each.pollutant, each.basin]
        postings += converted(
            debit=account("Q10", area=giver.area),
            credit=account("Q10", area=taker.area),
            debited=capacity(each.pollutant, area=giver.area, basin=each.basin),
            credited=capacity(each.pollutant, area=taker.area, basin=each.basin),
            amount=moved,
            through=_BETWEEN_AREAS,
        )
        facts += _adjusted(each, moved, giver=giver, taker=taker, document=document)
    return tuple(postings), tuple(facts)


def _adjusted(caps: AreaCaps, moved: int, *, giver: Party, taker: Party, document: str) -> Iterable[Cap]:
    giving = caps.giving or _none_published(caps, area=giver.area, grams=moved)
    taking = caps.taking or _none_published(caps, area=taker.area, grams=0)
    yield replace(giving, grams=giving.grams - moved, document=document)
    yield replace(taking, grams=taking.grams + moved, document=document)


def _none_published(caps: AreaCaps, *, area: str, grams: int) -> Cap:
    """Return the record of a cap that stands on the account and was never set by a paper."""
    return Cap(
        area=area,
        pollutant=caps.pollutant,
        basin=caps.basin,
        kind=CapKind.NONE_PUBLISHED,
        grams=grams,
        document="",
    )
