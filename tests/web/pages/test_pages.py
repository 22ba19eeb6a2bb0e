"""What the pages show of the seven published rounds, figure by figure."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from ledger.settings import Settings
from tests.store.conftest import NOW
from tests.web.city import ENTRANCE, let_in, logged_in
from tests.web.pages.addresses import PAGES, REFUSED, ROUND_2, ROUND_7, STATEMENT, XIAMEN
from tests.web.pages.books import recorded_book
from tests.web.pages.conftest import AUDITOR
from web.application import create_app

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse


SECRETS = re.compile(r"X-CSRF-Token[^}]*|name=\"csrf\" value=\"[^\"]*")


def cells(response: TestResponse) -> list[str]:
    """Return what stands in the cells and the facts of a page, without markup."""
    found = re.findall(r"<(?:td|dd|th)[^>]*>(.*?)</(?:td|dd|th)>", response.text, re.DOTALL)
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split()) for cell in found]


def test_the_overview_counts_what_the_book_holds_and_names_what_disagrees(client: FlaskClient) -> None:
    page = client.get("/overview")

    assert cells(page)[:4] == ["45 件", "7 批", "2 批（可核对的有4批）", "✓ 平衡"]
    assert "-62,743.59" in page.text
    assert "-0.0033" in page.text


def test_the_table_of_rounds_shows_quantities_amounts_and_verdicts(client: FlaskClient) -> None:
    row = cells(client.get("/rounds"))
    start = row.index("第7批")

    assert row[start : start + 11] == [
        "第7批", XIAMEN, "2025-08", "挂牌与协议转让", "6", "9", "4.0748", "0.3825", "0.2359", "7.6759", "563,065.61",
    ]  # fmt: skip
    assert row[start + 11] == "✗ 不符"
    assert row[row.index("第4批") + 10 : row.index("第4批") + 12] == ["—", "公告无合计"]


def test_a_round_shows_what_was_sold_of_its_lots(client: FlaskClient) -> None:
    shown = cells(client.get(ROUND_7))
    lot = shown.index("化学需氧量 COD")

    assert shown[lot : lot + 6] == ["化学需氧量 COD", "政府储备", "—", "3.8285", "3.8252", "0.0033"]
    assert "历史记录·未经判定" in client.get(ROUND_7).text


def test_a_round_is_reconciled_with_its_notice(client: FlaskClient) -> None:
    shown = cells(client.get(ROUND_7))
    total = shown.index("全部成交")
    reserve = shown.index("政府储备售出 化学需氧量 COD")

    assert shown[total + 1 : total + 6] == [
        "金额（元）",
        "563,100.00",
        "563,065.61",
        "-34.39",
        "✓ 相符（按公告所印的位数四舍五入）",
    ]
    assert shown[reserve + 1 : reserve + 6] == ["数量（吨/年）", "3.8285", "3.8252", "-0.0033", "✗ 不符"]
    assert "数字误植" in shown[reserve + 6]


def test_a_term_that_is_not_printed_is_marked_as_assumed(client: FlaskClient) -> None:
    without_term, with_term = client.get(ROUND_2), client.get(ROUND_7)

    assert "5年 公告未印，假定" in cells(without_term)
    assert "-62,743.59" in cells(without_term)
    assert "假定" not in with_term.text


@pytest.mark.parametrize(
    "address",
    [
        "/balances?area=Pujiang+county%2C+Zhejiang",
        "/trial-balance?kind=right&pollutant=COD",
        "/audit/detail-book?line=Q40&starts=2015-01-01&ends=2015-12-31",
    ],
)
def test_an_assumed_term_is_marked_where_the_balances_are_read(address: str, client: FlaskClient) -> None:
    assert '<span class="assumed">公告未印，假定</span>' in client.get(address).text


def test_a_printed_term_is_not_marked(client: FlaskClient) -> None:
    assert 'class="assumed"' not in client.get("/balances?area=Jingzhou%2C+Hubei").text


def test_a_statement_runs_to_the_balance_that_the_list_of_balances_shows(client: FlaskClient) -> None:
    last_line = cells(client.get(STATEMENT))[-9:]
    listed = cells(client.get(f"/balances?holder={quote('金鹭')}&pollutant=NOx"))

    assert last_line[-1] == "1.508300"
    assert "1.508300" in listed
    assert '<td class="number"></td>' in client.get(STATEMENT).text


def test_a_statement_goes_on_after_a_line(client: FlaskClient) -> None:
    page = client.get(f"{STATEMENT}?after=2025-08-31.37.1")

    assert 'href="/entries/38"' in page.text
    assert 'href="/entries/37"' not in page.text
    assert ">首页</a>" in page.text


def test_an_act_is_a_voucher_whose_debits_equal_its_credits(client: FlaskClient) -> None:
    page = client.get("/entries/36")

    assert cells(page).count("153,231.58") == 4
    assert cells(page).count("3.825200") == 4
    assert 'href="/entries/35"' in page.text
    assert 'href="/entries/37"' in page.text
    assert f"第7批 · {XIAMEN}</a>" in page.text


def test_the_journal_is_paged_by_its_places(client: FlaskClient) -> None:
    newest, older = client.get("/entries"), client.get("/entries?before=10")

    assert 'href="/entries/44"' in newest.text
    assert re.findall(r'href="/entries/(\d+)"', older.text) == [str(seq) for seq in range(9, 0, -1)]
    assert client.get("/entries?before=1").status_code == 200


def test_totals_of_balances_are_equal_on_both_sides_where_nothing_is_filtered(client: FlaskClient) -> None:
    page = client.get("/balances?by=pollutant").text
    foot = re.findall(r'<td class="number">([^<]+)</td>', page[page.index("<tfoot>") :])

    assert len(foot) == 10
    assert foot[::2] == foot[1::2]
    assert "15,218,456.92" in foot


def test_the_pages_of_a_book_are_the_same_on_either_engine(client: FlaskClient, postgres_url: str) -> None:
    book = recorded_book(postgres_url)
    let_in(book, AUDITOR, at=NOW)
    other = logged_in(create_app(book, settings=Settings(), entrance=ENTRANCE), AUDITOR.name)

    same = [address for address in PAGES if not address.startswith(("/account", "/administration"))]
    pages = [(SECRETS.sub("", client.get(address).text), SECRETS.sub("", other.get(address).text)) for address in same]
    statuses = [other.get(address).status_code for address, _ in REFUSED]

    assert all(page == copy for page, copy in pages)
    assert statuses == [status for _, status in REFUSED]
    book.close()


def test_what_a_round_is_compared_by_has_its_own_word(client: FlaskClient) -> None:
    assert ">对账项目</th>" in client.get(f"{ROUND_7}?lang=zh").text
    assert ">Compared</th>" in client.get(f"{ROUND_7}?lang=en").text
