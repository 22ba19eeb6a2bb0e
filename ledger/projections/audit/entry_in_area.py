"""An act as far as a branch may see it: the lines and facts of its own area, and how many belong to others."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.judged_by import JudgedBy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.domain.bookkeeping.journal import Registration
    from ledger.domain.bookkeeping.unit import Unit
    from ledger.projections.accounts.entry import RecordedEntry, RecordedMovement

_NAMES_AN_AREA: Final = frozenset({"area", "lender", "borrower", "seller_area", "buyer_area", "from_area", "to_area"})
"""Members of registered facts that hold the name of an area."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenMovement:
    """A movement with the sides of it that may be seen; at least one may."""

    movement: RecordedMovement
    debit: bool
    credit: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenEntry:
    """What of an act may be seen.

    Attributes:
        totals: what is seen in each unit, its debits and its credits.
        lines_of_others: how many lines, each the side of a movement, belong to other areas.
        facts_of_others: how many registrations belong to other areas.

    """

    movements: tuple[SeenMovement, ...]
    totals: dict[Unit, tuple[int, int]]
    registrations: tuple[Registration, ...]
    lines_of_others: int
    facts_of_others: int


def seen_in(whole: RecordedEntry, *, area: str | None) -> SeenEntry:
    """Return what of an act the reader of one area may see; all of it for one who sees every area (None)."""
    sides = [
        SeenMovement(
            movement=movement,
            debit=area in {None, movement.debit.area},
            credit=area in {None, movement.credit.area},
        )
        for movement in whole.movements
    ]
    lines_of_others = sum((not each.debit) + (not each.credit) for each in sides)
    areas = [set(_areas_of(json.loads(fact.body))) for fact in whole.registrations]
    shared = area is not None and (lines_of_others > 0 or any(named and area not in named for named in areas))
    facts = tuple(
        fact
        for fact, named in zip(whole.registrations, areas, strict=True)
        if area is None or area in named or fact.register == JudgedBy.REGISTER or not (named or shared)
    )
    movements = tuple(each for each in sides if each.debit or each.credit)
    return SeenEntry(
        movements=movements,
        totals=_totals(movements),
        registrations=facts,
        lines_of_others=lines_of_others,
        facts_of_others=len(whole.registrations) - len(facts),
    )


def _areas_of(body: Any) -> Iterator[str]:
    if isinstance(body, list):
        for each in body:
            yield from _areas_of(each)
    elif isinstance(body, dict):
        for name, value in body.items():
            if name in _NAMES_AN_AREA and isinstance(value, str):
                yield value
            else:
                yield from _areas_of(value)


def _totals(seen: tuple[SeenMovement, ...]) -> dict[Unit, tuple[int, int]]:
    totals: dict[Unit, tuple[int, int]] = {}
    for each in seen:
        unit, amount = each.movement.unit, each.movement.amount
        debits, credits_ = totals.get(unit, (0, 0))
        totals[unit] = (debits + amount * each.debit, credits_ + amount * each.credit)
    return totals
