"""Notices with their three days, what is overdue to the day, and the cost of rights written off to the last fen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from ledger.domain.money.instalments import NoticeInstalment, PlanInstalments
from ledger.domain.money.receipt import ConfirmReceipt
from ledger.domain.rights.award import AwardState
from ledger.domain.values.pollutant import Pollutant
from ledger.errors import NotFound
from ledger.projections.enterprise.accounts import OwnStatement, accounts_of, own_statement
from ledger.projections.enterprise.amortisation import PaidRight, paid_rights_of
from ledger.projections.enterprise.payments import OwnPayments, payments_of
from tests.services.acts.bureau import Bureau, opened
from tests.services.acts.conftest import FIRST_DAY, new_book
from tests.services.acts.money import OTHER, PAYER, award, noticed, open_for_business, pay, pay_up

DUE = date(2026, 3, 11)
"""Seven working days after the notice of 2 March 2026."""


@pytest.fixture
def bureau(database_url: str) -> Iterator[Bureau]:
    """Lend a bureau on 1 January 2026."""
    book = new_book(database_url)
    yield opened(book, today=FIRST_DAY)
    book.close()


def payments(bureau: Bureau, payer: str = PAYER, *, on: date = DUE) -> OwnPayments:
    with bureau.book.reading() as connection:
        return payments_of(connection, payer, on=on)


def statement_of(bureau: Bureau, code: str, *, starts: date | None = None, ends: date | None = None) -> OwnStatement:
    with bureau.book.reading() as connection:
        return own_statement(connection, PAYER, code, starts=starts, ends=ends, after=None, limit=100)


def test_a_notice_is_overdue_from_the_day_after_its_last_day(bureau: Bureau) -> None:
    open_for_business(bureau)
    noticed(bureau)
    pay(bureau, 20_000_00)

    on_the_day, after = payments(bureau), payments(bureau, on=date(2026, 3, 14))
    assert on_the_day.notices[0].notice.due_on == DUE
    assert (on_the_day.outstanding, on_the_day.overdue) == (30_000_00, 0)
    assert (after.overdue, after.notices[0].days_overdue) == (30_000_00, 3)
    assert after.notices[0].given_on is None
    assert payments(bureau, OTHER) == OwnPayments(notices=(), plans=())


def test_instalments_that_are_not_noticed_are_still_to_come(bureau: Bureau) -> None:
    open_for_business(bureau)
    due = (date(2026, 3, 20), date(2026, 9, 20), date(2027, 9, 20))
    plan = PlanInstalments(effective_on=date(2026, 3, 2), fixed_price=pay_up(), due_on=due, document="示例批复")
    bureau.do("fee.instalment_plan", plan)
    bureau.do(
        "fee.instalment_notice", NoticeInstalment(effective_on=date(2026, 3, 3), number="通知1", charged_for="补缴1")
    )

    found = payments(bureau)
    assert [(each.due_on, each.amount) for _, each in found.to_come] == [(due[1], 6_000_00), (due[2], 6_000_00)]
    assert found.outstanding == 8_000_00


def test_what_was_not_given_yet_is_no_asset_and_what_was_is_written_off_over_its_months(bureau: Bureau) -> None:
    open_for_business(bureau)
    noticed(bureau)
    pay(bureau, 50_000_00)
    confirm = ConfirmReceipt(
        effective_on=date(2026, 3, 4), number="税票1", amount=50_000_00, credited_on=date(2026, 3, 4)
    )
    bureau.do("treasury.confirm", confirm)
    with bureau.book.reading() as connection:
        assert paid_rights_of(connection, PAYER) == ()

    bureau.register(replace(award(), state=AwardState.DELIVERED, delivered_on=date(2026, 3, 5)))
    with bureau.book.reading() as connection:
        (right,) = paid_rights_of(connection, PAYER)
    assert (right.cost, right.obtained_on, right.ends, right.months) == (
        50_000_00,
        date(2026, 3, 5),
        date(2031, 3, 1),
        60,
    )
    assert right.rights == ("COD 10.0000",)


def right(cost: int, obtained_on: date, ends: date) -> PaidRight:
    return PaidRight(charged_for="示例", grams=((Pollutant.COD, 1),), cost=cost, obtained_on=obtained_on, ends=ends)


def test_the_last_month_takes_what_the_division_leaves() -> None:
    bought = right(1_000_01, date(2026, 11, 30), date(2027, 2, 15))

    assert (bought.months, bought.monthly) == (3, 333_33)
    assert bought.written_off(by=date(2026, 10, 31)) == 0
    assert bought.written_off(by=date(2026, 11, 30)) == 333_33
    assert bought.carried(on=date(2026, 12, 1)) == 333_35
    assert bought.carried(on=date(2027, 1, 1)) == 0
    assert bought.years == ((2026, 666_66), (2027, 333_35))
    assert sum(amount for _, amount in bought.years) == bought.cost


def test_a_right_that_ends_in_the_month_in_which_it_was_obtained_is_written_off_at_once() -> None:
    short = right(7, date(2026, 11, 3), date(2026, 11, 20))

    assert (short.months, short.years) == (1, ((2026, 7),))


def test_a_statement_begins_with_what_there_was_on_the_eve(bureau: Bureau) -> None:
    open_for_business(bureau)
    noticed(bureau)
    pay(bureau, 20_000_00)
    with bureau.book.reading() as connection:
        accounts = accounts_of(connection, PAYER, on=DUE)
    owed = next(each for each in accounts if each.account.chart.code == "1212.2")
    code = owed.account.code

    whole = statement_of(bureau, code)
    from_the_third = statement_of(bureau, code, starts=date(2026, 3, 3), ends=date(2026, 3, 3))
    only_the_second = statement_of(bureau, code, ends=date(2026, 3, 2))
    assert [row.amount for row in owed.balances] == [30_000_00]
    assert [line.balance for line in whole.statement.lines] == [50_000_00, 30_000_00]
    assert [line.balance for line in from_the_third.statement.lines] == [30_000_00]
    assert list(from_the_third.opening.values()) == [50_000_00]
    assert [line.balance for line in only_the_second.statement.lines] == [50_000_00]
    assert list(only_the_second.closing.values()) == [50_000_00]


def test_a_statement_goes_on_page_by_page_within_its_days(bureau: Bureau) -> None:
    open_for_business(bureau)
    noticed(bureau)
    for number, amount in enumerate((1_00, 2_00, 3_00), start=1):
        pay(bureau, amount, number=f"税票{number}")
    day = date(2026, 3, 3)

    with bureau.book.reading() as connection:
        code = next(
            each.account.code for each in accounts_of(connection, PAYER, on=DUE) if each.account.chart.code == "1212.2"
        )
        first = own_statement(connection, PAYER, code, starts=day, ends=day, after=None, limit=2)
        place = first.statement.lines[-1].place
        rest = own_statement(connection, PAYER, code, starts=day, ends=day, after=place, limit=2)
    assert [line.credit for line in first.statement.lines] == [1_00, 2_00]
    assert (first.statement.more, rest.statement.more) == (True, False)
    assert [line.balance for line in rest.statement.lines] == [49_994_00]


def test_the_account_of_another_is_not_there(bureau: Bureau) -> None:
    open_for_business(bureau)
    noticed(bureau)
    with bureau.book.reading() as connection:
        code = next(each.account.code for each in accounts_of(connection, PAYER, on=DUE))
        refusals = []
        for asked in (code, code.replace(PAYER, "91371500MA00DEM05E")):
            with pytest.raises(NotFound) as refused:
                own_statement(connection, OTHER, asked, starts=None, ends=None, after=None, limit=1)
            refusals.append((refused.value.problem_code, refused.value.message.template))
    assert refusals == [("account.unknown", "没有账户“{code}”")] * 2
