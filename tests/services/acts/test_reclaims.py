"""Free rights come back as a case: notice, defence, decision, service, and only then the posting."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ledger.domain.award import ReserveSource
from ledger.domain.buy_back import AgreeBuyBack
from ledger.domain.facility import Facility
from ledger.domain.facility_card import FacilityCard, UseKind, card_subject
from ledger.domain.pollutant import Pollutant
from ledger.domain.reclaim import (
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
from ledger.domain.unit import Origin
from ledger.projections.trial_balance import trial_balance
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


def test_a_paid_right_is_not_reclaimed_and_a_project_has_five_years_to_start(bureau: Bureau) -> None:
    paid = open_case(items=(ReclaimItem(tranche=PAID_UP, in_use=TONNE),))
    early = open_case(ground=ReclaimGround.NOT_STARTED, occurred_on=date(2021, 3, 1), effective_on=date(2026, 3, 1))

    assert bureau.refused("reclaim.open", paid) == ["reclaim.origin"]
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

    with bureau.desk("市局经办") as desk:
        card = desk.work.registers.find(FacilityCard, card_subject(facility="设施1", pollutant=Pollutant.COD))
    assert card is not None
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
    assert bureau.refused("right.buy_back", more) == ["card.overused"]
