"""What a published round books, sentence by sentence of the form of round files."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from ledger.errors import Conflict
from ledger.projections.accounts.balances import balances
from ledger.projections.rounds.recorded import recorded_rounds
from ledger.store.tables import head, journal
from tests.services.round_files import PLACE, RESERVE, held, lot, notice, record, sales, trade

if TYPE_CHECKING:
    from ledger.store.book import Book

TONNE = 1_000_000
UNNAMED_SELLERS = f"unnamed sellers of round 1 at {PLACE}"
UNNAMED_BUYERS = f"unnamed buyers of round 1 at {PLACE}"


def size(book: Book) -> int:
    with book.reading() as connection:
        return connection.execute(select(head.c.size)).scalar_one()


def test_a_sale_out_of_the_reserve_is_booked_with_its_opening_its_notice_and_its_price(book: Book) -> None:
    record(book, notice())

    assert held(book) == {
        (f"opening:{PLACE}", "COD"): -10 * TONNE,
        (f"Q40:{PLACE}/Acme", "COD"): 10 * TONNE,
        (f"1212.2:{PLACE}/Acme", "money"): 5_000_000,
        (f"2103.1:{PLACE}", "money"): -5_000_000,
    }


def test_a_sale_between_enterprises_is_no_money_of_the_government(book: Book) -> None:
    record(book, notice(lots=[lot(seller="Bolt")]))

    assert held(book) == {
        (f"opening:{PLACE}", "COD"): -10 * TONNE,
        (f"Q40:{PLACE}/Acme", "COD"): 10 * TONNE,
        (f"B40:{PLACE}/Acme", "money"): 5_000_000,
        (f"B41:{PLACE}/Bolt", "money"): -5_000_000,
    }


def test_the_acts_are_marked_as_recorded_by_who_imports_them(book: Book) -> None:
    (answer,) = record(book, notice())

    with book.reading() as connection:
        acts = connection.execute(select(journal).where(journal.c.seq >= answer.seq).order_by(journal.c.seq)).all()
    assert [act.kind for act in acts] == ["round.recorded", "round.opening", "round.notice", "round.sale"]
    assert {(act.judgement, act.actor, act.effective_on) for act in acts} == {("recorded", "importer", 20200304)}
    assert (answer.seq, answer.acts, answer.recognised) == (2, 4, False)


def test_lots_that_nobody_bought_are_noticed_and_stay_unsold(book: Book) -> None:
    record(book, notice(lots=[lot("3"), lot("4", seller="Bolt"), lot("5", factor="NOx", seller=None)], trades=[]))

    assert held(book) == {
        (f"opening:{PLACE}", "COD"): -7 * TONNE,
        (f"opening:{PLACE}", "NOx"): -5 * TONNE,
        (f"Q31:{PLACE}", "COD"): 3 * TONNE,
        (f"Q42.1:{PLACE}/Bolt", "COD"): 4 * TONNE,
        (f"Q42.1:{PLACE}/{UNNAMED_SELLERS}", "NOx"): 5 * TONNE,
    }


@pytest.mark.parametrize(
    ("lots", "trades", "reserve_sold", "opened_and_left"),
    [
        (["10"], ["4"], {}, (10 * TONNE, 6 * TONNE)),
        (["10"], ["12.5"], {}, (12_500_000, 0)),
        ([], ["4"], {}, (4 * TONNE, 0)),
        (["10"], ["4"], {"COD": "11"}, (11 * TONNE, 7 * TONNE)),
        (["10"], ["4"], {"COD": "5"}, (10 * TONNE, 6 * TONNE)),
        (["1", "2"], ["4", "5"], {}, (9 * TONNE, 0)),
    ],
)
def test_a_seller_opens_with_at_least_what_it_is_said_to_sell(
    book: Book, lots: list[str], trades: list[str], reserve_sold: dict[str, str], opened_and_left: tuple[int, int]
) -> None:
    sold = [trade(quantity, seller=RESERVE) for quantity in trades]

    record(book, notice(lots=[lot(quantity) for quantity in lots], trades=sold, stated={"reserve_sold": reserve_sold}))

    found = held(book)
    assert (-found[f"opening:{PLACE}", "COD"], found.get((f"Q31:{PLACE}", "COD"), 0)) == opened_and_left


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("2015", date(2015, 12, 31)),
        ("2016-02", date(2016, 2, 29)),
        ("2015-02", date(2015, 2, 28)),
        ("2025-08", date(2025, 8, 31)),
        ("2018-03-18", date(2018, 3, 18)),
    ],
)
def test_a_date_without_day_or_month_counts_as_the_last_day_of_its_period(book: Book, printed: str, day: date) -> None:
    record(book, notice(date=printed))

    with book.reading() as connection:
        (recorded,) = recorded_rounds(connection)
    assert recorded.effective_on == day


@pytest.mark.parametrize(("term", "years", "assumed"), [(None, 5, True), (3, 3, False), (5, 5, False)])
def test_a_term_that_is_not_printed_is_five_years_and_marked_as_assumed(
    book: Book, term: int | None, years: int, assumed: bool
) -> None:
    record(book, notice(term_years=term))

    (sale,) = sales(book)
    with book.reading() as connection:
        (right,) = [row.unit for row in balances(connection, holder="Acme") if row.unit.pollutant]
    assert (sale.term_years, sale.term_assumed) == (years, assumed)
    assert (right.term_from, right.term_to) == (date(2020, 3, 4), date(2020 + years, 3, 4))


@pytest.mark.parametrize(
    ("basis", "term", "price", "fen"),
    [
        ("per_tonne", 5, "5000", 5_000_000),
        ("per_tonne_year", 5, "5000", 25_000_000),
        ("per_tonne_year", 1, "5000", 5_000_000),
        ("per_tonne_year", None, "5000", 25_000_000),
    ],
)
def test_a_price_per_year_is_paid_for_every_year_of_the_term(
    book: Book, basis: str, term: int | None, price: str, fen: int
) -> None:
    record(book, notice(price_basis=basis, term_years=term, trades=[trade(unit_price=price)]))

    assert sales(book)[0].fen == fen


@pytest.mark.parametrize(
    ("quantity", "price", "basis", "fen"),
    [
        ("0.0001", "50", "per_tonne", 1),  # half a fen
        ("0.0001", "49.9999", "per_tonne", 0),
        ("0.0001", "150", "per_tonne", 2),  # one and a half
        ("0.0001", "50", "per_tonne_year", 3),  # two and a half: the years come before the rounding
        ("0.3825", "8007.27", "per_tonne_year", 1_531_390),
        ("3.8252", "8011.69", "per_tonne_year", 15_323_158),
    ],
)
def test_the_amount_of_a_line_is_rounded_half_up(book: Book, quantity: str, price: str, basis: str, fen: int) -> None:
    record(book, notice(price_basis=basis, trades=[trade(quantity, unit_price=price)]))

    assert sales(book)[0].fen == fen


def test_the_total_is_the_sum_of_the_rounded_lines(book: Book) -> None:
    record(book, notice(trades=[trade("0.0001", unit_price="50", buyer=buyer) for buyer in ("Acme", "Bolt", "Core")]))

    assert held(book)[f"2103.1:{PLACE}", "money"] == -3


def test_a_mean_price_is_the_price_of_a_line_of_several_buyers(book: Book) -> None:
    record(book, notice(trades=[trade("5.05", unit_price=None, mean_price="5097.2", buyers=3)]))

    assert sales(book)[0].fen == 2_574_086


def test_a_trade_without_a_price_moves_tonnes_alone(book: Book) -> None:
    record(book, notice(trades=[trade(unit_price=None, buyer="Acme")]))

    assert held(book) == {
        (f"opening:{PLACE}", "COD"): -10 * TONNE,
        (f"Q40:{PLACE}/Acme", "COD"): 10 * TONNE,
    }


def test_a_pollutant_of_which_only_totals_are_printed_is_booked_as_stated(book: Book) -> None:
    stated = {"by_factor": {"SO2": {"quantity": "485.2", "amount_wan": "344.3"}}}

    record(book, notice(lots=[lot("500", factor="SO2")], trades=[], stated=stated))

    (sale,) = sales(book)
    assert (sale.line, sale.grams, sale.fen, sale.buyer) == (None, 485_200_000, 344_300_000, UNNAMED_BUYERS)
    assert held(book)[f"Q31:{PLACE}", "SO2"] == 14_800_000


def test_what_is_stated_of_a_pollutant_that_has_trades_books_nothing_more(book: Book) -> None:
    record(book, notice(stated={"by_factor": {"COD": {"amount": "9.99"}}}))

    assert [sale.fen for sale in sales(book)] == [5_000_000]


def test_an_amount_without_a_quantity_books_money_and_no_tonnes(book: Book) -> None:
    record(book, notice(trades=[], stated={"by_factor": {"COD": {"amount": "9.99"}}}))

    assert [(sale.grams, sale.fen) for sale in sales(book)] == [(0, 999)]
    assert held(book)[f"Q31:{PLACE}", "COD"] == 10 * TONNE


@pytest.mark.parametrize("figures", [{"amount": "0"}, {"amount": "0.00", "quantity": "0"}, {"quantity": "9"}, {}])
def test_a_pollutant_of_which_nothing_was_sold_stays_unsold(book: Book, figures: dict[str, str]) -> None:
    record(book, notice(trades=[], stated={"by_factor": {"COD": figures}}))

    assert sales(book) == []
    assert held(book)[f"Q31:{PLACE}", "COD"] == 10 * TONNE


def test_the_register_keeps_the_notice_member_for_member(book: Book) -> None:
    printed = notice(note="twice the base price", stated={"buyers": 4}, mode=None, source="聊城")

    record(book, printed)

    with book.reading() as connection:
        assert recorded_rounds(connection)[0].printed == printed


def test_the_same_round_again_is_recognised_and_books_nothing(book: Book) -> None:
    (first,) = record(book, notice())
    before = size(book)

    again, twice = record(book, notice(), json.loads(json.dumps(dict(reversed(notice().items())))))

    assert size(book) == before
    assert [(answer.seq, answer.acts, answer.recognised) for answer in (again, twice)] == [(first.seq, 0, True)] * 2


def test_a_round_that_comes_twice_in_one_unit_of_work_is_booked_once(book: Book) -> None:
    first, second = record(book, notice(), notice())

    assert (first.recognised, second.recognised, second.seq) == (False, True, first.seq)


@pytest.mark.parametrize(
    "changes",
    [
        {"date": "2020-03-05"},
        {"price_basis": "per_tonne_year"},
        {"term_years": None},
        {"lots": [lot("11")]},
        {"trades": [trade(buyer="Acme", unit_price="5000.01")]},
        {"trades": []},
        {"stated": {"amount": "1"}},
        {"note": "another"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_another_content_under_the_same_place_and_number_is_refused(book: Book, changes: dict[str, Any]) -> None:
    record(book, notice())
    before = size(book)

    with pytest.raises(Conflict) as refusal:
        record(book, notice(number=2), notice(**changes))

    assert refusal.value.problem_code == "round.changed"
    assert size(book) == before


def test_the_same_number_at_another_place_is_another_round(book: Book) -> None:
    answers = record(book, notice(), notice(place="Elsewhere"))

    assert [answer.recognised for answer in answers] == [False, False]
