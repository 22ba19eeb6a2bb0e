"""What is taken away as a file says what the pages say, as CSV and as a workbook, in the language of the page."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from html import unescape
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

NAMES = ("balances", "notices", "amortisation")


def table(response: TestResponse) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.data.decode("utf-8-sig"), newline=""), strict=True))


@pytest.mark.parametrize("name", NAMES)
def test_a_sheet_is_a_csv_file_of_its_own_name_in_the_language_of_the_page(
    name: str, visitor: Callable[[str], FlaskClient]
) -> None:
    officer = visitor("enterprise")
    chinese = officer.get(f"/enterprise/downloads/{name}.csv?lang=zh")
    english = officer.get(f"/enterprise/downloads/{name}.csv?lang=en")

    assert chinese.data.startswith(b"\xef\xbb\xbf")
    assert chinese.mimetype == "text/csv"
    assert chinese.headers["Content-Disposition"] == f'attachment; filename="{name}.csv"'
    rows = table(chinese)
    assert len(rows) > 1
    assert {len(row) for row in rows} == {len(rows[0])}
    assert table(english)[0] != rows[0]
    assert all(heading.isascii() for heading in table(english)[0])


@pytest.mark.parametrize("name", NAMES)
def test_the_workbook_says_that_it_is_of_a_demonstration_and_holds_no_formula(
    name: str, visitor: Callable[[str], FlaskClient]
) -> None:
    sent = visitor("enterprise").get(f"/enterprise/downloads/{name}.xlsx")

    with zipfile.ZipFile(io.BytesIO(sent.data)) as package:
        content = package.read("xl/worksheets/sheet1.xml").decode()
    assert "演示数据" in content
    assert "<f>" not in content


def test_the_balances_of_the_file_are_those_of_the_page(visitor: Callable[[str], FlaskClient]) -> None:
    officer = visitor("enterprise")
    page = officer.get("/enterprise/accounts").text

    rows = table(officer.get("/enterprise/downloads/balances.csv"))[1:]

    assert rows
    assert all(row[0] in page and row[-1] in page.replace(",", "") for row in rows)


def test_a_statement_is_taken_away_for_the_days_that_the_page_shows(visitor: Callable[[str], FlaskClient]) -> None:
    officer = visitor("enterprise")
    listed = re.findall(r'href="(/enterprise/accounts/Q40[^"]+)"', officer.get("/enterprise/accounts").text)
    page = officer.get(f"{unescape(listed[0])}?from=2023-11-03&to=2023-12-31").text
    offered = re.findall(r'href="(/enterprise/downloads/statement\.csv/[^"]+)"', page)

    rows = table(officer.get(unescape(offered[0])))[1:]

    assert rows
    assert all("2023-11-03" <= row[0] <= "2023-12-31" for row in rows)
    assert all(f'<td class="number">{row[1]}</td>' in page for row in rows)


def test_a_form_that_is_not_offered_is_not_there(visitor: Callable[[str], FlaskClient]) -> None:
    assert visitor("enterprise").get("/enterprise/downloads/balances.ods").status_code == 404
