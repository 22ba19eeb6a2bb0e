"""A file that leaves lines out says so in its last line; its sums are whole as long as it could list their rows."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from schemas.workbook import read_workbook
from web.lists import reading

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

LISTED = "行数过多，只列前10行；请加条件，分次下载。"
SUMMED = "行数过多，只合计了前10行；请加条件。"


def lines_of(browser: FlaskClient, address: str) -> list[list[str]]:
    """Return the lines of a list as they stand in its file; both forms of it end alike."""
    path, _, query = address.partition("?")
    in_csv = list(csv.reader(io.StringIO(browser.get(f"{path}.csv?{query}").data.decode("utf-8-sig"))))[1:]
    in_workbook = [row.texts for row in read_workbook(browser.get(f"{path}.xlsx?{query}").data)]
    assert in_workbook[-1][0] == in_csv[-1][0]
    assert (len(in_workbook[-1]) == 1) is (len(in_csv[-1]) == 1)
    return in_csv


def test_a_list_of_which_lines_are_left_out_says_so_in_its_last_line(
    visitor: Callable[[str], FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    auditor = visitor("auditor")
    whole = lines_of(auditor, "/desk/lists/projects")
    monkeypatch.setattr(reading, "MOST_WRITTEN", 10)

    assert lines_of(auditor, "/desk/lists/projects") == [*whole[:10], [LISTED]]
    (said,) = lines_of(auditor, "/desk/lists/projects?lang=en")[-1]
    assert said.startswith("Too many lines: only the first 10 lines are listed.")


@pytest.mark.parametrize("more", [0, 1])
def test_a_list_that_just_fits_says_nothing(
    more: int, visitor: Callable[[str], FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    auditor = visitor("auditor")
    whole = lines_of(auditor, "/desk/lists/projects")
    monkeypatch.setattr(reading, "MOST_WRITTEN", len(whole) + more)

    assert lines_of(auditor, "/desk/lists/projects") == whole


def test_sums_over_too_many_rows_do_not_pass_for_whole_ones(
    visitor: Callable[[str], FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    auditor = visitor("auditor")
    monkeypatch.setattr(reading, "MOST_WRITTEN", 10)

    *groups, last = lines_of(auditor, "/desk/lists/notices?columns=area&by=area")

    assert last == [SUMMED]
    assert sum(int(group[1]) for group in groups) == 10
    (said,) = lines_of(auditor, "/desk/lists/notices?columns=area&by=area&lang=en")[-1]
    assert said.startswith("Too many lines: only the first 10 lines are added up.")


def test_the_sums_of_a_file_are_whole_where_those_of_the_page_are_not(
    visitor: Callable[[str], FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    auditor = visitor("auditor")
    whole = lines_of(auditor, "/desk/lists/notices?columns=area&by=area")
    monkeypatch.setattr("web.lists.grouping.MOST_GROUPED", 10)

    assert SUMMED in auditor.get("/desk/lists/notices?columns=area&by=area").text
    assert lines_of(auditor, "/desk/lists/notices?columns=area&by=area") == whole
    assert sum(int(group[1]) for group in whole) == len(lines_of(auditor, "/desk/lists/notices"))
