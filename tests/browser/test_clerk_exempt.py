"""An exempt project for which the branch has no source: entered at once, and the gap is seen by the branch."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from ledger.domain.bookkeeping.act import State
from ledger.domain.people.actor import Role
from ledger.domain.projects.exemption import Exemption
from ledger.domain.values.pollutant import Pollutant
from ledger.projections.projects.exemption_gaps import exemption_gaps
from ledger.store.registers import Registers
from tests.browser.clerk_desk import (
    CLERK_GUIDE,
    act_of,
    approve,
    of_branch,
    record,
    region,
    rows_of,
    search_for,
    sit_down,
)
from tests.browser.test_forms import PASTE, cell, fill
from web.books import adopted_law, today

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Office

AREA: Final = "阳滩县"
"""Its branch has no reductions of ammonia nitrogen."""
PROJECT: Final = "示例-2026-0901"
SPREADSHEET: Final = (
    "氨氮\t示例北河\t0.0312\t0.05\t0\t0.0085\t0\t0.0397\r\n挥发性有机物\t\t0\t0\t0\t0.062\t0\t0.062\r\n"
)
"""As a spreadsheet puts a block on the clipboard: pollutant, basin and the six columns of the EIA table."""
GAP: Final = "豁免项目来源缺口"


def test_an_exempt_project_is_entered_without_a_source_and_the_branch_sees_its_gap(office: Office) -> None:
    clerk = sit_down(office, of_branch(office.city, Role.CLERK, AREA).name)
    reviewer = sit_down(office, of_branch(office.city, Role.REVIEWER, AREA).name)
    before = gap_shown(clerk)
    assert before == gap_in_the_book(office)
    with CLERK_GUIDE.walk("exempt", clerk, language="zh") as walk:
        _type_project(clerk)
        table = clerk.locator(".grid-part")
        walk.step("grid", table)
        classified = clerk.locator("#check")
        walk.step("classified", classified, at_most=420)
        _is_classified(classified.inner_text())
        approve(reviewer, record(clerk))

        clerk.goto("/desk/record/exemption.register")
        clerk.fill('[name="project"]', PROJECT)
        entered = record(clerk)
        assert [paper.name for paper in act_of(office.city, entered).evidence] == []
        approve(reviewer, entered)
        assert act_of(office.city, entered).state is State.POSTED

        assert gap_shown(clerk) == before + 8_500 == gap_in_the_book(office)
        reminders = region(clerk, "提醒")
        gap = reminders.locator("tbody tr").filter(has_text=GAP)
        walk.step("gap", reminders, framed=gap.locator("a"))
    assert gap.locator("a").inner_text() == "为豁免项目预占减排量"
    with office.city.book.reading() as view:
        owed = Registers(view).all(Exemption, owner=AREA)
    assert {each.pollutant: each.grams for each in owed if each.project == PROJECT} == {
        Pollutant.AMMONIA_NITROGEN: 8_500,
        Pollutant.VOLATILE_ORGANICS: 62_000,
    }


def _type_project(clerk: Page) -> None:
    """Fill in the project, its table out of a spreadsheet."""
    clerk.set_viewport_size({"width": 1280, "height": 1700})
    clerk.goto("/desk/record/project.intake")
    search_for(clerk, "enterprise", "示例")
    fill(
        clerk,
        {
            "id": PROJECT,
            "legal_person": clerk.input_value('[name="enterprise"]'),
            "site": f"{AREA}示例路8号",
            "name": "食品加工扩建（示例）",
            "nature": "expansion",
            "requested_on": today().isoformat(),
        },
    )
    clerk.focus('[name="table.0.pollutant"]')
    clerk.evaluate(PASTE, SPREADSHEET)
    assert [cell(clerk, 0, column) for column in ("pollutant", "basin", "this_project")] == [
        "NH3-N",
        "示例北河",
        "0.0085",
    ]
    assert [cell(clerk, 1, column) for column in ("pollutant", "whole_plant_after")] == ["VOCs", "0.062"]
    clerk.wait_for_selector("#check-state.good")


def _is_classified(said: str) -> None:
    """See that each pollutant is exempt by an article and by two numbers, and what of it no text enacts."""
    assert "氨氮新增年排放量0.008500吨，不高于0.01吨，在豁免限值之内（LC25第4条第2款）" in said
    assert "挥发性有机物新增年排放量0.062000吨，不高于0.1吨，在豁免限值之内（LC25第4条第2款）" in said
    assert re.search(r"以下依据并非本市明文规定\s.*豁免以单项因子还是以整个项目为单位 · ASSUME", said, re.DOTALL)


def gap_shown(clerk: Page) -> int:
    """Return the grams of the branch's gap as its start page tells them."""
    clerk.goto("/desk")
    shown = [row[5].split()[0] for row in rows_of(region(clerk, "提醒")) if row[1] == GAP]
    return int(sum(map(Decimal, shown)) * 1_000_000)


def gap_in_the_book(office: Office) -> int:
    """Return the same as the exemptions and what is held for them say."""
    with office.city.book.reading() as view:
        lines = exemption_gaps(view, Registers(view), book=adopted_law(office.city.book), on=today(), area=AREA)
    return sum(line.gap for line in lines)
