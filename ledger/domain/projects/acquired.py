"""What projects acquired, from the reserve, an enterprise, a court or the own surplus, and what still covers them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import ClassVar

from ledger.domain.bookkeeping.unit import Unit
from ledger.domain.values.encoding import join_code
from ledger.domain.values.pollutant import Pollutant


class AcquiredBy(StrEnum):
    """What was delivered: awards, contracts and rulings have numbers of their own, which may be the same."""

    AWARD = "award"
    CONTRACT = "contract"
    RULING = "ruling"
    OWN = "own"
    """The enterprise's own surplus, taken with the confirmation of its project; ``by`` is then the project."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acquired:
    """What a project acquired of a tranche by one delivery."""

    REGISTER: ClassVar[str] = "acquired"

    project: str
    kind: AcquiredBy
    by: str
    """The award, contract or ruling that was delivered."""
    unit: Unit
    """The tranche as the buyer holds it: its area and basin are those of the need that it covers."""
    grams: int

    @property
    def owner(self) -> str:
        """Return the project: all that it acquired is found together."""
        return self.project

    @property
    def subject(self) -> str:
        """Return what the register knows the delivery by."""
        return join_code(self.kind, self.by, self.unit.code)

    @property
    def pollutant(self) -> Pollutant:
        """Return the pollutant, which every tranche has."""
        if self.unit.pollutant is None:
            message = f"{self.unit.code} is no tranche"
            raise ValueError(message)
        return self.unit.pollutant


def acquisitions(
    delivered: Iterable[tuple[Unit, int]],
    *,
    project: str | None,
    kind: AcquiredBy,
    by: str,
    known: Iterable[Acquired] = (),
) -> tuple[Acquired, ...]:
    """Return what a project acquired by a delivery, one record a tranche; nothing where no project is named.

    :param known: what it acquired before: a ruling that is executed in parts adds to what it gave already.
    """
    if project is None:
        return ()
    before = {each.unit: each.grams for each in known if (each.kind, each.by) == (kind, by)}
    grams: dict[Unit, int] = {}
    for unit, part in delivered:
        grams[unit] = grams.get(unit, before.get(unit, 0)) + part
    return tuple(Acquired(project=project, kind=kind, by=by, unit=unit, grams=total) for unit, total in grams.items())


def still_held(acquired: Iterable[Acquired], *, held: Callable[[Unit], int], on: date) -> tuple[Acquired, ...]:
    """Return what of the acquisitions of an enterprise's projects it still holds and is in its term.

    The same gram covers one project: where less is left than was acquired, those that come first are covered first.

    :param acquired: of all projects of one enterprise, in the order in which they are covered.
    :param held: returns what the enterprise has of a tranche; what is restricted counts, what is leased out does not.
    """
    left: dict[Unit, int] = {}
    found = []
    for each in acquired:
        if each.unit.term_to is not None and each.unit.term_to <= on:
            continue
        there_is = left[each.unit] if each.unit in left else held(each.unit)
        part = min(each.grams, there_is)
        left[each.unit] = there_is - part
        if part > 0:
            found.append(replace(each, grams=part))
    return tuple(found)
