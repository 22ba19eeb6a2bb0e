"""A wrong act is taken back in red, its registers with it; what is gone is owed until it is made good."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ledger.domain.bookkeeping.opening import (
    Against,
    ClearDifference,
    OpenArea,
    OpeningCap,
    OpeningReserve,
    OpeningRight,
)
from ledger.domain.bookkeeping.period import CloseMonth
from ledger.domain.bookkeeping.reversal import MakeGood, ReverseAct, ReversedAct
from ledger.domain.bookkeeping.unit import Origin
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.registers.succession import Portion, SplitEnterprise
from ledger.domain.rights.award import ReserveSource
from ledger.domain.rights.cap import Cap, CapKind, SetCap, cap_subject
from ledger.domain.rights.tranche import Tranche
from ledger.domain.values.pollutant import Pollutant
from ledger.errors import Conflict
from ledger.projections.accounts.entry import entry
from ledger.projections.accounts.statement import statement
from ledger.projections.accounts.trial_balance import trial_balance
from ledger.store.registers import Registers
from ledger.store.verification import verify
from tests.projections.account_summary import account_summary
from tests.services.acts.bureau import EAST, Bureau

SO2 = Pollutant.SULPHUR_DIOXIDE
MILL, DYER, THIRD = "91371500MA00DEM012", "91371500MA00DEM025", "91371500MA00DEM038"
TRANCHE = Tranche(pollutant=SO2, term_from=date(2024, 1, 1), term_to=date(2029, 1, 1), origin=Origin.FREE)
TONNE = 1_000_000


def cap(tonnes: int, *, on: date = date(2026, 1, 5)) -> SetCap:
    return SetCap(
        effective_on=on,
        area=EAST,
        pollutant=SO2,
        kind=CapKind.ABSOLUTE,
        grams=tonnes * TONNE,
        document="示例文件",
    )


def reverse(seq: int, *, on: date = date(2026, 1, 20)) -> ReverseAct:
    return ReverseAct(effective_on=on, seq=seq, reason="示例：误记")


def cap_in_force(bureau: Bureau) -> Cap | None:
    with bureau.book.reading() as connection:
        return Registers(connection).find(Cap, cap_subject(area=EAST, pollutant=SO2, basin=None))


def given_too_much(bureau: Bureau) -> int:
    """Take over two tonnes of the mill, and give it eight more by mistake; return the place of the mistake."""
    bureau.register(*(Enterprise(credit_code=code, name=f"示例{code[-3:]}", area=EAST) for code in (MILL, DYER, THIRD)))
    right = OpeningRight(enterprise=MILL, tranche=TRANCHE, grams=2 * TONNE, unexplained=-8 * TONNE)
    limit = OpeningCap(pollutant=SO2, kind=CapKind.ABSOLUTE, grams=10 * TONNE, document="示例文件")
    bureau.do(
        "opening.area",
        OpenArea(effective_on=date(2026, 1, 2), area=EAST, document="示例表", caps=(limit,), rights=(right,)),
    )
    return bureau.do("opening.clear_difference", found_again())


def found_again(*, tranche: Tranche = TRANCHE, grams: int = 8 * TONNE, on: date = date(2026, 1, 5)) -> ClearDifference:
    return ClearDifference(
        effective_on=on,
        area=EAST,
        pollutant=SO2,
        grams=grams,
        against=Against.HOLDER,
        enterprise=MILL,
        tranche=tranche,
        reason="示例",
        document="示例文件",
    )


def split_off(bureau: Bureau, tonnes: int) -> None:
    """Give a part of the mill's ten tonnes to the dyer."""
    portions = {MILL: 10 - tonnes, DYER: tonnes}
    bureau.do(
        "enterprise.split",
        SplitEnterprise(
            effective_on=date(2026, 1, 7),
            enterprise=MILL,
            successors=(MILL, DYER),
            heir=MILL,
            document="示例分立",
            portions=tuple(
                Portion(successor=code, area=EAST, line="Q40", tranche=TRANCHE, grams=each * TONNE)
                for code, each in portions.items()
            ),
        ),
    )


def test_a_reversal_takes_back_what_was_posted_and_what_was_registered(bureau_on_each_engine: Bureau) -> None:
    bureau = bureau_on_each_engine
    wrong = bureau.do("cap.set", cap(120))

    bureau.do("correction.reverse", reverse(wrong))

    assert bureau.balance("Q20", EAST) == bureau.balance("Q10", EAST) == 0
    assert cap_in_force(bureau) is None
    bureau.do("cap.set", cap(12, on=date(2026, 1, 21)))
    assert cap_in_force(bureau) is not None


