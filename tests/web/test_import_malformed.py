"""Bad input to ``import``: refused at once, each fault by its path, its value shown safely, nothing recorded.

One file holds many rounds, each with one bad member, so that every row of these tables also shows that all
faults are told together.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

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
WHOLE = ("number", "term_years", "trades.0.buyers")
DAYS = ("date", "closes", "publicity.0")
TEXTS = (
    *("place", "mode", "source", "note", "lots.0.seller"),
    *("trades.0.buyer", "trades.0.seller", "trades.0.district"),
)
ACCEPTED = {
    "number.format": "只接受数字",
    "number.type": "带引号的十进制数",
    "number.scale": "小数超过",
    "number.range": "整数部分至多12位",
    "date.format": "填写",
    "date.range": "2000-01-01至2100-12-31",
    "date.type": "YYYY-MM-DD",
    "integer.type": "整数",
    "integer.range": "之间",
    "field.null": "不能为",
    "text.empty": "不能为空",
    "text.character": "不可见或不可用",
    "text.blank": "首尾有空格",
    "text.form": "请改为",
    "text.length": "上限",
    "text.type": "不是文本",
}
"""What the sentence of each code says to do."""

NUMBERS = {
    "number.format": [
        *("NaN", "sNaN", "Infinity", "-inf", "1e999999", "1E+3", "1e-7", "-0", "-1", "+1", "-0.0"),
        *("1_000", "1__0", "1,000", "1，000", "1 000", "1'000", "０.１", "０．１", "１", "٣", "१", "½", "²", "㈠"),
        *("一", "壹", "0.1吨", "0.1t", "￥5", " 1", "1 ", "1\n", "1\t", "\u30001", "1\u00a0", "1\u200b", "\ufeff1"),
        *(".5", "5.", "01", "0x10", "1/3", "--1", "\u22121", "1-", "=1", "", "9" * 10**5 + "x", "\x1b[31m1", "\u202e1"),
    ],
    "number.range": ["1000000000000", "9" * 400, "9" * 10**5],
    "number.scale": ["0.0000001", "0.10000000000000000555", "1." + "0" * 10**5],
    "number.type": [True, False, [], {}, [1], {"value": "1"}],
    "field.null": [None],
}
DATES = {
    "date.format": [
        *("2026-02-29", "2026-13-01", "2026-00-10", "0000-01-01", "2026-W01-1", "20260101", "2026-1-1", "2026-01-32"),
        *("01/02/2026", "2026年1月1日", "２０２６-01-01", "民国115年", "2026-01-01T24:00:00", "2026-01-01T00:00:00Z"),
        *("", " 2026-01-01", "2026-01-01\n", "-2026-01-01", "2026-1", "2026-13", "2026-00", "26", "2026-", "x" * 10**5),
    ],
    "date.range": ["9999-12-31", "0001-01-01", "1986-05-04", "2101-01-01"],
    "date.type": [20260601, True, [], {}],
}
INTEGERS = {
    "integer.type": ["1", "1.0", True, [], {}, "", "１"],
    "integer.range": [0, -1, -(10**15)],
}
TEXT_FAULTS = {
    "text.empty": [" ", "   ", "\u3000"],
    "text.length": ["长" * 10**5, "a" + "\u0301" * 10**5],
    "text.character": ["\u202eabc", "a\u200bb", "a\ufeffb", "\x1b[31m", "a\r\nb", "a\tb", "a\u2028b", "\ue000", "\x7f"],
    "text.form": ["⼯厂", "㈱", "Ａ", "e\u0301", "ﬁ"],
    "text.blank": [" a", "a "],
    "text.type": [1, True, [], {}],
}


def rows(table: dict[str, list[Any]]) -> list[object]:
    return [
        pytest.param(code, value, id=f"{code}-{ascii(value)[:20]}")
        for code, values in table.items()
        for value in values
    ]


def refuse_members(
    command_line: CommandLine, url: str, members: Sequence[str], value: object, code: str
) -> list[dict[str, Any]]:
    """Import one round for each member, bad in that member alone, and return the errors."""
    rounds = [changed(member, value) for member in members]
    for number, (printed, member) in enumerate(zip(rounds, members, strict=True), 1):
        if member != "number":
            printed["number"] = number
    answer = refuse(command_line, url, json.dumps({"rounds": rounds}).encode())
    errors: list[dict[str, Any]] = answer["errors"]
    assert [error["field"] for error in errors] == [f"rounds.{place}.{name}" for place, name in enumerate(members)]
    assert {error["code"] for error in errors} == {code} == {answer["code"]}
    for error in errors:
        assert len(error["value"]) <= 40
        assert error["value"].isprintable()
        assert error["detail"].isprintable()
        assert len(error["detail"]) < 200
    assert "未入账" in answer["detail"]
    return errors


@pytest.mark.parametrize(("code", "value"), rows(NUMBERS))
def test_a_number_that_is_no_plain_decimal_string(
    command_line: CommandLine, shared_book_url: str, code: str, value: object
) -> None:
    optional = {"lots.0.start_price", "trades.0.unit_price", "trades.0.mean_price", "deposit_share"}
    members = [member for member in TONNES_AND_PRICES if value is not None or member not in optional]

    errors = refuse_members(command_line, shared_book_url, [*members, *PRINTED_ALONE], value, code)

    assert all(ACCEPTED[code] in error["detail"] for error in errors)


@pytest.mark.parametrize("value", ["0", "0.0", "0.0000"])
def test_a_quantity_and_a_price_are_above_zero(command_line: CommandLine, shared_book_url: str, value: str) -> None:
    refuse_members(command_line, shared_book_url, TONNES_AND_PRICES[:5], value, "number.range")


@pytest.mark.parametrize(("code", "value"), rows(DATES))
def test_a_date_that_is_no_day_of_the_calendar(
    command_line: CommandLine, shared_book_url: str, code: str, value: object
) -> None:
    errors = refuse_members(command_line, shared_book_url, DAYS, value, code)

    assert all(ACCEPTED[code] in error["detail"] or "在日历上不存在" in error["detail"] for error in errors)


@pytest.mark.parametrize(("code", "value"), rows(INTEGERS))
def test_a_whole_number_that_is_none(command_line: CommandLine, shared_book_url: str, code: str, value: object) -> None:
    errors = refuse_members(command_line, shared_book_url, WHOLE, value, code)

    assert all(ACCEPTED[code] in error["detail"] for error in errors)


@pytest.mark.parametrize(
    "literal", ["1.9", "1.0", "1e20", "1E2", "1e400", "9223372036854775808", "-9223372036854775809", "9" * 10**6]
)
@pytest.mark.parametrize("member", ["number", "trades.0.buyers", "lots.0.quantity", "date", "place"])
def test_a_json_number_that_would_need_a_float_is_no_value_anywhere(
    command_line: CommandLine, shared_book_url: str, member: str, literal: str
) -> None:
    text = json.dumps(changed(member, "LITERAL")).replace('"LITERAL"', literal)

    answer = refuse(command_line, shared_book_url, text.encode())

    assert [(error["field"], error["code"].partition(".")[2]) for error in answer["errors"]] == [(member, "type")]


@pytest.mark.parametrize(("code", "value"), rows(TEXT_FAULTS))
def test_a_name_that_cannot_be_shown_as_it_is(
    command_line: CommandLine, shared_book_url: str, code: str, value: object
) -> None:
    errors = refuse_members(command_line, shared_book_url, TEXTS, value, code)

    assert all(ACCEPTED[code] in error["detail"] for error in errors)


@pytest.mark.parametrize("name", ["", " a", "a\u202e", "⼯厂", "a" * 10**6], ids=lambda name: ascii(name[:6]))
def test_a_buyer_is_named_as_strictly_in_a_table(command_line: CommandLine, shared_book_url: str, name: str) -> None:
    text = json.dumps(notice(stated={"by_buyer": {name: {}}})).encode()

    (error,) = refuse(command_line, shared_book_url, text)["errors"]

    assert error["field"].startswith("stated.by_buyer.")
    assert len(error["field"]) < 60
    assert error["field"].isprintable()
    assert error["code"].startswith("text.")
