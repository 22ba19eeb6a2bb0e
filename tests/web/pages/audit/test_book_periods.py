"""From a total to what makes it up: the link opens the very days of the total, whatever day it is."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from ledger.domain.bookkeeping.period import month_end
from ledger.domain.values.calendar import months_after
from tests.web.pages.audit.reading import table_of
from web import context
from web.books import LEGAL_ZONE, today

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient


def day_of_a_long_month(day: int) -> date:
    """Return a day of this month or the next one, whichever has a 31st."""
    month = today().replace(day=1)
    long = month if month_end(month).day == 31 else months_after(month, 1)
    return long.replace(day=day)


def links(page: str, path: str) -> list[str]:
    return [unescape(found) for found in re.findall(rf'href="({path}\?[^"]+)"', page)]


def days_of(address: str) -> tuple[str, str]:
    query = parse_qs(urlsplit(address).query)
    return query["starts"][0], query["ends"][0]


def sums_of(lines: list[list[str]], *columns: int) -> list[int]:
    return [sum(int(line[column].replace(".", "") or "0") for line in lines) for column in columns]


@pytest.mark.parametrize("day", [1, 22, 31])
def test_a_summary_of_the_year_opens_the_detail_book_of_the_year(
    day: int, visitor: Callable[[str], FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    noon = datetime.combine(day_of_a_long_month(day), time(12), tzinfo=LEGAL_ZONE)
    monkeypatch.setattr(context, "now", lambda: noon)

    page = visitor("auditor").get("/audit/account-summary").text

    year = noon.year
    assert f"{year}-01至{year}-12" in page
    assert {days_of(link) for link in links(page, "/audit/detail-book")} == {(f"{year}-01-01", f"{year}-12-31")}


@pytest.mark.parametrize(
    ("asked", "days"), [("first=2025-03", ("2025-03-01", "2025-12-31")), ("last=2026-02", ("2026-01-01", "2026-02-28"))]
)
def test_months_that_are_asked_for_are_whole_months(asked: str, days: tuple[str, str], auditor: FlaskClient) -> None:
    page = auditor.get(f"/audit/account-summary?{asked}").text

    assert {days_of(link) for link in links(page, "/audit/detail-book")} == {days}


def test_the_detail_book_adds_up_to_the_turnover_it_was_opened_from(auditor: FlaskClient) -> None:
    summary = table_of(auditor.get("/audit/account-summary.csv?first=2026-01&last=2026-06&line=1212.2"))[1:]
    page = auditor.get("/audit/account-summary?first=2026-01&last=2026-06&line=1212.2").text
    (link,) = links(page, "/audit/detail-book")
    detail = table_of(auditor.get(link.replace("detail-book?", "detail-book.csv?")))[1:]

    assert len(detail) > 1
    assert sums_of(detail, -3, -2) == sums_of(summary, 4, 5)


def test_a_month_of_the_general_ledger_opens_that_month(auditor: FlaskClient) -> None:
    page = auditor.get("/audit/general-ledger?line=1212.2&first=2026-01").text
    opened = links(page, "/audit/detail-book")

    months = [days_of(link) for link in opened]
    assert len(months) > 1
    assert all(starts[:7] == ends[:7] and starts.endswith("-01") for starts, ends in months)
    for link in opened:
        starts, ends = days_of(link)
        lines = table_of(auditor.get(link.replace("detail-book?", "detail-book.csv?")))[1:]
        assert lines
        assert all(starts <= line[0] <= ends for line in lines)
