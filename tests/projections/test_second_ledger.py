"""hledger and beancount read the books, agree with every balance, and miss no gram."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ledger.domain.values.pollutant import Pollutant
from ledger.projections.export.selection import Selection
from tests.projections.exercise import ROUND, Act, added_up
from tests.projections.second_ledgers import CHECKS, check, text_of

if TYPE_CHECKING:
    from ledger.store.book import Book

SELECTIONS = {
    "everything": Selection(),
    "one year": Selection(starts=date(2025, 1, 1), ends=date(2025, 12, 31)),
    "enterprise": Selection(enterprise='=1+1 "乙"; 公司', starts=date(2024, 7, 1)),
    "factor": Selection(pollutant=Pollutant.COD, ends=date(2025, 2, 28)),
    "round": Selection(round=ROUND),
    "days to come": Selection(starts=date(2030, 1, 1)),
}
FIGURE = re.compile(r"(?<= )-?[0-9]+\.(?:[0-9]{6}|[0-9]{2})(?= )")


@pytest.fixture(params=CHECKS)
def tool(request: pytest.FixtureRequest) -> str:
    """Return each of the two programs; a missing one is skipped by name."""
    name: str = request.param
    if shutil.which(CHECKS[name][0]) is None:
        pytest.skip(f"{name} is not installed; on Debian: apt-get install {name}")
    return name


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Return one engine: the files of both are compared where they are made."""
    return sqlite_url


@pytest.mark.parametrize("selection", SELECTIONS.values(), ids=SELECTIONS.keys())
def test_the_other_ledger_accepts_every_selection(book: Book, tool: str, selection: Selection, tmp_path: Path) -> None:
    text = text_of(book, tool, selection)

    result = check(tool, text, tmp_path)

    assert FIGURE.search(text)
    assert (result.returncode, result.stdout + result.stderr) == (0, "")


@pytest.mark.parametrize("section", ["opening", "act", "assertion"])
def test_the_other_ledger_refuses_a_file_with_one_figure_changed(
    book: Book, tool: str, section: str, tmp_path: Path
) -> None:
    text = text_of(book, tool, SELECTIONS["one year"])
    assertions = text.index(" closing balances" if tool == "hledger" else " balance ")
    start = {
        "opening": text.index("opening balances"),
        "act": text.index("\n\n2025-"),
        "assertion": assertions,
    }[section]
    figure = next(FIGURE.finditer(text, start))
    last = "1" if figure[0].endswith("0") else "0"

    result = check(tool, text[: figure.end() - 1] + last + text[figure.end() :], tmp_path)

    assert result.returncode != 0
    assert result.stderr


def test_the_other_ledger_refuses_a_movement_changed_on_both_sides(book: Book, tool: str, tmp_path: Path) -> None:
    text = text_of(book, tool, Selection())
    act = text.index("\n\n20")
    debit = next(FIGURE.finditer(text, act))
    credit = next(FIGURE.finditer(text, debit.end()))
    last = "1" if debit[0].endswith("0") else "0"
    changed = text[: credit.end() - 1] + last + text[credit.end() :]

    result = check(tool, changed[: debit.end() - 1] + last + changed[debit.end() :], tmp_path)

    assert credit[0] == f"-{debit[0]}"
    assert result.returncode != 0


def test_the_assertions_are_the_balances_of_the_books(book: Book, acts: list[Act], tool: str) -> None:
    text = text_of(book, tool, Selection(ends=date(2025, 3, 31)))
    asserted = {
        "hledger": re.findall(r' = (-?[0-9.]+) "', text),
        "beancount": re.findall(r"2025-04-01 balance \S+  (-?[0-9.]+) ~ 0 ", text),
    }[tool]

    held = sorted(amount for amount in added_up(acts, on=date(2025, 3, 31)).values())
    assert sorted(int(figure.replace(".", "")) for figure in asserted if figure.strip("0.")) == held


def test_every_unit_has_a_commodity_of_its_own(book: Book, tool: str) -> None:
    text = text_of(book, tool, Selection())

    commodities = re.findall(r"commodity (?:1000\.0+ )?(\S+)$", text, re.MULTILINE)
    assert len(commodities) == len(set(commodities)) == 4
    assert all(commodity.isascii() for commodity in commodities)
    assert text.count("right/COD/") >= 2
