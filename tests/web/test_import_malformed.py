"""Bad input to ``import``: refused at once, each fault by its path, its value shown safely, nothing recorded.

One file holds many rounds, each with one bad member, so that every row of these tables also shows that all
faults are told together.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.bad_input.bombs import MEGABYTE
from tests.bad_input.catalogue import SAYS, BadValue, Door, Literal
from tests.bad_input.days import DAYS
from tests.bad_input.numbers import NOUGHT, NUMBERS, WHOLE
from tests.bad_input.texts import TEXTS
from tests.services.round_files import changed, notice
from tests.web.recorded import refuse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.web.conftest import CommandLine

TONNES_AND_PRICES = (
    *("lots.0.quantity", "lots.0.start_price", "trades.0.quantity", "trades.0.unit_price", "trades.0.mean_price"),
    *("deposit_share", "stated.quantity", "stated.amount", "stated.amount_wan", "stated.bought_quantity"),
    *("stated.sold_amount", "stated.by_factor.COD.quantity", "stated.by_buyer.A.amount", "stated.reserve_sold.COD"),
)
PRINTED_ALONE = ("stated.premium_wan", "stated.premium_percent.COD", "stated.by_factor.COD.highest_price")
WHOLE_NUMBERS = ("number", "term_years", "trades.0.buyers")
DAYS_OF_A_ROUND = ("date", "closes", "publicity.0")
NAMES = (
    *("place", "mode", "source", "note", "lots.0.seller"),
    *("trades.0.buyer", "trades.0.seller", "trades.0.district"),
)
MORE_NUMBERS = ("-0.0", "9" * 10**5 + "x", "\x1b[31m1", "\u202e1", "1" * 10**5, "1." + "0" * 10**5, [1], {"value": "1"})
MORE_DAYS = (" 2026-01-01", "2026-01-01\n", "-2026-01-01", "2026-1", "2026-13", "2026-00", "26", "2026-", "x" * 10**5)
MORE_TEXTS = (" a", "a ", "a\ufeffb", "a\u2028b", "\ue000", "\x7f", "Ａ", "e\u0301", "ﬁ", 1, True, [], {})
MORE_WHOLE = ("1", True, [], {}, "", "１", 0, -1, -(10**15))
"""What is bad of the members of a round besides the values of the list."""


def bad_values(table: Sequence[BadValue], *more: object) -> list[object]:
    """Return the values of a table as JSON can hold them, and more."""
    known = [bad.value for bad in table if not isinstance(bad.value, Literal) and said(bad)]
    return [pytest.param(value, id=ascii(value)[:24]) for value in (*known, *more)]


def said(bad: BadValue) -> bool:
    """Return whether the fault is told of a member: NUL is refused before there are any."""
    answer = bad.answer_at(Door.ROUND)
    return isinstance(answer, str) and answer in SAYS


def refuse_members(
    command_line: CommandLine, url: str, members: Sequence[str], value: object, code: str = ""
) -> list[dict[str, Any]]:
    """Import one round for each member, bad in that member alone, and return the errors, which say what to do."""
    rounds = [changed(member, value) for member in members]
    for number, (printed, member) in enumerate(zip(rounds, members, strict=True), 1):
        if member != "number":
            printed["number"] = number
    answer = refuse(command_line, url, json.dumps({"rounds": rounds}).encode())
    errors: list[dict[str, Any]] = answer["errors"]
    assert [error["field"] for error in errors] == [f"rounds.{place}.{name}" for place, name in enumerate(members)]
    assert {error["code"] for error in errors} == {code or answer["code"]} == {answer["code"]}
    for error in errors:
        assert code or re.search(SAYS[error["code"]], error["detail"])
        assert len(error["value"]) <= 40
        assert error["value"].isprintable()
        assert error["detail"].isprintable()
        assert len(error["detail"]) < 200
    assert "未入账" in answer["detail"]
    return errors


@pytest.mark.parametrize("value", bad_values([bad for bad in NUMBERS if bad.number != NOUGHT], *MORE_NUMBERS))
def test_a_number_that_is_no_plain_decimal_string(
    command_line: CommandLine, shared_book_url: str, value: object
) -> None:
    optional = {"lots.0.start_price", "trades.0.unit_price", "trades.0.mean_price", "deposit_share"}
    members = [member for member in TONNES_AND_PRICES if value is not None or member not in optional]

    refuse_members(command_line, shared_book_url, [*members, *PRINTED_ALONE], value)


@pytest.mark.parametrize("value", ["0", "0.0", "0.0000"])
def test_a_quantity_and_a_price_are_above_zero(command_line: CommandLine, shared_book_url: str, value: str) -> None:
    refuse_members(command_line, shared_book_url, TONNES_AND_PRICES[:5], value, "number.range")


@pytest.mark.parametrize("value", bad_values(DAYS, *MORE_DAYS))
def test_a_date_that_is_no_day_of_the_calendar(command_line: CommandLine, shared_book_url: str, value: object) -> None:
    refuse_members(command_line, shared_book_url, DAYS_OF_A_ROUND, value)


@pytest.mark.parametrize("value", bad_values((), *MORE_WHOLE))
def test_a_whole_number_that_is_none(command_line: CommandLine, shared_book_url: str, value: object) -> None:
    refuse_members(command_line, shared_book_url, WHOLE_NUMBERS, value)


@pytest.mark.parametrize(
    "literal", [*(bad.value.text for bad in WHOLE if isinstance(bad.value, Literal)), "1E2", "1e400", "9" * 10**6]
)
@pytest.mark.parametrize("member", ["number", "trades.0.buyers", "lots.0.quantity", "date", "place"])
def test_a_json_number_that_would_need_a_float_is_no_value_anywhere(
    command_line: CommandLine, shared_book_url: str, member: str, literal: str
) -> None:
    text = json.dumps(changed(member, "LITERAL")).replace('"LITERAL"', literal)

    answer = refuse(command_line, shared_book_url, text.encode())

    assert [(error["field"], error["code"].partition(".")[2]) for error in answer["errors"]] == [(member, "type")]


@pytest.mark.parametrize("value", bad_values([bad for bad in TEXTS if 0 < len(bad.value) < MEGABYTE // 4], *MORE_TEXTS))
def test_a_name_that_cannot_be_shown_as_it_is(command_line: CommandLine, shared_book_url: str, value: object) -> None:
    refuse_members(command_line, shared_book_url, NAMES, value)


@pytest.mark.parametrize("name", ["", " a", "a\u202e", "⼯厂", "a" * 10**6], ids=lambda name: ascii(name[:6]))
def test_a_buyer_is_named_as_strictly_in_a_table(command_line: CommandLine, shared_book_url: str, name: str) -> None:
    text = json.dumps(notice(stated={"by_buyer": {name: {}}})).encode()

    (error,) = refuse(command_line, shared_book_url, text)["errors"]

    assert error["field"].startswith("stated.by_buyer.")
    assert len(error["field"]) < 60
    assert error["field"].isprintable()
    assert error["code"].startswith("text.")
