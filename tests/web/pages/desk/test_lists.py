"""Everybody shapes the lists for himself: columns, filter, groups with sums; and takes them away as they stand."""

from __future__ import annotations

import csv
import io
import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from ledger.domain.bookkeeping.act import State
from ledger.projections.accounts.balances import balances
from ledger.projections.accounts.holding_list import HoldingFilter, holding_page
from schemas.sheet_cells import CellKind
from schemas.workbook import read_workbook
from tests.web.city import City, form_token
from tests.web.pages.desk.forms import intake, opened
from web.lists.catalogue import LISTS

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    Patch = pytest.MonkeyPatch

CODE = re.compile("[0-9A-Z]{18}")
GROUPS = {"balances": "holder", "holdings": "area", "acts": "kind", "projects": "regime", "notices": "payer"}


def head_of(page: str) -> list[str]:
    """Return the headings of the list's table, without their arrows."""
    table = page.partition('<div class="table"')[2].partition("</thead>")[0]
    cells = re.findall(r"<th[^>]*>(.*?)</th>", table, re.DOTALL)
    return [re.sub(r"<[^>]+>|[←→\s]", "", cell) for cell in cells]


def rows_of(page: str) -> list[list[str]]:
    body = page.partition('<div class="table"')[2].partition("<tbody>")[2].partition("</tbody>")[0]
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", body, re.DOTALL)
    return [
        [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[hd][^>]*>.*?</t[hd]>", row, re.DOTALL)]
        for row in rows
    ]


def in_csv(browser: FlaskClient, name: str, query: str = "") -> list[list[str]]:
    answer = browser.get(f"/desk/lists/{name}.csv?{query}")
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


@pytest.mark.parametrize("name", LISTS)
def test_pages_of_a_list_show_every_row_once_and_the_file_holds_them_all(city: City, name: str) -> None:
    browser = city.visitor("auditor")
    address, seen = f"/desk/lists/{name}", []
    while address:
        page = browser.get(address).text
        seen += rows_of(page)
        found = re.search(r'rel="next" href="([^"]+)"', page)
        address = found[1].replace("&amp;", "&") if found else ""

    heading, *whole = in_csv(browser, name)

    assert heading == [re.sub(r"\s", "", each) for each in head_of(browser.get(f"/desk/lists/{name}").text)]
    assert len(seen) == len(whole) > 10
    assert [[("" if cell == "—" else cell.replace(",", "")) for cell in row] for row in seen] == [
        [cell.replace(",", "") for cell in row] for row in whole
    ]


NAMED_WITH_CODE = {
    ("balances", "holder"): "持有人",
    ("holdings", "holder"): "持有人",
    ("projects", "enterprise"): "企业",
    ("notices", "payer"): "缴款单位",
}
FILTERED = [
    ("acts", "maker", "state=posted&text=1"),
    ("acts", "kind", "state=posted"),
    ("balances", "holder", "pollutant=COD&kind=right"),
    ("holdings", "area", "pollutant=COD&on=2026-01-31"),
    ("notices", "due_on", "standing=settled"),
    ("projects", "area", "regime=exempt&nature=new"),
    ("projects", "enterprise", "text=1&first=2024-02-01&last=2026-01-31"),
]


@pytest.mark.parametrize(
    ("name", "group", "filtered"),
    [*((of.name, group, "") for of in LISTS.values() for group in of.groupings), *FILTERED],
)
def test_every_group_is_what_the_rows_of_the_list_add_up_to(city: City, name: str, group: str, filtered: str) -> None:
    of = LISTS[name]
    browser, every = city.visitor("auditor"), ",".join(column.name for column in of.columns)
    alike = [str(column.title) for column in of.columns if column.name in {group, *of.within}]
    summed = [str(column.title) for column in of.columns if column.summed]
    expected: dict[frozenset[tuple[str, str]], list[Decimal]] = {}
    heading, *rows = in_csv(browser, name, f"columns={every}&{filtered}")
    for row in (dict(zip(heading, cells, strict=True)) for cells in rows):
        if (name, group) in NAMED_WITH_CODE and CODE.fullmatch(row["统一社会信用代码"]):
            row[NAMED_WITH_CODE[name, group]] += f"（{row['统一社会信用代码']}）"
        totals = expected.setdefault(frozenset((title, row[title]) for title in alike), [Decimal()] * (1 + len(summed)))
        for place, figure in enumerate((1, *(row[title] for title in summed))):
            totals[place] += Decimal(figure or 0)

    heading, *groups = in_csv(browser, name, f"columns={every}&by={group}&{filtered}")
    found = [dict(zip(heading, cells, strict=True)) for cells in groups]
    assert {
        frozenset((title, row[title]) for title in alike): [Decimal(row[title] or 0) for title in ("行数", *summed)]
        for row in found
    } == expected
    assert len(found) == len(expected) > 0


@pytest.mark.parametrize(("name", "group"), GROUPS.items())
def test_pages_of_groups_show_every_group_once(city: City, name: str, group: str, monkeypatch: Patch) -> None:
    monkeypatch.setattr("web.lists.grouping.PAGE_OF_GROUPS", 3)
    browser = city.visitor("auditor")
    address, seen = f"/desk/lists/{name}?by={group}", []
    while address and len(seen) < 30:
        page = browser.get(address).text
        assert 0 < len(rows_of(page)) <= 3
        seen += rows_of(page)
        found = re.search(r'rel="next" href="([^"]+)"', page)
        address = found[1].replace("&amp;", "&") if found else ""

    whole = in_csv(browser, name, f"by={group}")[1:]
    assert len(whole) > 1
    written = [[("" if cell == "—" else cell.replace(",", "")) for cell in row] for row in seen]
    assert written == [[cell.replace(",", "") for cell in row] for row in whole[: len(seen)]]
    assert len(seen) == len(whole) or len(seen) >= 30


def test_groups_of_acts_follow_each_step(own_city: City) -> None:
    def states() -> dict[str, int]:
        return {name: int(count) for name, count, *_ in in_csv(browser, "acts", "by=state&columns=kind")[1:]}

    browser = own_city.visitor("branch clerk")
    before = states()
    answer = opened(browser, "project.intake").press(intake(own_city))
    recorded = {**before, State.RECORDED.words.template: before.get(State.RECORDED.words.template, 0) + 1}
    assert answer.status_code == 303
    assert states() == recorded
    csrf = form_token(browser.get("/account").text)
    reference = answer.headers["Location"].rpartition("/")[2]
    taken = browser.post(f"/desk/acts/{reference}/withdraw", data={"csrf": csrf, "reason": "重复"})
    assert taken.status_code == 303
    withdrawn = State.WITHDRAWN.words.template
    assert states() == {**before, withdrawn: before.get(withdrawn, 0) + 1}


def test_columns_are_chosen_ordered_and_moved(city: City) -> None:
    browser = city.visitor("clerk")

    page = browser.get("/desk/lists/projects?columns=name,id&columns=area").text

    assert head_of(page) == ["项目名称", "项目编号", "区域"]
    moved = re.search(r'href="([^"]+)" aria-label="“项目名称”右移"', page)
    assert moved is not None
    assert head_of(browser.get(moved[1].replace("&amp;", "&")).text) == ["项目编号", "项目名称", "区域"]


@pytest.mark.parametrize(
    "query",
    [
        "columns=no",
        "by=name",
        "after=x",
        'after=["a"]',
        "area=%00",
        "on=2026-13-01",
        "unknown=1",
        "columns=" + "," * 50 + "x",
    ],
)
def test_what_a_list_does_not_know_is_refused(city: City, query: str) -> None:
    answer = city.visitor("auditor").get(f"/desk/lists/balances?{query}")

    assert answer.status_code in {400, 422}


@pytest.mark.parametrize("part", ["a", "0", "-1", "1e999", "٣", "9" * 19, "9" * 400])
def test_a_page_of_acts_begins_at_a_place_in_the_journal_or_is_refused(city: City, part: str) -> None:
    answer = city.visitor("auditor").get("/desk/lists/acts", query_string={"after": json.dumps([part])})

    assert answer.status_code == 422
    assert "不是此表中的位置" in answer.text


def test_filters_narrow_a_list(city: City) -> None:
    browser = city.visitor("auditor")
    titles, *projects = in_csv(browser, "projects", "columns=id,area,requested_on")
    wanted = projects[len(projects) // 2]
    query = f"columns=id,area,requested_on&area={quote(wanted[1])}&first={wanted[2]}&last={wanted[2]}&text={quote(wanted[0])}"

    assert in_csv(browser, "projects", query) == [titles, wanted]
    assert in_csv(browser, "projects", "text=%25") == [in_csv(browser, "projects")[0]]
    overdue = in_csv(browser, "notices", "standing=overdue&columns=number,outstanding")[1:]
    assert all(Decimal(row[1]) > 0 for row in overdue)


@pytest.mark.parametrize("name", LISTS)
def test_a_branch_sees_its_own_area_alone(city: City, name: str) -> None:
    own = str(city.persons["branch clerk"].area)
    browser = city.visitor("branch clerk")

    every = in_csv(browser, name, "columns=area")
    assert {row[0] for row in every[1:]} <= {own}
    assert in_csv(browser, name, f"columns=area&area={quote(own)}") == every
    for query in ("columns=area", "columns=area&by=area"):
        assert len(in_csv(browser, name, f"{query}&area={quote('青原区')}")) == 1
        assert rows_of(browser.get(f"/desk/lists/{name}?{query}&area={quote('青原区')}").text) == []
    assert len(in_csv(city.visitor("clerk"), name, "columns=area")) > len(in_csv(browser, name, "columns=area"))


def test_holdings_agree_with_the_balances(city: City) -> None:
    with city.book.reading() as view:
        lines = holding_page(view, HoldingFilter(), limit=100_000).lines
        held = sum(
            row.amount
            for row in balances(view)
            if row.account.chart.code.startswith("Q4") and row.account.holder and row.account.chart.code != "Q45"
        )

    assert sum(line.in_use + line.surplus + line.restricted + line.leased_in for line in lines) == held > 0


def test_the_workbook_says_what_it_is_and_holds_typed_cells(city: City) -> None:
    answer = city.visitor("auditor").get("/desk/lists/notices.xlsx?standing=settled")
    rows = read_workbook(answer.data)

    assert "filename*=UTF-8''" in answer.headers["Content-Disposition"]
    answer.headers["Content-Disposition"].encode("latin-1")
    assert rows[0].texts == ["缴款通知"]
    assert rows[1].texts[0].startswith("账簿：")
    assert rows[2].texts == ["条件：缴款状态：已全部入库"]
    assert rows[3].texts == ["演示数据：企业、数量、价格均系虚构"]
    kinds = [cell.kind for cell in rows[5].cells]
    assert kinds[0] is CellKind.TEXT
    assert kinds[3] is CellKind.DAY
    assert kinds[6] is CellKind.NUMBER


def test_a_list_speaks_english(city: City) -> None:
    page = city.visitor("auditor").get("/desk/lists/holdings?lang=en").text

    assert "In use (t/a)" in page
    assert re.search(r"[\u4e00-\u9fff]", "".join(head_of(page))) is None


def test_nobody_else_finds_the_lists(city: City) -> None:
    assert city.visitor("enterprise").get("/desk/lists/balances").status_code == 403
    assert city.visitor("auditor").get("/desk/lists/other").status_code == 404
    assert city.visitor("auditor").get("/desk/lists/other.xlsx").status_code == 404
