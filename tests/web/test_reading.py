"""The commands that read: balances, statements, the trial balance."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from ledger.store.book import Book
from tests.new_books import new_book
from tests.projections.exercise import AREA, Act, added_up, busiest, exercise, legs, record
from tests.store.conftest import LAW, NOW, TODAY
from web.cli import main
from web.door import run
from web.table import width

if TYPE_CHECKING:
    from collections.abc import Callable

Ask = Callable[..., tuple[int, str, str]] if TYPE_CHECKING else None


@pytest.fixture
def acts() -> list[Act]:
    """Return the acts of the exercise."""
    return exercise()


@pytest.fixture
def ask(sqlite_url: str, acts: list[Act], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Return what calls the program on a book that holds the exercise: exit code, output, errors."""
    book = new_book(sqlite_url, origin="test.example/book", rule_book=LAW, now=NOW, today=TODAY)
    record(book, acts)
    book.close()

    def call(*words: str, language: str = "zh") -> tuple[int, str, str]:
        monkeypatch.setenv("LEDGER_LANG", language)
        code = run(main, ["--database", sqlite_url, *words], name="permit-ledger")
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


def problem(output: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(output)
    return found


def test_balances_are_a_list_of_positions(ask: Ask, acts: list[Act]) -> None:
    code, output, errors = ask("balances", "--enterprise", "甲公司", "--factor", "SO2", "--json")

    rows = json.loads(output)
    assert (code, errors) == (0, "")
    assert {row["account"] for row in rows} <= {f"C11:{AREA}/甲公司", f"C90:{AREA}/甲公司"}
    assert rows[0]["holder"] == "甲公司"
    assert rows[0]["unit"] == {
        "kind": "offset",
        "factor": "SO2",
        "area": AREA,
        "term_from": None,
        "term_to": None,
        "origin": None,
    }
    held = {code: amount for (code, _), amount in added_up(acts).items()}
    assert {row["account"]: round_trip(row["balance"]) for row in rows} == {
        row["account"]: held[row["account"]] for row in rows
    }


def round_trip(tonnes: str) -> int:
    whole, _, fraction = tonnes.partition(".")
    grams = int(whole.lstrip("-")) * 1_000_000 + int(fraction.ljust(6, "0"))
    return -grams if tonnes.startswith("-") else grams


def test_the_unit_of_a_right_names_its_term_and_money_has_two_decimals(ask: Ask) -> None:
    _, output, _ = ask("balances", "--json")

    rows = json.loads(output)
    assert {
        "kind": "right",
        "factor": "COD",
        "area": AREA,
        "term_from": "2024-01-01",
        "term_to": "2029-01-01",
        "origin": "reserve_sale",
    } in [row["unit"] for row in rows]
    money = [row for row in rows if row["unit"]["kind"] == "money"]
    assert {len(row["balance"].partition(".")[2]) for row in money} == {2}
    assert any(row["balance"].startswith("-") for row in money)


def test_past_days_and_earlier_knowledge_are_asked_for_by_options(ask: Ask, acts: list[Act]) -> None:
    _, nothing_known, _ = ask("balances", "--as-known-at", "0", "--json")
    _, nothing_yet, _ = ask("balances", "--on", "2023-12-31", "--json")
    _, positions, _ = ask("balances", "--on", "2023-12-31", "--all", "--json")

    assert json.loads(nothing_known) == json.loads(nothing_yet) == []
    assert len(json.loads(positions)) == len({(code, unit) for _, _, code, _, unit, _ in legs(acts)})


@pytest.mark.parametrize(
    ("words", "field", "code"),
    [
        (("balances", "--on", "2026-02-30"), "--on", "date.format"),
        (("balances", "--on", "20260201"), "--on", "date.format"),
        (("balances", "--on", "1999-12-31"), "--on", "date.range"),
        (("balances", "--as-known-at", "x"), "--as-known-at", "integer.type"),
        (("balances", "--as-known-at", "１"), "--as-known-at", "integer.type"),
        (("balances", "--as-known-at", "-1"), "--as-known-at", "integer.range"),
        (("balances", "--as-known-at", "9999999999999999999"), "--as-known-at", "integer.range"),
        (("balances", "--factor", "cod"), "--factor", "factor.unknown"),
        (("trial-balance", "--on", "2026-13-01"), "--on", "date.format"),
    ],
)
def test_options_that_cannot_be_read_are_malformed(ask: Ask, words: tuple[str, ...], field: str, code: str) -> None:
    ended, output, _ = ask(*words, "--json")

    (error,) = problem(output)["errors"]
    assert (ended, error["field"], error["code"], error["value"]) == (2, field, code, words[-1])


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("balances", "--as-known-at", "63"), "journal.place"),
        (("statement", "Q40:nowhere/nobody"), "account.unknown"),
    ],
)
def test_what_the_book_does_not_hold_is_refused(ask: Ask, words: tuple[str, ...], code: str) -> None:
    ended, output, errors = ask(*words, "--json")

    assert (ended, problem(output)["code"]) == (1, code)
    assert errors


