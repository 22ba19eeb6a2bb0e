"""Balances of every account, compared with the sums of the postings."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from ledger.domain.values.pollutant import Pollutant
from ledger.errors import NotFound
from ledger.projections.accounts.balances import balance_now, balance_on, balances
from ledger.store.tables import account, position, unit
from tests.projections.exercise import AREA, CREDIT, Act, added_up

if TYPE_CHECKING:
    from ledger.domain.bookkeeping.unit import Unit
    from ledger.projections.accounts.balances import PositionBalance
    from ledger.store.book import Book

DAYS = [
    date(2023, 12, 31),
    date(2024, 1, 1),
    date(2024, 2, 29),
    date(2024, 5, 14),
    date(2024, 5, 15),
    date(2024, 5, 16),
    date(2024, 5, 31),
    date(2025, 6, 30),
    date(2025, 12, 31),
    date(2100, 12, 31),
]
PLACES = [None, 0, 1, 12, 40, 62]


def by_account(rows: list[PositionBalance]) -> dict[tuple[str, Unit], int]:
    return {(row.account.code, row.unit): row.amount for row in rows}


def test_now_everything_recorded_counts(book: Book, acts: list[Act]) -> None:
    with book.reading() as connection:
        found = balances(connection)

    assert by_account(found) == added_up(acts)


def test_past_days_and_earlier_knowledge_combine(book: Book, acts: list[Act]) -> None:
    asked = [(day, known) for day in [None, *DAYS] for known in PLACES]

    with book.reading() as connection:
        found = {(day, known): by_account(balances(connection, on=day, as_known_at=known)) for day, known in asked}

    assert found == {(day, known): added_up(acts, on=day, as_known_at=known) for day, known in asked}


def test_single_positions_agree_with_the_list(book: Book, acts: list[Act]) -> None:
    day_of_the_middle = date(2024, 8, 20)
    with book.reading() as connection:
        names = {
            number: (code, unit_code)
            for number, code, unit_code in connection.execute(
                select(position.c.id, account.c.code, unit.c.code).join(account).join(unit)
            )
        }
        now = {names[number]: balance_now(connection, number) for number in names}
        then = {names[number]: balance_on(connection, number, on=day_of_the_middle) for number in names}

    sums, sums_then = added_up(acts), added_up(acts, on=day_of_the_middle)
    assert {key: amount for key, amount in now.items() if amount} == coded(sums)
    assert {key: amount for key, amount in then.items() if amount} == coded(sums_then)


def coded(sums: dict[tuple[str, Unit], int]) -> dict[tuple[str, str], int]:
    return {(code, unit.code): amount for (code, unit), amount in sums.items()}


def test_filters_take_exact_names_and_combine(book: Book, acts: list[Act]) -> None:
    with book.reading() as connection:
        found = balances(connection, holder="甲公司", area=AREA, pollutant=Pollutant.SULPHUR_DIOXIDE)
        nearly = balances(connection, holder="甲公") + balances(connection, area="东昌府")

    wanted = {(code, unit): n for (code, unit), n in added_up(acts).items() if "甲公司" in code and unit == CREDIT}
    assert wanted
    assert by_account(found) == wanted
    assert nearly == []


def test_positions_that_hold_nothing_are_shown_when_asked_for(book: Book) -> None:
    with book.reading() as connection:
        before_all = balances(connection, on=date(2023, 1, 1))
        every = balances(connection, on=date(2023, 1, 1), include_zero=True)
        number_of_positions = len(connection.execute(select(position)).all())

    assert before_all == []
    assert {row.amount for row in every} == {0}
    assert len(every) == number_of_positions


def test_the_list_follows_the_chart(book: Book) -> None:
    with book.reading() as connection:
        lines = [row.account.chart.code for row in balances(connection)]

    assert list(dict.fromkeys(lines)) == ["Q11", "Q90", "C11", "C90", "1212.2", "2103.1"]


def test_the_journal_has_not_come_to_a_later_place(book: Book) -> None:
    with book.reading() as connection, pytest.raises(NotFound) as refusal:
        balances(connection, as_known_at=63)

    assert refusal.value.problem_code == "journal.place"


def test_a_position_that_does_not_exist_has_no_balance(book: Book) -> None:
    with book.reading() as connection, pytest.raises(NotFound):
        balance_now(connection, 10_000)
