"""What a reversal found gone is made good by whoever can, with what is worth it."""

from __future__ import annotations

from datetime import date

from ledger.domain.bookkeeping.reversal import MakeGood
from ledger.domain.bookkeeping.unit import Origin
from ledger.domain.registers.succession import SucceedEnterprise
from ledger.domain.rights.tranche import Tranche
from tests.services.acts.bureau import EAST, Bureau
from tests.services.acts.test_corrections import (
    DYER,
    MILL,
    SO2,
    THIRD,
    TONNE,
    TRANCHE,
    found_again,
    given_too_much,
    reverse,
    split_off,
)


def test_a_right_whose_term_is_over_makes_good_what_is_over_as_well_and_nothing_else(bureau: Bureau) -> None:
    wrong = given_too_much(bureau)
    split_off(bureau, 5)
    bureau.do("correction.reverse", reverse(wrong))
    shorter = Tranche(pollutant=SO2, term_from=date(2025, 1, 1), term_to=date(2027, 1, 1), origin=Origin.FREE)
    bureau.do("opening.clear_difference", found_again(tranche=shorter, on=date(2026, 1, 21)))

    def made_good(on: date) -> MakeGood:
        return MakeGood(effective_on=on, area=EAST, enterprise=MILL, tranche=shorter, grams=3 * TONNE)

    assert bureau.refused("correction.make_good", made_good(shorter.term_to)) == ["tranche.not_in_force"]
    bureau.do("correction.make_good", made_good(date(2029, 1, 1)))


def test_what_is_gone_to_a_successor_is_owed_by_the_successor_and_made_good_by_it(bureau: Bureau) -> None:
    wrong = given_too_much(bureau)
    for gone, heir, day in ((MILL, DYER, date(2026, 1, 21)), (DYER, THIRD, date(2026, 1, 22))):
        command = SucceedEnterprise(effective_on=day, enterprise=gone, successor=heir, document="示例文件")
        bureau.do("enterprise.succeed", command)

    bureau.do("correction.reverse", reverse(wrong, on=date(2026, 1, 23)))

    assert [bureau.balance("Q45", EAST, code) for code in (MILL, DYER, THIRD)] == [0, 0, -8 * TONNE]
    made_good = MakeGood(effective_on=date(2026, 1, 24), area=EAST, enterprise=THIRD, tranche=TRANCHE, grams=8 * TONNE)
    bureau.do("correction.make_good", made_good)
    assert bureau.balance("Q40", EAST, THIRD) == 2 * TONNE
