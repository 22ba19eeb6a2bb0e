"""A term that no notice printed is marked wherever a person reads it; here: units, names and the files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from ledger.projections.accounts.balances import balances
from ledger.projections.accounts.names import unit_name
from ledger.projections.export.formats import exported
from ledger.projections.export.selection import Selection
from ledger.projections.rounds.assumed_terms import assumed_terms
from tests.web.pages.books import recorded_book

if TYPE_CHECKING:
    from ledger.projections.view import View

SILENT = "Pujiang county, Zhejiang"
"""The place of the second round, whose notice prints no term."""


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    book = recorded_book(f"sqlite:///{tmp_path_factory.mktemp('silent') / 'ledger.sqlite'}")
    with book.reading() as connection:
        yield connection
    book.close()


def file(view: View, name: str) -> str:
    return b"".join(exported(view, Selection(), format=name)).decode("utf-8-sig")


def test_the_units_of_the_silent_notice_have_an_assumed_term_and_no_others(view: View) -> None:
    assumed = assumed_terms(view)

    marked = {row.unit.area for row in balances(view) if row.unit.code in assumed}
    assert marked == {SILENT}
    assert all(row.unit.code in assumed for row in balances(view, area=SILENT) if row.unit.term_from is not None)


def test_the_name_of_such_a_unit_says_so(view: View) -> None:
    assumed = assumed_terms(view)
    silent, printed = (
        next(row.unit for row in balances(view) if row.unit.term_from is not None and (row.unit.area == SILENT) is one)
        for one in (True, False)
    )

    assert "（期限：公告未印，假定）" in str(unit_name(silent, assumed=assumed))
    assert "假定" not in str(unit_name(printed, assumed=assumed))


def test_the_files_say_so(view: View) -> None:
    rows = list(csv.DictReader(io.StringIO(file(view, "csv"), newline="")))
    moved = [row for row in rows if row["term_from"]]

    assert {row["area"] for row in moved if row["term_assumed"] == "yes"} == {SILENT}
    assert {row["area"] for row in moved if row["term_assumed"] == ""} == {row["area"] for row in moved} - {SILENT}
    count = len(assumed_terms(view))
    assert file(view, "hledger").count("(the term is assumed: the notice does not print it)") == count > 0
    assert file(view, "beancount").count("term_assumed: TRUE") == count