def test_accounts_of_the_same_holder_are_offered(ask: Ask) -> None:
    _, _, errors = ask("statement", f"Q40:{AREA}/甲公司", language="en")

    assert f"Q11:{AREA}/甲公司" in errors


def test_a_statement_lists_the_movements_with_running_balances(ask: Ask, acts: list[Act]) -> None:
    account = busiest(acts, "Q11")

    code, output, _ = ask("statement", account, "--json")

    found = json.loads(output)
    assert (code, found["account"]) == (0, account)
    assert sorted(line["seq"] for line in found["lines"]) == [
        place for place, _, its, *_ in legs(acts) if its == account
    ]
    running: dict[str, int] = {}
    for line in found["lines"]:
        unit = json.dumps(line["unit"])
        running[unit] = running.get(unit, 0) + round_trip(line["debit"]) - round_trip(line["credit"])
        assert round_trip(line["balance"]) == running[unit]


def test_the_trial_balance_balances(ask: Ask) -> None:
    code, output, _ = ask("trial-balance", "--on", "2024-12-31", "--json")

    result = json.loads(output)
    assert (code, result["on"], result["balanced"]) == (0, "2024-12-31", True)
    assert {round_trip(unit["difference"]) for unit in result["units"]} == {0}
    assert all(unit["debit"] == unit["credit"] != "0.0000" for unit in result["units"])


def test_a_trial_balance_that_does_not_balance_is_a_finding(ask: Ask, sqlite_url: str) -> None:
    damaged = Book.open(sqlite_url)
    with damaged.engine.begin() as connection:
        connection.execute(text("UPDATE balance SET amount = amount + 1 WHERE position_id = 1"))
    damaged.close()

    code, output, _ = ask("trial-balance", "--json")

    result = json.loads(output)
    assert (code, result["on"], result["balanced"]) == (1, None, False)
    assert max(round_trip(unit["difference"]) for unit in result["units"] if unit["unit"]["kind"] != "money") == 1


@pytest.mark.parametrize(
    ("words", "headings"),
    [
        (("balances",), {"zh": "账户", "en": "Account"}),
        (("trial-balance",), {"zh": "借方合计", "en": "Debit"}),
        (("statement", f"2103.1:{AREA}"), {"zh": "对方账户", "en": "Counter-account"}),
    ],
)
def test_people_get_a_table_in_their_language(ask: Ask, words: tuple[str, ...], headings: dict[str, str]) -> None:
    outputs = {language: ask(*words, language=language)[1] for language in headings}

    assert all(headings[language] in outputs[language] for language in headings)


def test_the_columns_of_figures_end_at_the_same_place(ask: Ask) -> None:
    _, output, _ = ask("balances")

    lines = output.splitlines()
    assert len(lines) > 10
    assert len({width(line) for line in lines}) == 1


def test_no_balance_is_told(ask: Ask) -> None:
    code, output, errors = ask("balances", "--enterprise", "nobody")

    assert (code, output, errors) == (0, "", "没有余额\n")
