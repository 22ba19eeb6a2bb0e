"""Texts that somebody might run are taken as the texts they are, and stay text on pages and in every file."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from typing import TYPE_CHECKING, Final

import pytest

from schemas.workbook import read_workbook
from tests.bad_input.texts import INERT
from tests.services.acts.bureau import opened
from tests.services.acts.conftest import FIRST_DAY, new_book
from tests.services.acts.project_exercise import firm, intake, table_line
from tests.web.pages.bad_input.doors import calm
from tests.web.pages.desk.bureau_pages import AUDITOR, BureauPages, pages_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOSTILE: Final = [text for _, _, text in INERT]
PAGES: Final = ("/desk/lists/projects?columns=id,name", "/desk/registers/projects", "/entries", "/audit/log")
TABLES: Final = ("/desk/lists/projects.csv?columns=id,name", "/audit/log.csv")
_BEGINS: Final = re.compile(r"[ \"]*[=+\-@\t\r\n]")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BureauPages]:
    """Lend a bureau to which projects of such names were brought."""
    path: Path = tmp_path_factory.mktemp("inert") / "ledger.sqlite"
    book = new_book(f"sqlite:///{path}")
    bureau = opened(book, today=FIRST_DAY)
    firm(bureau)
    for number, text in enumerate(HOSTILE):
        intake(bureau, f"示例项目{number}", table_line("COD", "0.05"), name=text, site=text)
    yield pages_of(bureau)
    book.close()


@pytest.mark.parametrize("address", PAGES)
def test_a_page_shows_them_and_runs_nothing(address: str, pages: BureauPages) -> None:
    answer = pages.browser(AUDITOR.name).get(address)

    shown = calm(answer)
    assert "<script>alert" not in answer.text
    assert "49" not in re.findall(r"<t[dh][^>]*>([^<]*)</t[dh]>", answer.text)
    assert [text for text in HOSTILE if text not in shown] == [] or "columns" not in address


@pytest.mark.parametrize("address", TABLES)
def test_no_cell_of_a_table_computes_even_where_it_is_split_again(address: str, pages: BureauPages) -> None:
    text = pages.browser(AUDITOR.name).get(address).data.decode("utf-8-sig")

    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    again = [part for cell in cells for part in re.split("[,;]", cell)]

    assert [cell for cell in (*cells, *again) if _BEGINS.match(cell)] == []
    assert len(cells) > len(HOSTILE)


def test_a_workbook_holds_them_as_they_were_typed(pages: BureauPages) -> None:
    data = pages.browser(AUDITOR.name).get("/desk/lists/projects.xlsx?columns=id,name").data

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    written = {text for row in read_workbook(data) for text in row.texts}

    assert not any(b"<f>" in sheet or b"<hyperlink" in sheet for sheet in sheets)
    assert set(HOSTILE) <= written
