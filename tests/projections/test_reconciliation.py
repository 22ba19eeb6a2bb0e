"""What a notice states against what is booked: which sales each scope counts, and why a figure may differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ledger.domain.rounds.historical_round import PrintedFigure
from ledger.errors import Conflict, NotFound
from ledger.projections.rounds.reconciliation import Reconciliation, ReconciliationRow, reconcile
from ledger.projections.rounds.recorded import recorded_round
from ledger.store.book import Book
from schemas.round_file import read_rounds
from tests.new_books import new_book
from tests.services.round_files import RESERVE, lot, notice, record, trade
from tests.store.conftest import LAW, NOW, TODAY

if TYPE_CHECKING:
    from collections.abc import Iterator

MARKET = {
    "lots": [lot("9"), lot("9", seller="Bolt"), lot("9", factor="SO2", seller=None)],
    "trades": [
        trade("1", buyer="Acme", seller=RESERVE, unit_price="100"),
        trade("2", buyer="Acme", seller="Bolt", unit_price="100"),
        trade("4", seller="Bolt", unit_price="100"),
        trade("0.5", factor="SO2", buyer="Core", unit_price="100"),
    ],
}


@pytest.fixture
def book(sqlite_url: str) -> Iterator[Book]:
    book = new_book(sqlite_url, origin="test.example/book", rule_book=LAW, now=NOW, today=TODAY)
    yield book
    book.close()


def compared(book: Book, stated: dict[str, Any], **changes: Any) -> Reconciliation:
    """Record one round that states this, and reconcile it."""
    printed = notice(stated=stated, **{**MARKET, **changes})
    record(book, printed)
    (read,) = read_rounds(printed)
    with book.reading() as connection:
        return reconcile(connection, recorded_round(connection, number=1), stated=read.round.stated)


def only_row(book: Book, stated: dict[str, Any], **changes: Any) -> ReconciliationRow:
    (row,) = compared(book, stated, **changes).rows
    return row


@pytest.mark.parametrize(
    ("stated", "scope", "posted"),
    [
        ({"amount": "750"}, "total", 75_000),
        ({"amount_wan": "0.075"}, "total", 75_000),
        ({"quantity": "7.5"}, "total", 7_500_000),
        ({"bought_amount": "350"}, "bought", 35_000),
        ({"bought_amount_wan": "0.035"}, "bought", 35_000),
        ({"bought_quantity": "3.5"}, "bought", 3_500_000),
        ({"sold_amount": "650"}, "sold", 65_000),
        ({"sold_amount_wan": "0.065"}, "sold", 65_000),
        ({"sold_quantity": "6.5"}, "sold", 6_500_000),
        ({"by_factor": {"COD": {"amount": "700"}}}, "factor:COD", 70_000),
        ({"by_factor": {"SO2": {"quantity": "0.5"}}}, "factor:SO2", 500_000),
        ({"by_buyer": {"Acme": {"amount_wan": "0.03"}}}, "buyer:Acme", 30_000),
        ({"by_buyer": {"Core": {"quantity": "0.5"}}}, "buyer:Core", 500_000),
        ({"reserve_sold": {"COD": "1"}}, "seller:reserve/COD", 1_000_000),
    ],
    ids=repr,
)
def test_each_scope_counts_its_own_sales(book: Book, stated: dict[str, Any], scope: str, posted: int) -> None:
    row = only_row(book, stated)

    assert (row.scope, row.posted, row.difference, row.agrees, row.cause) == (scope, posted, 0, True, None)


def test_what_the_unnamed_buyers_took_is_no_buyers_own(book: Book) -> None:
    row = only_row(book, {"by_buyer": {"unnamed buyers of round 1 at Testville": {"quantity": "4"}}})

    assert (row.posted, row.agrees) == (0, False)


def test_an_amount_stands_before_a_quantity_and_the_scopes_in_their_order(book: Book) -> None:
    figures = {"amount": "1", "quantity": "1"}

    result = compared(
        book,
        {
            **figures,
            "reserve_sold": {"COD": "1"},
            "by_buyer": {"Acme": figures},
            "by_factor": {"COD": figures},
            "sold_quantity": "1",
            "bought_amount": "1",
        },
    )

    assert [(row.scope, row.what.value) for row in result.rows] == [
        ("total", "amount"),
        ("total", "quantity"),
        ("bought", "amount"),
        ("sold", "quantity"),
        ("factor:COD", "amount"),
        ("factor:COD", "quantity"),
        ("buyer:Acme", "amount"),
        ("buyer:Acme", "quantity"),
        ("seller:reserve/COD", "quantity"),
    ]


@pytest.mark.parametrize(
    ("printed", "step", "posted", "agrees"),
    [
        (7_190_000, 10_000, 7_186_300, True),
        (7_190_000, 10_000, 7_185_000, True),  # half goes up
        (7_190_000, 10_000, 7_184_999, False),
        (7_190_000, 10_000, 7_194_999, True),
        (7_190_000, 10_000, 7_195_000, False),
        (56_310_000, 10_000, 56_306_561, True),
        (3_828_500, 100, 3_825_200, False),
        (5, 1, 5, True),
        (5, 1, 6, False),
        (0, 1_000_000, 499_999, True),
        (0, 1_000_000, 500_000, False),
    ],
)
def test_a_figure_agrees_if_it_is_the_posted_one_rounded_half_up_to_its_last_digit(
    printed: int, step: int, posted: int, agrees: bool
) -> None:
    assert PrintedFigure(value=printed, step=step).agrees_with(posted) is agrees


def test_a_notice_that_states_nothing_is_not_contradicted(book: Book) -> None:
    result = compared(book, {})

    assert (result.rows, result.not_compared, result.agrees) == ((), (), True)


def test_one_row_that_disagrees_makes_the_round_disagree(book: Book) -> None:
    assert not compared(book, {"amount": "750", "quantity": "7.4"}).agrees


def test_what_is_not_compared_is_listed(book: Book) -> None:
    result = compared(book, {"buyers": 3, "by_factor": {"COD": {"highest_price": "110"}}, "premium_wan": "1.5"})

    assert result.not_compared == ("buyers: 3", "premium_wan: 1.5", "by_factor.COD.highest_price: 110")


@pytest.mark.parametrize(
    ("stated", "changes", "cause"),
    [
        ({"amount": "3750"}, {}, "单价基准"),
        ({"amount_wan": "0.38"}, {}, "单价基准"),
        ({"amount": "750"}, {"price_basis": "per_tonne_year"}, "单价基准"),
        ({"amount": "550"}, {}, "第2笔"),
        ({"amount_wan": "0.065"}, {}, "第1笔"),
        ({"quantity": "8.5"}, {}, "第1笔"),
        ({"bought_quantity": "3.0"}, {}, "第4笔"),
        ({"by_buyer": {"Nobody": {"quantity": "5"}}}, {}, "没有入账"),
        ({"reserve_sold": {"NOx": "1"}}, {}, "没有入账"),
        ({"quantity": "7.9"}, {}, "数字误植"),
        ({"quantity": "12.3456"}, {}, "不能相加"),
        ({"amount": "0"}, {}, "不能相加"),
    ],
    ids=repr,
)
def test_a_difference_comes_with_its_likely_cause(
    book: Book, stated: dict[str, Any], changes: dict[str, Any], cause: str
) -> None:
    row = only_row(book, stated, **changes)

    assert not row.agrees
    assert cause in str(row.cause)


def test_a_sale_of_which_only_a_total_is_printed_is_no_line_that_could_be_left_out(book: Book) -> None:
    stated = {"quantity": "0", "by_factor": {"PM": {"amount": "5", "quantity": "3"}}}

    total = compared(book, stated, trades=[]).rows[0]

    assert "笔成交" not in str(total.cause)


def test_a_number_that_several_places_use_needs_the_place(book: Book) -> None:
    record(book, notice(place="Here"), notice(place="There"))

    with book.reading() as connection:
        with pytest.raises(Conflict, match="Here；There") as refusal:
            recorded_round(connection, number=1)
        found = recorded_round(connection, number=1, place="There")

    assert (refusal.value.problem_code, found.place) == ("round.ambiguous", "There")


@pytest.mark.parametrize(("number", "place"), [(2, None), (1, "Elsewhere"), (1, "testville"), (1, "")])
def test_a_round_that_is_not_registered_is_not_found(book: Book, number: int, place: str | None) -> None:
    record(book, notice())

    with book.reading() as connection, pytest.raises(NotFound) as refusal:
        recorded_round(connection, number=number, place=place)

    assert refusal.value.problem_code == "round.unknown"
