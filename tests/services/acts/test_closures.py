"""A plant closes, is looked at, and perhaps runs again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ledger.domain.bookkeeping.reversal import ReverseAct
from ledger.domain.bookkeeping.unit import Origin
from ledger.domain.credits.closure import ClosureCheck, ReleaseCredit, Restart
from ledger.domain.projects.confirmation import Confirmation, ConfirmationState
from ledger.domain.registers.facility import Facility, FacilityState
from ledger.domain.values.pollutant import Pollutant
from ledger.errors import RuleViolation
from ledger.services.acts.credits.restarts import draw_up_restart, gather_restart
from tests.services.acts.bureau import CITY, EAST, SOUTH, Bureau
from tests.services.acts.plants import (
    OWNER,
    PLANT,
    TONNE,
    card,
    close,
    closed_plant,
    dispatch,
    held_for,
    restart,
    retired_for,
    rights_waiting,
    running_plant,
    suspected,
    tranche,
    verify,
)


def test_the_tranche_that_ends_first_is_given_up_first(bureau: Bureau) -> None:
    late, soon = tranche(ends=date(2030, 1, 1), grams=10 * TONNE), tranche(ends=date(2027, 1, 1), grams=10 * TONNE)
    running_plant(bureau, late, soon)
    bureau.do("reduction.verify", verify(PLANT, 15 * TONNE, on=date(2026, 1, 10)))

    bureau.do("facility.close", close(15 * TONNE, on=date(2026, 2, 1)))

    assert bureau.balance("Q40", EAST, OWNER, soon.tranche.unit(EAST)) == 0
    assert bureau.balance("Q40", EAST, OWNER, late.tranche.unit(EAST)) == 5 * TONNE
    assert bureau.balance("Q15", EAST) == bureau.balance("C20", EAST) == 15 * TONNE


def test_named_tranches_are_given_up_before_older_ones(bureau: Bureau) -> None:
    late, soon = tranche(ends=date(2030, 1, 1), grams=10 * TONNE), tranche(ends=date(2027, 1, 1), grams=10 * TONNE)
    running_plant(bureau, late, soon)
    bureau.do("reduction.verify", verify(PLANT, 15 * TONNE, on=date(2026, 1, 10)))
    too_much = tranche(ends=date(2030, 1, 1), grams=11 * TONNE)

    refused = bureau.refused("facility.close", close(11 * TONNE, on=date(2026, 2, 1), tranches=(too_much,)))
    bureau.do("facility.close", close(10 * TONNE, on=date(2026, 2, 1), tranches=(late,)))

    assert refused == ["closure.not_held"]
    assert bureau.balance("Q40", EAST, OWNER, soon.tranche.unit(EAST)) == 10 * TONNE
    assert bureau.balance("Q40", EAST, OWNER, late.tranche.unit(EAST)) == 0


def test_a_right_whose_term_is_over_cannot_be_given_up(bureau: Bureau) -> None:
    running_plant(bureau, tranche(ends=date(2026, 1, 31), grams=10 * TONNE))
    bureau.do("reduction.verify", verify(PLANT, 10 * TONNE, on=date(2026, 1, 10)))

    assert bureau.refused("facility.close", close(1, on=date(2026, 1, 31))) == ["closure.not_held"]


def test_frozen_rights_are_not_given_up(bureau: Bureau) -> None:
    running_plant(bureau, tranche(grams=10 * TONNE), line="Q42.4")
    bureau.do("reduction.verify", verify(PLANT, 10 * TONNE, on=date(2026, 1, 10)))

    assert bureau.refused("facility.close", close(10 * TONNE, on=date(2026, 2, 1))) == ["closure.not_held"]


def test_rights_that_were_paid_for_are_not_given_up_for_nothing(bureau: Bureau) -> None:
    running_plant(bureau, tranche(origin=Origin.RESERVE_SALE, grams=10 * TONNE))
    bureau.do("reduction.verify", verify(PLANT, 10 * TONNE, on=date(2026, 1, 10)))

    with pytest.raises(RuleViolation) as refusal:
        bureau.record("facility.close", close(10 * TONNE, on=date(2026, 2, 1)))

    [breach] = refusal.value.breaches
    assert breach.code == "closure.paid_origin"
    assert "right.buy_back" in str(breach.detail)


def test_a_lawful_restart_gets_back_what_is_unused_and_no_more(bureau: Bureau) -> None:
    soon, late = tranche(ends=date(2026, 7, 1), grams=30 * TONNE), tranche(grams=10 * TONNE)
    running_plant(bureau, soon, late)
    bureau.do("reduction.verify", verify(PLANT, 40 * TONNE, on=date(2026, 1, 10)))
    bureau.do("facility.close", close(40 * TONNE, on=date(2026, 2, 1)))
    retired_for(bureau, "示例项目1号", area=EAST, need=15 * TONNE, taken=15 * TONNE)
    bureau.do("closure.check", suspected(date(2026, 8, 1)))

    bureau.do("closure.restart", restart(Restart.LAWFUL, on=date(2026, 8, 10)))

    # Of 25 t unused, 10 t stood on a tranche that still runs; the other tranche has ended meanwhile.
    assert bureau.balance("Q40", EAST, OWNER, late.tranche.unit(EAST)) == 10 * TONNE
    assert bureau.balance("Q40", EAST, OWNER, soon.tranche.unit(EAST)) == 0
    assert bureau.balance("Q20", EAST) == (460 + 15) * TONNE
    assert bureau.balance("C12", EAST, "restart") == 0
    assert rights_waiting(bureau) == 0
    assert (card(bureau).verified, card(bureau).remaining) == (15 * TONNE, 0)


def test_a_plant_may_close_again_after_a_restart_on_a_new_sheet(bureau: Bureau) -> None:
    closed_plant(bureau, grams=40 * TONNE)
    bureau.do("closure.check", suspected(date(2026, 8, 1)))
    bureau.do("closure.restart", restart(Restart.LAWFUL, on=date(2026, 8, 10)))

    before = bureau.refused("facility.close", close(40 * TONNE, on=date(2026, 10, 1)))
    bureau.do("reduction.verify", verify(PLANT, 40 * TONNE, on=date(2026, 10, 1)))
    bureau.do("facility.close", close(40 * TONNE, on=date(2026, 10, 1)))

    assert before == ["closure.not_verified"]
    assert bureau.balance("C20", EAST) == bureau.balance("Q15", EAST) == 40 * TONNE
    assert rights_waiting(bureau) == 40 * TONNE


def test_what_was_suspended_goes_back_where_it_is_still_waited_for(bureau: Bureau) -> None:
    closed_plant(bureau, grams=40 * TONNE)
    waiting = Confirmation(
        project="示例项目1号", area=EAST, state=ConfirmationState.ISSUED, decided_on=date(2026, 2, 2)
    )
    bureau.register(waiting)
    held_for(bureau, "示例项目1号", area=EAST, grams=5 * TONNE)
    held_for(bureau, "示例项目2号", area=EAST, grams=6 * TONNE)
    bureau.do("closure.check", suspected(date(2026, 8, 1)))

    bureau.do("credit.release", ReleaseCredit(effective_on=date(2026, 8, 5), facility=PLANT, document="示例结论1号"))

    assert bureau.balance("C21", EAST, "示例项目1号") == 5 * TONNE
    assert bureau.balance("C21", EAST, "示例项目2号") == 0
    assert bureau.balance("C20", EAST) == 35 * TONNE
    assert not card(bureau).suspended


def test_a_suspicion_comes_before_an_act_that_waits_for_the_credit(bureau: Bureau) -> None:
    closed_plant(bureau, grams=40 * TONNE)
    waiting = bureau.record("credit.dispatch", dispatch(30 * TONNE, giving=EAST, taking=CITY, on=date(2026, 3, 1)))

    bureau.do("closure.check", suspected(date(2026, 3, 2)))

    with pytest.raises(RuleViolation) as refusal:
        bureau.decide(waiting)
    assert [breach.code for breach in refusal.value.breaches] == ["card.suspended"]
    assert bureau.balance("C22", EAST) == 40 * TONNE


def test_a_look_says_when_the_next_is_due(bureau: Bureau) -> None:
    closed_plant(bureau, grams=40 * TONNE)

    bureau.do("closure.check", suspected(date(2028, 2, 29)))

    with bureau.desk("市局经办") as desk:
        look = desk.work.registers.find(ClosureCheck, PLANT)
        plant = desk.work.registers.find(Facility, PLANT)
    assert look is not None
    assert look.next_due_on == date(2029, 2, 28)
    assert plant is not None
    assert plant.state is FacilityState.RESTART_SUSPECTED


def test_where_the_law_gives_nothing_back_a_lawful_restart_leaves_the_right_given_up(bureau: Bureau) -> None:
    closed_plant(bureau, grams=40 * TONNE)
    bureau.do("closure.check", suspected(date(2026, 8, 1)))
    asked = restart(Restart.LAWFUL, on=date(2026, 8, 10))
    with bureau.desk("市局经办") as desk:
        case = gather_restart(desk.facts(asked), asked)

    voucher = draw_up_restart(replace(case, right_returns=False))

    [posting] = voucher.postings
    assert (posting.debit.code, posting.credit.code) == (f"C39:{EAST}/right_kept", f"C22:{EAST}")


def test_a_facility_without_a_basin_is_no_source_of_water_credit(bureau: Bureau) -> None:
    bureau.register(Facility(id=PLANT, name=PLANT, area=SOUTH))
    sheet = replace(verify(PLANT, 10 * TONNE, on=date(2026, 1, 10)), pollutant=Pollutant.COD)

    assert bureau.refused("reduction.verify", sheet) == ["basin.unknown"]


def test_a_facility_that_is_yet_to_run_has_nothing_to_be_verified(bureau: Bureau) -> None:
    running_plant(bureau, tranche(grams=40 * TONNE))
    day = date(2026, 1, 10)
    sheet = verify(PLANT, 10 * TONNE, on=day)

    assert bureau.refused("reduction.verify", replace(sheet, operating_since=date(2026, 1, 11))) == [
        "reduction.not_operating"
    ]
    bureau.do("reduction.verify", replace(sheet, operating_since=day))


def test_a_closure_can_be_taken_back_while_its_credit_lies_in_the_pool(bureau: Bureau) -> None:
    running_plant(bureau, tranche(grams=40 * TONNE))
    bureau.do("reduction.verify", verify(PLANT, 40 * TONNE, on=date(2026, 2, 1)))
    place = bureau.do("facility.close", close(40 * TONNE, on=date(2026, 2, 1)))

    bureau.do("correction.reverse", ReverseAct(effective_on=date(2026, 2, 3), seq=place, reason="误办"))

    assert bureau.balance("Q40", EAST, OWNER) == 40 * TONNE
    assert bureau.balance("C20", EAST) == bureau.balance("Q15", EAST) == 0
    assert card(bureau).remaining == 40 * TONNE
    bureau.do("facility.close", close(40 * TONNE, on=date(2026, 2, 4)))
    assert rights_waiting(bureau) == 40 * TONNE
