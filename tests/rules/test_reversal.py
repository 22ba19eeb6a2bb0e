"""What a reversal finds gone is owed on the account that practice has for it, and the red movement is whole."""

from __future__ import annotations

from datetime import date

import pytest

from ledger.domain.bookkeeping.account import Account, account
from ledger.domain.bookkeeping.act import PostedAct
from ledger.domain.bookkeeping.posting import Posting
from ledger.domain.bookkeeping.reversal import ReverseAct
from ledger.domain.bookkeeping.unit import MONEY, Unit, capacity, credit
from ledger.domain.values.pollutant import Pollutant
from ledger.rules.bookkeeping.reversal import ReversalCase, gone, red_postings

AREA, HOLDER = "东区", "91371500MA00DEM012"
RIGHT = capacity(Pollutant.SULPHUR_DIOXIDE, area=AREA, basin=None)
CREDIT = credit(Pollutant.SULPHUR_DIOXIDE, area=AREA, basin=None, source="示例锅炉")


def held(code: str, holder: str | None = None) -> Account:
    return account(code, area=AREA, holder=holder)


def case_of(*postings: Posting, **balances: int) -> ReversalCase:
    """Return the case of an act; balances are those of the lines of the chart, ``_`` for their point."""
    act = PostedAct(
        seq=9,
        kind="示例",
        area=AREA,
        effective_on=date(2026, 1, 5),
        series="量-2026",
        number=1,
        narration="示例",
        reverses=None,
        postings=postings,
        registrations=(),
    )
    found = {
        (each.code, posting.unit.code): balances.get(f"a{each.chart.code}".replace(".", "_"), 0)
        for posting in postings
        for each in (posting.debit, posting.credit)
    }
    asked = ReverseAct(effective_on=date(2026, 1, 9), seq=9, reason="示例")
    return ReversalCase(asked=asked, act=act, balances=found, restored=())


@pytest.mark.parametrize(
    ("debit", "credited", "unit", "owed_on"),
    [
        (held("Q41", HOLDER), held("Q20"), RIGHT, f"Q45:{AREA}/{HOLDER}"),
        (held("Q42.3", HOLDER), held("Q41", HOLDER), RIGHT, f"Q45:{AREA}/{HOLDER}"),
        (held("C20"), held("C10"), CREDIT, f"C12:{AREA}"),
        (held("C21", "示例项目"), held("C20"), CREDIT, f"C12:{AREA}"),
    ],
)
def test_what_is_gone_is_owed_in_its_own_book(debit: Account, credited: Account, unit: Unit, owed_on: str) -> None:
    posting = Posting(debit=debit, credit=credited, unit=unit, amount=10)
    name = f"a{debit.chart.code}".replace(".", "_")
    case = case_of(posting, **{name: 4, f"a{credited.chart.code}": 50 if credited.chart.side == "debit" else -50})

    [missing] = gone(case)

    assert (missing.account, missing.owed_on.code, missing.amount) == (debit, owed_on, 6)
    assert (missing.posting.debit, missing.posting.credit.code) == (debit, owed_on)


def test_money_that_was_paid_and_confirmed_is_overpaid_and_to_be_refunded_by_the_treasury() -> None:
    due = Posting(debit=held("1212.2", HOLDER), credit=held("2103.1", HOLDER), unit=MONEY, amount=500)

    overpaid, in_treasury = sorted(gone(case_of(due, a1212_2=100, a2103_1=-300)), key=lambda each: each.amount)[::-1]

    assert (overpaid.posting.debit.chart.code, overpaid.posting.credit.chart.code) == ("1212.2", "1212.9")
    assert (in_treasury.posting.debit.chart.code, in_treasury.posting.credit.chart.code) == ("2103.9", "2103.1")
    assert (overpaid.amount, in_treasury.amount) == (400, 200)


def test_what_is_all_there_is_owed_by_nobody() -> None:
    given = Posting(debit=held("Q40", HOLDER), credit=held("Q20"), unit=RIGHT, amount=10)

    assert gone(case_of(given, aQ40=10)) == ()


def test_what_is_missing_under_the_cap_is_owed_by_nobody_and_left_to_the_balances_to_refuse() -> None:
    cap = Posting(debit=held("Q20"), credit=held("Q10"), unit=RIGHT, amount=10)

    assert gone(case_of(cap, aQ20=4, aQ10=-10)) == ()


def test_an_act_is_taken_back_from_its_end() -> None:
    first = Posting(debit=held("Q20"), credit=held("Q10"), unit=RIGHT, amount=10)
    second = Posting(debit=held("Q30", "retained"), credit=held("Q20"), unit=RIGHT, amount=7)

    assert [(each.debit.chart.code, each.credit.chart.code) for each in red_postings(case_of(first, second).act)] == [
        ("Q20", "Q30"),
        ("Q10", "Q20"),
    ]
