"""A day of an enterprise's officer: what is ours, what may be sold, what must be bought, what a bank believes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import pytest

from ledger.domain.bookkeeping.unit import Origin
from ledger.domain.people.actor import User
from ledger.domain.projects.project import Project
from ledger.domain.values.pollutant import Pollutant
from ledger.projections.enterprise.accounts import accounts_of
from ledger.store.registers import Registers
from tests.browser.conftest import Office, served
from tests.browser.enterprise_story import state_of
from tests.browser.guide import Guide
from tests.web.city import PASSWORD, copied, opened
from web.books import today
from web.demo.officer import INSTALMENTS, NEEDED, NOT_PAID_UP, PAID_UP, PROJECT
from web.pages.presentation import tonnes

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

GUIDE: Final = Guide(
    name="enterprise",
    parts={
        "rights": ("log-in", "totals", "tranches", "selling", "buying"),
        "papers": ("statement", "notices", "project", "certificate"),
        "at the bank": ("check",),
    },
    languages=("zh",),
)
_OF_ONE_REQUEST: Final = re.compile(r"[0-9a-f]{32}|[0-9a-f]{64}|\?[^\"]*lang=[a-z]+|csrf[^>]*>|X-CSRF-Token[^}]*}")


@pytest.fixture(scope="module")
def office(
    _city_file: tuple[Path, dict[str, User]], tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> Iterator[Office]:
    """Serve the city as it is demonstrated: nothing is added for the officer whose day this is."""
    path, persons = _city_file
    with served(opened(copied(path, tmp_path_factory.mktemp("shown")), persons), browser) as office:
        yield office


def code_of(office: Office, role: str) -> str:
    code = office.city.persons[role].enterprise
    assert code is not None
    return code


def rows_of(table: Locator) -> list[list[str]]:
    return [row.locator("th, td").all_inner_texts() for row in table.locator("tbody tr").all()]


def grams(written: str) -> int:
    return 0 if written.strip() == "—" else int(Decimal(written.replace(",", "")) * 1_000_000)


def region(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def heading(page: Page, start: str) -> Locator:
    return page.locator("h1, h2").filter(has_text=re.compile(f"^{start}"))


def room(page: Page, name: str) -> None:
    page.click(f'nav.rooms a:text-is("{name}")')


def log_in(office: Office, role: str) -> Page:
    """Return a page that stands before the log-in, with name and password filled in."""
    page = office.stranger()
    page.goto("/enterprise")
    page.fill('input[name="name"]', office.city.persons[role].name)
    page.fill('input[name="password"]', PASSWORD)
    return page


def test_an_officer_sees_what_is_ours_and_what_may_be_done_with_it(office: Office) -> None:
    state = state_of(office.city, code_of(office, "enterprise"))
    page = log_in(office, "enterprise")
    with GUIDE.walk("rights", page, language="zh") as walk:
        walk.step("log-in", page.locator("main h1"), page.locator("main form"))
        page.click("main form button")
        totals = region(page, "各污染物合计")
        walk.step("totals", page.locator("h1"), page.locator(".attention"), totals)
        assert {row[0].split()[1]: [grams(cell) for cell in row[1:]] for row in rows_of(totals)} == {
            total.pollutant.value: [
                total.in_use,
                total.surplus,
                total.restricted,
                total.leased_in,
                total.in_use + total.surplus + total.restricted + total.leased_in,
                total.leased_out,
            ]
            for total in state.totals
        }
        tranches = region(page, "各份额")
        walk.step("tranches", heading(page, "各份额"), tranches)
        assert "轮候" in tranches.inner_text()
        room(page, "可出售")
        walk.step("selling", page.locator(".result"), page.locator(".next-steps"), at_most=530)
        assert f"化学需氧量 COD {tonnes(PAID_UP)}吨/年" in page.inner_text(".result")
        assert f"化学需氧量 COD {tonnes(NOT_PAID_UP)}，按现行价格标准约" in page.inner_text(".next-steps")
        page.click("details.each summary")
        sellable = region(page, "各份额可出售的数量")
        for tranche, row in zip(state.tranches, rows_of(sellable), strict=True):
            own = tranche.amounts.in_use + tranche.amounts.surplus + tranche.restricted
            may_be_sold = tranche.amounts.surplus if tranche.unit.origin is not Origin.FREE else 0
            assert (grams(row[1]), grams(row[3])) == (own, may_be_sold)
            assert own == may_be_sold or row[4], "nothing says why not more"
        room(page, "须购买")
        wanted = region(page, "须购买")
        walk.step("buying", page.locator("h1"), wanted, page.locator("main ul").last)
        [line] = [row for row in rows_of(wanted) if PROJECT in row[0]]
        needed = NEEDED[Pollutant.VOLATILE_ORGANICS]
        assert [grams(cell) for cell in line[2:6]] == [needed, 0, 0, needed]
        assert re.search(r"VOCs.*1\.350000.*=.*元", page.inner_text("main"))


def test_an_officer_follows_money_and_case_and_shows_a_certificate_to_a_bank(office: Office) -> None:
    page = log_in(office, "enterprise")
    page.click("main form button")
    with GUIDE.walk("papers", page, language="zh") as walk:
        room(page, "明细账")
        balances = [row[-1] for row in rows_of(region(page, "本企业的账户")) if "Q40" in row[0]]
        page.click('main .table a:has-text("Q40")')
        statement = region(page, "明细账")
        walk.step("statement", statement)
        assert balances[0] in [row[-1] for row in rows_of(statement)]
        room(page, "缴款")
        notices = region(page, "缴款通知")
        walk.step("notices", page.locator("h1"), notices)
        row = next(cells for cells in rows_of(notices) if INSTALMENTS[1] in cells[0])
        assert row[2] == row[3] != "0.00"
        assert row[5:] == ["—", "—", "—"]
        room(page, "项目进展")
        page.click(f'main a:text-is("{PROJECT}")')
        walk.step("project", page.locator("h1"), page.locator(".course"), at_most=700)
        assert "等待补正" in page.inner_text("main")
        room(page, "证明")
        page.click('main a:text-is("排污权持有证明")')
        walk.step("certificate", page.locator("article"), at_most=1100)
    bank = office.stranger()
    assert _answer(bank, page, spoilt=True) == "不属实"
    with GUIDE.walk("at the bank", bank, language="zh") as walk:
        assert _answer(bank, page, spoilt=False) == "属实"
        walk.step("check", bank.locator("h1"), bank.locator("main form"))


def _answer(bank: Page, certificate: Page, *, spoilt: bool) -> str:
    """Fill in what stands on a certificate, its check value perhaps with a wrong figure, and return the answer."""
    paper = certificate.locator("article")
    names, values = (paper.locator(f"dl {part}").all_inner_texts() for part in ("dt", "dd"))
    stands = dict(zip(names, values, strict=True))
    code = re.search(r"统一社会信用代码 (\w+)", paper.inner_text())
    assert code is not None
    check = stands["校验码"]
    bank.goto("/")
    bank.click('header a:text-is("核对证明")')
    bank.get_by_label("统一社会信用代码").fill(code[1])
    bank.get_by_label("日期").fill(stands["日期"])
    bank.get_by_label("日志件数").fill(stands["日志件数"])
    bank.get_by_label("校验码").fill(check[:-1] + ("0" if check[-1] != "0" else "1") if spoilt else check)
    bank.click("main form button")
    return bank.locator(".answer").inner_text().split()[1]


def test_the_guide_is_true() -> None:
    assert GUIDE.faults() == []


@pytest.mark.parametrize(
    "address",
    [
        "/enterprise/projects/{project}",
        "/enterprise/accounts/{account}",
        "/enterprise/downloads/statement.csv/{account}",
        "/enterprise/downloads/statement.xlsx/{account}",
    ],
)
def test_an_enterprise_that_tries_anothers_pages_learns_nothing(address: str, office: Office) -> None:
    theirs = code_of(office, "enterprise")
    with office.city.book.reading() as view:
        project = next(each for each in Registers(view).all(Project) if each.enterprise == theirs).id
        account = accounts_of(view, theirs, on=today())[0].account.code
    never = account.replace(theirs, "91000000000000999")
    page = office.visitor("other enterprise")

    tried = _tried(page, address, project=project, account=account)
    unknown = _tried(page, address, project="示例-2026-999", account=never)

    assert tried == unknown
    assert tried[0] == 404


def _tried(page: Page, address: str, *, project: str, account: str) -> tuple[int, str]:
    """Return what answers an address, without the name that was asked for and what is of one request."""
    answer = page.goto(address.format(project=quote(project), account=quote(account)))
    assert answer is not None
    body = answer.text()
    for asked in (project, account, quote(project), quote(account)):
        body = body.replace(asked, "…")
    return answer.status, _OF_ONE_REQUEST.sub("", body)
