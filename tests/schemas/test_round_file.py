"""A round file as it is read: every member, every fault of it at once, and the precision of what is printed."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.domain.rounds.historical_round import PrintedFigure
from ledger.errors import InvalidValue
from schemas.malformed import Malformed
from schemas.round_file import is_round_file, parse_round_number, read_rounds
from tests.services.round_files import changed, lot, notice, trade

MANY = 10_001


def faults(data: object) -> list[tuple[str, str]]:
    """Return the path and the code of every fault."""
    with pytest.raises(Malformed) as refusal:
        read_rounds(data)
    return sorted((error.field, error.code) for error in refusal.value.errors)


def test_one_round_and_a_file_of_rounds_are_read_alike() -> None:
    other = notice(number=2)

    assert read_rounds(notice()) == read_rounds({"rounds": [notice()]})
    assert [read.round.number for read in read_rounds({"about": "", "rounds": [notice(), other]})] == [1, 2]


@pytest.mark.parametrize(
    "data", [None, 1, "rounds", [], [None, None], [notice()], {}, {"number": 1, "place": "P"}], ids=repr
)
def test_what_has_not_the_looks_of_a_round_is_none(data: object) -> None:
    assert not is_round_file(data)


@pytest.mark.parametrize("member", ["number", "place", "date", "price_basis"])
def test_a_round_must_say_its_number_place_date_and_price_basis(member: str) -> None:
    data = notice()
    del data[member]

    assert faults({"rounds": [notice(), data]}) == [(f"rounds.1.{member}", "field.required")]


def test_all_other_members_may_be_missing() -> None:
    (read,) = read_rounds({"number": 1, "place": "P", "date": "2015", "price_basis": "per_tonne"})

    assert (read.round.lots, read.round.trades, read.round.printed_term_years) == ((), (), None)


@pytest.mark.parametrize(
    "member", ["closes", "mode", "source", "term_years", "deposit_share", "note", "lots.0.seller", "lots.0.start_price"]
)
def test_what_a_notice_does_not_print_may_be_null(member: str) -> None:
    assert read_rounds(changed(member, None))


@pytest.mark.parametrize(
    "member",
    [
        *("number", "place", "date", "price_basis", "lots", "trades", "stated", "publicity"),
        *("lots.0.factor", "lots.0.quantity", "trades.0.factor", "trades.0.quantity", "lots.0", "trades.0"),
        *("stated.amount", "stated.by_factor", "stated.by_factor.COD", "stated.buyers"),
    ],
)
def test_what_a_round_cannot_do_without_may_not_be_null(member: str) -> None:
    assert faults(changed(member, None)) == [(member, "field.null")]


@pytest.mark.parametrize(
    "place", ["", "lots.0.", "trades.0.", "stated.", "stated.by_factor.COD.", "stated.by_buyer.A."]
)
def test_a_member_that_is_not_known_is_refused_where_it_stands(place: str) -> None:
    assert faults(changed(f"{place}approved_by", "me")) == [(f"{place}approved_by", "field.unknown")]


def test_a_member_that_is_not_known_is_refused_beside_the_rounds() -> None:
    assert faults({"rounds": [notice()], "approved_by": "me"}) == [("approved_by", "field.unknown")]


@pytest.mark.parametrize("factor", ["cod", "COD ", "CODcr", "", "Ｃ", "NOX", "VOC"])
def test_a_pollutant_is_known_by_its_code_alone(factor: str) -> None:
    assert faults(changed("lots.0.factor", factor)) == [("lots.0.factor", "factor.unknown")]
    assert faults(changed("stated.by_factor", {factor: {}})) == [(f"stated.by_factor.{factor}", "factor.unknown")]


@pytest.mark.parametrize(
    ("member", "value", "code"),
    [
        ("number", 0, "integer.range"),
        ("number", -1, "integer.range"),
        ("number", 1_000_001, "integer.range"),
        ("number", True, "integer.type"),
        ("number", "1", "integer.type"),
        ("term_years", 0, "integer.range"),
        ("term_years", 100, "integer.range"),
        ("price_basis", "per_year", "choice.unknown"),
        ("price_basis", 5, "choice.type"),
        ("lots", {}, "list.type"),
        ("trades", "none", "list.type"),
        ("stated", [], "object.type"),
        ("stated.by_factor", [], "object.type"),
        ("lots.0", [], "object.type"),
        ("lots.0.quantity", "0", "number.range"),
        ("lots.0.quantity", "0.0000", "number.range"),
        ("trades.0.unit_price", "0", "number.range"),
        ("trades.0.buyers", 0, "integer.range"),
        ("deposit_share", "1.01", "number.range"),
        ("publicity", [], "list.length"),
        ("publicity", ["2020-01-01"], "list.length"),
        ("publicity", ["2020-01-01"] * 3, "list.length"),
        ("closes", "2020-01", "date.format"),
        ("stated.amount", "1.001", "number.scale"),
        ("stated.amount_wan", "1.0000001", "number.scale"),
        ("stated.quantity", "1.00001", "number.scale"),
        ("stated.buyers", -1, "number.type"),
        ("lots", [lot()] * MANY, "list.length"),
        ("trades", [trade()] * MANY, "list.length"),
        ("stated.by_buyer", {f"buyer {n}": {} for n in range(MANY)}, "object.length"),
    ],
    ids=lambda value: ascii(value)[:20],
)
def test_a_value_out_of_its_bounds_is_refused_by_its_path(member: str, value: object, code: str) -> None:
    assert faults(changed(member, value)) == [(member, code)]


def test_a_line_has_one_price() -> None:
    assert faults(changed("trades.0.mean_price", "1")) == [("trades.0.mean_price", "trade.price")]


def test_a_file_without_a_round_is_refused() -> None:
    assert faults({"rounds": []}) == [("rounds", "list.length")]


@pytest.mark.parametrize(
    "changes",
    [
        {"lots": [lot("999999999999.9999") for _ in range(10)]},
        {"trades": [trade("999999999999.9999") for _ in range(10)]},
        {"trades": [trade("999999999999", unit_price="999999999999")]},
        {"price_basis": "per_tonne_year", "term_years": 99, "trades": [trade("10000000", unit_price="100000000")]},
    ],
    ids=["lots", "tonnes sold", "a line", "years"],
)
def test_sums_that_no_column_holds_are_refused_with_the_round_named(changes: dict[str, Any]) -> None:
    data = {"rounds": [notice(), notice(number=2, **changes)]}

    assert faults(data) == [("rounds.1", "number.range")]


def test_every_fault_is_told_at_once() -> None:
    data = notice(number=0, date="2015-13", lots=[lot("0"), lot("1,5")], trades=[trade(factor="X", buyer=" ")])

    assert faults({"rounds": [data, notice(place="")]}) == [
        ("rounds.0.date", "date.format"),
        ("rounds.0.lots.0.quantity", "number.range"),
        ("rounds.0.lots.1.quantity", "number.format"),
        ("rounds.0.number", "integer.range"),
        ("rounds.0.trades.0.buyer", "text.empty"),
        ("rounds.0.trades.0.factor", "factor.unknown"),
        ("rounds.1.place", "text.empty"),
    ]


@pytest.mark.parametrize(
    ("member", "printed", "value", "step"),
    [
        ("quantity", "7.19", 7_190_000, 10_000),
        ("quantity", "7.1900", 7_190_000, 100),
        ("quantity", "7", 7_000_000, 1_000_000),
        ("amount", "423158", 42_315_800, 100),
        ("amount", "423158.0", 42_315_800, 10),
        ("amount", "423158.00", 42_315_800, 1),
        ("amount_wan", "56.31", 56_310_000, 10_000),
        ("amount_wan", "56.310000", 56_310_000, 1),
    ],
)
def test_a_printed_figure_is_read_with_the_step_of_its_last_digit(
    member: str, printed: str, value: int, step: int
) -> None:
    (read,) = read_rounds(notice(stated={member: printed}))

    figures = read.round.stated.total
    assert (figures.quantity or figures.amount) == PrintedFigure(value=value, step=step)


@pytest.mark.parametrize(
    ("stated", "listed"),
    [
        ({"buyers": 4}, ("buyers: 4",)),
        ({"premium_wan": "150.2"}, ("premium_wan: 150.2",)),
        ({"premium_percent": {"COD": "25"}}, ("premium_percent.COD: 25",)),
        ({"by_factor": {"SO2": {"highest_price": "4390"}}}, ("by_factor.SO2.highest_price: 4390",)),
        ({"by_buyer": {"Acme": {"mean_price": "12"}}}, ("by_buyer.Acme.mean_price: 12",)),
        ({"amount": "5", "amount_wan": "0.0005"}, ("amount_wan: 0.0005",)),
        ({"by_buyer": {"Acme": {"amount": "5", "amount_wan": "1.5"}}}, ("by_buyer.Acme.amount_wan: 1.5",)),
        ({"sold_amount_wan": "1"}, ()),
        ({}, ()),
    ],
    ids=repr,
)
def test_what_is_printed_and_not_compared_is_listed(stated: dict[str, Any], listed: tuple[str, ...]) -> None:
    (read,) = read_rounds(notice(stated=stated))

    assert read.round.stated.not_compared == listed


@pytest.mark.parametrize(("text", "number"), [("1", 1), ("7", 7), ("1000000", 1_000_000)])
def test_the_number_of_a_round_is_read_from_plain_digits(text: str, number: int) -> None:
    assert parse_round_number(text) == number


@pytest.mark.parametrize("text", ["0", "-1", "+1", "1.0", "1_0", "１", "٣", " 1", "1 ", "1e3", "0x1", "", "1000001"])
def test_the_number_of_a_round_is_nothing_else(text: str) -> None:
    with pytest.raises(InvalidValue, match=r"."):
        parse_round_number(text)
