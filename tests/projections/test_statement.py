"""Statements of accounts, trial balances and whole acts, compared with the postings."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from ledger.domain.bookkeeping.account import CHART, Account
from ledger.domain.bookkeeping.journal import Judgement
from ledger.domain.bookkeeping.unit import MONEY
from ledger.errors import NotFound
from ledger.projections.accounts.entry import entries, entry
from ledger.projections.accounts.names import account_name, unit_name
from ledger.projections.accounts.statement import statement
from ledger.projections.accounts.trial_balance import TrialBalance, UnitTotals, trial_balance
from ledger.store.book import Book
from tests.projections.exercise import AREA, HOLDERS, RIGHT, ROUND, Act, added_up, busiest, legs
from tests.store.conftest import NOW

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from ledger.projections.accounts.statement import StatementLine

LINES = ["Q11", "Q90", "C11", "2103.1"]


def expected_lines(acts: list[Act], code: str) -> list[tuple[object, ...]]:
    own = sorted((leg for leg in legs(acts) if leg[2] == code), key=lambda leg: (leg[1].on, leg[0]))
    running = dict.fromkeys((leg[4] for leg in own), 0)
    lines = []
    for place, act, _, other, unit, amount in own:
        running[unit] += amount
        lines.append((act.on, place, act.narration, other, unit, max(amount, 0), max(-amount, 0), running[unit]))
    return lines


def seen(lines: tuple[StatementLine, ...]) -> list[tuple[object, ...]]:
    return [
        (
            line.place.effective_on,
            line.place.seq,
            line.narration,
            line.counter_account.code,
            line.unit,
            line.debit,
            line.credit,
            line.balance,
        )
        for line in lines
    ]


def test_lines_stand_in_effective_order_with_the_balance_after_each(book: Book, acts: list[Act]) -> None:
    codes = [busiest(acts, line) for line in LINES]

    with book.reading() as connection:
        found = {code: statement(connection, code) for code in codes}

    assert min(len(its.lines) for its in found.values()) > 3
    assert {code: seen(its.lines) for code, its in found.items()} == {
        code: expected_lines(acts, code) for code in codes
    }
    assert not any(its.more for its in found.values())


def test_pages_put_together_are_the_whole_statement(book: Book, acts: list[Act]) -> None:
    asked = [(busiest(acts, line), length) for line in LINES for length in (1, 3, 1000)]

    with book.reading() as connection:
        found = {(code, length): page_by_page(connection, code, length) for code, length in asked}

    assert {key: seen(lines) for key, lines in found.items()} == {
        (code, length): expected_lines(acts, code) for code, length in asked
    }


def page_by_page(connection: Connection, code: str, length: int) -> tuple[StatementLine, ...]:
    page = statement(connection, code, limit=length)
    lines = page.lines
    while page.more:
        page = statement(connection, code, after=lines[-1].place, limit=length)
        lines += page.lines
    return lines


def test_an_unknown_account_is_refused_with_accounts_of_the_same_holder(book: Book) -> None:
    with book.reading() as connection:
        with pytest.raises(NotFound, match="Q11:东昌府区/甲公司") as near:
            statement(connection, "Q40:东昌府区/甲公司")
        with pytest.raises(NotFound) as none:
            statement(connection, "Q11:东昌府区/甲")

    assert near.value.problem_code == none.value.problem_code == "account.unknown"
    assert "甲公司" not in str(none.value)


def test_a_holder_written_with_a_slash_is_found_by_the_escaped_code(book: Book, acts: list[Act]) -> None:
    code = f"Q11:{AREA}/丙:丁  戊%2F50%25"

    with book.reading() as connection:
        found = statement(connection, code)

    assert found.account.holder == HOLDERS[2]
    assert seen(found.lines) == expected_lines(acts, code)


@pytest.mark.parametrize("on", [None, date(2024, 12, 31)])
def test_the_trial_balance_adds_debit_and_credit_balances_and_balances(
    book: Book, acts: list[Act], on: date | None
) -> None:
    with book.reading() as connection:
        result = trial_balance(connection, on=on)

    held = added_up(acts, on=on)
    assert {totals.unit: totals.debit for totals in result.units} == {
        unit: sum(amount for (_, its), amount in held.items() if its == unit and amount > 0)
        for unit in {unit for _, unit in held}
    }
    assert [totals.difference for totals in result.units] == [0] * 4
    assert result.balanced


def test_a_difference_in_one_unit_is_no_balance() -> None:
    result = TrialBalance(
        on=None, units=(UnitTotals(unit=RIGHT, debit=5, credit=5), UnitTotals(unit=MONEY, debit=2, credit=3))
    )

    assert not result.balanced
    assert result.units[1].difference == -1


def test_an_act_is_returned_with_all_that_was_recorded(book: Book, acts: list[Act]) -> None:
    with book.reading() as connection:
        found = entry(connection, 8)

    act = acts[6]
    assert (found.seq, found.key, found.kind, found.narration) == (8, "act/8", "test.act", act.narration)
    assert (found.effective_on, found.recorded_at, found.attachments) == (act.on, NOW, 0)
    assert (found.actor, found.approver, found.series, found.number) == ("clerk", None, None, None)
    assert (found.judgement, found.reverses, len(found.leaf)) == (Judgement.RECORDED, None, 32)
    assert [(moved.debit.code, moved.credit.code, moved.unit, moved.amount) for moved in found.movements] == [
        leg[2:] for leg in legs(acts) if leg[0] == 8 and leg[5] > 0
    ]
    assert [(fact.register, fact.subject) for fact in found.registrations] == [("round.act", ROUND)]


def test_acts_come_in_order_page_by_page(book: Book) -> None:
    with book.reading() as connection:
        first = entries(connection, limit=40)
        second = entries(connection, after=40, limit=40)

    assert [found.seq for found in (*first, *second)] == list(range(1, 63))
    assert second[-1].movements


@pytest.mark.parametrize("seq", [0, 63])
def test_a_place_beyond_the_journal_holds_no_act(book: Book, seq: int) -> None:
    with book.reading() as connection, pytest.raises(NotFound) as refusal:
        entry(connection, seq)

    assert refusal.value.problem_code == "journal.place"


def test_accounts_and_units_have_names_for_people() -> None:
    held = Account(chart=CHART["Q40"], area=AREA, holder="甲公司")
    common = Account(chart=CHART["Q30"], area=AREA)

    assert account_name(held, language="zh", translate=str) == "企业持有·在用：甲公司（东昌府区）"
    assert account_name(common, language="en", translate=str) == "government reserve, available (东昌府区)"
    assert str(unit_name(RIGHT)) == "COD 排污权 东昌府区 2024-01-01至2028-12-31 储备出让"
    assert str(unit_name(MONEY)) == "人民币"
