"""At 200 % zoom every page keeps what it shows, and only tables scroll sideways, each in a region of its own.

A window of 1280 pixels that is zoomed to 200 % has room for 640 of CSS (WCAG 2.2, 1.4.4 and 1.4.10).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.browser.test_access import ROLES, pages_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Office

FULL: Final = {"width": 1280, "height": 900, "deviceScaleFactor": 1, "mobile": False}
OFTEN: Final = {"clerk", "enterprise"}
"""Whose pages are looked at on every run."""
ZOOMED: Final = {"width": 640, "height": 450, "deviceScaleFactor": 2, "mobile": False}
WORDS: Final = "[...new Set(document.body.innerText.split(/\\s+/).filter(word => word))]"
"""What a page shows; what is not displayed has no inner text."""
UNFOLD: Final = "document.querySelectorAll('details.menu').forEach(menu => { menu.open = true })"
"""Opens the menu, which is folded where there is little room."""
FAULTS: Final = """() => {
    const named = element => element.tagName.toLowerCase() + (element.className ? '.' + element.className : '');
    const shown = element => element.offsetParent !== null && element.clientWidth > 1 && element.clientHeight > 1;
    const wide = [...document.body.querySelectorAll('*')].filter(
        element => shown(element) && element.scrollWidth > element.clientWidth + 1);
    const faults = [];
    if (document.documentElement.scrollWidth > innerWidth)
        faults.push('the page scrolls sideways: ' + document.documentElement.scrollWidth);
    for (const element of wide) {
        const style = getComputedStyle(element), field = ['INPUT', 'TEXTAREA', 'SELECT'].includes(element.tagName);
        if (['auto', 'scroll'].includes(style.overflowX) && !field && !element.matches('[role=region][tabindex="0"]'))
            faults.push('scrolls sideways without a region: ' + named(element));
        if (['hidden', 'clip'].includes(style.overflowX) && !field && element.innerText.trim())
            faults.push('cuts off: ' + named(element) + ' ' + element.innerText.trim().slice(0, 40));
    }
    for (const element of document.querySelectorAll('a, button, input, select, textarea')) {
        const box = element.getBoundingClientRect();
        const region = element.closest('[role=region][tabindex="0"]');
        if (shown(element) && !region && (box.left < -1 || box.right > innerWidth + 1) && box.right > 0)
            faults.push('lies outside: ' + named(element) + ' ' + (element.innerText || element.name).slice(0, 40));
    }
    return faults;
}"""
"""What cannot be reached by scrolling in one direction."""
SPOIL: Final = """() => {
    document.querySelector('h1').style.display = 'none';
    const made = (style, name) => {
        const element = document.createElement(name);
        element.textContent = 'text-that-is-too-long-for-the-place-it-stands-in';
        Object.assign(element.style, {whiteSpace: 'nowrap', ...style});
        document.querySelector('main').append(element);
    };
    made({display: 'block', width: '100px', overflow: 'hidden'}, 'div');
    made({display: 'block', width: '900px'}, 'button');
}"""
"""What makes a page bad in each way."""


@pytest.mark.parametrize(
    "role", [pytest.param(role, marks=[] if role in OFTEN else pytest.mark.slow) for role in ROLES]
)
def test_a_zoomed_page_loses_nothing_and_scrolls_in_one_direction(role: str, shared_office: Office) -> None:
    page = shared_office.stranger() if role == "stranger" else shared_office.visitor(role)
    screen = page.context.new_cdp_session(page)
    faults: dict[str, list[str]] = {}
    for address in pages_of(shared_office, role):
        screen.send("Emulation.setDeviceMetricsOverride", FULL)
        if not is_page(page, address):
            continue
        words = page.evaluate(WORDS)
        found = [f"unzoomed: {fault}" for fault in page.evaluate(FAULTS)]
        screen.send("Emulation.setDeviceMetricsOverride", ZOOMED)
        page.evaluate(UNFOLD)
        found += page.evaluate(FAULTS)
        lost = sorted({*words} - {*page.evaluate(WORDS)})
        if lost:
            found.append(f"loses: {lost[:10]}")
        if found:
            faults[address] = found

    assert faults == {}


def is_page(page: Page, address: str) -> bool:
    """Go to an address, and return whether a whole page is there: no file, and no piece of a page."""
    answer = page.request.get(address)
    if "text/html" not in answer.headers.get("content-type", "") or "<html" not in answer.text():
        return False
    page.goto(address)
    return True


def test_what_is_too_wide_cut_off_or_gone_would_be_found(shared_office: Office) -> None:
    page = shared_office.stranger()
    page.set_viewport_size({"width": 640, "height": 450})
    page.goto("/calculator")
    words = set(page.evaluate(WORDS))
    page.evaluate(SPOIL)

    found = page.evaluate(FAULTS)

    assert [fault.partition(":")[0] for fault in found] == ["the page scrolls sideways", "cuts off", "lies outside"]
    assert words - set(page.evaluate(WORDS))
