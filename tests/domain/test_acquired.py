"""What projects acquired covers them in the order of their requests, as far as it is held and in its term."""

from __future__ import annotations

from datetime import date

from ledger.domain.bookkeeping.unit import Origin, right
from ledger.domain.projects.acquired import Acquired, AcquiredBy, acquisitions, still_held
from ledger.domain.values.calendar import Term
from ledger.domain.values.pollutant import Pollutant

TERM = Term(starts=date(2026, 1, 1), ends=date(2031, 1, 1))
UNIT = right(Pollutant.SULPHUR_DIOXIDE, area="东区", basin=None, term=TERM, origin=Origin.RESERVE_SALE)


def acquired(project: str, grams: int, *, kind: AcquiredBy = AcquiredBy.AWARD) -> Acquired:
    return Acquired(project=project, kind=kind, by="2026-1", unit=UNIT, grams=grams)


def test_where_less_is_held_than_was_acquired_the_first_are_covered_first() -> None:
    bought = [acquired("先", 5), acquired("后", 4)]

    covered = still_held(bought, held=lambda _: 6, on=date(2026, 6, 1))

    assert [(each.project, each.grams) for each in covered] == [("先", 5), ("后", 1)]
    assert still_held(bought, held=lambda _: 9, on=date(2031, 1, 1)) == (), "the term is over"


def test_an_award_and_a_contract_of_one_number_are_two_and_a_ruling_in_parts_adds_up() -> None:
    assert acquired("先", 1).subject != acquired("先", 1, kind=AcquiredBy.CONTRACT).subject
    before = acquired("先", 2, kind=AcquiredBy.RULING)

    after = acquisitions([(UNIT, 3)], project="先", kind=AcquiredBy.RULING, by="2026-1", known=[before])

    assert after == (acquired("先", 5, kind=AcquiredBy.RULING),)
