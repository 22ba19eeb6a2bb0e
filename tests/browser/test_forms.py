"""Forms of acts in a real browser: kept and checked while typing, searched, pasted into, walked through by keys."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ledger.projections.accounts.balances import balances
from tests.browser.test_access import faults_of
from tests.web.pages.desk.forms import intake, size_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Office

INTAKE = "/desk/record/project.intake"
PASTE = """(text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def cell(page: Page, row: int, column: str) -> str:
    return page.input_value(f'[name="table.{row}.{column}"]')


def fill(page: Page, inputs: dict[str, str]) -> None:
    for name, value in inputs.items():
        target = page.locator(f'[name="{name}"]')
        if target.evaluate("element => element.tagName") == "SELECT":
            target.select_option(value)
        else:
            target.fill(value)


def test_a_form_can_be_used_by_everybody(shared_office: Office) -> None:
    page = shared_office.visitor("branch clerk")

    for kind in ("project.intake", "facility.close", "permit.register", "enterprise.split"):
        page.goto(f"/desk/record/{kind}")
        assert faults_of(page) == []
        page.click(".actions button:not([name])")
        page.wait_for_selector(".attention")
        page.evaluate("scrollTo(0, document.body.scrollHeight)")  # the buttons stay in sight and cover what is below
        assert faults_of(page) == []


def test_forms_fit_narrow_screens(shared_office: Office) -> None:
    page = shared_office.visitor("branch clerk", width=320)

    for kind in ("project.intake", "facility.close", "permit.register"):
        page.goto(f"/desk/record/{kind}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_other_language_shows_what_was_typed_a_moment_ago(office: Office) -> None:
    page = office.visitor("branch clerk")
    page.goto(INTAKE)
    page.fill('[name="name"]', "半张表")
    page.click("a.language")
    page.wait_for_url("**/desk/drafts/*?lang=en")

    assert page.input_value('[name="name"]') == "半张表"
    page.fill('[name="name"]', "整张表")
    page.click("a.language")
    page.wait_for_url("**/desk/drafts/*?lang=zh")

    assert page.input_value('[name="name"]') == "整张表"


def test_what_is_typed_is_kept_and_checked_without_being_recorded(office: Office) -> None:
    page = office.visitor("branch clerk")
    size = size_of(office.city)
    page.goto(INTAKE)
    page.fill('[name="name"]', "半张表")
    page.fill('[name="table.0.this_project"]', "１．５")
    page.wait_for_selector("#check .saved")
    page.wait_for_selector('[name="table.0.this_project"] ~ .live-note')

    page.goto("/desk/drafts")
    page.click("text=项目登记")

    assert page.input_value('[name="name"]') == "半张表"
    assert size_of(office.city) == size


def test_a_fault_is_told_at_its_input_while_typing(office: Office) -> None:
    page = office.visitor("branch clerk")
    page.goto(INTAKE)
    page.fill('[name="table.0.this_project"]', "1e3")
    page.wait_for_selector('[name="table.0.this_project"][aria-invalid="true"]')
    page.fill('[name="table.0.this_project"]', "1.5")

    page.wait_for_selector('[name="table.0.this_project"]:not([aria-invalid])')


def test_a_block_of_a_spreadsheet_is_pasted_and_rows_are_added(office: Office) -> None:
    page = office.visitor("branch clerk")
    page.goto(INTAKE)
    page.focus('[name="table.4.pollutant"]')

    page.evaluate(PASTE, 'VOCs\t\t1\t2\r\nPM\t\t3\t4\r\n化学需氧量 COD\t"示例\t河"\t5\t6\r\n')

    assert [cell(page, row, "pollutant") for row in (4, 5, 6)] == ["VOCs", "PM", "COD"]
    assert [cell(page, row, "existing_permitted") for row in (4, 5, 6)] == ["2", "4", "6"]
    assert cell(page, 6, "basin") == "示例\t河"


def test_cells_are_filled_down_and_walked_through_by_keys(office: Office) -> None:
    page = office.visitor("branch clerk")
    page.goto(INTAKE)
    page.fill('[name="table.0.replaced"]', "0.25")
    page.focus('[name="table.0.replaced"]')
    page.keyboard.press("Enter")
    page.keyboard.press("Control+d")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("7")
    page.keyboard.press("ArrowRight")

    assert [cell(page, row, "replaced") for row in (0, 1, 2)] == ["0.25", "0.25", "7"]
    assert page.evaluate("document.activeElement.name") == "table.2.whole_plant_after"
    assert page.url.endswith(INTAKE)


def test_what_is_picked_is_summed_exactly(office: Office) -> None:
    page = office.visitor("branch clerk")
    page.goto(INTAKE)
    for row, value in enumerate(("0.1", "0.2", "0.000001")):
        page.fill(f'[name="table.{row}.this_project"]', value)
    page.focus('[name="table.0.this_project"]')
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")

    assert page.text_content('[data-sum="table"]') == "Σ 3: 0.300001"


def test_an_enterprise_is_found_by_its_name_and_a_sound_form_recorded(office: Office) -> None:
    page = office.visitor("branch clerk")
    page.goto(INTAKE)
    inputs = intake(office.city)
    fill(page, {name: value for name, value in inputs.items() if name != "enterprise"})
    page.click('[name="enterprise"]')
    page.keyboard.type("示例")
    page.wait_for_selector(".offers li")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector("#check-state.good")
    page.click(".actions button:not([name])")

    page.wait_for_url(re.compile("/desk/recorded/"))


def test_a_form_is_recorded_without_a_script(office: Office) -> None:
    page = office.visitor("branch clerk", script=False)
    page.goto(INTAKE)
    for name, value in intake(office.city).items():
        target = page.locator(f'[name="{name}"]')
        if name in {"nature", "table.0.pollutant"}:
            target.select_option(value)
        else:
            target.fill(value)
    page.click(".actions button:not([name])")

    page.wait_for_url(re.compile("/desk/recorded/"))


def test_a_share_is_chosen_from_what_the_enterprise_holds(office: Office) -> None:
    page = office.visitor("branch clerk")
    area = office.city.persons["branch clerk"].area
    with office.city.book.reading() as connection:
        held = next(row for row in balances(connection) if row.account.chart.code == "Q40" and row.account.area == area)
    page.goto("/desk/record/right.end_term")
    page.fill('[name="enterprise"]', str(held.account.holder))
    page.click("[data-share]")
    page.click("#holdings li button")

    assert page.input_value('[name="tranche.pollutant"]') != ""
    assert page.input_value('[name="tranche.term_to"]') > page.input_value('[name="tranche.term_from"]')
    page.wait_for_selector("#check .saved")
