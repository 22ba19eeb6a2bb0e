"""Rights come out of the cap, run for a term, and fall back under it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from ledger.domain.bookkeeping.opening import OpenArea, OpeningCap, OpeningRight
from ledger.domain.bookkeeping.reversal import ReverseAct
from ledger.domain.bookkeeping.unit import Origin, capacity
from ledger.domain.claims.claim import Claim, ClaimState, Ground
from ledger.domain.registers.enterprise import Enterprise, EnterpriseState
from ledger.domain.rights.cap import CapKind
from ledger.domain.rights.right_acts import AssessedNeed, EndTerm, RenewRight, TakeIntoUse
from ledger.domain.rights.tranche import Tranche
from ledger.domain.values.pollutant import Pollutant
from ledger.projections.accounts.trial_balance import trial_balance
from ledger.projections.checks.cap_days import cap_days
from tests.services.acts.bureau import EAST, HAI, YELLOW, Bureau
from tests.services.acts.rights import (
    FREE,
    HOLDER,
    OTHER,
    TONNE,
    confirm,
    open_for_business,
    retain,
    set_cap,
    surplus,
)

COD = capacity(Pollutant.COD, area=EAST, basin=HAI)
ENDED = date(2031, 1, 10)


def end(*, on: date = ENDED) -> EndTerm:
    return EndTerm(effective_on=on, area=EAST, enterprise=HOLDER, tranche=FREE)


def renew(grams: int, *, on: date = ENDED, origin: Origin = Origin.FREE) -> RenewRight:
    return RenewRight(
        effective_on=on,
        area=EAST,
        enterprise=HOLDER,
        former=replace(FREE, origin=origin),
        grams=grams,
        document="示例核定表",
    )


def test_a_confirmed_right_is_a_free_tranche_of_five_years_from_its_confirmation(
    bureau_on_each_engine: Bureau,
) -> None:
    bureau = bureau_on_each_engine
    open_for_business(bureau)

    bureau.do("right.confirm_existing", confirm(20 * TONNE))

    assert bureau.balance("Q40", EAST, HOLDER, FREE.unit(EAST)) == 20 * TONNE
    assert bureau.balance("Q20", EAST, unit=COD) == 80 * TONNE
    with bureau.book.reading() as connection:
        assert trial_balance(connection).balanced


def test_what_was_kept_back_can_no_longer_be_confirmed(bureau: Bureau) -> None:
    open_for_business(bureau)
    bureau.do("reserve.retain", retain(90 * TONNE))

    assert bureau.refused("right.confirm_existing", confirm(10 * TONNE + 1)) == ["balance.insufficient"]
    bureau.do("right.confirm_existing", confirm(10 * TONNE))

    assert bureau.balance("Q20", EAST, unit=COD) == 0


def test_a_second_confirmation_waits_for_what_the_first_would_take(bureau: Bureau) -> None:
    open_for_business(bureau)
    bureau.record("right.confirm_existing", confirm(60 * TONNE))

    assert bureau.refused("right.confirm_existing", confirm(60 * TONNE, enterprise=OTHER)) == ["balance.insufficient"]


def test_every_breach_of_a_confirmation_is_told_at_once(bureau: Bureau) -> None:
    open_for_business(bureau)
    bureau.register(Enterprise(credit_code=OTHER, name="示例纺织有限公司", area=EAST, state=EnterpriseState.CLOSED))

    codes = bureau.refused("right.confirm_existing", confirm(0, enterprise=OTHER, basin=YELLOW))

    assert codes == ["quantity.nothing", "enterprise.inactive", "basin.unknown", "cap.missing"]


def test_where_no_total_was_published_a_confirmation_raises_the_cap_and_nothing_else_does(bureau: Bureau) -> None:
    open_for_business(bureau, cap=0, kind=CapKind.NONE_PUBLISHED)

    assert bureau.refused("reserve.retain", retain(TONNE)) == ["balance.insufficient"]
    bureau.do("right.confirm_existing", confirm(20 * TONNE))

    assert bureau.balance("Q10", EAST, unit=COD) == -20 * TONNE
    assert bureau.balance("Q20", EAST, unit=COD) == 0
    assert bureau.refused("cap.set", set_cap(25 * TONNE, kind=CapKind.NONE_PUBLISHED)) == ["cap.none_published"]


def test_what_ends_falls_back_whole_and_can_be_given_out_again(bureau: Bureau) -> None:
    open_for_business(bureau)
    bureau.do("right.confirm_existing", confirm(100 * TONNE))
    bureau.do("right.determine_surplus", surplus(30 * TONNE, need=70 * TONNE))

    assert bureau.refused("right.renew", renew(100 * TONNE, on=date(2031, 1, 9))) == ["balance.insufficient"]
    bureau.do("right.end_term", end())
    bureau.do("right.renew", renew(90 * TONNE))

    renewed = replace(FREE, term_from=ENDED, term_to=date(2036, 1, 10))
    assert bureau.balance("Q40", EAST, HOLDER) == bureau.balance("Q40", EAST, HOLDER, renewed.unit(EAST)) == 90 * TONNE
    assert bureau.balance("Q41", EAST, HOLDER) == 0
    assert bureau.balance("Q20", EAST, unit=COD) == 10 * TONNE


def test_a_right_can_be_renewed_ahead_and_once_where_there_is_room_beside_the_former_tranche(
    bureau_on_each_engine: Bureau,
) -> None:
    bureau = bureau_on_each_engine
    open_for_business(bureau)
    bureau.do("right.confirm_existing", confirm(40 * TONNE))

    bureau.do("right.renew", renew(40 * TONNE, on=date(2030, 11, 1)))

    assert bureau.refused("right.renew", renew(TONNE, on=date(2030, 11, 2))) == ["renewal.repeated"]
    with bureau.book.reading() as connection:
        days = {day.day: day for day in cap_days(connection, area=EAST, pollutant=Pollutant.COD, basin=HAI)}
    assert (days[date(2030, 11, 1)].in_force, days[date(2030, 11, 1)].dormant) == (40 * TONNE, 40 * TONNE)
    assert (days[ENDED].in_force, days[ENDED].dormant) == (40 * TONNE, 40 * TONNE)


def test_a_right_that_was_paid_for_is_paid_for_again(bureau: Bureau) -> None:
    open_for_business(bureau)

    assert bureau.refused("right.renew", renew(TONNE, origin=Origin.RESERVE_SALE)) == [
        "renewal.nothing_to_renew",
        "fee.required",
    ]


def test_claims_to_a_tranche_lapse_with_its_term(bureau: Bureau) -> None:
    open_for_business(bureau)
    bureau.do("right.confirm_existing", confirm(20 * TONNE))
    frozen = Claim(
        number="示例裁定1",
        part=1,
        holder=HOLDER,
        ground=Ground.JUDICIAL_FREEZE,
        unit=FREE.unit(EAST),
        grams=5 * TONNE,
        delivered_at=datetime(2026, 2, 1, 8, tzinfo=UTC),
        entry=1,
        by="示例法院",
        document="示例裁定1",
    )
    bureau.register(frozen)

    bureau.do("right.end_term", end())

    with bureau.desk("市局经办") as desk:
        claim = desk.work.registers.find(Claim, frozen.subject, owner=HOLDER)
    assert claim is not None
    assert claim.state is ClaimState.LAPSED


def test_a_term_is_not_ended_early_nor_twice(bureau: Bureau) -> None:
    open_for_business(bureau)
    bureau.do("right.confirm_existing", confirm(20 * TONNE))

    assert bureau.refused("right.end_term", end(on=date(2031, 1, 9))) == ["term.not_over"]
    bureau.do("right.end_term", end())
    assert bureau.refused("right.end_term", end()) == ["term.nothing_held"]


def test_surplus_is_what_the_assessed_need_leaves_over_to_the_gram(bureau: Bureau) -> None:
    open_for_business(bureau)
    bureau.do("right.confirm_existing", confirm(20 * TONNE))

    assert bureau.refused("right.determine_surplus", surplus(8 * TONNE + 1, need=12 * TONNE)) == [
        "surplus.need_uncovered"
    ]
    bureau.do("right.determine_surplus", surplus(8 * TONNE, need=12 * TONNE))

    with bureau.desk("市局经办") as desk:
        [need] = desk.work.registers.all(AssessedNeed, owner=HOLDER)
    assert (need.grams, need.document) == (12 * TONNE, "示例核定表")
    assert bureau.balance("Q41", EAST, HOLDER) == 8 * TONNE


def test_surplus_goes_back_into_use_as_far_as_there_is_any(bureau: Bureau) -> None:
    open_for_business(bureau)
    bureau.do("right.confirm_existing", confirm(20 * TONNE))
    bureau.do("right.determine_surplus", surplus(8 * TONNE, need=12 * TONNE))
    back = TakeIntoUse(
        effective_on=date(2026, 5, 1),
        area=EAST,
        enterprise=HOLDER,
        tranche=FREE,
        grams=8 * TONNE,
        need=20 * TONNE,
        document="示例核定表",
    )

    assert bureau.refused("right.take_into_use", replace(back, grams=8 * TONNE + 1)) == ["balance.insufficient"]
    bureau.do("right.take_into_use", back)

    assert (bureau.balance("Q40", EAST, HOLDER), bureau.balance("Q41", EAST, HOLDER)) == (20 * TONNE, 0)


def test_rights_that_were_taken_over_unexplained_count_against_the_cap_of_every_day(bureau: Bureau) -> None:
    bureau.register(Enterprise(credit_code=HOLDER, name="示例化工有限公司", area=EAST))
    taken_over = Tranche(
        pollutant=Pollutant.COD, basin=HAI, term_from=date(2025, 1, 1), term_to=date(2028, 1, 1), origin=Origin.UNKNOWN
    )
    bureau.do(
        "opening.area",
        OpenArea(
            effective_on=date(2026, 1, 5),
            area=EAST,
            document="示例期初表",
            caps=(
                OpeningCap(
                    pollutant=Pollutant.COD, basin=HAI, kind=CapKind.ABSOLUTE, grams=10 * TONNE, document="示例文件"
                ),
            ),
            rights=(OpeningRight(enterprise=HOLDER, tranche=taken_over, grams=8 * TONNE, unexplained=8 * TONNE),),
        ),
    )
    assert bureau.balance("Q20", EAST, unit=COD) == 10 * TONNE

    assert bureau.refused("right.confirm_existing", confirm(2 * TONNE + 1)) == ["cap.exceeded"]
    bureau.do("right.confirm_existing", confirm(2 * TONNE))

    with bureau.book.reading() as connection:
        days = {day.day: day for day in cap_days(connection, area=EAST, pollutant=Pollutant.COD, basin=HAI)}
    assert days[date(2026, 1, 10)].excess == 8 * TONNE
    assert days[date(2028, 1, 1)].excess == 0


def test_a_document_confirms_an_initial_right_once(bureau: Bureau) -> None:
    open_for_business(bureau)
    place = bureau.do("right.confirm_existing", confirm(20 * TONNE))

    again = confirm(20 * TONNE, on=date(2026, 2, 1))
    assert bureau.refused("right.confirm_existing", again) == ["allocation.repeated"]
    bureau.do("right.confirm_existing", confirm(TONNE, enterprise=OTHER))
    bureau.do("right.confirm_existing", confirm(TONNE, document="示例补充确权表"))
    bureau.do("correction.reverse", ReverseAct(effective_on=date(2026, 2, 2), seq=place, reason="误办"))
    bureau.do("right.confirm_existing", confirm(21 * TONNE, on=date(2026, 2, 3)))
