from __future__ import annotations

import pytest

from ledger.domain.bookkeeping.account import CHART, Position, account
from ledger.domain.bookkeeping.unit import MONEY, Unit, UnitKind
from ledger.domain.values.pollutant import Pollutant
from ledger.errors import NotFound

CREDIT = Unit(kind=UnitKind.OFFSET, pollutant=Pollutant.COD, area="聊城")


def test_codes_tell_area_and_holder_apart_whatever_they_are_called() -> None:
    codes = {
        account("Q40", area="A/B", holder="C").code,
        account("Q40", area="A", holder="B/C").code,
        account("Q40", area="A%2FB", holder="C").code,
        account("Q40", area="A/B/C").code,
    }

    assert len(codes) == 4


def test_an_account_that_the_chart_does_not_know_is_not_found() -> None:
    with pytest.raises(NotFound, match="Q77"):
        account("Q77", area="聊城")


def test_a_receivable_may_only_be_a_debit_and_a_debt_only_a_credit() -> None:
    assert CHART["1212.2"].lower == 0
    assert CHART["2103.1"].upper == 0
    assert CHART["Q11"].lower < 0 < CHART["Q11"].upper


@pytest.mark.parametrize(("code", "unit"), [("Q40", MONEY), ("1212.2", CREDIT), ("C20", MONEY), ("Q40", CREDIT)])
def test_an_account_holds_units_of_its_own_book_alone(code: str, unit: Unit) -> None:
    with pytest.raises(ValueError, match="does not hold"):
        Position(1, 1, account(code, area="聊城"), unit)
