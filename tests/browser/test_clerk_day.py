"""A day of the branch: an act is recorded, returned, corrected, checked, approved at the bureau, and printed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ledger.domain.bookkeeping.act import State
from ledger.domain.registers.enterprise import Enterprise
from ledger.projections.accounts.balances import balances
from ledger.store.registers import Registers
from tests.browser.clerk_desk import (
    CLERK_GUIDE,
    act_of,
    choose_share,
    fact,
    record,
    region,
    rows_of,
    search_for,
    sit_down,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Page

    from tests.browser.conftest import Office

TITLE: Final = "核定富余排污权"
ENTERPRISE: Final = "示例宏林化工有限公司"
DECISION: Final = {"name": "示例富余核定书.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 invented"}
SKETCH: Final = {"name": "示例计算表.txt", "mimeType": "text/plain", "buffer": b"15.2 - 12 = 3.2"}
PRINTED_WIDTH: Final = 703
PRINTED_HEIGHT: Final = 1047
GAP: Final = 19
"""Of A4 between the margins, and between two slips, in pixels of 1/96 inch."""
_PAGE_OF_PDF: Final = re.compile(rb"/Type\s*/Page\b")


def test_the_guide_is_true() -> None:
    assert CLERK_GUIDE.faults() == []


def test_an_act_goes_from_the_branch_to_its_printed_slip(office: Office) -> None:
    maker, checker, decider = (
        office.city.persons[role].name for role in ("branch clerk", "branch reviewer", "reviewer")
    )
    clerk, branch, bureau = sit_down(office, maker), sit_down(office, checker), sit_down(office, decider)
    act = _record(clerk)
    _send_back(branch, act)
    _correct(clerk, act)
    assert [paper.name for paper in act_of(office.city, act).evidence] == [DECISION["name"], SKETCH["name"]]
    open_from_start(branch, "待我初审", act)
    branch.click('button:text-is("初审通过")')
    branch.wait_for_selector(".state-checked")
    assert act_of(office.city, act).state is State.CHECKED
    assert surplus_of(office, ENTERPRISE) == 0

    _approve(bureau, act)

    assert surplus_of(office, ENTERPRISE) == 2_500_000
    posted = act_of(office.city, act)
    assert (posted.state, posted.maker, posted.checker, posted.decider) == (State.POSTED, maker, checker, decider)
    clerk.click('nav a:text-is("全部业务")')
    clerk.click(f'main a[href="/desk/acts/{act}"]')
    clerk.click(".facts a")
    slip = clerk.locator("article.slip")
    with CLERK_GUIDE.walk("printing", clerk, language="zh") as walk:
        walk.step("slip", slip)
    text = " ".join(slip.inner_text().split())
    for person in (maker, checker, decider):
        assert person in text
    assert re.search(r"附件数 2\b", text)
    assert re.search(r"摘要：核定富余（示例宏林化工有限公司）", text)
    assert_two_slips_on_a_page(bureau)


def _record(clerk: Page) -> int:
    """Record the act with a paper, through the list of acts and the form, and return its place."""
    with CLERK_GUIDE.walk("recording", clerk, language="zh") as walk:
        clerk.click('nav a:text-is("办理业务")')
        clerk.fill('main input[name="q"]', "富余")
        clerk.keyboard.press("Enter")
        offered = clerk.locator(f'main a:text-is("{TITLE}")')
        offered.wait_for()
        walk.step("find", clerk.locator("main h1"), offered, clerk.locator('main input[name="q"]'), framed=offered)
        offered.click()
        search_for(clerk, "enterprise", "宏林化工")
        choose_share(clerk, "NOx")
        for name, value in (("grams", "2.5"), ("need", "12"), ("document", "示例富余核定书")):
            clerk.fill(f'[name="{name}"]', value)
        clerk.set_input_files("#paper", DECISION)
        clerk.click('button:text-is("上传附件")')
        clerk.wait_for_selector("#check-state.good")
        button = clerk.locator('.actions button:text-is("记录")')
        walk.step("form", clerk.locator("#act-form"), clerk.locator("aside.check"), framed=button, at_most=668)
        assert ENTERPRISE in clerk.inner_text("#check")
        act = record(clerk)
    assert fact(clerk, "附件数") == "1"
    return act


def _send_back(branch: Page, act: int) -> None:
    branch.reload()
    open_from_start(branch, "待我初审", act)
    branch.set_viewport_size({"width": 1100, "height": 1400})
    assert branch.locator("#reason-return:invalid").count(), "an act may be returned without a reason"
    branch.fill("#reason-return", "依据文号不全，请补年份和编号")
    with CLERK_GUIDE.walk("returning", branch, language="zh") as walk:
        steps = branch.locator(".steps")
        walk.step("steps", steps, framed=branch.locator('button:text-is("退回")'))
    branch.click('button:text-is("退回")')
    branch.wait_for_selector(".state-returned")


def _correct(clerk: Page, act: int) -> None:
    """Correct what was returned, from the start page on; a second paper is only chosen, not uploaded by its button."""
    clerk.click('nav a:text-is("我的工作台")')
    returned = region(clerk, "退回给我")
    with CLERK_GUIDE.walk("correcting", clerk, language="zh") as walk:
        walk.step("returned", clerk.locator("h1"), clerk.locator(".tiles"), returned, framed=returned.locator("a"))
    assert "核定富余（示例宏林化工有限公司）" in returned.inner_text()
    assert "依据文号不全" in returned.inner_text()
    open_from_start(clerk, "退回给我", act)
    clerk.click('main button:text-is("更正")')
    clerk.wait_for_selector("#check-state.good")
    assert clerk.input_value('[name="grams"]') == "2.500000"
    assert clerk.locator(f'.paper-list li:has(input[name="_without"]) a:text-is("{DECISION["name"]}")').count() == 1
    clerk.fill('[name="document"]', "示例富余核定书〔2026〕7号")
    clerk.wait_for_selector("#check :text('〔2026〕7号')")
    clerk.set_input_files("#paper", SKETCH)
    assert record(clerk) == act
    assert fact(clerk, "附件数") == "2"


def _approve(bureau: Page, act: int) -> None:
    """Approve what the branch has checked: what was seen before is what is posted."""
    bureau.reload()
    open_from_start(bureau, "待我审批", act)
    bureau.set_viewport_size({"width": 1100, "height": 1400})
    seen = region(bureau, "分录及余额")
    with CLERK_GUIDE.walk("approving", bureau, language="zh") as walk:
        walk.step("seen", bureau.locator('h2:text-is("批准后将入账")'), seen, region(bureau, "余额变化"))
    postings = rows_of(seen)
    assert [(row[0][:1], row[0][2:5], *row[3:]) for row in postings] == [
        ("借", "Q41", "2.500000", ""),
        ("贷", "Q40", "", "2.500000"),
    ]
    assert [row[2:] for row in rows_of(region(bureau, "余额变化"))] == [
        ["0.000000", "2.500000", "2.500000"],
        ["15.200000", "-2.500000", "12.700000"],
    ]
    bureau.click('button:text-is("批准入账")')
    bureau.wait_for_selector(".state-posted")
    assert rows_of(region(bureau, "分录")) == postings


def assert_two_slips_on_a_page(bureau: Page) -> None:
    """Print all slips of the series: two of the ordinary height on a page, none broken, nothing around them."""
    bureau.click('nav a:text-is("凭证")')
    for tick in bureau.locator('main input[name="seq"]').all():
        tick.check()
    bureau.click('button:text-is("打印所选")')
    bureau.emulate_media(media="print")
    bureau.set_viewport_size({"width": PRINTED_WIDTH, "height": PRINTED_HEIGHT})
    assert not bureau.locator(".no-print:visible, nav:visible, main button:visible").count()
    heights = [box["height"] for slip in bureau.locator("article.slip").all() if (box := slip.bounding_box())]
    ordinary = min(heights)
    assert heights.count(ordinary) > len(heights) / 2
    assert PRINTED_HEIGHT * 0.95 < 2 * ordinary + GAP < PRINTED_HEIGHT
    assert len(_PAGE_OF_PDF.findall(bureau.pdf(prefer_css_page_size=True))) == pages_for(heights)


def pages_for(heights: Sequence[float]) -> int:
    """Return how many pages slips take that are not broken, one after the other."""
    pages, left = 0, 0.0
    for height in heights:
        if height > left:
            pages, left = pages + 1, PRINTED_HEIGHT
        left -= height + GAP
    return pages


def open_from_start(page: Page, pile: str, act: int) -> None:
    """Go to the start page, and open an act out of a pile there."""
    page.click('nav a:text-is("我的工作台")')
    region(page, pile).locator(f'a[href="/desk/acts/{act}"]').click()


def surplus_of(office: Office, enterprise: str) -> int:
    """Return the grams of surplus that an enterprise holds."""
    with office.city.book.reading() as view:
        code = next(each.credit_code for each in Registers(view).all(Enterprise) if each.name == enterprise)
        return sum(
            row.amount for row in balances(view) if (row.account.chart.code, row.account.holder) == ("Q41", code)
        )
