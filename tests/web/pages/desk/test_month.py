"""The month of the money and the balance of the year, as pages and as files."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from ledger.domain.values.quantity import figure_tonnes
from ledger.projections.accounts.annual_balance import annual_balance
from ledger.projections.money.arrears import arrears
from tests.web.city import City

FILES = ("arrears.csv?month=2026-09", "summary.csv?month=2026-09", "annual.csv?year=2025", "treasury.csv?month=2026-09")


def rows(city: City, path: str) -> list[list[str]]:
    answer = city.visitor("finance").get(f"/desk/month/{path}")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    text = answer.data.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.parametrize("path", ["/desk/month", "/desk/month?month=2026-09", "/desk/month/annual?year=2025"])
def test_the_pages_are_there_for_who_reads_the_books(city: City, path: str) -> None:
    for role in ("finance", "clerk", "reviewer", "auditor", "branch clerk"):
        assert city.visitor(role).get(path).status_code == 200


@pytest.mark.parametrize("path", FILES)
def test_files_have_a_head_and_rows_of_its_length(city: City, path: str) -> None:
    head, *body = rows(city, path)

    assert body
    assert {len(row) for row in body} == {len(head)}


def test_the_file_of_arrears_adds_up_to_what_is_outstanding(city: City) -> None:
    with city.book.reading() as view:
        total = arrears(view, on=date(2026, 9, 30)).total
    _, *body = rows(city, FILES[0])

    assert sum(int(row[-1].replace(".", "")) for row in body) == total


def test_every_stock_of_the_year_comes_from_its_opening_to_its_closing(city: City) -> None:
    with city.book.reading() as view:
        table = annual_balance(view, year=2025)
    _, *body = rows(city, FILES[2])

    assert [row[-1] for row in body if row[4] == "年初"] == [figure_tonnes(line.opening) for line in table]
    assert [row[-1] for row in body if row[4] == "年末"] == [figure_tonnes(line.closing) for line in table]


def test_money_that_nobody_has_booked_has_a_file_of_its_own(city: City) -> None:
    head, *_ = rows(city, "unmatched.csv")

    assert head == ["缴款日", "票据号", "缴款人", "金额（元）", "原因"]


def test_a_branch_sees_only_its_own_arrears(city: City) -> None:
    branch = city.persons["branch clerk"]
    text = city.visitor("branch clerk").get("/desk/month/arrears.csv?month=2026-09").data.decode("utf-8-sig")
    _, *body = list(csv.reader(io.StringIO(text)))

    assert {row[3] for row in body} <= {branch.area}


def test_without_a_list_nothing_is_said_to_differ(city: City) -> None:
    page = city.visitor("finance").get("/desk/month?month=2026-09").text
    _, *body = rows(city, FILES[3])

    assert "未导入税务、国库清单，未核对" in page
    assert "✗" not in page
    assert 'class="disagrees"' not in page
    assert {tuple(row[-2:]) for row in body} == {("未核对", "未核对")}


def test_the_columns_of_the_reconciliation_add_up_and_have_a_sum(city: City) -> None:
    _, *payers, total = rows(city, FILES[3])

    assert payers
    assert total[:2] == ["", "合计"]
    for row in (*payers, total):
        opening, noticed, reduced, paid, refunded, closing, before, credited, after, difference = (
            int(cell.replace(".", "")) for cell in row[2:12]
        )
        assert opening + noticed - reduced - paid + refunded == closing
        assert before + paid - credited == after
        assert difference == 0
    for column in range(2, 12):
        figures = [int(row[column].replace(".", "")) for row in (*payers, total)]
        assert sum(figures[:-1]) == figures[-1]


def test_accounts_and_notices_are_compared_with_the_published_rounds_set_apart(city: City) -> None:
    page = city.visitor("finance").get("/desk/month?month=2026-09").text
    branch = city.visitor("branch clerk").get("/desk/month?month=2026-09").text

    assert "其中历史批次（公告未载缴款资料，不比较）" in page
    assert "✓</span> 缴款通知的未缴数等于历史批次以外的应收账款余额" in page
    assert "其中历史批次" not in branch
    assert "✓</span> 缴款通知的未缴数等于应收账款余额" in branch


@pytest.mark.parametrize(("language", "head"), [("zh", "平衡项目"), ("en", "Item")])
def test_the_file_of_the_year_heads_the_stocks_as_the_page_does(city: City, language: str, head: str) -> None:
    finance = city.visitor("finance")
    page = finance.get(f"/desk/month/annual?year=2025&lang={language}").text
    file = finance.get("/desk/month/annual.csv?year=2025").data.decode("utf-8-sig")
    finance.get("/desk/month?lang=zh")

    assert f'<th scope="col">{head}</th>' in page
    assert next(csv.reader(io.StringIO(file)))[3] == head
