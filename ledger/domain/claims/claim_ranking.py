"""Which gram is held by which claim, and what a change moves between the accounts.

Grams of a tranche are alike, so the ranking only counts: in the order of rank every claim takes what is left, up to
what it claims, and the rest of it is queued. When a claim ends, its grams go straight to those who wait, and only what
nobody waits for goes back to where it came from (practice 6.3).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from ledger.domain.bookkeeping.unit import Unit
from ledger.domain.claims.claim import Claim, Ground

IN_USE: Final = "Q40"
SURPLUS: Final = "Q41"
_WEAKEST: Final = (Ground.LISTING, Ground.CONTRACT)
"""Claims without security, the weakest first: whoever has a contract is nearer to the tonnes than whoever may bid."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Encumbered:
    """A tranche on the accounts of its holder, with the standing claims to it; grams a year."""

    unit: Unit
    in_use: int
    """On Q40."""
    surplus: int
    """On Q41."""
    claims: tuple[Claim, ...] = ()

    @property
    def held(self) -> int:
        """Return how much is restricted, on Q42.1 to Q42.5."""
        return sum(claim.held for claim in self.claims)

    @property
    def grams(self) -> int:
        """Return the whole tranche."""
        return self.in_use + self.surplus + self.held


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Grams that go from one account of the holder to another, by the codes of the chart."""

    debit: str
    credit: str
    grams: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rearranged:
    """What a change of the claims does: the claims as they are afterwards, and what moves."""

    claims: tuple[Claim, ...]
    moves: tuple[Move, ...]


def by_rank(claims: Iterable[Claim], *, unsecured_yield: bool) -> tuple[Claim, ...]:
    """Return claims in the order of their rank: by the minute of delivery, then as they were entered.

    :param unsecured_yield: whether contracts, and behind them listings, rank after whatever is secured or ordered.
    """

    def rank(claim: Claim) -> tuple[int, datetime, int]:
        weakness = _WEAKEST.index(claim.ground) if claim.ground.unsecured else len(_WEAKEST)
        return (-weakness if unsecured_yield else 0, claim.delivered_at, claim.entry)

    return tuple(sorted(claims, key=rank))


def held_by_rank(ranked: Iterable[Claim], grams: int) -> Mapping[str, int]:
    """Return how much of a tranche each claim holds, by its subject; the ranking itself."""
    held: dict[str, int] = {}
    for claim in ranked:
        held[claim.subject] = min(claim.grams, grams)
        grams -= held[claim.subject]
    return held


def rearranged(tranche: Encumbered, after: Iterable[Claim], *, draws: bool, unsecured_yield: bool) -> Rearranged:
    """Return what happens to a tranche when the claims to it change.

    :param tranche: as it is, with its standing claims.
    :param after: the same claims as they shall be, ended or reduced, and new ones, which hold nothing yet.
    :param draws: whether free tonnes may be taken; False where a claim ends, because only its own tonnes move then.
    """
    after = tuple(after)
    ranked = by_rank((claim for claim in after if claim.standing), unsecured_yield=unsecured_yield)
    free = (tranche.surplus, tranche.in_use) if draws else (0, 0)
    change = _Change(held_by_rank(ranked, tranche.held + sum(free)))
    for claim in tranche.claims:
        change.let_go(claim)
    change.loose += [_Loose(SURPLUS, SURPLUS, free[0]), _Loose(IN_USE, IN_USE, free[1])]
    for claim in ranked:
        change.take(claim)
    for claim in ranked:
        change.exchange(claim, ranked)
    for part in change.loose:
        change.move(debit=part.home, credit=part.account, grams=part.grams)
    return Rearranged(
        claims=tuple(change.with_holding(claim) if claim.standing else claim for claim in after),
        moves=_moves(change.net),
    )


@dataclass(slots=True)
class _Loose:
    """Grams that no claim holds for the moment, and the account on which they stand."""

    account: str
    home: str
    """Where they go if nobody wants them."""
    grams: int


class _Change:
    """A change while it is worked out: what each claim shall hold, what it holds by now, and what is loose."""

    def __init__(self, targets: Mapping[str, int]) -> None:
        self.targets = targets
        self.holding: defaultdict[str, dict[str, int]] = defaultdict(lambda: {IN_USE: 0, SURPLUS: 0})
        self.loose: list[_Loose] = []
        self.net: defaultdict[str, int] = defaultdict(int)

    def let_go(self, claim: Claim) -> None:
        """Let a claim go what it shall not hold any more: first what was in use."""
        holding = self.holding[claim.subject]
        holding |= {IN_USE: claim.in_use, SURPLUS: claim.held - claim.in_use}
        too_much = max(claim.held - self.targets.get(claim.subject, 0), 0)
        for home in (IN_USE, SURPLUS):
            part = min(too_much, holding[home])
            holding[home] -= part
            too_much -= part
            self.loose.append(_Loose(claim.ground.chart_code, home, part))

    def take(self, claim: Claim) -> None:
        """Let a claim take what it shall hold from what is loose; what its holder gave himself is surplus alone."""
        for part in self.loose:
            if part.home == SURPLUS or not claim.ground.voluntary:
                grams = min(self._wanted(claim), part.grams)
                part.grams -= grams
                self.holding[claim.subject][part.home] += grams
                self.move(debit=claim.ground.chart_code, credit=part.account, grams=grams)

    def exchange(self, claim: Claim, ranked: Iterable[Claim]) -> None:
        """Let a claim that still lacks surplus have that of a freeze, which takes loose grams that were in use."""
        for other in ranked:
            for part in self.loose:
                if other.ground.voluntary or part.home == SURPLUS:
                    continue
                grams = min(self._wanted(claim), part.grams, self.holding[other.subject][SURPLUS])
                part.grams -= grams
                self.holding[other.subject][IN_USE] += grams
                self.holding[other.subject][SURPLUS] -= grams
                self.holding[claim.subject][SURPLUS] += grams
                self.move(debit=claim.ground.chart_code, credit=part.account, grams=grams)

    def move(self, *, debit: str, credit: str, grams: int) -> None:
        """Note that grams go from one account to another."""
        self.net[debit] += grams
        self.net[credit] -= grams

    def with_holding(self, claim: Claim) -> Claim:
        """Return a claim with what it holds now."""
        holding = self.holding[claim.subject]
        return replace(claim, held=sum(holding.values()), in_use=holding[IN_USE])

    def _wanted(self, claim: Claim) -> int:
        return self.targets[claim.subject] - sum(self.holding[claim.subject].values())


def _moves(net: Mapping[str, int]) -> tuple[Move, ...]:
    """Return the moves that bring about a net change, account by account in the order of the chart."""
    gained = [_Side(code, net[code]) for code in sorted(net) if net[code] > 0]
    lost = [_Side(code, -net[code]) for code in sorted(net) if net[code] < 0]
    moves = []
    for credit in lost:
        for debit in gained:
            grams = min(debit.grams, credit.grams)
            debit.grams -= grams
            credit.grams -= grams
            if grams:
                moves.append(Move(debit=debit.code, credit=credit.code, grams=grams))
    return tuple(moves)


@dataclass(slots=True)
class _Side:
    """What is still to be moved to or from an account."""

    code: str
    grams: int


def spread(
    tranches: Iterable[Encumbered], grams: int, *, queues: bool, unsecured_yield: bool
) -> tuple[tuple[Encumbered, int], ...]:
    """Return how much of each tranche is claimed by one who names a pollutant and no tranche.

    What costs others least comes first: surplus, then what is in use, then what is held without security, then what can
    only be queued for. Less than asked is returned where the holder has not so much.

    :param queues: whether to claim what others hold as well.
    """
    tranches = tuple(tranches)
    claimed = [0] * len(tranches)
    tiers = [[tranche.surplus for tranche in tranches], [tranche.in_use for tranche in tranches]]
    if queues:
        yielding = [_held_without_security(tranche) if unsecured_yield else 0 for tranche in tranches]
        tiers += [yielding, [tranche.held - each for tranche, each in zip(tranches, yielding, strict=True)]]
    for tier in tiers:
        for place, there_is in enumerate(tier):
            part = min(grams, there_is)
            claimed[place] += part
            grams -= part
    return tuple((tranche, part) for tranche, part in zip(tranches, claimed, strict=True) if part)


def _held_without_security(tranche: Encumbered) -> int:
    return sum(claim.held for claim in tranche.claims if claim.ground.unsecured)


def waited_for(unit: Unit, claims: Iterable[Claim], *, on: date) -> int:
    """Return how many grams of a tranche, or of tonnes of its kind to come, standing claims wait for on a day.

    So much of its free surplus is nobody's to give away (assumption 43).
    """
    return sum(
        claim.queued
        for claim in claims
        if claim.standing
        and not claim.over(on)
        and (claim.unit == unit or (claim.awaits_tonnes and kind_of(claim.unit) == kind_of(unit)))
    )


def kind_of(unit: Unit) -> tuple[object, ...]:
    """Return what a claim that waits for tonnes to come names of them: pollutant, area and basin."""
    return (unit.pollutant, unit.area, unit.basin)
