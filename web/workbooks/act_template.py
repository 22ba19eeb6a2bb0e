"""The template of a sheet of acts: headings for people, the names that the reader knows, one example, and notes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter

from ledger.errors import Message, say
from schemas.act_sheet import ACT_COLUMN, KEY_COLUMN, REMARK
from web.forms.nodes import NUMBERS, Kind
from web.workbooks.act_columns import ActColumn

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from ledger.errors import Translate

FORMATS: Final[dict[Kind, Message]] = {
    Kind.TEXT: say("一行文本，至多200字"),
    Kind.REMARK: say("一行文本，至多1000字"),
    Kind.FILE_TEXT: say("文件全文"),
    Kind.DATE: say("日期，如 2026-06-01"),
    Kind.INSTANT: say("时刻，如 2026-06-01T16:58:00+08:00"),
    Kind.TONNES: say("吨/年，至多4位小数"),
    Kind.FINE_TONNES: say("吨/年，至多6位小数"),
    Kind.SIGNED_TONNES: say("吨/年，至多6位小数，可为负"),
    Kind.YUAN: say("元，至多2位小数"),
    Kind.PRICE: say("元，至多4位小数；按单价基准，没有单价基准的为每吨"),
    Kind.RATIO: say("倍数，至多4位小数，如 1.5"),
    Kind.INTEGER: say("整数"),
    Kind.YES_NO: say("是 或 否"),
    Kind.CHOICE: say("从下拉列表中选，也可只写名称"),
    Kind.CREDIT_CODE: say("统一社会信用代码，18位，单元格为文本"),
}
_EXAMPLES: Final[dict[Kind, str]] = {
    Kind.DATE: "2026-06-01",
    Kind.INSTANT: "2026-06-01T16:58:00+08:00",
    Kind.TONNES: "1.25",
    Kind.FINE_TONNES: "1.25",
    Kind.SIGNED_TONNES: "1.25",
    Kind.YUAN: "1000.00",
    Kind.PRICE: "1000",
    Kind.RATIO: "1.5",
    Kind.INTEGER: "1",
    Kind.CREDIT_CODE: "91371500MA00DEM012",
}
_ROWS: Final = 2_000
"""Rows of the template that are formatted and offer lists."""
_FIRST_ROW: Final = 3
_LISTS_FROM: Final = 6
"""The column of the notes from which on the lists stand."""


def act_template(
    kind: str, title: Message, columns: Sequence[ActColumn], *, translate: Translate, made_at: datetime
) -> bytes:
    """Write the template of a kind of act.

    :param made_at: the moment that its properties name.
    """
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.set_properties({"title": title.rendered(translate), "created": made_at.replace(tzinfo=None)})
    _Template(book, kind, title, columns, translate).write()
    book.close()
    return stream.getvalue()


class _Template:
    """A template on its way."""

    def __init__(
        self, book: Any, kind: str, title: Message, columns: Sequence[ActColumn], translate: Translate
    ) -> None:
        self._kind, self._title, self._columns, self._translate = kind, title, columns, translate
        self._sheet = book.add_worksheet(self._said(say("业务")))
        self._notes_name = self._said(say("填写说明"))
        self._notes = book.add_worksheet(self._notes_name)
        self._heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E8F0EE"})
        self._must = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#D5E5E1"})
        self._name = book.add_format({"font_color": "#595959", "num_format": "@"})
        self._example = book.add_format({"italic": True, "font_color": "#7F7F7F", "num_format": "@"})
        self._text = book.add_format({"num_format": "@"})
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})
        self._bold = book.add_format({"bold": True})
        self._wrapped = book.add_format({"text_wrap": True, "valign": "top"})

    def write(self) -> None:
        """Write the sheet and the notes."""
        self._write_column(0, self._said(say("业务代码")), ACT_COLUMN, must=True)
        self._sheet.write_string(2, 0, f"{REMARK} {self._said(say('示例（本行不导入）'))}", self._example)
        self._offer(0, [f"{self._kind} {self._said(self._title)}"])
        self._write_column(1, self._said(say("自编号（可不填）")), KEY_COLUMN, must=False)
        for place, column in enumerate(self._columns, start=2):
            self._write_member(place, column)
        self._sheet.freeze_panes(2, 1)
        self._write_notes()

    def _write_member(self, place: int, column: ActColumn) -> None:
        heading = " · ".join(map(self._said, column.names))
        self._write_column(place, heading, column.path, must=column.required)
        accepted = self._accepted(column)
        self._sheet.write_comment(0, place, accepted, {"x_scale": 2, "author": ""})
        kind = column.input.kind
        if column.input.choices:
            choices = [f"{choice.value} {self._said(choice.words)}" for choice in column.input.choices]
            self._offer(place, choices)
            example = choices[0]
        else:
            example = (
                _EXAMPLES.get(kind)
                or self._said(FORMATS[kind] if kind is Kind.YES_NO else say("示例")).partition(" ")[0]
            )
        if kind is Kind.DATE:
            self._sheet.set_column(place, place, 12, self._day)
        elif kind in NUMBERS:
            self._sheet.set_column(place, place, 12)
        self._sheet.write_string(2, place, example, self._example)

    def _write_column(self, place: int, heading: str, name: str, *, must: bool) -> None:
        self._sheet.set_column(place, place, 18, self._text)
        self._sheet.write_string(0, place, f"{heading} *" if must else heading, self._must if must else self._heading)
        self._sheet.write_string(1, place, name, self._name)

    def _offer(self, place: int, values: Sequence[str]) -> None:
        """Offer a fixed list in a column; the list stands in the notes, because a rule holds 255 characters alone."""
        self._notes.write_string(
            0, _LISTS_FROM + place, self._said(say("第{column}列的选项", column=place + 1)), self._bold
        )
        for row, value in enumerate(values, start=1):
            self._notes.write_string(row, _LISTS_FROM + place, value)
        source = xlsxwriter.utility.xl_range_abs(1, _LISTS_FROM + place, len(values), _LISTS_FROM + place)
        rule = {"validate": "list", "source": f"='{self._notes_name}'!{source}"}
        self._sheet.data_validation(_FIRST_ROW, place, _FIRST_ROW + _ROWS, place, rule)

    def _accepted(self, column: ActColumn) -> str:
        """Return what a column takes, in words."""
        said = [self._said(FORMATS[column.input.kind])]
        if column.hint is not None:
            said.append(self._said(column.hint))
        if column.listed:
            said.append(self._said(say("可有多行：其后各行不填业务代码，只填这些列")))
        said.append(self._said(say("必填") if column.required else say("可不填")))
        return "\n".join(said)

    def _write_notes(self) -> None:
        lines = (
            say("第1行是名称，第2行是程序认的列名，请勿改动；从第4行起填写，一行一件业务。"),
            say("业务代码以#开头的行不导入；整份表要么全部登记，要么全不登记。"),
            say("不要用公式、合并单元格、隐藏的行列；代码和编号所在的列已设为文本，请粘贴为数值。"),
            say("同一份表再次导入时按内容认出，不会重复登记；自编号相同的业务也只登记一次。"),
        )
        self._notes.write_string(0, 0, self._said(self._title), self._bold)
        for row, line in enumerate(lines, start=1):
            self._notes.write_string(row, 0, self._said(line))
        top = len(lines) + 2
        for place, word in enumerate((say("列名"), say("名称"), say("是否必填"), say("填写格式"))):
            self._notes.write_string(top, place, self._said(word), self._bold)
        for row, column in enumerate(self._columns, start=top + 1):
            self._notes.write_string(row, 0, column.path, self._wrapped)
            self._notes.write_string(row, 1, " · ".join(map(self._said, column.names)), self._wrapped)
            self._notes.write_string(
                row, 2, self._said(say("必填") if column.required else say("可不填")), self._wrapped
            )
            self._notes.write_string(row, 3, self._accepted(column), self._wrapped)
        self._notes.set_column(0, 1, 28)
        self._notes.set_column(3, 3, 44)
        self._notes.set_column(_LISTS_FROM, _LISTS_FROM + len(self._columns) + 1, 24)

    def _said(self, message: Message) -> str:
        return message.rendered(self._translate)
