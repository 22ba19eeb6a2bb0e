"""Files that ``import`` refuses or takes as a whole: what is no JSON, no round, too much of one, or merely strange."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.services.round_files import lot, notice, trade
from tests.web.recorded import refuse

if TYPE_CHECKING:
    from tests.web.conftest import CommandLine

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
        (notice(lots=[1] * 10**5), "lots", "list.length"),
        (notice(stated={"by_buyer": {str(n): {} for n in range(10_001)}}), "stated.by_buyer", "object.length"),
        (notice(stated={"by_buyer": {str(n): {} for n in range(10**5)}}), "", "json.members"),
        (notice(lots=[lot("999999999999")] * 10), "", "number.range"),
        (notice(trades=[trade("999999999999", unit_price="999999999999")]), "", "number.range"),
    ],
    ids=[
        "null",
        "object",
        "word",
        "empty",
        "list",
        "no round",
        "lots",
        "trades",
        "junk",
        "buyers",
        "crowd",
        "tonnes",
        "yuan",
    ],
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
