"""Bad files that are uploaded: refused in words within a second, nothing kept and nothing recorded."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest

from tests.bad_input.bombs import BOMBS
from tests.bad_input.cells import CELLS, BadCell
from tests.bad_input.files import HARMFUL, LONG_IN_THE_MAKING, NAMES, TABLES, BadTable
from tests.web.pages.bad_input.doors import as_csv, calm, refusal_in, refused
from tests.web.pages.bad_input.members import TEXT, sound

if TYPE_CHECKING:
    from tests.web.pages.bad_input.doors import Desk


def numbered(bad: BadCell | BadTable) -> str:
    return f"{bad.number}-{bad.name}"


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("bomb", [name for _, name in HARMFUL if name not in LONG_IN_THE_MAKING])
def test_a_file_made_to_harm_is_refused_at_once(bomb: str, desk: Desk) -> None:
    data = BOMBS[bomb][1]()
    began = time.process_time()

    answer = desk.upload(data, "示例.xlsx")

    assert time.process_time() - began < 2
    assert "示例.xlsx" in refused(answer)
    assert len(refusal_in(answer.text)) < 1000


@pytest.mark.parametrize("bad", [*CELLS, *TABLES], ids=numbered)
def test_what_is_amiss_in_a_table_is_told_by_its_place(bad: BadCell | BadTable, desk: Desk) -> None:
    answer = desk.upload(bad.made(), "示例.xlsx" if isinstance(bad, BadCell) else "示例.csv")

    if bad.told:
        refused(answer)
        assert bad.told in refusal_in(answer.text)
        assert re.search(r"第[0-9]+行|单元格|列名|工作表|超过|读不成表", refusal_in(answer.text))
    else:
        assert answer.status_code == 303
        assert "不能办理" in calm(desk.browser.get(answer.location))


@pytest.mark.parametrize("name", [name for _, _, name in NAMES], ids=[name for _, name, _ in NAMES])
def test_a_name_of_a_file_leads_nowhere(name: str, desk: Desk) -> None:
    answer = desk.upload(as_csv(TEXT.act, sound(desk.city, TEXT)), name)

    assert answer.status_code == 303
    page = desk.browser.get(answer.location)
    assert "可以登记" in calm(page)
    assert "<script>alert" not in page.text
    assert "../" not in page.text
