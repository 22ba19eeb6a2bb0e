"""Sitting down at desks of the bureau in a browser: logging in by name, filling in a form, reading a table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ledger.domain.bookkeeping.act import WaitingAct
from ledger.domain.people.actor import Office as Place
from ledger.domain.people.actor import Role, User
from ledger.store.registers import Registers
from tests.browser.guide import Guide
from tests.web.city import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import Office
    from tests.web.city import City

CLERK_GUIDE: Final = Guide(
    name="clerk",
    parts={
        "recording": ("find", "form"),
        "returning": ("steps",),
        "correcting": ("returned",),
        "approving": ("seen",),
        "printing": ("slip",),
        "exempt": ("grid", "classified", "gap"),
    },
    languages=("zh",),
)
_RECORDED: Final = re.compile(r"/desk/recorded/([0-9]+)$")


def of_branch(city: City, role: Role, area: str) -> User:
    """Return a person of the branch of an area."""
    with city.book.reading() as view:
        return next(
            each
            for each in Registers(view).all(User)
            if each.office is Place.BRANCH and (each.role, each.area) == (role, area)
        )


def sit_down(office: Office, name: str) -> Page:
    """Return a page at which a person has logged in, on the page to which the log-in leads."""
    page = office.stranger()
    page.goto("/log-in")
    page.fill('input[name="name"]', name)
    page.fill('input[name="password"]', PASSWORD)
    page.click("main form button")
    page.wait_for_url(lambda address: "/log-in" not in address)
    return page


def search_for(page: Page, field: str, words: str) -> None:
    """Type part of a name into an input, and take what the register offers first."""
    page.click(f'[name="{field}"]')
    page.keyboard.type(words)
    page.wait_for_selector(".offers li")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


def choose_share(page: Page, words: str) -> None:
    """Choose one of the shares that the enterprise holds, by what is said of it."""
    page.click("[data-share]")
    page.click(f'#holdings li button:has-text("{words}")')


def record(page: Page) -> int:
    """Press the button that records a form which was found sound, and return the place of the act."""
    page.wait_for_selector("#check-state.good")
    page.click('.actions button:text-is("记录")')
    page.wait_for_url(_RECORDED)
    found = _RECORDED.search(page.url)
    assert found is not None
    return int(found[1])


def approve(reviewer: Page, act: int) -> None:
    """Approve an act from the start page."""
    reviewer.goto("/desk")
    region(reviewer, "待我审批").locator(f'a[href="/desk/acts/{act}"]').click()
    reviewer.click('button:text-is("批准入账")')
    reviewer.wait_for_selector(".state-posted")


def act_of(city: City, reference: int) -> WaitingAct:
    """Return an act as the book has it."""
    with city.book.reading() as view:
        found = Registers(view).find(WaitingAct, str(reference))
    assert found is not None
    return found


def region(page: Page, name: str) -> Locator:
    """Return the table of a name."""
    return page.get_by_role("region", name=name, exact=True)


def rows_of(table: Locator) -> list[list[str]]:
    """Return the cells of a table, line ends within them as blanks."""
    return [
        [" ".join(cell.split()) for cell in row.locator("th, td").all_inner_texts()]
        for row in table.locator("tbody tr").all()
    ]


def fact(page: Page, name: str) -> str:
    """Return what stands behind a word in the list of facts."""
    return page.locator(f'.facts div:has(dt:text-is("{name}")) dd').inner_text().strip()
