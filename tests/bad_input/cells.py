"""What a cell of a workbook may hold besides a bad value: days of another calendar, formulas, what nobody sees."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from tests.schemas.workbooks import package, sheet_xml, workbook

Shape = Callable[[Any, Any], None]
HEADER: Final = ("act", "effective_on", "area", "pollutant", "grams", "document")
ROW: Final = ("reserve.retain", "2026-01-05", "示例区", "SO2", "0.5", "示例纪要1号")
_LEAP_DAY_THAT_NEVER_WAS: Final = 60
_DAY_AFTER_THE_LAST: Final = 2_958_466
_A_DAY_SINCE_1904: Final = 44_565


@dataclass(frozen=True, slots=True)
class BadCell:
    """A workbook with one bad cell: what the refusal says, or nothing where the cell is taken."""

    number: int
    name: str
    told: str
    made: Callable[[], bytes]


def _shaped(shape: Shape, **options: object) -> Callable[[], bytes]:
    return lambda: workbook(HEADER, ROW, shape=shape, strings_to_numbers=False, **options)


def _day(number: float, **options: object) -> Callable[[], bytes]:
    """Return what writes a number that is shown as a day."""
    return _shaped(
        lambda book, sheet: sheet.write_number("B2", number, book.add_format({"num_format": "yyyy-mm-dd"})), **options
    )


def _error() -> bytes:
    """Write a cell that holds no formula, only what a formula came to."""
    cells = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in HEADER)
    row = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in ROW[:4])
    return package(sheet_xml(f'<row r="1">{cells}</row><row r="2">{row}<c r="E2" t="e"><v>#NUM!</v></c></row>'))


def _second_sheet(book: Any, _: Any) -> None:
    book.add_worksheet("旧数据").write(0, 0, "1")


def _hidden_sheet(book: Any, _: Any) -> None:
    second = book.add_worksheet("旧数据")
    second.write(0, 0, "1")
    second.hide()


CELLS: Final = (
    BadCell(5, "not a number as a formula left it", "E2单元格是错误值", _error),
    BadCell(89, "29 February 1900", "B2单元格：“1900-02-28”超出", _day(_LEAP_DAY_THAT_NEVER_WAS)),
    BadCell(90, "day beyond the year 9999", "B2单元格：“2958466”不是日期", _day(_DAY_AFTER_THE_LAST)),
    BadCell(91, "days counted from 1904", "", _day(_A_DAY_SINCE_1904, date_1904=True)),
    BadCell(92, "day as text", "", lambda: workbook(HEADER, ROW)),
    BadCell(93, "negative day", "B2单元格：“-1”不是日期", _day(-1)),
    BadCell(192, "formula", "E2单元格是公式", _shaped(lambda _, sheet: sheet.write_formula("E2", "=A1*2", None, 1))),
    BadCell(
        193,
        "formula kept with another value",
        "E2单元格是公式",
        _shaped(lambda _, sheet: sheet.write_formula("E2", "=1+1", None, 7)),
    ),
    BadCell(
        194,
        "reference to nothing",
        "E2单元格是错误值",
        _shaped(lambda _, sheet: sheet.write_formula("E2", "=#REF!", None, "#REF!")),
    ),
    BadCell(195, "merged cells", "A4单元格是合并单元格", _shaped(lambda _, sheet: sheet.merge_range("A4:B4", "示例"))),
    BadCell(
        196,
        "hidden row",
        "A2单元格有内容，但所在的行或列被隐藏",
        _shaped(lambda _, sheet: sheet.set_row(1, None, None, {"hidden": True})),
    ),
    BadCell(196, "hidden sheet", "旧数据", _shaped(_hidden_sheet)),
    BadCell(197, "second sheet", "旧数据", _shaped(_second_sheet)),
    BadCell(198, "number as text", "", _shaped(lambda _, sheet: sheet.write_string("E2", "0.5"))),
    BadCell(
        199, "noise of a binary number", "", _shaped(lambda _, sheet: sheet.write_number("E2", 1.0000000000000002))
    ),
    BadCell(
        199,
        "decimals that are no noise",
        "E2单元格：“0.50001”的小数超过4位",
        _shaped(lambda _, sheet: sheet.write_number("E2", 0.50001)),
    ),
    BadCell(
        200,
        "link to another workbook",
        "E2单元格是公式",
        _shaped(lambda _, sheet: sheet.write_formula("E2", "=[another.xlsx]Sheet1!A1", None, 1)),
    ),
)
"""By the sheet of one act, in which one cell is bad."""
