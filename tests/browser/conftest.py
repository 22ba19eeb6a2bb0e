"""A real browser in front of a real server: Debian's Chromium, driven by Playwright, on a city of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.web.city import PASSWORD, City, copied, found, opened
from web.server import LOOPBACK, address_of, listen, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    from ledger.domain.people.actor import User

CHROMIUM = shutil.which("chromium") or ""
MISSING = "a browser is needed: apt install chromium fonts-wqy-zenhei, pip install -e '.[ui]'"


class Office:
    """A served city, and browsers at which its persons log in."""

    def __init__(self, city: City, address: str, browser: Browser) -> None:
        self.city = city
        self.address = address
        self.followed: set[str] = set()
        """Kinds of pages that a test has been to already."""
        self._browser = browser
        self._opened: list[BrowserContext] = []

    def stranger(self, *, width: int = 1280, language: str = "zh", script: bool = True) -> Page:
        """Return a page at which nobody has logged in."""
        context = self._browser.new_context(
            base_url=self.address, viewport={"width": width, "height": 900}, java_script_enabled=script
        )
        self._opened.append(context)
        context.set_default_timeout(15_000)
        page = context.new_page()
        if language != "zh":
            context.add_cookies([{"name": "language", "value": language, "url": self.address}])
        page.on("pageerror", self._fail)
        return page

    def visitor(self, role: str, **how: Any) -> Page:
        """Return a page at which a person has logged in through the form."""
        page = self.stranger(**how)
        page.goto("/log-in")
        page.fill('input[name="name"]', self.city.persons[role].name)
        page.fill('input[name="password"]', PASSWORD)
        page.click("main form button")
        page.wait_for_url(lambda address: "/log-in" not in address)
        return page

    def close(self) -> None:
        """Close every browser window."""
        for context in self._opened:
            context.close()

    def _fail(self, error: object) -> None:
        message = f"a script of ours failed: {error}"
        raise AssertionError(message)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the browser once."""
    playwright = pytest.importorskip("playwright.sync_api", reason=MISSING)
    if not CHROMIUM:
        pytest.skip(MISSING)
    sandbox = [] if os.geteuid() else ["--no-sandbox"]  # it cannot fence itself in when it is root
    with playwright.sync_playwright() as player:
        started = player.chromium.launch(executable_path=CHROMIUM, args=[*sandbox, "--disable-dev-shm-usage"])
        yield started
        started.close()


@pytest.fixture(scope="session")
def _city_file(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, User]]:
    path = tmp_path_factory.mktemp("founded") / "city.sqlite"
    return path, found(path)


@pytest.fixture
def office(_city_file: tuple[Path, dict[str, User]], tmp_path: Path, browser: Browser) -> Iterator[Office]:
    """Serve a copy of the city that the test may write in."""
    path, persons = _city_file
    with served(opened(copied(path, tmp_path), persons), browser) as office:
        yield office


@pytest.fixture(scope="module")
def shared_office(
    _city_file: tuple[Path, dict[str, User]], tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> Iterator[Office]:
    """Serve a copy of the city that the tests of a module only look at."""
    path, persons = _city_file
    with served(opened(copied(path, tmp_path_factory.mktemp("shared")), persons), browser) as office:
        yield office


@contextmanager
def served(city: City, browser: Browser) -> Iterator[Office]:
    """Serve a city on the loopback until the block ends."""
    listener = listen(host=LOOPBACK, port=0)
    with closing(city.book), serving(city.app, listener):
        office = Office(city, address_of(listener), browser)
        try:
            yield office
        finally:
            office.close()
