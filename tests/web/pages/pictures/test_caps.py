"""The picture of caps of all kinds: published, of a reduction task, not published, and given out beyond."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Final

import pytest

from ledger.domain.people.actor import Role, User
from ledger.domain.rights.cap import Cap, CapKind
from ledger.settings import Settings
from ledger.store.record_text import registration_of
from tests.new_books import new_book
from tests.projections.picture_books import EAST, SO2, TONNE, UNDER_THE_CAP, Act, Post, keep, year
from tests.store.conftest import NOW, TODAY
from tests.web.city import ENTRANCE, let_in, logged_in
from tests.web.pages.books import LAW
from web.application import create_app

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

AUDITOR: Final = User(name="审计员", role=Role.AUDITOR)
TASK: Final = Cap(
    area=EAST,
    pollutant=SO2,
    kind=CapKind.REDUCTION_TASK,
    grams=1000 * TONNE,
    document="示例〔2025〕2号",
    base=1200 * TONNE,
    task=200 * TONNE,
)


@pytest.fixture
def auditor(tmp_path: Path) -> Iterator[FlaskClient]:
    book = new_book(
        f"sqlite:///{tmp_path / 'ledger.sqlite'}", origin="test.example/caps", rule_book=LAW, now=NOW, today=TODAY
    )
    owed = Post(debit=f"Q20 {EAST}", credit=f"Q45 {EAST}", unit=UNDER_THE_CAP[EAST], amount=5 * TONNE)
    acts = year()
    keep(
        book,
        [
            *acts,
            Act(kind="cap.set", on=date(2025, 10, 1), facts=(registration_of(TASK),)),
            Act(kind="correction.reverse", on=date(2025, 11, 1), posts=(owed,)),
        ],
    )
    let_in(book, AUDITOR)
    yield logged_in(create_app(book, settings=Settings(), entrance=ENTRANCE), AUDITOR.name)
    book.close()


def test_the_ground_of_every_cap_is_said(auditor: FlaskClient) -> None:
    page = auditor.get("/pictures/cap?pollutant=SO2&on=2025-12-31").text

    assert "基数1,200.000000－任务200.000000" in page
    assert "可分配的只有储备与减排量库：10.000000" in page
    assert "可分配10.000000吨/年" in page


def test_what_is_given_out_beyond_a_cap_is_said_and_reaches_beyond_the_line(auditor: FlaskClient) -> None:
    page = auditor.get("/pictures/cap?area=东区&on=2025-12-31").text

    assert "应补回为-5.000000吨/年，是负数，未画入图中" in page
    assert "不符" not in page


def test_before_the_first_cap_there_is_nothing_to_draw(auditor: FlaskClient) -> None:
    page = auditor.get("/pictures/cap?on=2024-12-31").text

    assert "没有总量" in page
    assert "<svg" not in page
