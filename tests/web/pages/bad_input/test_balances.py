"""What is asked of an account: one more than it holds, all that it holds, and twice as much by one sheet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from ledger.projections.accounts.balances import balances
from tests.schemas.workbooks import workbook
from tests.web.pages.bad_input.doors import calm, refusal_in, refused
from tests.web.pages.bad_input.members import NUMBER, sound
from tests.web.pages.desk.forms import opened, size_of
from tests.web.pages.desk.test_sheets import press, send

if TYPE_CHECKING:
    from tests.web.city import City

GRAMS_OF_A_STEP = 100
"""The least of a quantity with four decimals of a tonne."""


@pytest.fixture
def held(own_city: City) -> int:
    """Return what can still be given out of sulphur dioxide in the area, in steps of the least quantity."""
    area = sound(own_city, NUMBER)["area"]
    with own_city.book.reading() as connection:
        rows = balances(connection)
    [grams] = [row.amount for row in rows if row.account.code == f"Q20:{area}" and row.unit.pollutant == "SO2"]
    return grams // GRAMS_OF_A_STEP


def written(steps: int) -> str:
    return f"{steps // 10_000}.{steps % 10_000:04}"


def test_more_than_there_is_is_refused_with_what_there_is(own_city: City, held: int) -> None:
    before = size_of(own_city)
    sheet = opened(own_city.visitor("clerk"), NUMBER.act)

    answer = sheet.press({**sound(own_city, NUMBER), "grams": written(held + 1)})

    refused(answer)
    assert re.search(f"可用{written(held)}[0-9]*，少于所需的{written(held + 1)}", refusal_in(answer.text))
    assert size_of(own_city) == before


def test_all_that_there_is_can_be_asked_for(own_city: City, held: int) -> None:
    before = size_of(own_city)
    sheet = opened(own_city.visitor("clerk"), NUMBER.act)

    assert sheet.press({**sound(own_city, NUMBER), "grams": written(held)}).status_code == 303
    assert size_of(own_city) == before + 1


def test_a_sheet_of_two_lines_that_fit_one_by_one_is_refused_whole(own_city: City, held: int) -> None:
    before, content = size_of(own_city), {**sound(own_city, NUMBER), "grams": written(held)}
    lines = [(NUMBER.act, *{**content, "document": f"示例纪要{number}号"}.values()) for number in (1, 2)]
    browser = own_city.visitor("clerk")
    address = send(browser, workbook(("act", *content), *lines, strings_to_numbers=False)).location

    preview = calm(browser.get(address))

    assert "1行不能办理，整份表没有登记" in preview
    assert "少于所需的" in preview
    assert press(browser, address, "record").status_code == 422
    assert size_of(own_city) == before
