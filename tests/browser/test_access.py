"""Everybody can use every page: axe finds nothing, nothing asks elsewhere, nothing runs over a narrow screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ledger.domain.people.session import Stage
from web.access import declared_routes

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Office

ROLES = ("stranger", "clerk", "reviewer", "finance", "enterprise", "auditor", "sysadmin", "secadmin", "auditadmin")
OK = 200
NOTHING_CHOSEN = 404
"""A page that shows what is chosen elsewhere, such as the vouchers to be printed."""
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 320, "height": 700}
WITHOUT_SHADOW = "document.styleSheets[0].insertRule('.table { background: var(--paper) !important }')"
"""Axe judges no contrast over the shadow at the edge of a table, which lies on the paper otherwise."""
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")


def pages_of(office: Office, role: str) -> list[str]:
    """Return the pages without a name in their addresses that a role may look at and none of those before it may."""
    names = ["public" if each == "stranger" else each for each in ROLES]
    mine = names[ROLES.index(role)]
    return [
        route.rule
        for route in declared_routes(office.city.app)
        if next((name for name in names if name in route.access.roles), None) == mine
        and Stage.WHOLE in route.access.stages
        and "GET" in route.methods
        and "<" not in route.rule
        and not route.rule.startswith(("/healthz", "/readyz", "/static"))
        and not route.rule.endswith(".zip")  # a file, and a large one
    ]


def linked(office: Office, page: Page) -> list[str]:
    """Return links to pages with a name in their addresses, one of each kind that nobody has followed yet."""
    routes = office.city.app.url_map.bind("")
    found = []
    for link in page.eval_on_selector_all("main a[href^='/']", "links => links.map(link => link.getAttribute('href'))"):
        path = link.partition("?")[0].partition("#")[0]
        if not routes.test(path, "GET"):
            continue
        endpoint, names = routes.match(path, method="GET")
        if names and endpoint not in office.followed and endpoint != "assets.asset":
            office.followed.add(endpoint)
            found.append(link)
    return found


def faults_of(page: Page) -> list[str]:
    """Return what axe finds on a page, at its end: further up the bar that stays in sight lies over what it passes."""
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.evaluate(WITHOUT_SHADOW)
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = axe.run(page, options={"runOnly": {"type": "tag", "values": list(RULES)}})
    return [f"{fault['id']}: {node['html'][:120]}" for fault in found.response["violations"] for node in fault["nodes"]]


@pytest.mark.parametrize("follow", [False, pytest.param(True, marks=pytest.mark.slow)])
@pytest.mark.parametrize("role", ROLES)
def test_every_page_can_be_used_by_everybody(role: str, follow: bool, shared_office: Office) -> None:
    page = shared_office.stranger() if role == "stranger" else shared_office.visitor(role)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    faults: dict[str, list[str]] = {}
    addresses = pages_of(shared_office, role)
    for address in addresses:
        page.set_viewport_size(WIDE)
        answer = page.request.get(address)
        if "text/html" not in answer.headers.get("content-type", "") or "<html" not in answer.text():
            continue  # a file, or a piece of a page
        page.goto(address)
        addresses += linked(shared_office, page) if follow else []
        found = faults_of(page)
        if answer.status not in {OK, NOTHING_CHOSEN}:
            found.append(f"status {answer.status}")
        page.set_viewport_size(NARROW)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > NARROW["width"]:
            found.append(f"scrolls sideways: {width}")
        if found:
            faults[address] = found

    assert faults == {}
    assert [url for url in asked if not url.startswith((shared_office.address, "data:"))] == []
