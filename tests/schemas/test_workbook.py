"""Workbooks are read as the CSV sheet is, and every fault names the cell as the spreadsheet does."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import pytest
import python_calamine
import xlwt
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.rights.cap import SetCap
from schemas.act_sheet import read_acts, read_sheet
from schemas.import_file import ActBatch, ReceiptsFile, read_import
from schemas.malformed import FieldError, Malformed
from schemas.sheet_cells import column_letters
from schemas.workbook import read_workbook
from tests.schemas.workbooks import HEADER, ROW, cap_sheet, package, sheet_xml, workbook

LABELS = ("业务代码", "生效日", "区域", "污染物", "流域", "类别", "数量（吨/年）", "依据文件")


def batch_of(data: bytes) -> ActBatch:
    [found] = read_import({"caps.xlsx": data})
    assert isinstance(found, ActBatch)
    return found


def faults_of(data: bytes) -> list[FieldError]:
    with pytest.raises(Malformed) as refused:
        read_import({"caps.xlsx": data})
    return list(refused.value.errors)


def told(data: bytes) -> list[tuple[int | None, str, str]]:
    """Return row, code and the first word of each fault: the cell, where one is named."""
    return [(fault.row, fault.code, str(fault.detail).partition("单元格")[0]) for fault in faults_of(data)]


def test_a_workbook_is_read_as_the_same_sheet_in_csv() -> None:
    day, grams = date(2026, 1, 5), 120.5
    csv = "\r\n".join((",".join(HEADER), ",".join(ROW))).encode()

    written = batch_of(cap_sheet(ROW)).lines
    typed = batch_of(workbook(HEADER, (ROW[0], day, *ROW[2:6], grams, ROW[7]), default_date_format="yyyy-mm-dd")).lines

    assert written == typed == tuple(read_sheet(csv))
    assert isinstance(written[0].command, SetCap)
    assert written[0].command.grams == 120_500_000


def test_labels_may_stand_above_the_names_and_examples_below_them() -> None:
    example = ("# 示例（本行不导入）", *ROW[1:])

    [line] = batch_of(workbook(LABELS, HEADER, example, ROW)).lines

    assert line.row == 4
    assert line.key == read_acts(read_workbook(workbook((), HEADER, (), ROW)), exact=False)[0].key


@pytest.mark.parametrize("since_1904", [False, True])
def test_days_are_read_from_their_display_whatever_day_nought_is(since_1904: bool) -> None:
    def days(book: Any, sheet: Any) -> None:
        for column, shown in enumerate(("yyyy-mm-dd", "[$-804]yyyy年m月d日", 31, 14, "m/d/yy h:mm")):
            sheet.write_datetime(0, column, datetime(2026, 6, 1), book.add_format({"num_format": shown}))  # noqa: DTZ001 - a spreadsheet knows no zone
        sheet.write_number(0, 5, 46174, book.add_format({"num_format": '"y"0.00'}))

    [row] = read_workbook(workbook(shape=days, date_1904=since_1904))

    assert row.texts == ["2026-06-01"] * 5 + ["46174"]


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("0.30000000000000004", "0.3"),
        ("1.0000000000000002", "1"),
        ("120.5", "120.5"),
        ("7", "7"),
        ("1E-4", "0.0001"),
        ("-0", "-0"),
        ("123456789012.1234", "123456789012.1234"),
        ("123456789012.123456", "123456789012.123456"),
        ("1.00000000000001", "1.00000000000001"),
        ("9.15100001234568E+17", "915100001234568000"),
        ("1E+300", "1E+300"),
        ("1_000", "1_000"),
        ("１", "１"),
    ],
)
def test_the_noise_of_binary_numbers_is_dropped_and_nothing_else(raw: str, read: str) -> None:
    [row] = read_workbook(package(sheet_xml(f"<row><c><v>{raw}</v></c></row>")))

    assert row.texts == [read]


def test_a_text_that_looks_like_an_escape_is_kept_and_an_escape_is_read() -> None:
    [kept] = read_workbook(workbook(("_x0041_", "a_xb")))
    escaped = '<row><c t="inlineStr"><is><t>_x0041__x0000__xD800_</t></is></c></row>'
    [read] = read_workbook(package(sheet_xml(escaped)))

    assert kept.texts == ["_x0041_", "a_xb"]
    assert read.texts == ["A\x00\N{REPLACEMENT CHARACTER}"]


def test_a_number_with_more_decimals_than_its_member_takes_is_refused() -> None:
    [fault] = faults_of(cap_sheet((*ROW[:6], 1.00001, ROW[7])))

    assert (fault.row, fault.field, fault.code, fault.value) == (2, "grams", "number.scale", "1.00001")
    assert str(fault.detail).startswith("G2单元格：")


def test_codes_that_were_typed_as_numbers_are_refused() -> None:
    data = workbook(
        ("voucher", "notice", "payer", "amount", "paid_on", "credited_on"),
        (337018600000000001, None, 915100001234567890, 100, date(2026, 5, 4)),
        default_date_format="yyyy-mm-dd",
    )

    assert told(data) == [(2, "cell.kind", "A2"), (2, "cell.kind", "C2")]


def test_a_list_of_receipts_may_be_a_workbook() -> None:
    data = workbook(
        ("voucher", "notice", "payer", "amount", "paid_on", "credited_on"),
        ("No-1", None, "91371500MA00DEM012", 100.5, date(2026, 5, 4)),
        (),
        ("No-2", "N-7", "91371500MA00DEM012", "99.99", "2026-05-05", "2026-05-06"),
        default_date_format="yyyy-mm-dd",
    )

    [found] = read_import({"receipts.xlsx": data})

    assert isinstance(found, ReceiptsFile)
    assert [(row.voucher, row.notice, row.amount) for row in found.rows] == [
        ("No-1", None, 10050),
        ("No-2", "N-7", 9999),
    ]


def test_every_fault_of_a_sheet_names_its_cell() -> None:
    data = cap_sheet(
        ROW,
        ("cap.other", *ROW[1:]),
        (*ROW[:3], "cod", *ROW[4:]),
        (*ROW[:2], None, *ROW[3:]),
        (*ROW, None, "beyond"),
        (ROW[0], "2026/1/5", *ROW[2:]),
    )

    assert told(data) == [
        (3, "act.unknown", "A3"),
        (4, "factor.unknown", "D4"),
        (5, "field.required", "C5"),
        (6, "sheet.columns", "应有8列，实有10列"),
        (7, "date.format", "B7"),
    ]


def test_formulas_errors_and_merged_cells_are_refused_by_name() -> None:
    def shape(_: Any, sheet: Any) -> None:
        sheet.write_formula("G2", "=A1*2", None, 241)
        sheet.write_formula("G3", "=1/0", None, "#DIV/0!")
        sheet.merge_range("B5:C5", "2026-01-05")

    assert told(cap_sheet(ROW, ROW, ROW, shape=shape)) == [
        (2, "cell.formula", "G2"),
        (3, "cell.formula", "G3"),
        (3, "cell.error", "G3"),
        (5, "cell.merged", "B5"),
    ]


def test_what_is_hidden_is_refused_by_name() -> None:
    def shape(book: Any, sheet: Any) -> None:
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_row(40, None, None, {"hidden": True})
        sheet.set_column("H:H", None, None, {"hidden": True})
        sheet.set_column("Z:Z", None, None, {"hidden": True})
        book.add_worksheet("空").hide()

    faults = told(cap_sheet(ROW, ROW, shape=shape))

    assert {code for _, code, _ in faults} == {"cell.hidden"}
    assert [cell for _, _, cell in faults] == ["H1", "H2", *(f"{column_letters(place)}3" for place in range(8))]


@pytest.mark.parametrize(("state", "code"), [("show", "sheet.several"), ("hide", "sheet.hidden")])
def test_another_sheet_with_content_is_refused_by_name(state: str, code: str) -> None:
    def shape(book: Any, _: Any) -> None:
        second = book.add_worksheet("旧数据")
        second.write(0, 0, "x")
        if state == "hide":
            second.very_hidden()

    [fault] = faults_of(cap_sheet(ROW, shape=shape))

    assert fault.code == code
    assert "旧数据" in str(fault.detail)


def test_the_sheet_that_explains_is_not_read() -> None:
    def shape(book: Any, _: Any) -> None:
        book.add_worksheet("填写说明").write(0, 0, "说明")

    assert len(batch_of(cap_sheet(ROW, shape=shape)).lines) == 1


def xls(*rows: tuple[object, ...], shape: Any = None) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("业务")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.write(number, column, value, day if isinstance(value, date) else xlwt.Style.default_style)
    if shape is not None:
        shape(book, sheet)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_an_old_workbook_is_read_as_the_new_one() -> None:
    data = xls(HEADER, (ROW[0], date(2026, 1, 5), *ROW[2:6], 120.5, ROW[7]))

    assert batch_of(data).lines == batch_of(cap_sheet(ROW)).lines


def test_an_old_workbook_is_refused_for_the_same_faults() -> None:
    def shape(book: Any, sheet: Any) -> None:
        sheet.write(1, 6, xlwt.Formula("1*2"))
        sheet.write_merge(3, 3, 0, 2, "x")
        sheet.row(4).hidden = True
        sheet.write(4, 0, "x")
        book.add_sheet("空")

    faults = told(xls(HEADER, ROW[:6], shape=shape))

    assert faults == [(2, "cell.formula", "G2"), (4, "cell.merged", "A4"), (5, "cell.hidden", "A5")]


@given(
    st.lists(
        st.lists(
            st.one_of(
                st.none(),
                st.text(st.characters(min_codepoint=32, max_codepoint=0x9FFF, exclude_characters="_<"), min_size=1),
                st.integers(-(10**12), 10**12),
                st.decimals(-1000, 1000, places=4, allow_nan=False).map(float),
                st.booleans(),
                st.dates(date(2000, 1, 1), date(2100, 12, 31)),
            ),
            min_size=1,
            max_size=6,
        ),
        min_size=1,
        max_size=8,
    )
)
def test_another_reader_reads_the_same_values(rows: list[list[object]]) -> None:
    rows = [["first"], *rows]
    data = workbook(
        *rows,
        default_date_format="yyyy-mm-dd",
        strings_to_formulas=False,
        strings_to_urls=False,
        strings_to_numbers=False,
    )
    [sheet] = [python_calamine.load_workbook(io.BytesIO(data)).get_sheet_by_index(0)]
    theirs = [[_as_written(value) for value in row] for row in sheet.iter_rows()]

    ours = {row.number: row.texts for row in read_workbook(data)}

    for number, row in enumerate(theirs, start=1):
        while row and not row[-1]:
            row.pop()
        assert ours.pop(number, []) == row
    assert not any(ours.values())


def _as_written(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case float():
            return str(int(value)) if value.is_integer() else repr(value)
        case _:
            return str(value)
