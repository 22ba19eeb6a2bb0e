"""What people take away holds what the list shows, and nothing in it computes."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.sheet_cells import Cell, CellKind
from schemas.workbook import read_workbook
from web.workbooks.csv_file import csv_of
from web.workbooks.table import Table, Value
from web.workbooks.xlsx import xlsx_of

MADE = datetime(2026, 6, 1, 9, tzinfo=UTC)
DANGEROUS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "a,=1+1", "a;-1", '"=1"', "＝1", "x\n@y", ' "=1"')


def table(rows: Sequence[Sequence[Value]], headings: Sequence[str] = ("甲", "乙", "丙", "丁")) -> Table:
    return Table(title="账户余额", notes=("账簿：test.example/book", "演示数据"), headings=headings, rows=iter(rows))


def test_a_workbook_holds_its_title_notes_headings_and_typed_cells() -> None:
    rows = read_workbook(
        xlsx_of(table([("91371500MA00DEM012", Decimal("1234.5000"), 7, date(2026, 6, 1))]), made_at=MADE)
    )

    assert [row.texts for row in rows[:4]] == [
        ["账户余额"],
        ["账簿：test.example/book"],
        ["演示数据"],
        ["甲", "乙", "丙", "丁"],
    ]
    assert rows[4].cells == [
        Cell("91371500MA00DEM012"),
        Cell("1234.5", CellKind.NUMBER),
        Cell("7", CellKind.NUMBER),
        Cell("2026-06-01", CellKind.DAY),
    ]


@pytest.mark.parametrize("value", [Decimal("1234567890.123456"), 10**15, Decimal("NaN")])
def test_a_number_that_a_spreadsheet_would_not_keep_is_text(value: Value) -> None:
    row = read_workbook(xlsx_of(table([(value,)]), made_at=MADE))[-1]

    assert row.cells == [Cell(str(value))]


@pytest.mark.parametrize("text", [*DANGEROUS, "{=1}", "http://127.0.0.1/", "mailto:a@b", "0012"])
def test_a_text_stays_text_in_a_workbook(text: str) -> None:
    data = xlsx_of(table([(text,)]), made_at=MADE)

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert read_workbook(data)[-1].cells[0].kind is CellKind.TEXT


def test_the_same_list_at_the_same_moment_is_the_same_file() -> None:
    assert xlsx_of(table([("a",)]), made_at=MADE) == xlsx_of(table([("a",)]), made_at=MADE)


def written(rows: Sequence[Sequence[Value]]) -> str:
    return b"".join(csv_of(table(rows))).decode("utf-8-sig")


def pieces(text: str) -> Iterator[str]:
    """Yield what a spreadsheet would take for a cell, whichever sign it splits at."""
    for delimiter in (",", ";", "\t"):
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield from (cell.strip(' "') for cell in row)


@given(st.lists(st.text(st.sampled_from('=+-@,;"\t\r\nab 1'), max_size=8), min_size=1, max_size=4))
def test_no_text_of_a_csv_computes_wherever_it_is_split(texts: list[str]) -> None:
    assert [piece for piece in pieces(written([texts])) if re.match(r"[=+\-@]", piece)] == []


def test_a_csv_begins_with_its_mark_and_keeps_numbers_and_days() -> None:
    rows = [("甲公司", Decimal("-1.5000"), 7, date(2026, 6, 1)), (None, Decimal(0), 0, None)]

    assert written(rows) == "甲,乙,丙,丁\r\n甲公司,-1.5000,7,2026-06-01\r\n,0,0,\r\n"
    assert next(iter(csv_of(table(rows)))) == b"\xef\xbb\xbf"


def test_a_long_list_is_written_row_by_row() -> None:
    rows = [[f"第{number}行", Decimal(number)] for number in range(5_000)]

    assert len(read_workbook(xlsx_of(table(rows), made_at=MADE))) == 5_000 + 4
