"""The books by lines of the chart: balances of a period, general ledger, detail book; as pages and as files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import flask

from ledger.domain.bookkeeping.account import CHART
from ledger.domain.bookkeeping.period import month_end
from ledger.domain.bookkeeping.unit import UnitKind
from ledger.domain.values.quantity import figure_tonnes, format_yuan
from ledger.errors import say
from ledger.projections.audit.detail_book import DetailFilter, detail_page
from ledger.projections.audit.line_book import general_ledger, line_totals
from ledger.projections.overview import areas
from web.access import READERS, access
from web.context import current
from web.pages.audit.queries import BookQuery, DetailQuery
from web.pages.audit.reach import area_in_reach
from web.pages.presentation import chart_name, said
from web.pages.queries import read_query, written_line_place
from web.workbooks.bound import only_first_listed
from web.workbooks.sheet import Cell, Figure, sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.domain.values.pollutant import Pollutant

blueprint: Final = flask.Blueprint("audit_books", __name__)

LINES: Final = 50
MOST_IN_A_FILE: Final = 50_000
"""Lines of a detail book in one file, whose last line says so where there are more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedBook:
    """Whole months, by the first day of each, and lines; ``area`` is the person's own where only that may be seen."""

    first: date
    last: date
    line: str | None
    area: str | None
    pollutant: Pollutant | None

    @property
    def months(self) -> tuple[int, int]:
        """Return the first and the last month, ``yyyymm``."""
        return self.first.year * 100 + self.first.month, self.last.year * 100 + self.last.month

    @property
    def ends(self) -> date:
        """Return the last day of the last month."""
        return month_end(self.last)


@blueprint.get("/audit/account-summary")
@access(*READERS)
def summary() -> str:
    """Show opening balance, turnover and closing balance of every line."""
    asked = _asked_book()
    return flask.render_template("audit/summary.html", asked=asked, totals=_totals(asked), **_choices())


@blueprint.get("/audit/account-summary.csv")
@access(*READERS)
def summary_file() -> flask.Response:
    """Send the same as a file."""
    asked = _asked_book()
    headings = (say("科目"), say("名称"), say("污染物"), say("期初余额"), say("借方"), say("贷方"), say("期末余额"))
    rows = [
        (
            total.line.code,
            chart_name(total.line),
            total.pollutant,
            *(_figure(each, total.line.kind) for each in (total.opening, total.debit, total.credit, total.closing)),
        )
        for total in _totals(asked)
    ]
    name = f"account-summary-{asked.first:%Y-%m}-{asked.last:%Y-%m}"
    return sheet(name, [said(heading) for heading in headings], rows)


@blueprint.get("/audit/general-ledger")
@access(*READERS)
def ledger() -> str:
    """Show the months of a line in a year."""
    asked = _asked_book()
    line = asked.line or "Q40"
    pages = general_ledger(current().view, line, year=asked.first.year, area=asked.area, pollutant=asked.pollutant)
    return flask.render_template("audit/ledger.html", asked=asked, line=CHART[line], pages=pages, **_choices())


@blueprint.get("/audit/detail-book")
@access(*READERS)
def detail() -> str:
    """Show a page of the movements of a line."""
    asked, after = _asked_detail()
    page = detail_page(current().view, asked, after=after, limit=LINES)
    following = written_line_place(page.lines[-1].place) if page.more else None
    return flask.render_template(
        "audit/detail.html",
        asked=asked,
        line=CHART[asked.line],
        page=page,
        most=MOST_IN_A_FILE,
        is_first=after is None,
        following=following,
        **_choices(),
    )


@blueprint.get("/audit/detail-book.csv")
@access(*READERS)
def detail_file() -> flask.Response:
    """Send the movements of a line as a file."""
    asked, _ = _asked_detail()
    page = detail_page(current().view, asked, limit=MOST_IN_A_FILE)
    headings = (
        say("生效日"), say("件号"), say("行"), say("业务"), say("摘要"), say("账户"), say("对方账户"), say("份额"),
        say("污染物"), say("借方"), say("贷方"), say("余额"),
    )  # fmt: skip
    rows: list[Sequence[Cell]] = [
        (
            row.place.effective_on,
            row.place.seq,
            row.place.n,
            row.kind,
            row.narration,
            row.account.code,
            row.counter_account.code,
            row.unit.code,
            row.unit.pollutant,
            *(_figure(each, row.unit.kind) for each in (row.debit, row.credit, row.balance)),
        )
        for row in page.lines
    ]
    if page.more:
        rows.append((said(only_first_listed(len(rows))),))
    name = f"detail-{asked.line}-{asked.starts}-{asked.ends}"
    return sheet(name, [said(heading) for heading in headings], rows)


def _asked_book() -> AskedBook:
    sent: dict[str, Any] = read_query(BookQuery())
    this_month = current().today.replace(day=1)
    last = sent["last"] or (sent["first"] or this_month).replace(month=12)
    return AskedBook(
        first=sent["first"] or last.replace(month=1),
        last=last,
        line=sent["line"],
        area=area_in_reach() or sent["area"],
        pollutant=sent["pollutant"],
    )


def _asked_detail() -> tuple[DetailFilter, Any]:
    sent = read_query(DetailQuery())
    starts = sent["starts"] or (sent["ends"] or current().today).replace(month=1, day=1)
    asked = DetailFilter(
        line=sent["line"],
        starts=starts,
        ends=sent["ends"] or starts.replace(month=12, day=31),
        area=area_in_reach() or sent["area"],
        pollutant=sent["pollutant"],
    )
    return asked, sent["after"]


def _totals(asked: AskedBook) -> list[Any]:
    first, last = asked.months
    found = line_totals(current().view, first=first, last=last, area=asked.area, pollutant=asked.pollutant)
    return [total for total in found if asked.line in {None, total.line.code}]


def _choices() -> dict[str, Any]:
    area = area_in_reach()
    return {"areas": areas(current().view) if area is None else [area], "chart": CHART}


def _figure(amount: int, kind: UnitKind) -> Figure:
    return Figure(format_yuan(amount) if kind is UnitKind.MONEY else figure_tonnes(amount))
