"""What the pictures are drawn from, on a year that can be added up in the head, on each engine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Final

import pytest

from ledger.domain.bookkeeping.unit import MONEY
from ledger.domain.money.price_basis import PriceBasis
from ledger.domain.rights.cap import CapKind
from ledger.domain.values.pollutant import Pollutant
from ledger.projections.money.arrears import Age
from ledger.projections.pictures.business import Business, Stand
from ledger.projections.pictures.cap_use import CapUse, Part, cap_uses, together
from ledger.projections.pictures.credit_months import credit_months
from ledger.projections.pictures.dues import dues
from ledger.projections.pictures.flows import FlowPicture, flow_pictures
from ledger.projections.pictures.round_prices import price_series
from ledger.store.book import Book
from tests.new_books import new_book
from tests.projections.picture_books import EAST, SO2, TONNE, UNDER_THE_CAP, WEST, Act, Post, keep, notices, year
from tests.store.conftest import LAW, NOW, TODAY
from tests.web.pages.books import recorded_book

if TYPE_CHECKING:
    from pathlib import Path

    from ledger.projections.view import View

NEW_YEARS_EVE: Final = date(2025, 12, 31)
BEHIND: Final = len(year()) + len(notices()) + 2


@pytest.fixture
def book(database_url: str) -> Iterator[Book]:
    book = new_book(database_url, origin="test.example/pictures", rule_book=LAW, now=NOW, today=TODAY)
    keep(book, [*year(), *notices()])
    yield book
    book.close()


@pytest.fixture
def view(book: Book) -> Iterator[View]:
    with book.reading() as connection:
        yield connection


def in_tonnes(use: CapUse) -> dict[Part, int]:
    assert all(grams % TONNE == 0 for grams in use.parts.values())
    return {part: grams // TONNE for part, grams in use.parts.items()}


def flows_of(picture: FlowPicture) -> tuple[set[tuple[Stand, Business, int]], set[tuple[Business, Stand, int]]]:
    return (
        {(flow.stand, flow.business, flow.grams // TONNE) for flow in picture.taken},
        {(flow.business, flow.stand, flow.grams // TONNE) for flow in picture.put},
    )


def test_the_parts_of_a_cap_add_up_to_it(view: View) -> None:
    east = cap_uses(view, on=NEW_YEARS_EVE)[0]

    assert east.area == EAST
    assert east.limit == 1000 * TONNE
    assert in_tonnes(east) == {
        Part.IN_USE: 220,
        Part.SURPLUS: 25,
        Part.FROZEN: 15,
        Part.NOT_RUNNING: 50,
        Part.RESERVE: 100,
        Part.UNALLOCATED: 530,
        Part.GIVEN_UP: 60,
    }
    assert (east.issued, east.restricted) == (310 * TONNE, 15 * TONNE)
    assert east.difference == 0


def test_a_term_that_begins_moves_its_tonnes_into_use_without_an_act(view: View) -> None:
    east = cap_uses(view, on=date(2026, 1, 1))[0]

    assert in_tonnes(east)[Part.IN_USE] == 270
    assert Part.NOT_RUNNING not in east.parts


def test_a_cap_is_not_there_before_it_is_set(view: View) -> None:
    assert cap_uses(view, on=date(2025, 1, 1)) == []
    assert [use.limit // TONNE for use in cap_uses(view, on=date(2025, 1, 2))] == [1000, 0]


def test_where_no_total_is_published_reserve_and_pool_are_what_can_be_given_out(view: View) -> None:
    west = cap_uses(view, on=NEW_YEARS_EVE)[1]

    assert [cap.kind for cap in west.unpublished] == [CapKind.NONE_PUBLISHED]
    assert west.can_be_given_out == 10 * TONNE


def test_the_city_is_the_sum_of_its_areas(view: View) -> None:
    [city] = together(cap_uses(view, on=NEW_YEARS_EVE))

    assert city.area is None
    assert (city.limit, city.pool) == (1000 * TONNE, 40 * TONNE)
    assert len(city.caps) == 2


def test_a_cap_beyond_which_was_given_out_shows_the_excess(book: Book) -> None:
    owed = Post(debit=f"Q20 {EAST}", credit=f"Q45 {EAST}", unit=UNDER_THE_CAP[EAST], amount=5 * TONNE)
    keep(book, [Act(kind="correction.reverse", on=NEW_YEARS_EVE, posts=(owed,))], first=BEHIND)

    with book.reading() as connection:
        east = cap_uses(connection, on=NEW_YEARS_EVE)[0]
    assert sum(grams for grams in east.parts.values() if grams > 0) > east.limit
    assert in_tonnes(east)[Part.OWED_BACK] == -5
    assert east.difference == 0


def test_what_a_business_takes_it_puts_and_stocks_end_with_what_they_should(view: View) -> None:
    rights, credits_ = flow_pictures(
        view, pollutant=SO2, starts=date(2025, 1, 1), ends=NEW_YEARS_EVE, areas=(EAST, WEST)
    )

    taken, put = flows_of(rights)
    assert taken == {
        (Stand.CAP, Business.CAP, 1000),
        (Stand.UNALLOCATED, Business.RESERVE, 100),
        (Stand.UNALLOCATED, Business.ALLOCATION, 350),
        (Stand.UNALLOCATED, Business.PROJECTS, 20),
        (Stand.HELD, Business.CLOSURES, 60),
    }
    assert put == {
        (Business.CAP, Stand.UNALLOCATED, 1000),
        (Business.RESERVE, Stand.RESERVE, 100),
        (Business.ALLOCATION, Stand.HELD, 350),
        (Business.PROJECTS, Stand.HELD, 20),
        (Business.CLOSURES, Stand.TO_CREDIT, 60),
    }
    assert flows_of(credits_) == (
        {(Stand.RECOGNISED, Business.CLOSURES, 60), (Stand.POOL, Business.PROJECTS, 20)},
        {(Business.CLOSURES, Stand.POOL, 60), (Business.PROJECTS, Stand.REPLACED, 20)},
    )
    assert rights.agrees
    assert credits_.agrees


def test_what_one_area_dispatches_flows_to_other_areas(view: View) -> None:
    _, credits_ = flow_pictures(view, pollutant=SO2, starts=date(2025, 5, 1), ends=date(2025, 5, 31), areas=(EAST,))

    assert flows_of(credits_) == (
        {(Stand.POOL, Business.DISPATCH, 10)},
        {(Business.DISPATCH, Stand.OTHER_AREAS, 10)},
    )
    assert credits_.agrees


def test_what_was_taken_back_in_a_later_period_flows_the_other_way(view: View) -> None:
    rights, _ = flow_pictures(view, pollutant=SO2, starts=date(2026, 1, 1), ends=date(2026, 1, 31), areas=(EAST,))

    assert flows_of(rights) == (
        {(Stand.RESERVE, Business.RESERVE, 100)},
        {(Business.RESERVE, Stand.UNALLOCATED, 100)},
    )
    assert rights.agrees


def test_a_period_or_a_city_without_movements_has_empty_flows(view: View) -> None:
    quiet = flow_pictures(view, pollutant=SO2, starts=date(2027, 1, 1), ends=date(2027, 1, 31), areas=(EAST,))
    nowhere = flow_pictures(view, pollutant=SO2, starts=date(2025, 1, 1), ends=NEW_YEARS_EVE, areas=())

    assert [(book.total, book.agrees) for book in (*quiet, *nowhere)] == [(0, True)] * 4


def test_credit_is_counted_by_area_and_month(view: View) -> None:
    east, west = credit_months(view, pollutant=SO2, starts=date(2025, 4, 1), ends=date(2025, 7, 31), areas=(EAST, WEST))

    moved = {month.month: (month.came_in // TONNE, month.went_out // TONNE) for month in east.months}
    assert moved == {202504: (60, 0), 202505: (0, 10), 202506: (0, 0), 202507: (0, 20)}
    assert [(month.month, month.came_in // TONNE) for month in west.months if month.came_in] == [(202505, 10)]
    assert [(pool.opening, pool.closing // TONNE, pool.difference) for pool in (east, west)] == [(0, 30, 0), (0, 10, 0)]


def test_dues_are_counted_by_age_and_payer_and_agree_with_the_accounts(view: View) -> None:
    owed = dues(view, on=date(2025, 6, 30), areas=(EAST, WEST))

    assert [(payer.payer, dict(payer.by_age)) for payer in owed.payers] == [
        ("甲", {Age.TO_365: 45_000}),
        ("乙", {Age.NOT_DUE: 10_000}),
    ]
    assert (owed.total, owed.difference) == (55_000, 0)
    assert dues(view, on=date(2025, 5, 31), areas=(EAST,)).total == 90_000
    assert dues(view, on=date(2025, 2, 1), areas=(EAST, WEST)).payers == ()


def test_dues_booked_past_the_notices_show_a_difference(book: Book) -> None:
    past = Post(debit=f"1212.1 {EAST} 甲", credit=f"2103.1 {EAST} 甲", unit=MONEY, amount=123)
    keep(book, [Act(kind="test", on=date(2025, 7, 1), posts=(past,))], first=BEHIND)

    with book.reading() as connection:
        assert dues(connection, on=NEW_YEARS_EVE, areas=(EAST,)).difference == 123


def test_prices_of_the_published_rounds_are_those_of_their_notices(tmp_path: Path) -> None:
    book = recorded_book(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    with book.reading() as connection:
        found = price_series(connection)
        one = price_series(connection, pollutant=Pollutant.COD)
    book.close()

    sulphur = next(series for series in found if series.pollutant is SO2 and series.basis is PriceBasis.WHOLE_TERM)
    first, second = sulphur.rounds[:2]
    assert (first.grams, first.fen, first.start) == (485_200_000, 344_300_000, 40_000_000)
    # 344.3 万元 for 485.2 t are 7,096.04 yuan a tonne; only totals are printed.
    assert first.mean == 70_960_429
    assert (first.lowest, first.highest) == (None, None)
    assert (second.lowest, second.highest, second.mean) == (20_000_000, 20_000_000, 20_000_000)
    assert {series.pollutant for series in one} == {Pollutant.COD}
