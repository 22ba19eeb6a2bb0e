"""A sheet of 500 enterprises with three bad rows: told by row and column, corrected, recorded whole, known again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.browser.clerk_desk import region, rows_of, sit_down
from tests.web.pages.desk.forms import size_of
from tests.web.pages.desk.test_sheets import enterprises, sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Page

    from tests.browser.conftest import Office

NAME: Final = "示例企业名册.xlsx"


def bring(page: Page, rows: Sequence[Sequence[object]]) -> None:
    """Upload rows as a workbook, and wait for what is said of them."""
    page.click('nav a:text-is("表格导入")')
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.set_input_files("#file", {"name": NAME, "mimeType": kind, "buffer": sheet(rows)})
    page.click('button:text-is("上传并预览")')


def test_a_sheet_with_three_bad_rows_is_corrected_and_recorded_whole(office: Office) -> None:
    sound, before = enterprises(office.city, 500), size_of(office.city)
    page = sit_down(office, office.city.persons["branch clerk"].name)
    rows = [list(row) for row in sound]
    rows[10][2], rows[200][1], rows[499][3] = 915100001234567890, "六月一日", None
    bring(page, rows)
    told = page.locator(".attention").inner_text()
    assert "共有3处错误。未入账" in told
    for place in (
        "第12行 统一社会信用代码 C12单元格：须为文本",
        "第202行 生效日 B202单元格：“六月一日”不是日期",
        "第501行 企业名称 D501单元格：缺少此项",
    ):
        assert place in told
    assert not region(page, "已上传的表").count()

    rows = [list(row) for row in sound]
    rows[200][4] = "没有的区"
    bring(page, rows)
    assert "1行不能办理，整份表没有登记" in page.locator(".attention").inner_text()
    [refused] = rows_of(region(page, "不能办理的行"))
    assert refused[0] == "202"
    assert "没有登记名为“没有的区”的区域" in refused[4]
    assert not page.locator('button:text-is("全部登记")').count()
    assert size_of(office.city) == before

    bring(page, sound)
    page.click('button:text-is("全部登记")')
    page.wait_for_selector('h1 .mark:text-is("已导入")')
    assert size_of(office.city) == before + 500

    bring(page, sound)
    assert page.locator("h1 .mark").inner_text() == "已导入"
    assert not page.locator('button:text-is("全部登记")').count()
    assert size_of(office.city) == before + 500
