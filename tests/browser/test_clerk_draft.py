"""Half a form is typed and the window closed: after the next log-in it goes on where it was left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.domain.bookkeeping.act import State
from tests.browser.clerk_desk import act_of, record, sit_down
from tests.browser.test_forms import cell, fill
from tests.web.pages.desk.forms import intake, size_of

if TYPE_CHECKING:
    from tests.browser.conftest import Office


def test_half_a_form_survives_the_closed_window(office: Office) -> None:
    maker, inputs = office.city.persons["branch clerk"].name, intake(office.city)
    first = {name: inputs[name] for name in ("name", "site", "nature", "table.0.pollutant", "table.0.this_project")}
    page, before = sit_down(office, maker), size_of(office.city)
    page.goto("/desk/record/project.intake")
    fill(page, {name: value for name, value in first.items() if name != "site"})
    page.wait_for_selector("#check .saved")
    page.fill('[name="site"]', first["site"])
    with page.expect_event("close"):
        page.close(run_before_unload=True)

    again = sit_down(office, maker)
    assert again.locator('.tiles div:has-text("草稿") strong').inner_text() == "1"
    again.click('.tiles a:text-is("草稿（未入账）")')
    assert again.locator("h1 .mark").inner_text() == "草稿 · 未入账"
    again.click(f'main tr:has-text("{first["name"]}") a')
    for name in ("name", "site", "nature"):
        assert again.input_value(f'[name="{name}"]') == first[name]
    assert (cell(again, 0, "pollutant"), cell(again, 0, "this_project")) == ("COD", "1")
    fill(again, {name: value for name, value in inputs.items() if name not in first})
    assert size_of(office.city) == before
    act = record(again)

    assert act_of(office.city, act).state is State.RECORDED
    again.click('nav a:text-is("我的草稿")')
    assert "没有草稿" in again.inner_text("main")
