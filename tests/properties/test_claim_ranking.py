"""The ranking of claims against a model that knows every single gram by name.

The model keeps no balances and no order of events: on every question it goes through all claims that stand, in the
order of their rank, and lets each pick single grams until it has enough or nothing is left.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.domain.bookkeeping.unit import Origin, right
from ledger.domain.claims.claim import Claim, ClaimState, Ground, ended, executed
from ledger.domain.claims.claim_ranking import IN_USE, SURPLUS, Encumbered, Move, rearranged
from ledger.domain.values.calendar import Term
from ledger.domain.values.pollutant import Pollutant

UNIT = right(
    Pollutant.COD,
    area="东区",
    basin="海河",
    term=Term(starts=date(2026, 1, 1), ends=date(2031, 1, 1)),
    origin=Origin.RESERVE_SALE,
)
FIRST_MINUTE = datetime(2026, 3, 1, 1, tzinfo=UTC)
WEAKEST_LAST = [Ground.CONTRACT, Ground.LISTING]


@dataclass(frozen=True)
class Step:
    """What somebody does: claims some grams at a minute, or ends one of the claims, or several at once."""

    ground: Ground | None
    grams: int = 0
    minute: int = 0
    chosen: frozenset[int] = frozenset()


STEPS = st.one_of(
    st.builds(Step, ground=st.sampled_from(Ground), grams=st.integers(1, 12), minute=st.integers(0, 5)),
    st.builds(Step, ground=st.none(), chosen=st.frozensets(st.integers(0, 7), min_size=1, max_size=3)),
)


class Holder:
    """A holder of one tranche, whose balances only ever change by the moves that the ranking returns."""

    def __init__(self, *, in_use: int, surplus: int, unsecured_yield: bool) -> None:
        self.accounts = Counter({IN_USE: in_use, SURPLUS: surplus})
        self.claims: dict[str, Claim] = {}
        self.yields = unsecured_yield
        self.moves: tuple[Move, ...] = ()

    @property
    def tranche(self) -> Encumbered:
        """Return the tranche as it stands."""
        standing = tuple(claim for claim in self.claims.values() if claim.standing)
        return Encumbered(unit=UNIT, in_use=self.accounts[IN_USE], surplus=self.accounts[SURPLUS], claims=standing)

    def claim(self, step: Step) -> None:
        """Enter a claim; what its holder gives himself is no more than what is free."""
        assert step.ground is not None
        grams = step.grams
        if step.ground.voluntary:
            grams = min(grams, self.accounts[SURPLUS])
        if not grams:
            return
        number = str(len(self.claims) + 1)
        new = Claim(
            number=number,
            part=1,
            holder="holder",
            ground=step.ground,
            unit=UNIT,
            grams=grams,
            delivered_at=FIRST_MINUTE + timedelta(minutes=step.minute),
            entry=len(self.claims) + 1,
            by="by",
            document="document",
        )
        self._change((*self.tranche.claims, new), draws=True)

    def end(self, step: Step) -> None:
        """End the claims that were chosen."""
        standing = self.tranche.claims
        after = tuple(
            ended(claim, ClaimState.RELEASED) if place in step.chosen else claim for place, claim in enumerate(standing)
        )
        self._change(after, draws=False)

    def _change(self, after: tuple[Claim, ...], *, draws: bool) -> None:
        result = rearranged(self.tranche, after, draws=draws, unsecured_yield=self.yields)
        self.moves = result.moves
        for move in result.moves:
            assert move.grams > 0
            self.accounts[move.debit] += move.grams
            self.accounts[move.credit] -= move.grams
        self.claims |= {claim.subject: claim for claim in result.claims}


def held_gram_by_gram(holder: Holder, grams: int) -> dict[str, int]:
    """Return what each claim holds when single grams are picked one after the other."""

    def rank(claim: Claim) -> tuple[int, datetime, int]:
        behind = WEAKEST_LAST.index(claim.ground) + 1 if holder.yields and claim.ground in WEAKEST_LAST else 0
        return (behind, claim.delivered_at, claim.entry)

    free = [f"gram {number}" for number in range(grams)]
    picked: dict[str, list[str]] = {}
    for claim in sorted(holder.tranche.claims, key=rank):
        mine = picked.setdefault(claim.subject, [])
        while free and len(mine) < claim.grams:
            mine.append(free.pop())
    return {subject: len(mine) for subject, mine in picked.items()}


@settings(max_examples=400, deadline=None)
@given(
    in_use=st.integers(0, 15),
    surplus=st.integers(0, 15),
    steps=st.lists(STEPS, max_size=14),
    unsecured_yield=st.booleans(),
)
def test_every_claim_holds_what_picking_single_grams_by_rank_gives_it(
    in_use: int, surplus: int, steps: list[Step], *, unsecured_yield: bool
) -> None:
    holder = Holder(in_use=in_use, surplus=surplus, unsecured_yield=unsecured_yield)
    for step in steps:
        free_before = holder.accounts[IN_USE] + holder.accounts[SURPLUS]
        holder.end(step) if step.ground is None else holder.claim(step)

        standing = holder.tranche.claims
        assert {claim.subject: claim.held for claim in standing} == held_gram_by_gram(holder, in_use + surplus)
        assert all(amount >= 0 for amount in holder.accounts.values())
        by_ground = Counter({ground.chart_code: 0 for ground in Ground})
        for claim in standing:
            by_ground[claim.ground.chart_code] += claim.held
        assert all(holder.accounts[code] == held for code, held in by_ground.items())
        assert holder.tranche.grams == in_use + surplus
        at_home_in_use = holder.accounts[IN_USE] + sum(claim.in_use for claim in standing)
        assert at_home_in_use == in_use, "every gram goes back to where it came from"
        assert not any(claim.in_use for claim in standing if claim.ground.voluntary)
        if step.ground is None and any(claim.queued for claim in standing):
            free_after = holder.accounts[IN_USE] + holder.accounts[SURPLUS]
            assert free_after == free_before == 0, "while somebody waits nothing becomes available"
            assert not {move.debit for move in holder.moves} & {IN_USE, SURPLUS}


@settings(max_examples=200, deadline=None)
@given(
    in_use=st.integers(0, 15), surplus=st.integers(0, 15), steps=st.lists(STEPS, max_size=10), share=st.integers(1, 20)
)
def test_what_a_claim_executes_is_its_own_and_moves_no_other(
    in_use: int, surplus: int, steps: list[Step], share: int
) -> None:
    holder = Holder(in_use=in_use, surplus=surplus, unsecured_yield=True)
    for step in steps:
        holder.end(step) if step.ground is None else holder.claim(step)
    holding = [claim for claim in holder.tranche.claims if claim.held]
    if not holding:
        return
    chosen = holding[0]
    grams = min(share, chosen.held)

    left = executed(chosen, grams=grams)

    assert (left.grams, left.held) == (chosen.grams - grams, chosen.held - grams)
    assert left.queued == chosen.queued
    assert 0 <= left.in_use <= left.held
    assert left.standing == (left.grams > 0)
    holder.accounts[chosen.ground.chart_code] -= grams
    holder.claims[chosen.subject] = left
    standing = holder.tranche.claims
    again = rearranged(holder.tranche, standing, draws=False, unsecured_yield=True)
    assert again.moves == ()
    assert again.claims == tuple(replace(claim) for claim in standing)
