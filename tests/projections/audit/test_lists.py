"""Lists that the database cuts to pages: their pages join to the whole, and the whole is what the postings make."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

import pytest

from ledger.domain.bookkeeping.unit import UnitKind
from ledger.domain.values.pollutant import Pollutant
from ledger.projections.accounts.balance_list import (
    BalanceFilter,
    Grouping,
    balance_page,
    balance_totals,
    group_totals,
)
from ledger.projections.accounts.trial_balance import trial_balance, trial_groups, trial_units
from tests.projections.exercise import AREA, Act, added_up

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from ledger.domain.bookkeeping.unit import Unit
    from ledger.projections.accounts.balances import PositionBalance
    from ledger.store.book import Book

DAYS = [None, date(2023, 12, 31), date(2024, 1, 31), date(2024, 5, 14), date(2024, 12, 31), date(2025, 2, 28)]


def all_pages(connection: Connection, asked: BalanceFilter, by: Grouping) -> list[list[PositionBalance]]:
    pages, after = [], None
    while True:
        page = balance_page(connection, asked, by=by, after=after, limit=4)
        pages.append(list(page.rows))
        after = page.following
        if after is None:
            return pages


def by_account(rows: list[PositionBalance]) -> dict[tuple[str, Unit], int]:
    return {(row.account.code, row.unit): row.amount for row in rows}


@pytest.mark.parametrize("by", Grouping)
def test_the_pages_join_to_every_balance_once_on_any_day(book: Book, acts: list[Act], by: Grouping) -> None:
    for day in DAYS:
        with book.reading() as connection:
            pages = all_pages(connection, BalanceFilter(on=day), by)
        rows = [row for page in pages for row in page]

        assert by_account(rows) == added_up(acts, on=day)
        assert len(rows) == len(added_up(acts, on=day))
        assert all(len(page) == 4 for page in pages[:-1])


def test_who_holds_nothing_by_name_stands_last(book: Book) -> None:
    with book.reading() as connection:
        holders = [
            row.account.holder for page in all_pages(connection, BalanceFilter(), Grouping.HOLDER) for row in page
        ]

    named = holders[: holders.index(None)]
    assert None not in named
    assert set(holders[holders.index(None) :]) == {None}
    assert named == sorted(named, key=str)


def test_totals_count_what_no_page_shows(book: Book, acts: list[Act]) -> None:
    with book.reading() as connection:
        count, totals = balance_totals(connection, BalanceFilter())

    expected: dict[tuple[UnitKind, Pollutant | None], list[int]] = defaultdict(lambda: [0, 0])
    for (_, unit), amount in added_up(acts).items():
        expected[unit.kind, unit.pollutant][amount < 0] += abs(amount)
    assert count == len(added_up(acts))
    assert {(total.kind, total.pollutant): [total.debit, total.credit] for total in totals} == expected


def test_the_totals_of_a_group_do_not_depend_on_the_page(book: Book, acts: list[Act]) -> None:
    with book.reading() as connection:
        page = balance_page(connection, BalanceFilter(), by=Grouping.HOLDER, limit=1)
        totals = group_totals(connection, BalanceFilter(), by=Grouping.HOLDER, groups=page.groups)

    holder = page.rows[0].account.holder
    held = {key: amount for key, amount in added_up(acts).items() if key[0].endswith(f"/{holder}")}
    assert len(held) > 1
    assert sum(total.debit - total.credit for total in totals[page.groups[0]]) == sum(held.values())


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        (BalanceFilter(line="Q11"), lambda code, _: code.startswith("Q11:")),
        (BalanceFilter(kind=UnitKind.MONEY), lambda _, unit: unit.kind is UnitKind.MONEY),
        (BalanceFilter(pollutant=Pollutant.COD), lambda _, unit: unit.pollutant is Pollutant.COD),
        (BalanceFilter(holder="公司"), lambda code, _: "公司" in code),
        (BalanceFilter(holder="50%"), lambda code, _: code.endswith("50%25")),
        (BalanceFilter(holder="Élan"), lambda code, _: "Élan" in code),
        (BalanceFilter(holder="LAN -钢"), lambda code, _: "lan -钢" in code),
        (BalanceFilter(area="elsewhere"), lambda *_: False),
        (BalanceFilter(area=AREA, line="C90", holder="甲"), lambda code, _: code == f"C90:{AREA}/甲公司"),
    ],
)
def test_conditions_leave_out_what_does_not_meet_them(
    book: Book, acts: list[Act], asked: BalanceFilter, kept: object
) -> None:
    with book.reading() as connection:
        rows = [row for page in all_pages(connection, asked, Grouping.PLACE) for row in page]
        count, _ = balance_totals(connection, asked)

    expected = {key: amount for key, amount in added_up(acts).items() if kept(*key)}  # type: ignore[operator]  # a lambda
    assert by_account(rows) == expected
    assert count == len(expected)


def test_the_trial_balance_by_groups_is_the_one_by_units(book: Book) -> None:
    for day in DAYS:
        with book.reading() as connection:
            units = trial_balance(connection, on=day).units
            groups = trial_groups(connection, on=day)

        sums: dict[tuple[UnitKind, Pollutant | None], list[int]] = defaultdict(lambda: [0, 0, 0])
        for each in units:
            found = sums[each.unit.kind, each.unit.pollutant]
            found[0] += each.debit
            found[1] += each.credit
            found[2] += 1
        assert {(group.kind, group.pollutant): [group.debit, group.credit, group.units] for group in groups} == sums
        assert all(group.unbalanced == 0 for group in groups)


def test_the_units_of_a_kind_come_a_page_at_a_time(book: Book) -> None:
    with book.reading() as connection:
        first = trial_units(connection, kind=UnitKind.RIGHT, limit=1)
        second = trial_units(connection, kind=UnitKind.RIGHT, after=first.units[0].unit.code, limit=1)
        elsewhere = trial_units(connection, kind=UnitKind.RIGHT, area="elsewhere", limit=1)
        whole = trial_balance(connection).units

    assert (first.more, second.more) == (True, False)
    assert [*first.units, *second.units] == [each for each in whole if each.unit.kind is UnitKind.RIGHT]
    assert elsewhere.units == ()
