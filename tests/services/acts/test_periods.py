"""Months are closed one after the other, when all is decided; a reopened month opens every later one."""

from __future__ import annotations

from datetime import date

import pytest

from ledger.domain.bookkeeping.period import (
    ClosedPeriod,
    ClosedYear,
    CloseMonth,
    CloseYear,
    ReopenMonth,
    month_end,
    next_month_end,
)
from ledger.domain.bookkeeping.reversal import ReverseAct
from ledger.domain.rights.cap import CapKind, SetCap
from ledger.domain.values.pollutant import Pollutant
from ledger.errors import RuleViolation
from ledger.projections.accounts.annual_balance import Stock, annual_balance
from ledger.services import procedure
from ledger.store.registers import Registers
from tests.services.acts.bureau import EAST, Bureau

TONNE = 1_000_000


def cap(tonnes: int, *, on: date) -> SetCap:
    return SetCap(
        effective_on=on,
        area=EAST,
        pollutant=Pollutant.SULPHUR_DIOXIDE,
        kind=CapKind.ABSOLUTE,
        grams=tonnes * TONNE,
        document="示例文件",
    )


def close(bureau: Bureau, *months: int, year: int = 2026) -> None:
    for month in months:
        bureau.do("period.close_month", CloseMonth(effective_on=month_end(date(year, month, 1))))


def closed_through(bureau: Bureau) -> date | None:
    with bureau.book.reading() as connection:
        found = Registers(connection).find(ClosedPeriod, ClosedPeriod.SUBJECT)
    return None if found is None else found.through


def test_the_first_month_is_that_of_the_first_act(bureau: Bureau) -> None:
    assert bureau.refused("period.close_month", CloseMonth(effective_on=date(2026, 1, 31))) == ["period.not_next"]
    bureau.do("cap.set", cap(100, on=date(2026, 3, 5)))

    assert bureau.refused("period.close_month", CloseMonth(effective_on=date(2026, 2, 28))) == ["period.not_next"]
    close(bureau, 3)
    assert closed_through(bureau) == date(2026, 3, 31)


def test_a_month_is_not_closed_while_something_of_it_waits(bureau_on_each_engine: Bureau) -> None:
    bureau = bureau_on_each_engine
    bureau.do("cap.set", cap(100, on=date(2026, 1, 5)))
    waiting = bureau.record("cap.set", cap(90, on=date(2026, 1, 30)))
    returned = bureau.record("cap.set", cap(95, on=date(2026, 1, 29)))
    with bureau.desk("市局审批") as desk:
        procedure.send_back(desk, returned, reason="示例")

    with pytest.raises(RuleViolation) as refused:
        bureau.record("period.close_month", CloseMonth(effective_on=date(2026, 1, 31)))

    [breach] = refused.value.breaches
    assert breach.code == "period.undecided"
    assert f"第{waiting}、{returned}件" in str(breach.detail)


def test_what_counts_in_the_next_month_does_not_stop_the_closing_of_this_one(bureau: Bureau) -> None:
    bureau.do("cap.set", cap(100, on=date(2026, 1, 5)))
    bureau.record("cap.set", cap(90, on=date(2026, 2, 1)))

    close(bureau, 1)

    assert closed_through(bureau) == date(2026, 1, 31)


def test_what_is_recorded_between_the_closing_and_its_decision_stops_it(bureau: Bureau) -> None:
    bureau.do("cap.set", cap(100, on=date(2026, 1, 5)))
    closing = bureau.record("period.close_month", CloseMonth(effective_on=date(2026, 1, 31)))
    bureau.record("cap.set", cap(90, on=date(2026, 1, 20)))

    with pytest.raises(RuleViolation):
        bureau.decide(closing)

    assert closed_through(bureau) is None


def test_reopening_a_month_opens_every_later_one_and_the_year(bureau_on_each_engine: Bureau) -> None:
    bureau = bureau_on_each_engine
    bureau.do("cap.set", cap(100, on=date(2026, 10, 5)))
    close(bureau, 10, 11, 12)
    bureau.do("period.close_year", CloseYear(effective_on=date(2027, 1, 5), year=2026))

    bureau.do(
        "period.reopen",
        ReopenMonth(effective_on=date(2027, 1, 6), month_end=date(2026, 11, 30), reason="示例"),
    )

    assert closed_through(bureau) == date(2026, 10, 31)
    with bureau.book.reading() as connection:
        assert Registers(connection).find(ClosedYear, "2026") == ClosedYear(year=2026, closed=False)
    bureau.do("cap.set", cap(90, on=date(2026, 12, 31)))
    assert bureau.refused("cap.set", cap(80, on=date(2026, 10, 31))) == ["period.closed"]
    close(bureau, 11, 12)
    bureau.do("period.close_year", CloseYear(effective_on=date(2027, 1, 7), year=2026))


def test_a_year_is_closed_after_its_months_and_after_the_year_before(bureau: Bureau) -> None:
    bureau.do("cap.set", cap(100, on=date(2026, 12, 5)))
    last = CloseYear(effective_on=date(2028, 1, 1), year=2026)
    close(bureau, 12)

    refused = bureau.refused("period.close_year", CloseYear(effective_on=date(2028, 1, 1), year=2027))
    assert refused == ["period.months_open", "period.year_not_next"]
    bureau.do("period.close_year", last)
    assert bureau.refused("period.close_year", last) == ["period.year_not_next"]


def test_the_annual_table_says_what_came_in_and_went_out_and_red_acts_shrink_it(
    bureau_on_each_engine: Bureau,
) -> None:
    bureau = bureau_on_each_engine
    bureau.do("cap.set", cap(100, on=date(2025, 12, 5)))
    bureau.do("cap.set", cap(130, on=date(2026, 2, 5)))
    wrong = bureau.do("cap.set", cap(110, on=date(2026, 3, 5)))
    bureau.do("correction.reverse", ReverseAct(effective_on=date(2026, 4, 1), seq=wrong, reason="示例"))

    with bureau.book.reading() as connection:
        [before] = annual_balance(connection, year=2025)
        [row] = annual_balance(connection, year=2026)
    assert (row.stock, row.opening, row.closing) == (Stock.UNALLOCATED, before.closing, 130 * TONNE)
    assert (row.came_in, row.went_out) == ({"cap.set": 30 * TONNE}, {"cap.set": 0})


def test_months_end_on_their_last_day() -> None:
    assert month_end(date(2028, 2, 3)) == date(2028, 2, 29)
    assert next_month_end(date(2026, 1, 31)) == date(2026, 2, 28)
    assert next_month_end(date(2026, 12, 1)) == date(2027, 1, 31)
