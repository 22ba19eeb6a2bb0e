"""What the closure of a plant is judged on, and what becomes of it where the law says something else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

import pytest

from ledger.domain.bookkeeping.account import account
from ledger.domain.bookkeeping.unit import Origin, right
from ledger.domain.credits.closure import ClosedPollutant, CloseFacility, ClosureRoute
from ledger.domain.credits.credit import SurplusToCredit
from ledger.domain.credits.facility_card import Backing, FacilityCard, UseKind
from ledger.domain.registers.facility import Facility
from ledger.domain.rights.held_tranche import HeldTranche, oldest_first, taken_from
from ledger.domain.values.calendar import Term
from ledger.domain.values.pollutant import Pollutant
from ledger.rules.credits.closure import CLOSING, ClosureCase, GivenUp
from ledger.rules.credits.facility_card import with_use
from ledger.rules.credits.reduction import enough_officers
from ledger.rules.credits.surplus_credit import SURPLUS, SurplusCase
from ledger.rules.judge import breaches_of
from ledger.rules.law.book import RuleBook
from ledger.rules.law.loader import load_book
from tests.rules.project_books import book_with

BOOK: Final = load_book()
DAY: Final = date(2026, 6, 1)
TONNE: Final = 1_000_000
SO2: Final = Pollutant.SULPHUR_DIOXIDE
PLANT: Final = Facility(id="示例一厂", name="示例一厂", area="东区", enterprise="91371500MA00DEM012")
CARD: Final = FacilityCard(
    facility=PLANT.id, pollutant=SO2, verified=10 * TONNE, operating_since=date(2012, 5, 1), closes=True
)


def held(grams: int, *, years: int = 5, origin: Origin = Origin.FREE) -> HeldTranche:
    term = Term.of_years(starts=date(2024, 1, 1), years=years)
    return HeldTranche(
        account=account("Q40", area=PLANT.area, holder=PLANT.enterprise),
        unit=right(SO2, area=PLANT.area, basin=None, term=term, origin=origin),
        grams=grams,
    )


def given_up(grams: int, *tranches: HeldTranche, card: FacilityCard = CARD) -> GivenUp:
    return GivenUp(
        asked=ClosedPollutant(pollutant=SO2, grams=grams),
        facility=PLANT,
        basin=None,
        card=card,
        closure=None,
        held=tranches,
        restricted=0,
    )


def codes(*lines: GivenUp, book: RuleBook = BOOK, route: ClosureRoute = ClosureRoute.POOL) -> list[str]:
    asked = CloseFacility(
        effective_on=DAY,
        facility=PLANT.id,
        route=route,
        pollutants=tuple(line.asked for line in lines),
        document="示例",
    )
    case = ClosureCase(asked=asked, facility=PLANT, lines=lines)
    return [breach.code for breach in breaches_of(case, checks=CLOSING, book=book)]


def test_a_closure_that_is_verified_and_covered_by_free_rights_breaches_nothing() -> None:
    assert codes(given_up(10 * TONNE, held(10 * TONNE))) == []


def test_all_faults_of_a_closure_are_told_at_once() -> None:
    paid = held(10 * TONNE, origin=Origin.FIXED_PRICE)
    young = replace(CARD, operating_since=date(2026, 2, 1), backing=Backing.NONE)

    assert codes(given_up(11 * TONNE, paid, card=young), route=ClosureRoute.RESERVE) == [
        "closure.reserve_route",
        "closure.not_held",
        "closure.paid_origin",
        "card.too_young",
        "credit.other_backing",
        "card.overused",
    ]


def test_a_closure_names_each_pollutant_once() -> None:
    line = given_up(5 * TONNE, held(10 * TONNE))

    assert codes() == ["closure.pollutants"]
    assert codes(line, line) == ["closure.pollutants"]


@pytest.mark.parametrize("kind", [UseKind.RECLAIMED, UseKind.BOUGHT_BACK])
def test_what_went_into_the_reserve_does_not_go_into_the_pool_as_well(kind: UseKind) -> None:
    card = with_use(replace(CARD, verified=20 * TONNE), kind, TONNE)

    assert codes(given_up(10 * TONNE, held(10 * TONNE), card=card)) == ["closure.other_route"]


def test_paid_rights_may_be_given_up_where_the_law_lets_them() -> None:
    paid = given_up(10 * TONNE, held(10 * TONNE, origin=Origin.RESERVE_SALE))

    assert codes(paid) == ["closure.paid_origin"]
    assert codes(paid, book=book_with("closure.paid_origin", '"give_up"')) == []


def test_tranches_are_used_up_in_the_order_in_which_they_end() -> None:
    late, soon = held(4 * TONNE, years=9), held(4 * TONNE, years=3)

    taken = taken_from(oldest_first([late, soon]), grams=5 * TONNE)

    assert [(part.ends.year, part.grams) for part in taken] == [(2027, 4 * TONNE), (2033, TONNE)]


def test_surplus_becomes_credit_only_where_the_law_lets_it() -> None:
    asked = SurplusToCredit(effective_on=DAY, facility=PLANT.id, pollutant=SO2, grams=3 * TONNE, consent="示例")
    case = SurplusCase(asked=asked, facility=PLANT, given_up=given_up(3 * TONNE, held(3 * TONNE)))

    assert breaches_of(case, checks=SURPLUS, book=BOOK) == ()
    [refused] = breaches_of(case, checks=SURPLUS, book=book_with("credit.from_surplus", "false"))
    assert (refused.code, refused.authority) == ("surplus.not_allowed", "by_analogy")


@pytest.mark.parametrize(("officers", "enough"), [(("甲",), False), (("甲", "甲"), False), (("甲", "乙"), True)])
def test_two_different_officers_sign_a_site_record(officers: tuple[str, ...], enough: bool) -> None:
    found = enough_officers(officers, on=DAY, book=BOOK)

    assert (found is None) is enough


def test_nothing_is_given_up_for_nothing() -> None:
    assert codes(given_up(0, held(10 * TONNE))) == ["quantity.nothing"]
