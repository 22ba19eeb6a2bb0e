"""In a narrow window the navigation is folded, and what goes over the edge of a table's frame is hinted at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Office

PHONE = 390
SMALLEST = 320
MOST_OF_THE_HEAD = 130
"""Pixels that name, menu and strip may take of a narrow window."""


def head_of(page: Page) -> float:
    box = page.locator("header.masthead").bounding_box()
    assert box is not None
    return box["height"]


@pytest.mark.parametrize("width", [PHONE, SMALLEST])
def test_the_menu_unfolds_by_keyboard_without_script(width: int, shared_office: Office) -> None:
    page = shared_office.visitor("clerk", width=width, script=False)
    page.goto("/desk")
    entries = page.locator("nav.work, nav.books, .who")
    assert [each.is_visible() for each in entries.all()] == [False, False, False]
    assert head_of(page) <= MOST_OF_THE_HEAD

    page.focus("details.menu summary")
    page.keyboard.press("Enter")
    assert [each.is_visible() for each in entries.all()] == [True, True, True]
    page.keyboard.press("Tab")
    assert page.locator("nav.work a").first.evaluate("link => link === document.activeElement")
    page.click('nav.books a:text-is("日记账")')
    assert page.url.endswith("/entries")
    assert not page.locator("nav.work").is_visible()


def test_in_a_wide_window_everything_is_in_sight_and_there_is_no_menu(shared_office: Office) -> None:
    page = shared_office.visitor("clerk")
    page.goto("/desk")

    assert page.locator("nav.work, nav.books, .who").count() == 3
    assert all(each.is_visible() for each in page.locator("nav.work, nav.books, .who").all())
    assert not page.locator("details.menu").is_visible()


def test_a_table_that_is_too_wide_shows_a_shadow_where_there_is_more_of_it(shared_office: Office) -> None:
    page = shared_office.visitor("clerk", width=PHONE)
    page.goto("/entries")
    frame = page.locator(".table").first
    hidden, ground = frame.evaluate(
        "frame => [frame.scrollWidth > frame.clientWidth, getComputedStyle(frame).backgroundAttachment]"
    )

    assert hidden
    assert ground.split(", ")[:4] == ["local", "local", "scroll", "scroll"]


def test_no_word_is_squeezed_into_a_column_of_a_few_letters(shared_office: Office) -> None:
    page = shared_office.visitor("finance", width=PHONE)
    page.goto("/pictures/dues")
    narrow = page.eval_on_selector_all(
        ".table tbody td:not(.number, .day, :first-child), .table tbody th",
        "cells => cells.filter(cell => cell.offsetWidth && cell.offsetWidth < 70).map(cell => cell.innerText)",
    )

    assert narrow == []
