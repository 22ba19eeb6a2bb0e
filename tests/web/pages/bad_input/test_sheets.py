"""Bad values in sheets that are uploaded: refused with the row or the cell, in CSV and in workbooks new and old."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final

import pytest

from ledger.services.catalogue import ACTS
from schemas.sheet_cells import cell_name, column_letters
from tests.bad_input.catalogue import SAYS, SHEETS, BadValue, Door, Judged, Turned
from tests.web.pages.bad_input.doors import as_csv, as_xls, as_xlsx, refusal_in, refused
from tests.web.pages.bad_input.members import Member, named, put_in_at, sound
from web.forms.places import words_at
from web.forms.tree import form_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.web.pages.bad_input.doors import Desk

WRITTEN: Final[Mapping[Door, Callable[[str, Mapping[str, str]], bytes]]] = {
    Door.CSV: as_csv,
    Door.XLSX: as_xlsx,
    Door.XLS: as_xls,
}


@pytest.mark.parametrize(
    ("door", "tried"),
    [pytest.param(door, tried, id=f"{door}-{named(tried)}") for door in SHEETS for tried in put_in_at(door)],
)
def test_a_sheet_with_a_bad_value_is_refused_by_row_and_cell(
    door: Door, tried: tuple[Member, BadValue], desk: Desk
) -> None:
    member, bad = tried
    content = {**sound(desk.city, member), member.name: bad.value}

    answer = desk.upload(WRITTEN[door](member.act, content), f"示例.{door}")

    expected = bad.answer_at(door)
    if isinstance(expected, Turned):
        column = column_letters(1 + list(content).index(member.name))  # a line end within a cell is a line of its CSV
        preview = unescape(desk.browser.get(answer.location).text)
        shown = re.findall(f"<li>{column}[23]：<code>.*?</code> → <code>(.*?)</code></li>", preview, re.DOTALL)
        assert shown == [expected.written]
        return
    if isinstance(expected, Judged):
        page = desk.browser.get(answer.location).text
        assert "1行不能办理，整份表没有登记" in page
        assert re.search(expected.words, page)
        return
    words = refusal_in(answer.text)
    refused(answer)
    assert re.search(SAYS[str(expected)], words)
    assert "第2行" in words or "第3行" in words
    if door is not Door.CSV:
        assert f"{cell_name(2, 1 + list(content).index(member.name))}单元格" in words
    if expected != "cell.length":
        assert words_at(form_of(ACTS[member.act].command), member.name, str) in words
