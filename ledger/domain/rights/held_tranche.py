"""What an enterprise has of its tranches, and which of them an amount is taken from: what is named, or the oldest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from ledger.domain.bookkeeping.account import Account
from ledger.domain.bookkeeping.unit import Unit
from ledger.domain.rights.tranche import Tranche
from ledger.domain.values.forms import FineGrams


@dataclass(frozen=True, slots=True, kw_only=True)
class TrancheGrams:
    """An amount of a tranche, in grams a year."""

    tranche: Tranche
    grams: FineGrams


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldTranche:
    """What one account of the holder has of a tranche, in grams a year."""

    account: Account
    unit: Unit
    grams: int

    @property
    def ends(self) -> date:
        """Return the first day after the term."""
        return self.unit.term_to or date.max


def taken_from(held: Iterable[HeldTranche], *, grams: int) -> tuple[HeldTranche, ...]:
    """Return what ``grams`` are taken from, in the order given; less than asked where there is not enough."""
    taken, missing = [], grams
    for tranche in held:
        part = min(missing, tranche.grams)
        if part > 0:
            taken.append(replace(tranche, grams=part))
            missing -= part
    return tuple(taken)


def named_among(held: Iterable[HeldTranche], named: Iterable[TrancheGrams], *, area: str) -> tuple[HeldTranche, ...]:
    """Return what named tranches are taken from; less than named where there is not enough."""
    by_unit: dict[str, list[HeldTranche]] = {}
    for each in held:
        by_unit.setdefault(each.unit.code, []).append(each)
    return tuple(
        part for line in named for part in taken_from(by_unit.get(line.tranche.unit(area).code, ()), grams=line.grams)
    )


def oldest_first(held: Iterable[HeldTranche]) -> tuple[HeldTranche, ...]:
    """Return tranches in the order in which they are used up: the one that ends first, first."""
    return tuple(sorted(held, key=lambda tranche: (tranche.ends, tranche.account.code, tranche.unit.code)))
