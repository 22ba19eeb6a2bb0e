"""Figures are written for people with their thousands apart; what machines read has none."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Final

import pytest

from ledger.domain.bookkeeping.unit import UnitKind
from web.pages.presentation import amount, listed, tonnes

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

    from tests.web.city import City

APART: Final = re.compile(r">-?[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]{4,}<")
TOGETHER: Final = re.compile(r">-?[0-9]{4,}\.[0-9]{4,}<")


@pytest.mark.parametrize(
    ("grams", "written"),
    [
        (0, "0.000000"),
        (999_999_900, "999.999900"),
        (12_345_678_900, "12,345.678900"),
        (-12_345_678_900, "-12,345.678900"),
        (1_234_567_000_000, "1,234,567.000000"),
    ],
)
def test_tonnes_have_their_thousands_apart(grams: int, written: str) -> None:
    assert tonnes(grams) == amount(grams, UnitKind.RIGHT) == written


def test_a_page_separates_thousands_and_its_files_do_not(visitor: Callable[[str], FlaskClient]) -> None:
    auditor = visitor("auditor")
    page = auditor.get("/trial-balance").text
    annual = auditor.get("/desk/month/annual?year=2025").text
    sheet = auditor.get("/desk/month/annual.csv?year=2025")

    assert APART.search(page)
    assert APART.search(annual)
    assert not TOGETHER.search(page + annual)
    cells = [f">{cell}<" for row in csv.reader(io.StringIO(sheet.data.decode("utf-8-sig"), newline="")) for cell in row]
    assert any(TOGETHER.search(cell) for cell in cells)
    assert not any(APART.search(cell) for cell in cells)


@pytest.mark.parametrize(("language", "written"), [("zh", "甲、乙、丙"), ("en", "甲, 乙, 丙")])
def test_lists_are_set_apart_as_in_the_language_of_the_reader(city: City, language: str, written: str) -> None:
    with city.app.test_request_context(f"/?lang={language}"):
        city.app.preprocess_request()

        assert listed(["甲", "乙", "丙"]) == written
