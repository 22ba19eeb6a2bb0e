"""Free rights come back as a case: notice, defence, decision, service, and only then the posting."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from ledger.domain.bookkeeping.reversal import ReverseAct
from ledger.domain.bookkeeping.unit import Origin
from ledger.domain.claims.claim_acts import EndClaim, ImposeSuspension, SeizedPollutant
from ledger.domain.credits.closure import CheckClosure, Finding, ProveRestart, Restart
from ledger.domain.credits.facility_card import FacilityCard, UseKind, card_subject
from ledger.domain.registers.facility import Facility, FacilityState
from ledger.domain.rights.award import ReserveSource
from ledger.domain.rights.buy_back import AgreeBuyBack
from ledger.domain.rights.reclaim import (
    DecideReclaim,
    ExecuteReclaim,
    HearDefence,
    NotifyReclaim,
    OpenReclaim,
    ReclaimCase,
    ReclaimGround,
    ReclaimItem,
    ReclaimState,
    ServeReclaim,
    WithdrawReclaim,
)
from ledger.domain.values.pollutant import Pollutant
from ledger.errors import RuleViolation
from ledger.projections.accounts.trial_balance import trial_balance
from tests.services.acts.bureau import EAST, HAI, Bureau
from tests.services.acts.rights import (
    FREE,
    HOLDER,
    OTHER,
    TONNE,
    confirm,
    open_for_business,
    surplus,
)

PAID_UP = replace(FREE, origin=Origin.FIXED_PRICE)


@pytest.fixture(autouse=True)
def _holding(bureau: Bureau) -> None:
    open_for_business(bureau)
    bureau.do("right.confirm_existing", confirm(20 * TONNE))
    bureau.do("right.determine_surplus", surplus(8 * TONNE, need=12 * TONNE, on=date(2026, 2, 1)))


def open_case(**changed: Any) -> OpenReclaim:
    asked: dict[str, Any] = {
        "effective_on": date(2026, 3, 1),
        "id": "收回1",
        "area": EAST,
        "enterprise": HOLDER,
        "ground": ReclaimGround.CLOSURE,
        "facts": "示例：全厂关停",
        "occurred_on": date(2026, 2, 15),
        "items": (ReclaimItem(tranche=FREE, in_use=12 * TONNE, surplus=8 * TONNE),),
    }
    return OpenReclaim(**{**asked, **changed})


NOTIFY = NotifyReclaim(effective_on=date(2026, 3, 2), id="收回1", notice="告知书1", served_on=date(2026, 3, 2))
SILENCE = HearDefence(effective_on=date(2026, 3, 13), id="收回1")
DECIDE = DecideReclaim(effective_on=date(2026, 3, 16), id="收回1", decision="决定1")
SERVE = ServeReclaim(effective_on=date(2026, 3, 20), id="收回1", served_on=date(2026, 3, 18))
EXECUTE = ExecuteReclaim(effective_on=date(2026, 3, 20), id="收回1")
STEPS = (
    ("reclaim.notify", NOTIFY),
    ("reclaim.defence", SILENCE),
    ("reclaim.decide", DECIDE),
    ("reclaim.serve", SERVE),
    ("reclaim.execute", EXECUTE),
)


def case_in(bureau: Bureau) -> ReclaimCase:
    with bureau.desk("市局经办") as desk:
        found = desk.work.registers.find(ReclaimCase, "收回1")
    assert found is not None
    return found


def test_only_the_execution_moves_tonnes(bureau: Bureau) -> None:
    bureau.do("reclaim.open", open_case())
    for kind, step in STEPS[:-1]:
        bureau.do(kind, step)
    assert bureau.balance("Q40", EAST, HOLDER) == 12 * TONNE

    bureau.do("reclaim.execute", EXECUTE)

    assert bureau.balance("Q40", EAST, HOLDER) == bureau.balance("Q41", EAST, HOLDER) == 0
    assert bureau.balance("Q30", EAST, ReserveSource.RECLAIMED) == 20 * TONNE
    assert case_in(bureau).state is ReclaimState.EXECUTED
    with bureau.book.reading() as connection:
        assert trial_balance(connection).balanced


def test_no_step_is_taken_out_of_turn(bureau: Bureau) -> None:
    bureau.do("reclaim.open", open_case())

    for place, (kind, step) in enumerate(STEPS):
        for later, command in STEPS[place + 1 :]:
            assert bureau.refused(later, replace(command, effective_on=step.effective_on)) == ["reclaim.state"]
        bureau.do(kind, step)


def test_the_remedies_run_from_the_service(bureau: Bureau) -> None:
    bureau.do("reclaim.open", open_case())
    for kind, step in STEPS[:3]:
        bureau.do(kind, step)
    bureau.do("reclaim.serve", replace(SERVE, served_on=date(2026, 3, 18)))

    case = case_in(bureau)
    assert (case.review_until, case.suit_until) == (date(2026, 5, 17), date(2026, 9, 18))
    assert case.takes_effect_on == date(2026, 3, 18)


def test_silence_counts_only_when_the_time_for_a_defence_is_over(bureau: Bureau) -> None:
    bureau.do("reclaim.open", open_case())
    bureau.do("reclaim.notify", NOTIFY)
    last_day = date(2026, 3, 12)

    assert bureau.refused("reclaim.defence", replace(SILENCE, effective_on=last_day)) == ["reclaim.defence_open"]
    bureau.do("reclaim.defence", replace(SILENCE, effective_on=last_day, statement="示例：正在申请复产"))

    assert case_in(bureau).statement == "示例：正在申请复产"


def test_a_case_may_be_withdrawn_at_any_stage_before_its_execution(bureau: Bureau) -> None:
    withdraw = WithdrawReclaim(effective_on=date(2026, 3, 20), id="收回1", reason="申辩成立")
    bureau.do("reclaim.open", open_case())
    for kind, step in STEPS[:-1]:
        bureau.do(kind, step)

    bureau.do("reclaim.withdraw", withdraw)

    assert bureau.refused("reclaim.execute", EXECUTE) == ["reclaim.state"]
    assert bureau.refused("reclaim.withdraw", withdraw) == ["reclaim.state"]


def test_what_is_no_longer_there_cannot_be_reclaimed(bureau: Bureau) -> None:
    bureau.do("reclaim.open", open_case(items=(ReclaimItem(tranche=FREE, in_use=13 * TONNE),)))
    for kind, step in STEPS[:-1]:
        bureau.do(kind, step)

    assert bureau.refused("reclaim.execute", EXECUTE) == ["balance.insufficient"]


def test_a_case_is_about_what_the_enterprise_holds(bureau: Bureau) -> None:
    twice = (ReclaimItem(tranche=FREE, in_use=12 * TONNE), ReclaimItem(tranche=FREE, in_use=0, surplus=8 * TONNE + 100))

    with pytest.raises(RuleViolation) as refused:
        bureau.record("reclaim.open", open_case(items=twice))
    [breach] = refused.value.breaches
    assert (breach.code, breach.detail.values["grams"], breach.detail.values["held"]) == (
        "reclaim.not_held",
        "20.0001",
        "20.0000",
    )
    assert bureau.refused("reclaim.open", open_case(enterprise=OTHER)) == ["reclaim.not_held"]
    early = open_case(effective_on=date(2026, 1, 9), occurred_on=date(2026, 1, 5))
    assert bureau.refused("reclaim.open", early) == ["reclaim.not_held"]
    bureau.do("reclaim.open", open_case(id="收回2", effective_on=date(2026, 1, 10), occurred_on=date(2026, 1, 5)))
    bureau.do("reclaim.open", open_case())


def test_nothing_is_decided_about_what_is_gone_meanwhile_and_what_is_suspended_is_not_gone(bureau: Bureau) -> None:
    bureau.do("reclaim.open", open_case())
    suspension = ImposeSuspension(
        effective_on=date(2026, 3, 1),
        number="示例暂停1",
        area=EAST,
        holder=HOLDER,
        authority="示例主管部门",
        served_at=datetime(2026, 3, 1, 10, tzinfo=UTC),
        lines=(SeizedPollutant(pollutant=Pollutant.COD, basin=HAI, grams=5 * TONNE),),
        reason="示例：收回期间不得处分",
        document="示例决定",
    )
    bureau.do("suspension.impose", suspension)
    for kind, step in STEPS[:2]:
        bureau.do(kind, step)
    lift = EndClaim(effective_on=date(2026, 3, 14), number="示例暂停1", holder=HOLDER, document="示例解除")
    bureau.do("suspension.lift", lift)
    other = ReclaimItem(tranche=FREE, in_use=TONNE)
    bureau.do("reclaim.open", open_case(id="收回2", items=(other,)))
    for kind, step in STEPS:
        bureau.do(kind, replace(step, id="收回2"))

    assert bureau.refused("reclaim.decide", replace(DECIDE, effective_on=date(2026, 3, 20))) == ["reclaim.not_held"]
    bureau.do("reclaim.withdraw", WithdrawReclaim(effective_on=date(2026, 3, 20), id="收回1", reason="已收回一部分"))


def test_a_paid_right_is_not_reclaimed_and_a_project_has_five_years_to_start(bureau: Bureau) -> None:
    paid = open_case(items=(ReclaimItem(tranche=PAID_UP, in_use=TONNE),))
    early = open_case(ground=ReclaimGround.NOT_STARTED, occurred_on=date(2021, 3, 1), effective_on=date(2026, 3, 1))

    assert bureau.refused("reclaim.open", paid) == ["reclaim.not_held", "reclaim.origin"]
    assert bureau.refused("reclaim.open", early) == ["reclaim.too_early"]
    bureau.do("reclaim.open", replace(early, effective_on=date(2026, 3, 2)))


def test_a_reclaim_is_a_use_of_the_facilitys_verified_reduction(bureau: Bureau) -> None:
    bureau.register(
        Facility(id="设施1", name="示例一厂", area=EAST, enterprise=HOLDER, basin=HAI),
        FacilityCard(facility="设施1", pollutant=Pollutant.COD, verified=20 * TONNE),
    )
    assert bureau.refused("reclaim.open", open_case(facility="设施1", enterprise=OTHER)) == ["facility.missing"]
    bureau.do("reclaim.open", open_case(facility="设施1"))
    for kind, step in STEPS:
        bureau.do(kind, step)

    card = card_in(bureau)
    assert (card.used_for(UseKind.RECLAIMED), card.remaining) == (20 * TONNE, 0)

    more = AgreeBuyBack(
        effective_on=date(2026, 4, 1),
        id="回购1",
        area=EAST,
        enterprise=HOLDER,
        tranche=PAID_UP,
        grams=TONNE,
        unit_price=1,
        facility="设施1",
        document="示例协议",
    )
    assert bureau.refused("right.buy_back", more) == ["claim.not_free", "card.overused"]


@pytest.mark.parametrize(("closes", "state"), [(True, FacilityState.CLOSED), (False, FacilityState.OPERATING)])
def test_a_plant_whose_closure_was_verified_stands_closed_whichever_way_its_tonnes_go(
    bureau: Bureau, closes: bool, state: FacilityState
) -> None:
    bureau.register(
        Facility(id="设施1", name="示例一厂", area=EAST, enterprise=HOLDER, basin=HAI),
        FacilityCard(facility="设施1", pollutant=Pollutant.COD, verified=20 * TONNE, closes=closes),
    )
    bureau.do("reclaim.open", open_case(facility="设施1"))
    for kind, step in STEPS[:-1]:
        bureau.do(kind, step)
    assert facility_in(bureau).state is FacilityState.OPERATING

    place = bureau.do("reclaim.execute", EXECUTE)

    assert facility_in(bureau).state is state
    bureau.do("correction.reverse", ReverseAct(effective_on=date(2026, 3, 21), seq=place, reason="示例：决定被撤销"))
    assert facility_in(bureau).state is FacilityState.OPERATING


def test_a_plant_whose_right_went_to_the_reserve_is_looked_at_and_found_running_again(bureau: Bureau) -> None:
    bureau.register(
        Facility(id="设施1", name="示例一厂", area=EAST, enterprise=HOLDER, basin=HAI),
        FacilityCard(facility="设施1", pollutant=Pollutant.COD, verified=20 * TONNE, closes=True),
    )
    bureau.do("reclaim.open", open_case(facility="设施1"))
    for kind, step in STEPS:
        bureau.do(kind, step)
    look = CheckClosure(
        effective_on=date(2026, 6, 1),
        facility="设施1",
        finding=Finding.RESTART_SUSPECTED,
        officers=("示例甲", "示例乙"),
        site_record="示例巡查记录",
    )

    bureau.do("closure.check", look)
    assert facility_in(bureau).state is FacilityState.RESTART_SUSPECTED
    bureau.do(
        "closure.restart",
        ProveRestart(effective_on=date(2026, 6, 10), facility="设施1", restart=Restart.LAWFUL, document="示例批准"),
    )

    assert facility_in(bureau).state is FacilityState.OPERATING
    assert bureau.balance("Q30", EAST, ReserveSource.RECLAIMED) == 20 * TONNE
    assert bureau.balance("Q40", EAST, HOLDER) == 0
    card = card_in(bureau)
    assert (card.closes, card.suspended, card.remaining) == (False, False, 0)


def facility_in(bureau: Bureau) -> Facility:
    with bureau.desk("市局经办") as desk:
        found = desk.work.registers.find(Facility, "设施1")
    assert found is not None
    return found


def card_in(bureau: Bureau) -> FacilityCard:
    with bureau.desk("市局经办") as desk:
        card = desk.work.registers.find(FacilityCard, card_subject(facility="设施1", pollutant=Pollutant.COD))
    assert card is not None
    return card
