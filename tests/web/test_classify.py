"""``classify`` from the command line: output, exit codes, and what malformed input meets."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from ledger.rules.law.loader import BOOKS
from web.cli import main
from web.door import run

if TYPE_CHECKING:
    from pathlib import Path


class Program(Protocol):
    """Runs the program in this process."""

    def __call__(self, *words: str, given: bytes | object = b"") -> tuple[int, Any]:
        """Return the exit code and what standard output holds, parsed where it is JSON."""


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Program:
    monkeypatch.setenv("LEDGER_LANG", "zh")
    monkeypatch.delenv("LEDGER_RULES_DIR", raising=False)

    def call(*words: str, given: bytes | object = b"") -> tuple[int, Any]:
        data = given if isinstance(given, bytes) else json.dumps(given).encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
        code = run(main, words, name="permit-ledger")
        output = capsysbinary.readouterr().out.decode()
        try:
            return code, json.loads(output)
        except json.JSONDecodeError:
            return code, output

    return call


def project(**changes: object) -> dict[str, object]:
    return {"id": "p1", "date": "2026-06-01", "nature": "new", "increments": {"COD": "0.2"}, **changes}


def test_one_project_is_answered_by_one_object(program: Program) -> None:
    code, answer = program("classify", given=project())

    assert (code, answer["id"], answer["regime"]) == (0, "p1", "in_scope")


def test_a_list_is_answered_by_a_list_in_its_order(program: Program) -> None:
    code, answer = program("classify", "-", given=[project(id="b"), project(id="a")])

    assert (code, [item["id"] for item in answer]) == (0, ["b", "a"])


def test_an_empty_list_is_answered_by_an_empty_list(program: Program) -> None:
    assert program("classify", given=[]) == (0, [])


def test_a_file_is_read_like_standard_input(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "项目.json"
    path.write_text(json.dumps(project()), encoding="utf-8")

    code, answer = program("classify", str(path))

    assert (code, answer["regime"]) == (0, "in_scope")


def test_a_missing_file_is_malformed_input(program: Program, tmp_path: Path) -> None:
    code, answer = program("classify", str(tmp_path / "none.json"))

    assert (code, answer["code"]) == (2, "file.missing")


def test_a_folder_is_told_from_a_file_that_is_missing(program: Program, tmp_path: Path) -> None:
    code, answer = program("classify", str(tmp_path))

    assert (code, answer["code"]) == (2, "file.missing")
    assert "目录" in answer["detail"]


def test_a_day_before_the_rules_has_its_error_in_its_place(program: Program) -> None:
    code, answer = program("classify", given=[project(), project(date="2023-10-31"), project()])

    assert code == 1
    assert answer[1]["code"] == "no_provision_in_force"
    assert [answer[place]["regime"] for place in (0, 2)] == ["in_scope", "in_scope"]


@pytest.mark.parametrize("day", ["0001-01-01", "1986-05-04", "2023-10-31"])
def test_no_day_is_too_early_to_ask_about(program: Program, day: str) -> None:
    code, answer = program("classify", given=project(date=day))

    assert (code, answer["code"]) == (1, "no_provision_in_force")


def test_malformed_outweighs_a_day_without_law(program: Program) -> None:
    code, answer = program("classify", given=[project(date="2023-10-31"), project(nature="old"), project()])

    assert code == 2
    assert [item.get("code") for item in answer] == ["no_provision_in_force", "choice.unknown", None]


def test_an_early_day_is_an_error_even_where_the_rules_would_not_apply(program: Program) -> None:
    for changes in ({"discharge": "indirect"}, {"category": "sewage_works"}, {"increments": {}}):
        code, answer = program("classify", given=project(date="2023-10-31", **changes))
        assert (code, answer["code"]) == (1, "no_provision_in_force")


NUMBERS = {
    "number.format": [
        *("NaN", "sNaN", "Infinity", "-inf", "1e999999", "1E+3", "1e-7", "-0", "-1", "+1"),
        *("1_000", "1__0", "1,000", "1，000", "1 000", "1'000", "０.１", "０．１", "１", "٣", "१", "½", "²", "㈠"),
        *("一", "壹", "0.1吨", "0.1t", "￥5", " 1", "1 ", "1\n", "1\t", "\u30001", "1\u00a0", "1\u200b", "\ufeff1"),
        *(".5", "5.", "01", "0x10", "1/3", "--1", "\u22121", "1-", "=1", ""),
    ],
    "number.range": ["1000000000000", "9" * 400],
    "number.scale": ["0.0000000000000000000", "0.0000001", "0.10000000000000001", "0.1000000"],
    "number.type": [True, [], {}, 0, 1, 0.1, 10**40],
    "field.null": [None],
}


@pytest.mark.parametrize(
    ("code", "value"),
    [(code, value) for code, values in NUMBERS.items() for value in values],
    ids=lambda value: ascii(value)[:24],
)
def test_a_number_that_is_no_plain_decimal_string_is_malformed(program: Program, code: str, value: object) -> None:
    exit_code, answer = program("classify", given=project(increments={"COD": value}))

    assert (exit_code, [(error["field"], error["code"]) for error in answer["errors"]]) == (
        2,
        [("increments.COD", code)],
    )
    assert len(answer["errors"][0]["value"]) <= 40


@pytest.mark.parametrize(
    ("value", "regime"),
    [
        ("0", "not_applicable"),
        ("0.000000", "not_applicable"),
        ("0.000001", "exempt"),
        ("0.1", "exempt"),
        ("0.100000", "exempt"),
        ("0.100001", "in_scope"),
        ("999999999999.999999", "in_scope"),
    ],
)
def test_a_number_at_the_edge_of_the_grammar_is_read_exactly(program: Program, value: str, regime: str) -> None:
    code, answer = program("classify", given=project(increments={"COD": value}))

    assert (code, answer["regime"]) == (0, regime)


DATES = {
    "date.format": [
        *("2026-02-29", "2026-13-01", "2026-00-10", "0000-01-01", "2026-W01-1", "20260101", "2026-1-1"),
        *("01/02/2026", "2026年1月1日", "２０２６-01-01", "民国115年", "2026-01-01T24:00:00", "2026-01-01T00:00:00Z"),
        *("", " 2026-01-01", "2026-01-01\n", "-2026-01-01"),
    ],
    "date.range": ["9999-12-31", "2101-01-01"],
    "date.type": [20260601, True, [], {}],
    "field.null": [None],
}


@pytest.mark.parametrize(
    ("code", "value"),
    [(code, value) for code, values in DATES.items() for value in values],
    ids=lambda value: ascii(value)[:24],
)
def test_a_date_that_is_no_calendar_date_is_malformed(program: Program, code: str, value: object) -> None:
    exit_code, answer = program("classify", given=project(date=value))

    assert (exit_code, [(error["field"], error["code"]) for error in answer["errors"]]) == (
        2,
        [("date", code)],
    )


@pytest.mark.parametrize(
    "value",
    [
        "",
        "   ",
        "长" * 1_000_000,
        "a" + "\u0301" * 100_000,
        "\u202eabc",
        "a\u200bb",
        "⼯厂",
        "㈱",
        "\x1b[31m",
        "a\r\nb",
    ],
    ids=lambda value: ascii(value[:12]),
)
def test_an_id_that_cannot_be_shown_as_it_is_is_malformed(program: Program, value: str) -> None:
    code, answer = program("classify", given=project(id=value))

    assert (code, [error["field"] for error in answer["errors"]]) == (2, ["id"])
    assert answer["code"].startswith("text.")


@pytest.mark.parametrize(
    "value",
    ["<script>alert(1)</script>", "{{7*7}}", "{0}", "' OR 1=1--", "${jndi:x}", "%00../", "=1+1", "某公司（二期）"],
)
def test_an_id_that_looks_like_code_comes_back_as_the_text_it_is(program: Program, value: str) -> None:
    code, answer = program("classify", given=project(id=value))

    assert (code, answer["id"]) == (0, value)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "json.syntax"),
        (b'{"id": "p1"', "json.syntax"),
        (b'{"id": "p1", "id": "p2"}', "json.duplicate"),
        (b'[{"id": "p1"}] x', "json.trailing"),
        (b"\xef\xbb\xbf{}", "json.bom"),
        (b'{"id": NaN}', "json.constant"),
        (b"[" * 100_000, "json.depth"),
        ('{"id": "聊城"}'.encode("gbk"), "json.encoding"),
        (b'{"id": "\\ud800"}', "json.surrogate"),
        (b'{"id": "\\u0000"}', "json.nul"),
        (b'"' + b"a" * (17 * 1024 * 1024) + b'"', "json.size"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_strict_json_is_malformed_as_a_whole(program: Program, data: bytes, code: str) -> None:
    exit_code, answer = program("classify", given=data)

    assert (exit_code, answer["code"], answer["status"]) == (2, code, 400)


@pytest.mark.parametrize("value", [None, 1, "p1", True])
def test_what_is_neither_object_nor_list_is_malformed(program: Program, value: object) -> None:
    code, answer = program("classify", given=value)

    assert (code, answer["code"]) == (2, "object.type")


def test_members_of_a_list_that_are_no_objects_are_malformed_one_by_one(program: Program) -> None:
    code, answer = program("classify", given=[None, [], project()])

    assert (code, [item.get("code") for item in answer]) == (2, ["object.type", "object.type", None])


def test_an_error_object_is_that_of_the_contract(program: Program) -> None:
    _, answer = program("classify", given=project(nature="old"))

    assert set(answer) == {
        *("type", "title", "status", "code", "detail", "errors", "breaches", "request_id"),
    }
    assert set(answer["errors"][0]) == {"field", "value", "code", "detail"}


def test_wrong_words_are_answered_in_json_too(program: Program) -> None:
    code, answer = program("classify", "--colour")

    assert (code, answer["code"]) == (2, "usage.option")


def test_the_operators_own_rules_take_the_place_of_the_shipped_ones(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in BOOKS.rglob("*.toml"):
        text = path.read_text(encoding="utf-8").replace("other = { at_most = 0.1 }", "other = { at_most = 0.2 }")
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    monkeypatch.setenv("LEDGER_RULES_DIR", str(tmp_path))

    code, answer = program("classify", given=project())

    assert (code, answer["regime"]) == (0, "exempt")


def test_rules_that_cannot_be_used_stop_the_program(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.toml").write_text("a = ", encoding="utf-8")
    monkeypatch.setenv("LEDGER_RULES_DIR", str(tmp_path))

    code, answer = program("classify", given=project())

    assert (code, answer["code"]) == (3, "rule_book.faulty")
