"""A day of the auditor, in both languages: a tonne traced to its facility, questions, a sample, and the proof."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode
from zipfile import ZipFile

import pytest

from ledger.domain.facility import Facility, FacilityState
from ledger.projections.audit.proof import checkpoint_of
from ledger.projections.audit.trace import Trace, trace_of
from ledger.store.registers import Registers
from tests.browser.guide import Guide
from tests.projections.outside_verifier import leaf_of, root_of

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import Office

GUIDE: Final = Guide(
    name="auditor",
    parts={
        "trace": ("total", "movements", "account", "entry", "grounds", "provision", "facility", "closure"),
        "questions": ("questions", "answer", "sample"),
        "proof": ("checkpoint", "verified", "export"),
    },
    languages=("zh", "en"),
)
LANGUAGES: Final = pytest.mark.parametrize("language", GUIDE.languages)
SEED: Final = "lot 7 of 20 November"
ALL_YEARS: Final = {"first": "2023-11", "last": "2026-12"}


@contextmanager
def nothing_written(office: Office) -> Iterator[str]:
    """Lend the checkpoint of the books, and see at the end that it is still the same."""
    with office.city.book.reading() as view:
        before = checkpoint_of(view).text
    yield before
    with office.city.book.reading() as view:
        assert checkpoint_of(view).text == before


def closed_plant(office: Office) -> Trace:
    """Return what became of the credit of a plant that an enterprise closed."""
    with office.city.book.reading() as view:
        registers = Registers(view)
        closed = next(
            each for each in registers.all(Facility) if each.enterprise and each.state is FacilityState.CLOSED
        )
        return trace_of(view, registers, closed.id, limit=1000)


def grams(written: str) -> int:
    return int(Decimal(written.replace(",", "")) * 1_000_000)


def drawn(seed: str, places: Iterable[int], size: int) -> list[int]:
    """Draw a sample as the page says it is drawn, with nothing of the program."""
    return sorted(places, key=lambda place: sha256(f"{seed}:{place}".encode()).hexdigest())[:size]


def go(page: Page, address: str) -> None:
    """Follow the link of the page that leads to an address."""
    page.locator(f'main a[href^="{address}"]').first.click()


@LANGUAGES
def test_a_tonne_is_traced_from_a_total_to_its_facility_and_its_article(language: str, shared_office: Office) -> None:
    trace = closed_plant(shared_office)
    used = next(each for each in trace.whereabouts if each.account.chart.code == "C30")
    with nothing_written(shared_office):
        page = shared_office.visitor("auditor", language=language)
        with GUIDE.walk("trace", page, language=language) as walk:
            go(page, "/audit/account-summary")
            for name, month in ALL_YEARS.items():
                page.fill(f'[name="{name}"]', month)
            page.select_option('[name="line"]', "C30")
            page.click("form.filters button")
            total = page.locator("main tbody tr").filter(has_text=str(used.unit.pollutant))
            into = total.locator('a[href^="/audit/detail-book"]')
            walk.step("total", page.locator("main .table"), framed=into)
            closing = grams(total.locator("td.number").last.inner_text())
            into.click()
            _balances_come_to(page, closing)
            row = page.locator("main tbody tr").filter(has_text=trace.source)
            walk.step("movements", page.locator("h1"), page.locator("main thead"), row, framed=row)
            assert grams(row.locator("td.number").nth(1).inner_text()) == used.grams
            row.locator('a[href^="/accounts/C30"]').click()
            link = page.locator("main tbody tr").filter(has_text=str(used.unit.pollutant)).locator('a[href^="/entries/"]')
            walk.step("account", page.locator("h1"), page.locator("main .table"), framed=link)
            link.click()
            walk.step("entry", page.locator("article h1"), page.locator("article .table").first, at_most=560)
            origins, grounds = (page.locator("main section").filter(has=page.locator(link)) for link in ORIGIN_AND_GROUND)
            walk.step("grounds", origins, grounds)
            _the_law_then(page, walk)
            page.go_back()
            origins.get_by_role("link", name=trace.source).click()
            walk.step("facility", page.locator("h1"), page.locator("main .table").last)
            _nothing_is_lost(page, trace)
            page.locator("main .table").last.locator('a[href^="/entries/"]').first.click()
            walk.step("closure", page.locator("article h1"), page.locator("article .table").first)
            assert "facility.close" in page.inner_text("dl.facts")
