"""The books by lines of the chart, compared with the summary of accounts and with the postings one by one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from ledger.domain.values.pollutant import Pollutant
from ledger.projections.audit.detail_book import DetailFilter, detail_page
from ledger.projections.audit.line_book import general_ledger, line_totals
from tests.projections.account_summary import account_summary
from tests.projections.exercise import AREA, Act, legs
from tests.store.conftest import LAW, NOW, entry, post

if TYPE_CHECKING:
    from ledger.store.book import Book

PERIOD = DetailFilter(line="Q11", starts=date(2024, 3, 10), ends=date(2025, 6, 20))


def test_lines_add_up_what_the_accounts_hold_and_moved(book: Book) -> None:
    with book.reading() as connection:
        lines = line_totals(connection, first=202403, last=202502)
        accounts = account_summary(connection, starts=date(2024, 3, 1), ends=date(2025, 2, 28))

    expected: dict[tuple[str, Pollutant | None], list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in accounts:
        sums = expected[row.account.chart.code, row.unit.pollutant]
        for place, amount in enumerate((row.opening, row.debit, row.credit)):
            sums[place] += amount
    assert {(line.line.code, line.pollutant): [line.opening, line.debit, line.credit] for line in lines} == expected


def test_the_months_of_a_line_run_on_to_its_closing_balance(book: Book, acts: list[Act]) -> None:
    with book.reading() as connection:
        [page] = general_ledger(connection, "Q90", year=2025, pollutant=Pollutant.COD)
        elsewhere = general_ledger(connection, "Q90", year=2025, area="elsewhere")

    own = [(act.on, amount) for _, act, code, _, _, amount in legs(acts) if code.startswith("Q90:")]
    assert page.opening == sum(amount for on, amount in own if on.year < 2025)
    for month in page.months:
        of_month = [amount for on, amount in own if on.year * 100 + on.month == month.month]
        assert month.debit == sum(amount for amount in of_month if amount > 0)
        assert month.credit == -sum(amount for amount in of_month if amount < 0)
        assert month.closing == sum(amount for on, amount in own if on.year * 100 + on.month <= month.month)
    assert len(page.months) > 6
    assert elsewhere == []


def test_the_detail_book_runs_over_all_accounts_of_the_line(book: Book, acts: list[Act]) -> None:
    with book.reading() as connection:
        whole = detail_page(connection, PERIOD, limit=None)

    own = sorted(
        ((act.on, place, code, amount) for place, act, code, _, _, amount in legs(acts) if code.startswith("Q11:")),
        key=lambda leg: leg[:2],
    )
    balance = sum(amount for on, _, _, amount in own if on < PERIOD.starts)
    assert whole.opening == {Pollutant.COD: balance}
    within = [leg for leg in own if PERIOD.starts <= leg[0] <= PERIOD.ends]
    assert len(whole.lines) == len(within) > 20
    for line, (on, place, _, _) in zip(whole.lines, within, strict=True):
        assert (line.place.effective_on, line.place.seq) == (on, place)
    changes = [line.debit - line.credit for line in whole.lines]
    assert [line.balance for line in whole.lines] == [balance + sum(changes[: n + 1]) for n in range(len(changes))]


def test_the_pages_of_the_detail_book_join_with_their_balances(book: Book) -> None:
    with book.reading() as connection:
        whole = detail_page(connection, PERIOD, limit=None).lines
        joined, after, more = [], None, True
        while more:
            page = detail_page(connection, PERIOD, after=after, limit=6)
            assert not joined or page.opening == {Pollutant.COD: joined[-1].balance}
            joined, after, more = [*joined, *page.lines], page.lines[-1].place, page.more

    assert tuple(joined) == whole


def test_the_detail_book_keeps_to_the_area_that_is_asked_for(book: Book) -> None:
    asked = DetailFilter(line="Q11", starts=PERIOD.starts, ends=PERIOD.ends, area="elsewhere")
    with book.reading() as connection:
        assert detail_page(connection, asked, limit=10).lines == ()
        assert detail_page(
            connection, DetailFilter(line="Q11", starts=PERIOD.starts, ends=PERIOD.ends, area=AREA), limit=10
        ).lines


def test_a_reversal_in_red_takes_its_turnover_back(book: Book) -> None:
    on, area = date(2027, 5, 5), "Testville"
    wrong = post(book, "wrong", "Q90 甲", "Q11", 700, on=on)
    with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        work.journal.append(replace(entry(work, "red", "Q11", "Q90 甲", 700, on=on), reverses=wrong))
        work.commit()

    asked = DetailFilter(line="Q90", starts=date(2027, 1, 1), ends=date(2027, 12, 31), area=area)
    with book.reading() as connection:
        totals = line_totals(connection, first=202705, last=202705, area=area)
        [page] = general_ledger(connection, "Q90", year=2027, area=area)
        detail = detail_page(connection, asked, limit=10)

    assert [(line.line.code, line.debit, line.credit) for line in totals] == [("Q11", 0, 0), ("Q90", 0, 0)]
    assert [(month.debit, month.credit) for month in page.months] == [(0, 0)]
    assert [(row.debit, row.credit, row.balance) for row in detail.lines] == [(700, 0, 700), (-700, 0, 0)]
