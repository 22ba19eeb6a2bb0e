"""The officer of an enterprise finds what is the enterprise's own, in both languages, and nothing of anybody else."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote

import pytest

from ledger.domain.people.actor import Role
from ledger.domain.projects.project import Project
from ledger.domain.registers.enterprise import Enterprise
from ledger.projections.enterprise.accounts import accounts_of
from ledger.store.registers import Registers
from tests.store.conftest import TODAY
from tests.web.city import City
from web.demo.officer import INSTALMENTS, NOT_PAID_UP, PAID_UP, PROJECT
from web.pages.presentation import tonnes

if TYPE_CHECKING:
    from flask.testing import FlaskClient

PAGES: Final = (
    "/enterprise",
    "/enterprise/selling",
    "/enterprise/buying",
    "/enterprise/accounts",
    "/enterprise/payments",
    "/enterprise/amortisation",
    "/enterprise/projects",
    "/enterprise/certificates",
    "/enterprise/certificates/holding",
    "/enterprise/certificates/no-encumbrance",
)
DOWNLOADS: Final = (
    "/enterprise/downloads/balances.csv",
    "/enterprise/downloads/notices.csv",
    "/enterprise/downloads/amortisation.csv",
    "/enterprise/downloads/balances.xlsx",
)
BUREAU: Final = tuple(role.value for role in Role if role is not Role.ENTERPRISE)
_OF_ONE_REQUEST: Final = re.compile(r"[0-9a-f]{32}|\?[^\"]*lang=[a-z]+|csrf[^>]*>|X-CSRF-Token[^}]*}")


@pytest.fixture
def officer(visitor: Callable[[str], FlaskClient]) -> FlaskClient:
    """Return a browser at which the officer of the first enterprise has logged in."""
    return visitor("enterprise")


def own_code(city: City, role: str = "enterprise") -> str:
    code = city.persons[role].enterprise
    assert code is not None
    return code


def links(page: str, start: str) -> list[str]:
    found = {unescape(link) for link in re.findall(r'href="([^"]+)"', page)}
    return sorted(link for link in found if link.startswith(start))


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_shown_in_both_languages(address: str, officer: FlaskClient) -> None:
    chinese, english = officer.get(f"{address}?lang=zh"), officer.get(f"{address}?lang=en")

    assert (chinese.status_code, english.status_code) == (200, 200)
    assert '<html lang="zh-CN">' in chinese.text
    assert '<html lang="en">' in english.text
    assert not re.search(r"<script(?! src=)|<style|\son[a-z]+=|\sstyle=", chinese.text)


@pytest.mark.parametrize("role", BUREAU)
@pytest.mark.parametrize("address", [*PAGES, *DOWNLOADS])
def test_nobody_else_enters(address: str, role: str, visitor: Callable[[str], FlaskClient]) -> None:
    assert visitor(role).get(address).status_code == 403


@pytest.mark.parametrize("address", [*PAGES, *DOWNLOADS])
def test_who_is_not_logged_in_is_led_to_the_log_in(address: str, city: City) -> None:
    answer = city.app.test_client().get(address)

    assert answer.status_code == 303
    assert answer.location.startswith("/log-in")


def test_every_account_and_project_that_is_listed_is_the_enterprises_own(officer: FlaskClient, city: City) -> None:
    accounts = links(officer.get("/enterprise/accounts").text, "/enterprise/accounts/")
    projects = links(officer.get("/enterprise/projects").text, "/enterprise/projects/")

    with city.book.reading() as view:
        own = [each for each in Registers(view).all(Project) if each.enterprise == own_code(city)]
        opened = accounts_of(view, own_code(city), on=TODAY)
    assert [unquote(link.rpartition("/")[2]) for link in projects] == sorted(each.id for each in own)
    assert len(accounts) == len(opened) > 0
    assert all(own_code(city) in link for link in accounts)
    assert all(officer.get(link).status_code == 200 for link in [*accounts, *projects])


def test_what_is_anothers_answers_exactly_like_what_is_not_there(officer: FlaskClient, city: City) -> None:
    with city.book.reading() as view:
        registers = Registers(view)
        other = next(each for each in registers.all(Project) if each.enterprise != own_code(city))
        theirs = accounts_of(view, other.enterprise, on=TODAY)[0].account.code
    for address, unknown in (
        (f"/enterprise/projects/{other.id}", f"/enterprise/projects/{'9' * len(other.id)}"),
        (f"/enterprise/accounts/{quote(theirs)}", f"/enterprise/accounts/{quote(theirs[:-1])}Z"),
        (
            f"/enterprise/downloads/statement.csv/{quote(theirs)}",
            f"/enterprise/downloads/statement.csv/{quote(theirs[:-1])}Z",
        ),
    ):
        answers = [officer.get(each) for each in (address, unknown)]
        bodies = [re.sub(r"“[^”]*”|编号为[^<]*", "", _OF_ONE_REQUEST.sub("", answer.text)) for answer in answers]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert bodies[0] == bodies[1]


def test_the_refusal_of_an_account_offers_no_other(officer: FlaskClient, city: City) -> None:
    other = own_code(city, "other enterprise")

    page = officer.get(f"/enterprise/accounts/Q40:{quote('青原区')}/{other}x").text

    assert "该持有人的账户有" not in page


def test_no_name_or_code_of_another_enterprise_stands_on_the_first_pages(officer: FlaskClient, city: City) -> None:
    with city.book.reading() as view:
        others = [each for each in Registers(view).all(Enterprise) if each.credit_code != own_code(city)]
    for address in ("/enterprise/accounts", "/enterprise/payments", "/enterprise/projects", "/enterprise/amortisation"):
        page = officer.get(address).text
        assert [each.name for each in others if each.name in page or each.credit_code in page] == []


@pytest.mark.parametrize(
    "query",
    ["from=2026-13-01", "to=yesterday", "from=2026-02-02&to=2026-02-01", "after=1", "page=2", "from=1999-12-31"],
)
def test_a_span_of_days_that_is_none_is_refused(query: str, officer: FlaskClient) -> None:
    statement = links(officer.get("/enterprise/accounts").text, "/enterprise/accounts/")[0]

    assert officer.get(f"{statement}?{query}").status_code == 422


def test_a_statement_ends_with_the_balance_that_the_list_of_accounts_shows(officer: FlaskClient) -> None:
    listed = officer.get("/enterprise/accounts").text
    statement = next(
        link for link in links(listed, "/enterprise/accounts/") if link.startswith("/enterprise/accounts/Q40")
    )

    page = officer.get(statement).text
    closing = re.findall(r'期末余额.*?<td class="number">([0-9.]+)</td>', page, re.DOTALL)

    assert closing
    assert all(f'<td class="number">{amount}</td>' in listed for amount in closing)


def test_no_page_changes_anything(officer: FlaskClient, city: City) -> None:
    with city.book.reading() as view:
        before = view.exec_driver_sql("SELECT size FROM head").scalar_one()
    for address in (*PAGES, *DOWNLOADS):
        officer.get(address)
    with city.book.reading() as view:
        assert view.exec_driver_sql("SELECT size FROM head").scalar_one() == before


def test_what_may_be_sold_is_said_first_then_why_not_more_then_what_to_do(officer: FlaskClient) -> None:
    page = officer.get("/enterprise/selling").text
    assert "&lt;" not in page  # the mark of a pledge past its day is drawn, not spelt
    order = [
        "现在可出售：",
        "<table>",
        "<h2>为什么不能更多</h2>",
        "申请核定富余",
        "没有缴过使用费的",
        "在交易平台挂牌",
        "<summary>逐份额的数量与理由",
    ]

    assert [page.index(each) for each in order] == sorted(page.index(each) for each in order)
    assert "少于所需的" not in page
    assert "最近一次核定的需要" not in page


def test_the_officer_who_is_shown_finds_something_on_every_page(officer: FlaskClient) -> None:
    first = officer.get("/enterprise").text
    selling = officer.get("/enterprise/selling").text
    payments = officer.get("/enterprise/payments").text

    for shown in (f"缴款通知{INSTALMENTS[1]}", PROJECT, "抵（质）押", "司法冻结", "轮候", "租期已满", "污水处理站"):
        assert shown in first
    assert f"化学需氧量 COD {tonnes(PAID_UP)}" in selling
    assert f"化学需氧量 COD {tonnes(NOT_PAID_UP)}，按现行价格标准约" in unescape(re.sub("<[^>]+>", "", selling))
    assert all(each in payments for each in (*INSTALMENTS, "尚未发出通知的分期"))
    assert PROJECT in officer.get("/enterprise/buying").text
    assert "等待补正" in officer.get(f"/enterprise/projects/{PROJECT}").text
    for address in PAGES:
        assert 'class="empty"' not in officer.get(address).text, address
