"""What a mill may sell is what the checks of a listing let it list, gram for gram, and every reason names its law."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from ledger.domain.bookkeeping.unit import Unit
from ledger.domain.money.price_basis import PriceBasis
from ledger.domain.money.price_standard import SetPriceStandard
from ledger.domain.registers.attainment import RecordAttainment
from ledger.projections.accounts.holding_state import HoldingState, ends_within, holding_state
from ledger.projections.enterprise.buyers import reach_of
from ledger.projections.enterprise.sale import SaleOutlook, TrancheSale, sale_outlook
from ledger.projections.enterprise.sale_summary import Cause, PollutantSale, SaleSummary, sale_summary
from tests.services.acts.bureau import EAST, LAW, SOUTH, WEST, Bureau, opened
from tests.services.acts.claimants import (
    COD,
    FREE,
    MILL,
    NOX,
    PAID,
    PAID_NOX,
    POWER,
    TONNE,
    freeze,
    listing,
    minute,
    pledge,
    with_rights,
)
from tests.services.acts.conftest import FIRST_DAY, new_book

DAY = date(2026, 3, 2)


@pytest.fixture
def mill(database_url: str) -> Iterator[Bureau]:
    """Lend a mill with 10 t of COD in use and 6 t of surplus, 1 t of free origin, and 4 t of NOx."""
    book = new_book(database_url)
    bureau = with_rights(opened(book, today=FIRST_DAY))
    bureau.do(
        "attainment.record",
        RecordAttainment(effective_on=date(2026, 2, 1), year=2025, not_attained=(NOX,), document="示例公报"),
    )
    yield bureau
    book.close()


def state(bureau: Bureau, *, on: date = DAY) -> HoldingState:
    with bureau.book.reading() as connection:
        return holding_state(connection, MILL, book=LAW, on=on)


def outlook(bureau: Bureau, *, on: date = DAY) -> SaleOutlook:
    with bureau.book.reading() as connection:
        return sale_outlook(connection, holding_state(connection, MILL, book=LAW, on=on), book=LAW)


def summary(bureau: Bureau, *, on: date = DAY) -> SaleSummary:
    with bureau.book.reading() as connection:
        held = holding_state(connection, MILL, book=LAW, on=on)
        return sale_summary(connection, sale_outlook(connection, held, book=LAW), book=LAW, on=on)


def cod(found: SaleSummary) -> PollutantSale:
    return next(each for each in found.pollutants if each.pollutant is COD)


def of(found: SaleOutlook, unit: Unit) -> TrancheSale:
    return next(tranche for tranche in found.tranches if tranche.unit == unit)


def codes(sale: TrancheSale) -> list[str]:
    return [breach.code for breach in sale.breaches]


def test_exactly_what_may_be_sold_can_be_listed_and_not_a_gram_more(mill: Bureau) -> None:
    mill.do("pledge.register", pledge("质1", 4, at=minute(DAY, 9)))
    sellable = of(outlook(mill), PAID.unit(EAST)).sellable

    order = listing("牌1", 0, at=minute(DAY, 10))
    too_much = replace(order, lines=(replace(order.lines[0], grams=sellable + 1),))
    assert sellable == 2 * TONNE
    assert mill.refused("listing.open", too_much) == ["claim.not_free"]
    mill.do("listing.open", replace(order, lines=(replace(order.lines[0], grams=sellable),)))
    assert of(outlook(mill), PAID.unit(EAST)).sellable == 0


def test_what_was_free_is_not_for_sale_and_the_reason_names_its_article_and_authority(mill: Bureau) -> None:
    free = of(outlook(mill), FREE.unit(EAST))

    assert free.sellable == 0
    assert codes(free) == ["tranche.not_paid_for"]
    assert (free.breaches[0].instrument, free.breaches[0].article, free.breaches[0].authority) == (
        "ASSUME",
        "41",
        "assumed",
    )


def test_what_an_undecided_act_takes_and_what_a_court_waits_for_cannot_be_sold(mill: Bureau) -> None:
    mill.record("listing.open", listing("牌1", 2, at=minute(DAY, 10)))
    assert of(outlook(mill), PAID.unit(EAST)).held_by_acts == 2 * TONNE
    assert of(outlook(mill), PAID.unit(EAST)).sellable == 4 * TONNE

    mill.do("freeze.deliver", freeze("冻1", 20, at=minute(DAY, 16, 58)))
    frozen = of(outlook(mill), PAID.unit(EAST))
    assert (frozen.sellable, frozen.waited_for) == (0, 3 * TONNE)
    assert codes(frozen) == ["claim.not_free"]


def test_every_gram_is_for_sale_or_withheld_by_one_cause(mill: Bureau) -> None:
    mill.do("pledge.register", pledge("质1", 4, at=minute(DAY, 9)))
    mill.record("listing.open", listing("牌1", 1, at=minute(DAY, 10)))
    found = summary(mill)

    assert {cause: grams // TONNE for cause, grams in cod(found).withheld.items()} == {
        Cause.IN_USE: 10,
        Cause.CLAIM: 4,
        Cause.WAITING_ACT: 1,
        Cause.CHECK: 1,
    }
    for each in found.pollutants:
        assert each.held == each.sellable + sum(each.withheld.values())
    assert found.sellable == {COD: TONNE, NOX: 4 * TONNE}


def test_what_a_frozen_mill_has_is_withheld_once_though_more_is_waited_for_than_there_is(mill: Bureau) -> None:
    mill.record("listing.open", listing("牌1", 2, at=minute(DAY, 10)))
    mill.do("freeze.deliver", freeze("冻1", 20, at=minute(DAY, 16, 58)))
    found = cod(summary(mill))

    assert found.sellable == 0
    assert found.held == sum(found.withheld.values())


def test_an_obstacle_is_told_once_with_the_paper_or_the_law_that_makes_it_one(mill: Bureau) -> None:
    mill.do("pledge.register", pledge("质1", 4, at=minute(DAY, 9)))
    in_use, pledged, unpaid = summary(mill).obstacles

    assert (in_use.cause, in_use.grams) == (Cause.IN_USE, {COD: 10 * TONNE})
    assert in_use.breach is not None
    assert in_use.breach.code == "claim.not_free"
    assert pledged.claim is not None
    assert (pledged.claim.number, pledged.grams, pledged.breach) == ("质1", {COD: 4 * TONNE}, None)
    assert unpaid.unpaid
    assert unpaid.grams == summary(mill).unpaid == {COD: TONNE}


def test_the_rough_value_is_the_standard_over_the_rest_of_the_term_and_nothing_without_one(mill: Bureau) -> None:
    assert (cod(summary(mill)).standard, cod(summary(mill)).worth, cod(summary(mill)).fee) == (None, None, None)
    mill.do(
        "price_standard.set",
        SetPriceStandard(
            effective_on=DAY,
            pollutant=COD,
            unit_price=1_000 * 10_000,
            basis=PriceBasis.YEAR,
            from_day=DAY,
            document="示例价格文件",
        ),
    )
    found = cod(summary(mill, on=date(2028, 1, 1)))

    assert found.sellable == 6 * TONNE
    assert found.worth == 6 * 1_000 * 2 * 100
    assert found.fee == 1 * 1_000 * 2 * 100


def test_a_right_whose_term_is_over_is_not_for_sale(mill: Bureau) -> None:
    over = of(outlook(mill, on=date(2030, 1, 1)), PAID_NOX.unit(EAST))

    assert over.sellable == 0
    assert codes(over) == ["tranche.not_in_force"]
    assert of(outlook(mill, on=date(2029, 12, 31)), PAID_NOX.unit(EAST)).sellable == 4 * TONNE


def test_totals_count_what_is_in_force_and_what_ends_soon_is_told(mill: Bureau) -> None:
    mill.do("pledge.register", pledge("质1", 4, at=minute(DAY, 9)))
    totals = {total.pollutant: total for total in state(mill).totals}

    assert (totals[COD].in_use, totals[COD].surplus, totals[COD].restricted) == (10 * TONNE, 3 * TONNE, 4 * TONNE)
    assert totals[COD].covers == 17 * TONNE
    assert state(mill).ending == ()
    assert {tranche.ends_within for tranche in state(mill, on=date(2029, 10, 2)).ending} == {3}
    assert [tranche.over for tranche in state(mill, on=date(2030, 1, 1)).ending] == [True] * 3
    assert state(mill, on=date(2030, 1, 1)).totals == ()


def test_reminders_begin_on_the_day_that_lies_so_many_months_before_the_end() -> None:
    term_to = date(2030, 1, 1)

    assert ends_within(term_to, on=date(2028, 12, 31)) is None
    assert ends_within(term_to, on=date(2029, 1, 1)) == 12
    assert ends_within(term_to, on=date(2029, 7, 1)) == 6
    assert ends_within(term_to, on=date(2029, 10, 1)) == 3
    assert ends_within(term_to, on=term_to) is None


def test_water_stays_in_its_basin_and_air_out_of_areas_that_did_not_attain(mill: Bureau) -> None:
    holding = state(mill)
    with mill.book.reading() as connection:
        reach = reach_of(connection, holding.holder, [PAID.unit(EAST), PAID_NOX.unit(EAST)], book=LAW, on=DAY)

    water, air = reach
    assert (water.open_areas, water.closed_areas, water.other_sector) == ((EAST, SOUTH, WEST), (), ())
    assert air.open_areas == (EAST,)
    assert [(closed.area, closed.breaches[0].code) for closed in air.closed_areas] == [
        (SOUTH, "transfer.not_attained"),
        (WEST, "transfer.not_attained"),
    ]
    assert [breach.code for breach in air.other_sector] == ["transfer.thermal_power"]


def test_tonnes_of_one_basin_are_closed_to_areas_of_another(mill: Bureau) -> None:
    yellow = replace(PAID, basin="黄河")
    with mill.book.reading() as connection:
        seller = holding_state(connection, POWER, book=LAW, on=DAY).holder
        (water,) = reach_of(connection, seller, [yellow.unit(SOUTH)], book=LAW, on=DAY)

    assert water.open_areas == (SOUTH,)
    assert [closed.breaches[0].code for closed in water.closed_areas] == ["basin.unknown", "basin.unknown"]
    assert water.closed_areas[0].breaches[0].instrument == "G38"
