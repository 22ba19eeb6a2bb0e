"""Who has a claim to what, in the order of rank, and the certificates that follow from it.

A certificate of holding (持有证明) says what an enterprise has and what of it is restricted; where nothing is, it is
one of no encumbrance (无权利负担证明) as well. Quantities are grams a year.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from ledger.domain.bookkeeping.unit import Unit
from ledger.domain.claims.claim import Claim, Ground
from ledger.domain.claims.claim_ranking import IN_USE, SURPLUS, by_rank
from ledger.domain.registers.enterprise import Enterprise
from ledger.errors import NotFound, say
from ledger.projections.accounts.balances import balances
from ledger.projections.overview import log_head
from ledger.rules.law import keys
from ledger.store.registers import Registers

if TYPE_CHECKING:
    from ledger.domain.values.pollutant import Pollutant
    from ledger.projections.view import View
    from ledger.rules.law.book import RuleBook

_LEASED_IN: Final = "Q44"
_GROUNDS: Final = {ground.chart_code: ground for ground in Ground}


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedClaim:
    """A standing claim with its rank among those to the same tranche, 1 being the first."""

    rank: int
    claim: Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class CertifiedTranche:
    """What an enterprise has of one tranche."""

    unit: Unit
    in_use: int
    surplus: int
    restricted: Mapping[Ground, int]
    leased_in: int

    @property
    def covers(self) -> int:
        """Return what covers emissions: restricted is not disposable, but it can be used (practice 6.3)."""
        return self.in_use + self.surplus + sum(self.restricted.values()) + self.leased_in


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldingCertificate:
    """What an enterprise has at the end of a day, and the claims that stand now.

    ``size`` is how far the journal had come, by which the certificate can be checked.
    """

    holder: Enterprise
    on: date
    size: int
    tranches: tuple[CertifiedTranche, ...]
    claims: tuple[RankedClaim, ...]

    @property
    def unencumbered(self) -> bool:
        """Return whether nothing is restricted and nobody waits."""
        return not self.claims and not any(sum(tranche.restricted.values()) for tranche in self.tranches)


@dataclass(frozen=True, slots=True, kw_only=True)
class FreezeAnswer:
    """The answer to a court (回执) for one pollutant: what it asked for, what is frozen, what is queued."""

    unit: Unit
    asked: int
    frozen: int

    @property
    def queued(self) -> int:
        """Return what waits behind others, or for tonnes to come."""
        return self.asked - self.frozen


def claims_by_rank(view: View, holder: str, *, book: RuleBook, on: date) -> tuple[RankedClaim, ...]:
    """Return the standing claims to all that a holder has, tranche by tranche, by the ranks of the law of a day.

    :raises NoProvisionInForce: no text says how they rank on that day.
    """
    unsecured_yield = book.provision(keys.FREEZE_OVER_UNSECURED, on=on).value
    by_tranche: dict[str, list[Claim]] = defaultdict(list)
    for claim in Registers(view).all(Claim, owner=holder):
        if claim.standing:
            by_tranche[claim.unit.code].append(claim)
    return tuple(
        RankedClaim(rank=rank, claim=claim)
        for code in sorted(by_tranche)
        for rank, claim in enumerate(by_rank(by_tranche[code], unsecured_yield=unsecured_yield), start=1)
    )


def holding_certificate(view: View, holder: str, *, book: RuleBook, on: date) -> HoldingCertificate:
    """Return what an enterprise has at the end of a day, every restriction named.

    :raises NotFound: ``enterprise.missing``.
    """
    enterprise = Registers(view).find(Enterprise, holder)
    if enterprise is None:
        raise NotFound(say("没有登记统一社会信用代码为“{code}”的企业", code=holder), code="enterprise.missing")
    return HoldingCertificate(
        holder=enterprise,
        on=on,
        size=log_head(view).size,
        tranches=_tranches(view, holder, on=on),
        claims=claims_by_rank(view, holder, book=book, on=on),
    )


def coverage(view: View, holder: str, *, on: date) -> Mapping[Pollutant, int]:
    """Return what covers the emissions of an enterprise on a day, by pollutant: tranches in force, leased ones too."""
    covered: dict[Pollutant, int] = defaultdict(int)
    for tranche in _tranches(view, holder, on=on):
        unit = tranche.unit
        begun = unit.term_from is None or unit.term_from <= on
        if unit.pollutant is not None and begun and (unit.term_to is None or on < unit.term_to):
            covered[unit.pollutant] += tranche.covers
    return covered


def freeze_answer(view: View, *, holder: str, number: str) -> tuple[FreezeAnswer, ...]:
    """Return what is to be answered to a court's order, for each tranche and for what is not there."""
    return tuple(
        FreezeAnswer(unit=claim.unit, asked=claim.grams, frozen=claim.held)
        for claim in _standing(Registers(view).all(Claim, owner=holder))
        if claim.number == number and claim.ground is Ground.JUDICIAL_FREEZE
    )


def claims_ending(view: View, *, by: date) -> tuple[Claim, ...]:
    """Return the standing claims whose last day is not after a day, the earliest first."""
    ending = [
        (claim.until, claim)
        for claim in _standing(Registers(view).everywhere(Claim))
        if claim.until is not None and claim.until <= by
    ]
    return tuple(claim for _, claim in sorted(ending, key=lambda each: (each[0], each[1].holder, each[1].subject)))


def _standing(claims: Iterable[Claim]) -> Iterable[Claim]:
    return (claim for claim in claims if claim.standing)


def _tranches(view: View, holder: str, *, on: date) -> tuple[CertifiedTranche, ...]:
    amounts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    units: dict[str, Unit] = {}
    for row in balances(view, on=on, holder=holder):
        code = row.account.chart.code
        if code in {IN_USE, SURPLUS, _LEASED_IN, *_GROUNDS}:
            units[row.unit.code] = row.unit
            amounts[row.unit.code][code] += row.amount
    return tuple(
        CertifiedTranche(
            unit=units[code],
            in_use=amounts[code][IN_USE],
            surplus=amounts[code][SURPLUS],
            restricted={ground: amounts[code][chart] for chart, ground in _GROUNDS.items() if amounts[code][chart]},
            leased_in=amounts[code][_LEASED_IN],
        )
        for code in sorted(units)
    )
