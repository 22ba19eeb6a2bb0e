"""``reconcile`` from the command line: the published rounds, to the fen, and how a call may fail."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import web
from tests.services.round_files import RESERVE, lot, notice, trade

if TYPE_CHECKING:
    from tests.web.conftest import CommandLine

PUBLISHED = Path(web.__file__).parent / "demo" / "published_rounds.json"
ROWS: dict[int, dict[tuple[str, str], tuple[str, str, str, bool]]] = {
    1: {
        ("factor:NOx", "amount"): ("10647000.00", "10647000.00", "0.00", True),
        ("factor:NOx", "quantity"): ("959.0000", "959.0000", "0.0000", True),
        ("factor:SO2", "amount"): ("3443000.00", "3443000.00", "0.00", True),
        ("factor:SO2", "quantity"): ("485.2000", "485.2000", "0.0000", True),
    },
    2: {("total", "amount"): ("423158.00", "360414.41", "-62743.59", False)},
    3: {
        ("total", "amount"): ("188000.90", "188000.90", "0.00", True),
        ("factor:COD", "amount"): ("96473.55", "96473.55", "0.00", True),
        ("factor:COD", "quantity"): ("9.1950", "9.1950", "0.0000", True),
        ("factor:NH3-N", "amount"): ("4685.00", "4685.00", "0.00", True),
        ("factor:NH3-N", "quantity"): ("0.2980", "0.2980", "0.0000", True),
        ("factor:SO2", "amount"): ("50463.15", "50463.15", "0.00", True),
        ("factor:SO2", "quantity"): ("12.3150", "12.3150", "0.0000", True),
        ("factor:NOx", "amount"): ("36379.20", "36379.20", "0.00", True),
        ("factor:NOx", "quantity"): ("8.3920", "8.3920", "0.0000", True),
    },
    4: {},
    5: {},
    6: {},
    7: {
        ("total", "amount"): ("563100.00", "563065.61", "-34.39", True),
        ("bought", "amount"): ("315600.00", "315634.61", "34.61", True),
        ("bought", "quantity"): ("7.1900", "7.1863", "-0.0037", True),
        ("sold", "quantity"): ("8.1600", "8.1614", "0.0014", True),
        ("seller:reserve/COD", "quantity"): ("3.8285", "3.8252", "-0.0033", False),
        ("seller:reserve/NH3-N", "quantity"): ("0.3825", "0.3825", "0.0000", True),
    },
}
"""What the notices state, what is posted, the difference, and whether the two agree."""


def imported(command_line: CommandLine, url: str, *notices: dict[str, Any]) -> None:
    text = json.dumps({"rounds": notices}).encode()
    code, _ = command_line("import", "-", "--database", url, given=text)
    assert code == 0


def test_the_published_rounds_reconcile_to_the_fen_and_the_gram(command_line: CommandLine, book_url: str) -> None:
    command_line("import", str(PUBLISHED), "--database", book_url)
    places = {printed["number"]: printed["place"] for printed in json.loads(PUBLISHED.read_bytes())["rounds"]}

    for number, expected in ROWS.items():
        code, answer = command_line("reconcile", str(number), "--database", book_url, "--json")

        agrees = all(row[3] for row in expected.values())
        assert (code, answer["round"], answer["place"], answer["agrees"]) == (
            0 if agrees else 1,
            number,
            places[number],
            agrees,
        )
        assert {
            (row["scope"], row["what"]): (row["stated"], row["posted"], row["difference"], row["agrees"])
            for row in answer["rows"]
        } == expected
        assert all((row["cause"] is None) == row["agrees"] for row in answer["rows"])


def test_the_printed_things_that_are_not_compared_are_listed(command_line: CommandLine, sqlite_book_url: str) -> None:
    command_line("import", str(PUBLISHED), "--database", sqlite_book_url)

    _, second = command_line("reconcile", "2", "--database", sqlite_book_url, "--json")
    _, third = command_line("reconcile", "3", "--database", sqlite_book_url, "--json")

    assert sorted(second["not_compared"]) == [
        "premium_percent.COD: 25",
        "premium_percent.NH3-N: 27.43",
        "premium_percent.NOx: 51.19",
        "premium_percent.SO2: 100",
    ]
    assert "buyers: 4" in third["not_compared"]


@pytest.mark.parametrize(("language", "words"), [("zh", ("金额（元）", "不符")), ("en", ("Amount (CNY)", "differs"))])
def test_for_people_every_figure_stands_on_its_line(
    command_line: CommandLine,
    sqlite_book_url: str,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    words: tuple[str, ...],
) -> None:
    command_line("import", str(PUBLISHED), "--database", sqlite_book_url)
    monkeypatch.setenv("LEDGER_LANG", language)

    code, output = command_line("reconcile", "2", "--database", sqlite_book_url)

    (line,) = [line for line in output.splitlines() if "423158.00" in line and "-62743.59" in line]
    assert code == 1
    assert all(part in line for part in ("360414.41", *words))


CODES = ("total", "bought", "sold", "seller:", "factor:", "buyers:", "premium", "highest_price", "by_factor")


@pytest.mark.parametrize("number", sorted(ROWS))
def test_for_people_nothing_is_said_in_codes(
    number: int, command_line: CommandLine, sqlite_book_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    command_line("import", str(PUBLISHED), "--database", sqlite_book_url)
    monkeypatch.setenv("LEDGER_LANG", "zh")

    _, output = command_line("reconcile", str(number), "--database", sqlite_book_url)

    told = output.splitlines()[1:]
    assert told
    assert not [line for line in told if any(code in line for code in CODES)]


def test_a_figure_that_agrees_when_rounded_says_so(
    command_line: CommandLine, sqlite_book_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    command_line("import", str(PUBLISHED), "--database", sqlite_book_url)
    monkeypatch.setenv("LEDGER_LANG", "zh")

    _, output = command_line("reconcile", "7", "--database", sqlite_book_url)

    lines = output.splitlines()
    assert "全部成交 金额（元） 公告 563100.00 入账 563065.61 差额 -34.39 相符（按公告所印的位数四舍五入）" in lines
    assert "政府储备售出 氨氮 NH3-N 数量（吨/年） 公告 0.3825 入账 0.3825 差额 0.0000 相符" in lines


def test_the_amount_of_what_the_enterprises_sold_is_compared(command_line: CommandLine, sqlite_book_url: str) -> None:
    market = notice(
        lots=[lot("1"), lot("1", seller="Bolt")],
        trades=[trade("1", seller="Bolt", unit_price="7"), trade("1", seller=RESERVE, unit_price="5")],
        stated={"sold_amount": "7.00", "amount": "12"},
    )
    imported(command_line, sqlite_book_url, market)

    code, answer = command_line("reconcile", "1", "--database", sqlite_book_url, "--json")

    assert code == 0
    assert [(row["scope"], row["posted"]) for row in answer["rows"]] == [("total", "12.00"), ("sold", "7.00")]


@pytest.mark.parametrize("printed", [notice(), {key: notice()[key] for key in notice() if key != "stated"}])
def test_a_notice_without_totals_has_no_rows_and_agrees(
    command_line: CommandLine, sqlite_book_url: str, printed: dict[str, Any]
) -> None:
    imported(command_line, sqlite_book_url, printed)

    code, answer = command_line("reconcile", "1", "--database", sqlite_book_url, "--json")

    assert (code, answer) == (
        0,
        {"round": 1, "place": "Testville", "agrees": True, "rows": [], "not_compared": []},
    )


def test_a_number_that_several_places_use_needs_the_place(command_line: CommandLine, sqlite_book_url: str) -> None:
    imported(command_line, sqlite_book_url, notice(place="Here"), notice(place="There", stated={"amount": "1"}))

    code, answer = command_line("reconcile", "1", "--database", sqlite_book_url, "--json")
    here, _ = command_line("reconcile", "1", "--place", "Here", "--database", sqlite_book_url, "--json")
    there, found = command_line("reconcile", "1", "--place", "There", "--database", sqlite_book_url, "--json")

    assert (code, answer["code"], answer["status"]) == (1, "round.ambiguous", 409)
    assert "Here" in answer["detail"]
    assert "There" in answer["detail"]
    assert (here, there, found["place"]) == (0, 1, "There")


@pytest.mark.parametrize("words", [("2",), ("1", "--place", "Elsewhere"), ("1", "--place", ""), ("1000000",)])
def test_a_round_that_is_not_registered_is_not_found(
    command_line: CommandLine, sqlite_book_url: str, words: tuple[str, ...]
) -> None:
    imported(command_line, sqlite_book_url, notice())

    code, answer = command_line("reconcile", *words, "--database", sqlite_book_url, "--json")

    assert (code, answer["code"], answer["status"]) == (1, "round.unknown", 404)


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("0", "number.range"),
        ("1000001", "number.range"),
        ("99999999999999999999", "number.range"),
        ("1.0", "number.scale"),
        *((word, "number.format") for word in ("1_0", "１", "٣", " 1", "1 ", "+1", "1e0", "0x1", "", "seven", "1\n")),
        ("-1", "usage.option"),
    ],
)
def test_what_is_no_number_of_a_round_is_malformed(
    command_line: CommandLine, sqlite_book_url: str, word: str, code: str
) -> None:
    exit_code, answer = command_line("reconcile", word, "--database", sqlite_book_url, "--json")

    assert (exit_code, answer["code"]) == (2, code)


def test_without_a_book_nothing_can_be_compared(command_line: CommandLine, sqlite_url: str) -> None:
    code, answer = command_line("reconcile", "7", "--database", sqlite_url, "--json")

    assert (code, answer["code"]) == (3, "book.missing")
