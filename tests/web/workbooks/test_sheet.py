"""A cell that would be a formula is text, wherever a program begins a cell; figures stay figures."""

from __future__ import annotations

import csv
import io
import re
from typing import Final

import pytest
from flask import Flask

from web.workbooks.sheet import Cell, Figure, sheet

FORMULAS: Final = ("=1+1", "+cmd", "-2+3", "@SUM", "\t=1", "\r=1", "\n=1", '";=1+2', "＝1+1", "＋1", '=HYPERLINK("x")')


@pytest.mark.parametrize("text", FORMULAS)
def test_a_cell_that_would_be_a_formula_is_text(text: str) -> None:
    with Flask("test").app_context():
        rows: list[tuple[Cell, ...]] = [(text, Figure("-1.50"), None, 3)]
        sent = sheet("name", ["=heading", "b", "c", "d"], rows)
    found = list(csv.reader(io.StringIO(sent.data.decode("utf-8-sig"), newline=""), strict=True))

    assert len(found) == 2
    assert found[1][1:] == ["-1.50", "", "3"]
    for cell in (found[0][0], found[1][0]):
        assert not re.search(r'(^|[,;])["\s]*[=+\-@＝＋]', cell)