def test_what_was_so_before_the_act_is_so_again(bureau_on_each_engine: Bureau) -> None:
    bureau = bureau_on_each_engine
    bureau.do("cap.set", cap(120))
    former = cap_in_force(bureau)
    wrong = bureau.do("cap.set", cap(12, on=date(2026, 1, 6)))

    bureau.do("correction.reverse", reverse(wrong))

    assert cap_in_force(bureau) == former
    assert bureau.balance("Q20", EAST) == 120 * TONNE


def test_the_red_act_and_the_wrong_one_know_of_each_other(bureau: Bureau) -> None:
    wrong = bureau.do("cap.set", cap(120))

    red = bureau.do("correction.reverse", reverse(wrong))

    with bureau.book.reading() as connection:
        found = entry(connection, red)
        noted = Registers(connection).find(ReversedAct, str(wrong))
    assert (found.reverses, found.series, found.number) == (wrong, "更-2026", 1)
    assert noted == ReversedAct(seq=wrong, kind="cap.set", reason="示例：误记")
    assert "reversed_by" in {fact.register for fact in found.registrations}


def test_what_others_built_on_must_be_taken_back_first(bureau: Bureau) -> None:
    first = bureau.do("cap.set", cap(120))
    second = bureau.do("cap.set", cap(100, on=date(2026, 1, 6)))
    third = bureau.do("cap.set", cap(110, on=date(2026, 1, 7)))

    with pytest.raises(Conflict) as refused:
        bureau.record("correction.reverse", reverse(first))

    told = str(refused.value)
    assert refused.value.problem_code == "reversal.depended_on"
    assert told.index(f"#{third} ") < told.index(f"#{second} ")
    for wrong in (third, second, first):
        bureau.do("correction.reverse", reverse(wrong))
    assert bureau.balance("Q10", EAST) == 0


def test_only_a_posted_act_is_taken_back_and_only_once(bureau: Bureau) -> None:
    recorded = bureau.record("cap.set", cap(120))
    wrong = bureau.decide(recorded).seq
    red = bureau.do("correction.reverse", reverse(wrong))

    assert bureau.refused("correction.reverse", reverse(recorded)) == ["act.not_posted"]
    assert bureau.refused("correction.reverse", reverse(9_999)) == ["act.not_posted"]
    assert bureau.refused("correction.reverse", reverse(wrong)) == ["reversal.repeated"]
    assert bureau.refused("correction.reverse", reverse(red)) == ["reversal.of_reversal"]


def test_of_two_reversals_on_the_desks_the_second_is_refused_when_it_is_decided(bureau: Bureau) -> None:
    bureau.do("cap.set", cap(100))
    wrong = bureau.do("cap.set", cap(150, on=date(2026, 1, 6)))
    first, second = (
        bureau.record("correction.reverse", replace(reverse(wrong), reason=reason)) for reason in ("示例一", "示例二")
    )
    bureau.decide(first)

    with pytest.raises(Conflict) as refused:
        bureau.decide(second)

    assert refused.value.problem_code == "reversal.repeated"


def test_the_closing_of_a_month_is_undone_in_its_own_way(bureau: Bureau) -> None:
    bureau.do("cap.set", cap(120))
    closing = bureau.do("period.close_month", CloseMonth(effective_on=date(2026, 1, 31)))

    assert bureau.refused("correction.reverse", reverse(closing, on=date(2026, 2, 1))) == ["reversal.own_way"]


def test_an_act_of_a_closed_month_is_taken_back_in_an_open_one(bureau: Bureau) -> None:
    wrong = bureau.do("cap.set", cap(120))
    bureau.do("period.close_month", CloseMonth(effective_on=date(2026, 1, 31)))

    assert bureau.refused("correction.reverse", reverse(wrong, on=date(2026, 1, 31))) == ["period.closed"]
    bureau.do("correction.reverse", reverse(wrong, on=date(2026, 2, 2)))
    with bureau.book.reading() as connection:
        january = account_summary(connection, starts=date(2026, 1, 1), ends=date(2026, 1, 31))
        february = account_summary(connection, starts=date(2026, 2, 1), ends=date(2026, 2, 28))
    assert [(line.opening, line.debit, line.credit) for line in january] == [
        (0, 0, 120 * TONNE),
        (0, 120 * TONNE, 0),
    ]
    assert [(line.opening, line.debit, line.credit, line.closing) for line in february] == [
        (-120 * TONNE, 0, -120 * TONNE, 0),
        (120 * TONNE, -120 * TONNE, 0, 0),
    ]


