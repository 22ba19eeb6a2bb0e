"""What an enterprise has, tranche by tranche: in use, surplus, restricted and by whom, leased, and when it ends.

Quantities are grams a year. The lead times of the reminders (12, 6 and 3 months before a right ends) are those of
practice §5.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from ledger.domain.bookkeeping.unit import Unit
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.rights.lease import Lease
from ledger.domain.values.calendar import months_after
from ledger.domain.values.pollutant import Pollutant
from ledger.projections.enterprise.records import records_of
from ledger.projections.registers.claims import CertifiedTranche, RankedClaim, holding_certificate

if TYPE_CHECKING:
    from ledger.projections.view import View
    from ledger.rules.law.book import RuleBook

REMINDED_MONTHS: Final = (3, 6, 12)
"""How many months before the end of a right its holder is reminded, the shortest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrancheState:
    """One tranche with the standing claims to it in the order of their rank.

    Attributes:
        leased_out, leased_in: the leases that have not been ended in the books, run out or not.
        ends_within: the shortest of the reminded spans, in months, within which the term ends; None for later.
        over: whether the term has ended.

    """

    amounts: CertifiedTranche
    claims: tuple[RankedClaim, ...]
    leased_out: tuple[Lease, ...]
    leased_in: tuple[Lease, ...]
    ends_within: int | None
    over: bool

    @property
    def unit(self) -> Unit:
        """Return the tranche."""
        return self.amounts.unit

    @property
    def restricted(self) -> int:
        """Return what is not at the holder's disposal under any claim."""
        return sum(self.amounts.restricted.values())

    @property
    def lent(self) -> int:
        """Return what another enterprise uses under a lease."""
        return sum(lease.grams for lease in self.leased_out)


@dataclass(frozen=True, slots=True, kw_only=True)
class PollutantTotal:
    """What an enterprise has of a pollutant in all tranches that are in force on the day."""

    pollutant: Pollutant
    in_use: int
    surplus: int
    restricted: int
    leased_in: int
    leased_out: int

    @property
    def covers(self) -> int:
        """Return what covers emissions: restricted is not disposable, but it can be used (practice 6.3)."""
        return self.in_use + self.surplus + self.restricted + self.leased_in


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldingState:
    """All that an enterprise has at the end of a day; ``waiting`` are claims to tonnes that it does not have yet."""

    holder: Enterprise
    on: date
    size: int
    tranches: tuple[TrancheState, ...]
    waiting: tuple[RankedClaim, ...]

    @property
    def totals(self) -> tuple[PollutantTotal, ...]:
        """Return the sums of each pollutant that there is, in the order of the pollutants."""
        by_pollutant: Mapping[Pollutant, list[TrancheState]] = defaultdict(list)
        for tranche in self.tranches:
            begun = tranche.unit.term_from is None or tranche.unit.term_from <= self.on
            if tranche.unit.pollutant is not None and begun and not tranche.over:
                by_pollutant[tranche.unit.pollutant].append(tranche)
        return tuple(_total(pollutant, by_pollutant[pollutant]) for pollutant in Pollutant if pollutant in by_pollutant)

    @property
    def ending(self) -> tuple[TrancheState, ...]:
        """Return what has ended or is about to, the earliest first."""
        soon = [tranche for tranche in self.tranches if tranche.over or tranche.ends_within is not None]
        return tuple(sorted(soon, key=lambda tranche: (tranche.unit.term_to or date.max, tranche.unit.code)))


def holding_state(view: View, holder: str, *, book: RuleBook, on: date) -> HoldingState:
    """Return what an enterprise has at the end of a day.

    :param holder: credit code; ``book``: ranks the claims by the law of that day.
    :raises NotFound: ``enterprise.missing``.
    :raises NoProvisionInForce: no text says how claims rank on that day.
    """
    found = holding_certificate(view, holder, book=book, on=on)
    claims: dict[str, list[RankedClaim]] = defaultdict(list)
    for ranked in found.claims:
        claims[ranked.claim.unit.code].append(ranked)
    lent = _by_unit(records_of(view, Lease, member="lessor", value=holder))
    borrowed = _by_unit(records_of(view, Lease, member="lessee", value=holder))
    amounts = {tranche.unit.code: tranche for tranche in found.tranches}
    for unit in (lease.tranche.unit(lease.area) for each in (*lent.values(), *borrowed.values()) for lease in each):
        amounts.setdefault(unit.code, CertifiedTranche(unit=unit, in_use=0, surplus=0, restricted={}, leased_in=0))
    return HoldingState(
        holder=found.holder,
        on=on,
        size=found.size,
        tranches=tuple(
            TrancheState(
                amounts=tranche,
                claims=tuple(claims.get(code, ())),
                leased_out=tuple(lent.get(code, ())),
                leased_in=tuple(borrowed.get(code, ())),
                ends_within=ends_within(tranche.unit.term_to, on=on),
                over=tranche.unit.term_to is not None and tranche.unit.term_to <= on,
            )
            for code, tranche in sorted(amounts.items())
        ),
        waiting=tuple(ranked for ranked in found.claims if ranked.claim.awaits_tonnes),
    )


def ends_within(term_to: date | None, *, on: date) -> int | None:
    """Return the shortest of the reminded spans within which a term ends, in months; None for none of them.

    :param term_to: the first day after the term.
    """
    if term_to is None or term_to <= on:
        return None
    return next((months for months in REMINDED_MONTHS if term_to <= months_after(on, months)), None)


def _by_unit(leases: Iterable[Lease]) -> dict[str, list[Lease]]:
    found: dict[str, list[Lease]] = defaultdict(list)
    for lease in leases:
        if lease.ended_on is None:
            found[lease.tranche.unit(lease.area).code].append(lease)
    return found


def _total(pollutant: Pollutant, tranches: Iterable[TrancheState]) -> PollutantTotal:
    tranches = tuple(tranches)
    return PollutantTotal(
        pollutant=pollutant,
        in_use=sum(tranche.amounts.in_use for tranche in tranches),
        surplus=sum(tranche.amounts.surplus for tranche in tranches),
        restricted=sum(tranche.restricted for tranche in tranches),
        leased_in=sum(tranche.amounts.leased_in for tranche in tranches),
        leased_out=sum(tranche.lent for tranche in tranches),
    )
