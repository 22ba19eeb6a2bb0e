"""A day of the branch: an act is recorded, returned, corrected, checked, approved by the bureau, and its slip printed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest

from ledger.domain.act import State
from tests.browser.clerk_desk import act_of, choose_share, fact, record, region, rows_of, search_for, sit_down
from tests.browser.guide import Guide

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Office

KIND: Final = "right.determine_surplus"
ENTERPRISE: Final = "示例宏林化工有限公司"
PAPER: Final = {"name": "示例富余核定书.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 invented"}
SKETCH: Final = {"name": "示例计算表.txt", "mimeType": "text/plain", "buffer": b"15.2 - 12 = 3.2"}
_PAGES: Final = re.compile(rb"/Type\s*/Page\b")


def test_x(office: Office) -> None:
    persons = office.city.persons
    maker, checker, decider = (persons[role].name for role in ("branch clerk", "branch reviewer", "reviewer"))
    bureau = sit_down(office, decider)
    bureau.click('nav a:text-is("凭证")')
    bureau.screenshot(path="/tmp/clerk/c0.png", full_page=True)
    for t in bureau.locator('main input[name="seq"]').all()[-4:]:
        t.check()
    bureau.click('button:text-is("打印所选")')
    bureau.screenshot(path="/tmp/clerk/c1.png", full_page=True)
    bureau.emulate_media(media="print")
    bureau.screenshot(path="/tmp/clerk/c2.png", full_page=True)
    data = bureau.pdf(prefer_css_page_size=True)
    open("/tmp/clerk/c.pdf", "wb").write(data)
    print(len(_PAGES.findall(data)))
    for s in bureau.locator("article.slip").all():
        print(s.bounding_box())
