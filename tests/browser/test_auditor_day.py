"""A day of the auditor, in both languages: a tonne traced to its facility, questions, a sample, and the proof."""

from __future__ import annotations

import csv
import json
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode
from zipfile import ZipFile

import pytest

from ledger.domain.registers.facility import Facility, FacilityState
from ledger.projections.audit.proof import checkpoint_of
from ledger.projections.audit.trace import Trace, trace_of
from ledger.store.registers import Registers
from tests.browser.guide import Guide
from tests.projections.outside_verifier import leaf_of, root_of

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import Office

GUIDE: Final = Guide(
    name="auditor",
    parts={
        "trace": ("total", "movements", "account", "entry", "pairs", "grounds", "provision", "facility", "closure"),
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
            assert grams(page.locator("main tbody tr").last.locator("td.number").last.inner_text()) == closing
            page.select_option('[name="area"]', used.account.area)
            page.click("form.filters button")
            row = page.locator("main tbody tr").filter(has_text=trace.source)
            walk.step("movements", page.locator("h1"), page.locator("main .table"), framed=row)
            assert grams(row.locator("td.number").nth(1).inner_text()) == used.grams
            row.locator('a[href^="/accounts/C30"]').click()
            entry = page.locator("main tbody tr").filter(has_text=trace.source).locator('a[href^="/entries/"]')
            walk.step("account", page.locator("h1"), page.locator("main .table"), framed=entry)
            entry.click()
            walk.step("entry", page.locator("article h1"), page.locator("article dl.facts").first)
            pairs = page.locator("article tbody.pair")
            retired = pairs.filter(has_text=trace.source)
            walk.step("pairs", retired, pairs.last, framed=retired)
            assert str(used.account.holder) in retired.inner_text()
            origins, grounds = section(page, "/audit/trace"), section(page, "/audit/provisions/")
            walk.step("grounds", origins, grounds)
            law = page.locator("dl.proof dd").first.inner_text()
            grounds.locator('a[href*="credit.plan_period"]').click()
            walk.step("provision", page.locator("article h1"), page.locator("article dl"))
            assert law in page.inner_text("article"), "not the law by which the act was judged"
            page.go_back()
            origins.get_by_role("link", name=trace.source).click()
            walk.step("facility", page.locator("h1"), page.locator("main .table").last)
            _nothing_is_lost(page, trace)
            page.locator("main .table").last.locator('a[href^="/entries/"]').first.click()
            walk.step("closure", page.locator("article h1"), page.locator("article .table").first)
            assert "facility.close" in page.inner_text("dl.facts")


def section(page: Page, address: str) -> Locator:
    """Return the section of an act that leads to an address."""
    return page.locator("main section").filter(has=page.locator(f'a[href^="{address}"]'))


def _nothing_is_lost(page: Page, trace: Trace) -> None:
    """See that what was recognised is all somewhere: the balances that the page shows cancel out."""
    [card] = trace.cards
    whereabouts = page.locator("main .table").nth(1).locator("tbody tr")
    shown = [grams(row.locator("td.number").inner_text()) for row in whereabouts.all()]
    assert sum(shown) == 0
    assert min(shown) == -card.verified


@LANGUAGES
def test_questions_are_answered_and_a_sample_is_drawn(language: str, shared_office: Office) -> None:
    with nothing_written(shared_office) as checkpoint:
        page = shared_office.visitor("auditor", language=language)
        with GUIDE.walk("questions", page, language=language) as walk:
            counts, questions = page.locator(".count strong"), page.locator(".count")
            counts.nth(questions.count() - 1).wait_for()
            walk.step("questions", page.locator("h2"), page.locator("ul.questions"))
            money = page.locator("ul.questions li").filter(has=page.locator('a[href$="/money"]'))
            found = int(money.locator("strong").inner_text())
            money.locator("a").first.click()
            answer = page.locator("main .table")
            walk.step("answer", page.locator("h1"), answer)
            assert answer.locator("tbody tr:not(.beside)").count() == found > 0
            page.go_back()
            go(page, "/audit/sample")
            page.fill('[name="seed"]', SEED)
            page.fill('[name="size"]', "5")
            page.click("form.filters button")
            walk.step("sample", page.locator("h1"), page.locator("main .table"))
            seen = [int(each) for each in page.locator("main tbody th").all_inner_texts()]
            assert seen == drawn(SEED, range(1, int(checkpoint.split()[1]) + 1), size=5)


@LANGUAGES
def test_the_books_are_verified_against_a_checkpoint_that_was_kept(language: str, shared_office: Office) -> None:
    with nothing_written(shared_office) as kept:
        page = shared_office.visitor("auditor", language=language)
        with GUIDE.walk("proof", page, language=language) as walk:
            go(page, "/audit/proof")
            parts = page.locator("main section")
            with page.expect_download() as checkpoint:
                walk.step("checkpoint", parts.nth(0), framed=page.locator('a[href="/audit/checkpoint"]'))
                page.click('a[href="/audit/checkpoint"]')
            assert checkpoint.value.path().read_text(encoding="utf-8") == kept
            page.set_input_files('[name="file"]', checkpoint.value.path())
            page.click("main form button")
            walk.step("verified", page.locator("[role=status]"))
            assert page.locator(".verdict.good").count() == 2
            assert page.locator("[role=status] code.digest").inner_text() == kept.split()[2]
            origin, size, _ = kept.split()
            forged = b64encode(sha256(b"another history").digest()).decode()
            page.fill('[name="anchor"]', f"{origin}\n{size}\n{forged}")
            page.click("main form button")
            page.locator("[role=status] .verdict.bad").first.wait_for()
            walk.step("export", parts.last)


def test_whoever_takes_the_books_away_needs_us_no_more(shared_office: Office) -> None:
    asked = {"seed": SEED, "size": "12", "kind": "confirmation.issue"}
    with nothing_written(shared_office) as checkpoint:
        page = shared_office.visitor("auditor")
        page.goto("/audit/proof")
        with page.expect_download() as books:
            page.click('a[href="/audit/books.zip"]')
        sample = page.request.get(f"/audit/sample.csv?{urlencode(asked)}").text().removeprefix("\ufeff")
        with ZipFile(books.value.path()) as archive:
            assert archive.testzip() is None
            contents = json.loads(archive.read("contents.json"))
            digests = {file["name"]: file["sha256"] for file in contents["files"]}
            lines = archive.read("books.jsonl").decode().splitlines()
            assert {name: sha256(archive.read(name)).hexdigest() for name in digests} == digests
            assert archive.read("checkpoint.txt").decode() == checkpoint

    _, size, root = checkpoint.split()
    assert len(lines) == contents["acts"] == int(size)
    assert b64encode(root_of([leaf_of(line) for line in lines])).decode() == root
    acts = [json.loads(line) for line in lines]
    population = [act["seq"] for act in acts if act["kind"] == asked["kind"]]
    rows = [row for row in csv.reader(sample.splitlines()) if re.fullmatch("[0-9]+", (row or [""])[0])]
    assert [int(row[1]) for row in rows] == drawn(SEED, population, size=12)
    assert [row[2] for row in rows] == [sha256(f"{SEED}:{row[1]}".encode()).hexdigest() for row in rows]


def test_the_guides_are_true() -> None:
    assert GUIDE.faults() == []
