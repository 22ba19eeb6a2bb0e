"""Bad input to ``import``: refused at once, each fault by its path, its value shown safely, nothing recorded.

One file holds many rounds, each with one bad member, so that every row of these tables also shows that all
faults are told together.
"""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.services.round_files import changed, lot, notice, trade
from tests.web.recorded import contents

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
    "number.format": "只接受半角数字",
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


def refuse(command_line: CommandLine, url: str, text: bytes) -> dict[str, Any]:
    """Import a text in vain, within a second of this process, and return the answer."""
    before = contents(url)
    began = time.process_time()
    code, answer = command_line("import", "-", "--database", url, "--json", given=text)
    assert time.process_time() - began < 1
    assert code == 2
    assert contents(url) == before
    return dict(answer)


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


BAD_TEXTS = [
    (b"", "json.syntax"),
    (b" ", "json.syntax"),
    (b'{"number": 1', "json.syntax"),
    (b"{'number': 1}", "json.syntax"),
    (b'{"number": 01}', "json.syntax"),
    (b'{"number": 1,}', "json.syntax"),
    (b'{"number": 1} {"number": 2}', "json.trailing"),
    (b'{"number": 1, "number": 2}', "json.duplicate"),
    (b'{"rounds": [{"lots": [{"quantity": "1", "quantity": "2"}]}]}', "json.duplicate"),
    (b'{"number": NaN}', "json.constant"),
    (b'{"number": -Infinity}', "json.constant"),
    (b"[" * 100_000, "json.depth"),
    (b'{"rounds":' * 100_000, "json.depth"),
    (b"\xef\xbb\xbf{}", "json.bom"),
    ('{"place": "聊城"}'.encode("gbk"), "json.encoding"),
    (b'{"place": "\xc0\xaf"}', "json.encoding"),
    ('{"place": "聊城"}'.encode("utf-16"), "json.encoding"),
    (b'{"place": "\\ud800"}', "json.surrogate"),
    (b'{"\\udc00": 1}', "json.surrogate"),
    (b'{"place": "a\\u0000b"}', "json.nul"),
    (b'{"place": "a\0b"}', "json.syntax"),
    (b'"' + b"a" * (17 * 1024 * 1024) + b'"', "json.size"),
]


@pytest.mark.parametrize(("text", "code"), BAD_TEXTS, ids=lambda value: ascii(value[:20]))
def test_what_is_not_strict_json_is_refused_as_a_whole(
    command_line: CommandLine, shared_book_url: str, text: bytes, code: str
) -> None:
    answer = refuse(command_line, shared_book_url, text)

    assert (answer["code"], answer["status"]) == (code, 400)


@pytest.mark.parametrize("data", [None, 1, "a", True, [], [None, None], [notice()], {}, {"a": 1}], ids=repr)
def test_json_that_is_no_round_is_refused_as_a_file(
    command_line: CommandLine, shared_book_url: str, data: object
) -> None:
    answer = refuse(command_line, shared_book_url, json.dumps(data).encode())

    assert [(error["field"], error["code"]) for error in answer["errors"]] == [("file", "file.kind")]


@pytest.mark.parametrize(
    ("data", "field", "code"),
    [
        ({"rounds": None}, "rounds", "field.null"),
        ({"rounds": {}}, "rounds", "list.type"),
        ({"rounds": "all"}, "rounds", "list.type"),
        ({"rounds": []}, "rounds", "list.length"),
        ({"rounds": [[]]}, "rounds.0", "object.type"),
        ({"rounds": [notice(), None]}, "rounds.1", "field.null"),
        (notice(lots=[lot("1")] * 10_001), "lots", "list.length"),
        (notice(trades=[trade("1")] * 10_001), "trades", "list.length"),
        (notice(lots=[1] * 10**6), "lots", "list.length"),
        (notice(stated={"by_buyer": {str(n): {} for n in range(10**5)}}), "stated.by_buyer", "object.length"),
        (notice(lots=[lot("999999999999")] * 10), "", "number.range"),
        (notice(trades=[trade("999999999999", unit_price="999999999999")]), "", "number.range"),
    ],
    ids=["null", "object", "word", "empty", "list", "no round", "lots", "trades", "junk", "buyers", "tonnes", "yuan"],
)
def test_too_much_too_little_or_too_large(
    command_line: CommandLine, shared_book_url: str, data: object, field: str, code: str
) -> None:
    answer = refuse(command_line, shared_book_url, json.dumps(data).encode())

    assert [(error["field"], error["code"]) for error in answer["errors"]] == [(field, code)]


@pytest.mark.parametrize("files", [1, 2])
def test_of_very_many_faults_the_first_hundred_are_listed_and_all_are_counted(
    command_line: CommandLine, shared_book_url: str, tmp_path_factory: pytest.TempPathFactory, files: int
) -> None:
    folder = tmp_path_factory.mktemp("files")
    names = [str(folder / f"{n}.json") for n in range(files)]
    for name in names:
        (folder / name).write_text(json.dumps(notice(lots=[lot("x")] * 150)), encoding="utf-8")

    code, answer = command_line("import", *names, "--database", shared_book_url, "--json")

    assert (code, len(answer["errors"])) == (2, 100)
    assert f"{150 * files}处" in answer["detail"]


def test_names_that_look_like_code_are_kept_as_the_text_they_are(
    command_line: CommandLine, sqlite_book_url: str
) -> None:
    names = [
        *(
            "<script>alert(1)</script>",
            "{{7*7}}",
            "{0}",
            "' OR 1=1--",
            '"',
            "${jndi:x}",
            "%00../",
            "%2F",
            "a/b",
            "a%2Fb",
        ),
        *("=1+1", "+cmd", "-2+3", "@SUM", '";=1+2', "|", "某公司（二期）", "Müller", "\\", "%s", ":", "🏭"),
    ]
    text = json.dumps(notice(trades=[trade("1", buyer=name) for name in names]))

    code, _ = command_line("import", "-", "--database", sqlite_book_url, "--json", given=text.encode())
    again, answer = command_line("import", "-", "--database", sqlite_book_url, "--json", given=text.encode())

    assert (code, again, answer["rounds"][0]["recognised"]) == (0, 0, True)
    code, found = command_line("balances", "--database", sqlite_book_url, "--json")
    assert code == 0
    assert {row["holder"] for row in found if row["account"].startswith("Q40:")} == set(names)
