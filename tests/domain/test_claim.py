"""Claims end with the right, go over with the holder, and are used up by what they execute."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from ledger.domain.bookkeeping.unit import Origin, capacity, right
from ledger.domain.claims.claim import Claim, ClaimState, Ground, claims_carried, claims_lapsing, executed
from ledger.domain.claims.claim_ranking import Encumbered, Move, rearranged, spread
from ledger.domain.values.calendar import Term
from ledger.domain.values.pollutant import Pollutant
from ledger.store.record_text import body_of, record_of

UNIT = right(
    Pollutant.COD,
    area="东区",
    basin="海河",
    term=Term(starts=date(2026, 1, 1), ends=date(2031, 1, 1)),
    origin=Origin.RESERVE_SALE,
)
FREEZE = Claim(
    number="冻1",
    part=1,
    holder="old",
    ground=Ground.JUDICIAL_FREEZE,
    unit=UNIT,
    grams=10,
    held=6,
    in_use=4,
    delivered_at=datetime(2026, 3, 2, 8, 58, tzinfo=UTC),
    entry=3,
    until=date(2029, 3, 2),
    by="示例法院",
    document="示例文书",
)
LISTING = replace(FREEZE, number="牌1", ground=Ground.LISTING, grams=2, held=2, in_use=0, entry=1, until=None)


def test_a_claim_reads_back_as_it_was_registered() -> None:
    assert record_of(Claim, body_of(FREEZE)) == FREEZE
    assert (FREEZE.owner, FREEZE.subject, FREEZE.queued) == ("old", "judicial_freeze/冻1/东区/1", 4)


def test_an_order_ends_after_its_last_day_and_a_pledge_never_by_itself() -> None:
    assert not FREEZE.over(date(2029, 3, 2))
    assert FREEZE.over(date(2029, 3, 3))
    assert not replace(FREEZE, ground=Ground.PLEDGE).over(date(2029, 3, 3))
    assert not replace(FREEZE, until=None).over(date(2099, 1, 1))


def test_what_is_executed_is_taken_from_surplus_first() -> None:
    left = executed(FREEZE, grams=3)

    assert (left.grams, left.held, left.in_use, left.queued) == (7, 3, 3, 4)
    assert executed(replace(FREEZE, grams=6), grams=6).state is ClaimState.EXECUTED


def test_claims_lapse_with_the_tranche_and_no_others_do() -> None:
    other = replace(FREEZE, number="冻2", unit=capacity(Pollutant.COD, area="东区", basin="海河"))
    gone = replace(FREEZE, number="冻3", state=ClaimState.RELEASED)

    [lapsed] = claims_lapsing((FREEZE, other, gone), unit=UNIT)

    assert (lapsed.number, lapsed.state, lapsed.held, lapsed.in_use) == ("冻1", ClaimState.LAPSED, 0, 0)
    assert other.awaits_tonnes


def test_claims_go_over_with_their_rank_and_the_old_holder_has_none_left() -> None:
    carried = claims_carried((FREEZE, LISTING, replace(LISTING, number="牌2", state=ClaimState.RELEASED)), to="new")

    assert [(claim.holder, claim.number, claim.state, claim.held) for claim in carried] == [
        ("old", "牌1", ClaimState.CARRIED, 0),
        ("new", "牌1", ClaimState.STANDING, 2),
        ("old", "冻1", ClaimState.CARRIED, 0),
        ("new", "冻1", ClaimState.STANDING, 6),
    ]
    assert {claim.delivered_at for claim in carried} == {FREEZE.delivered_at}
    assert [claim.entry for claim in claims_carried((FREEZE, LISTING), to="new", entries=7) if claim.standing] == [8, 9]


def test_without_the_yield_of_the_unsecured_an_order_queues_behind_a_listing() -> None:
    tranche = Encumbered(unit=UNIT, in_use=0, surplus=0, claims=(replace(LISTING, delivered_at=_before()),))
    order = replace(FREEZE, grams=2, held=0, in_use=0)

    yields = rearranged(tranche, (*tranche.claims, order), draws=True, unsecured_yield=True)
    queues = rearranged(tranche, (*tranche.claims, order), draws=True, unsecured_yield=False)

    assert yields.moves == (Move(debit="Q42.4", credit="Q42.1", grams=2),)
    assert [claim.held for claim in yields.claims] == [0, 2]
    assert queues.moves == ()
    assert [claim.held for claim in queues.claims] == [2, 0]


def test_an_order_is_spread_where_it_costs_others_least() -> None:
    listed = Encumbered(unit=UNIT, in_use=3, surplus=2, claims=(LISTING,))
    frozen = Encumbered(unit=replace(UNIT, term_to=date(2032, 1, 1)), in_use=1, surplus=0, claims=(FREEZE,))

    def of(grams: int, *, queues: bool = True) -> list[int]:
        return [part for _, part in spread((listed, frozen), grams, queues=queues, unsecured_yield=True)]

    assert of(2) == [2]
    assert of(6) == [5, 1]
    assert of(8) == [7, 1]
    assert of(99) == [7, 7]
    assert of(99, queues=False) == [5, 1]


def _before() -> datetime:
    return datetime(2026, 3, 1, tzinfo=UTC)