def test_what_is_gone_is_owed_by_the_holder_and_the_voucher_says_how_much(bureau_on_each_engine: Bureau) -> None:
    bureau = bureau_on_each_engine
    wrong = given_too_much(bureau)
    split_off(bureau, 5)

    red = bureau.do("correction.reverse", reverse(wrong))

    assert bureau.balance("Q40", EAST, MILL) == 0
    assert bureau.balance("Q45", EAST, MILL) == -3 * TONNE
    assert bureau.balance("Q40", EAST, DYER) == 5 * TONNE
    with bureau.book.reading() as connection:
        [shortfall] = Registers(connection).all(ReversedAct)[0].shortfalls
        narration = entry(connection, red).narration
        assert trial_balance(connection).balanced
    assert (shortfall.amount, shortfall.owed_on) == (3 * TONNE, f"Q45:{EAST}/{MILL}")
    assert "短缺3.0000吨/年" in narration


def test_what_is_owed_is_made_good_out_of_another_tranche(bureau: Bureau) -> None:
    wrong = given_too_much(bureau)
    split_off(bureau, 5)
    bureau.do("correction.reverse", reverse(wrong))
    later = Tranche(pollutant=SO2, term_from=date(2026, 1, 1), term_to=date(2031, 1, 1), origin=Origin.FREE)
    bureau.do("opening.clear_difference", found_again(tranche=later, on=date(2026, 1, 21)))

    bureau.do(
        "correction.make_good",
        MakeGood(effective_on=date(2026, 1, 22), area=EAST, enterprise=MILL, tranche=later, grams=3 * TONNE),
    )

    assert bureau.balance("Q45", EAST, MILL) == 0
    assert bureau.balance("Q40", EAST, MILL) == 5 * TONNE
    assert bureau.balance("Q12", EAST) == 0


def test_what_only_waits_for_another_decision_is_not_gone(bureau: Bureau) -> None:
    wrong = bureau.do("cap.set", cap(120))
    bureau.record("cap.set", cap(100, on=date(2026, 1, 6)))

    assert set(bureau.refused("correction.reverse", reverse(wrong))) == {"balance.insufficient"}


def test_what_is_given_out_under_a_cap_must_come_back_before_the_cap_is_taken_back(bureau: Bureau) -> None:
    wrong = bureau.do("cap.set", cap(10))
    kept = OpeningReserve(source=ReserveSource.RETAINED, pollutant=SO2, grams=4 * TONNE)
    opening = bureau.do(
        "opening.area", OpenArea(effective_on=date(2026, 1, 6), area=EAST, document="示例表", reserves=(kept,))
    )

    assert bureau.refused("correction.reverse", reverse(wrong)) == ["balance.insufficient"]
    bureau.do("correction.reverse", reverse(opening))
    bureau.do("correction.reverse", reverse(wrong))
    assert bureau.balance("Q30", EAST, "retained") == bureau.balance("Q20", EAST) == 0


def test_the_statement_shows_the_reversal_as_a_negative_amount_on_the_same_side(
    bureau_on_each_engine: Bureau,
) -> None:
    bureau = bureau_on_each_engine
    wrong = given_too_much(bureau)
    split_off(bureau, 5)
    bureau.do("correction.reverse", reverse(wrong))

    with bureau.book.reading() as connection:
        lines = statement(connection, f"Q40:{EAST}/{MILL}").lines
        last = statement(connection, f"Q40:{EAST}/{MILL}", after=lines[2].place).lines
    assert [(line.debit, line.credit, line.balance) for line in lines] == [
        (2 * TONNE, 0, 2 * TONNE),
        (8 * TONNE, 0, 10 * TONNE),
        (0, 5 * TONNE, 5 * TONNE),
        (3 * TONNE, 0, 8 * TONNE),
        (-8 * TONNE, 0, 0),
    ]
    assert last == lines[3:]


def test_an_act_and_its_reversal_leave_no_turnover(bureau_on_each_engine: Bureau) -> None:
    bureau = bureau_on_each_engine
    wrong = bureau.do("cap.set", cap(120))
    bureau.do("correction.reverse", reverse(wrong))

    with bureau.book.reading() as connection:
        assert account_summary(connection, starts=date(2026, 1, 1), ends=date(2026, 12, 31)) == []
        assert verify(connection, full=True).findings == ()
