"""The books of an area begin once, with what papers say; what they do not explain stands apart until it is cleared."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256

import pytest

from ledger.domain.bookkeeping.journal import Judgement
from ledger.domain.bookkeeping.opening import (
    Against,
    ClearDifference,
    OpenArea,
    Opening,
    OpeningCap,
    OpeningClaim,
    OpeningCredit,
    OpeningDifference,
    OpeningExemption,
    OpeningReceivable,
    OpeningReserve,
    OpeningRight,
    SignOffOpening,
)
from ledger.domain.bookkeeping.reversal import ReverseAct
from ledger.domain.bookkeeping.unit import Origin
from ledger.domain.claims.claim import Claim, Ground
from ledger.domain.credits.facility_card import Backing, FacilityCard
from ledger.domain.money.payment_notice import Charge, PaymentNotice
from ledger.domain.projects.exemption import Exemption
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.registers.facility import Facility
from ledger.domain.rights.award import ReserveSource
from ledger.domain.rights.cap import Cap, CapKind, SetCap
from ledger.domain.rights.tranche import Tranche
from ledger.domain.values.encoding import canonical_json
from ledger.domain.values.pollutant import Pollutant
from ledger.errors import RuleViolation
from ledger.projections.accounts.balances import balances
from ledger.projections.accounts.entry import entry
from ledger.projections.accounts.trial_balance import trial_balance
from ledger.store.registers import Registers
from tests.services.acts.bureau import EAST, HAI, WEST, YELLOW, Bureau

SO2, COD, NOX = Pollutant.SULPHUR_DIOXIDE, Pollutant.COD, Pollutant.NITROGEN_OXIDES
MILL = "91371500MA00DEM012"
BOILER = "示例锅炉1号"
DAY = date(2026, 1, 2)
TONNE = 1_000_000
TRANCHE = Tranche(pollutant=SO2, term_from=date(2024, 1, 1), term_to=date(2029, 1, 1), origin=Origin.FREE)
LIMIT = OpeningCap(pollutant=SO2, kind=CapKind.ABSOLUTE, grams=100 * TONNE, document="示例文件")
RIGHT = OpeningRight(enterprise=MILL, tranche=TRANCHE, grams=60 * TONNE)
PLEDGE = OpeningClaim(
    number="示例抵押1号",
    ground=Ground.PLEDGE,
    delivered_at=datetime(2025, 3, 1, 2, tzinfo=UTC),
    until=date(2027, 3, 1),
    by="示例银行",
    document="示例合同",
)
CREDIT = OpeningCredit(facility=BOILER, pollutant=NOX, recognised_on=date(2025, 6, 30), grams=7 * TONNE)
NOTICE = OpeningReceivable(
    notice="示例缴款1号",
    payer=MILL,
    charge=Charge.PUBLIC_SALE,
    fen=500_000,
    issued_on=date(2025, 12, 1),
    due_on=date(2026, 1, 10),
)
SHEET = OpenArea(
    effective_on=DAY,
    area=EAST,
    document="示例期初建账表",
    caps=(LIMIT,),
    rights=(RIGHT, replace(RIGHT, grams=20 * TONNE, surplus=True, claim=PLEDGE)),
    reserves=(OpeningReserve(source=ReserveSource.RETAINED, pollutant=SO2, grams=15 * TONNE),),
    credits=(CREDIT,),
    exemptions=(OpeningExemption(project="示例项目", pollutant=NOX, grams=50_000),),
    receivables=(NOTICE,),
)


@pytest.fixture(autouse=True)
def known(request: pytest.FixtureRequest) -> None:
    """Register the enterprise and the facility of the sheet."""
    for name in {"bureau", "bureau_on_each_engine"} & set(request.fixturenames):
        request.getfixturevalue(name).register(
            Enterprise(credit_code=MILL, name="示例化工", area=EAST),
            Facility(id=BOILER, name="1号锅炉", area=EAST, enterprise=MILL),
        )


def clear(grams: int, against: Against, **members: object) -> ClearDifference:
    asked = ClearDifference(
        effective_on=date(2026, 2, 2),
        area=EAST,
        pollutant=SO2,
        grams=grams,
        against=against,
        reason="示例",
        document="示例文件",
    )
    return replace(asked, **members)


def test_every_line_of_the_sheet_stands_where_it_belongs(bureau_on_each_engine: Bureau) -> None:
    bureau = bureau_on_each_engine

    place = bureau.do("opening.area", SHEET)

    assert bureau.balance("Q10", EAST) == -100 * TONNE
    assert bureau.balance("Q20", EAST) == 5 * TONNE
    assert bureau.balance("Q40", EAST, MILL) == 60 * TONNE
    assert bureau.balance("Q42.3", EAST, MILL) == 20 * TONNE
    assert bureau.balance("Q30", EAST, "retained") == 15 * TONNE
    assert bureau.balance("C20", EAST) == -bureau.balance("C10", EAST) == 7 * TONNE
    assert bureau.balance("E20", EAST, "示例项目") == 50_000
    assert bureau.balance("1212.2", EAST, MILL) == -bureau.balance("2103.1", EAST, MILL) == 500_000
    assert bureau.balance("Q12", EAST) == bureau.balance("Q90", EAST) == 0
    with bureau.book.reading() as connection:
        found = entry(connection, place)
        assert trial_balance(connection).balanced
    assert (found.judgement, found.series, found.number) == (Judgement.RECORDED, "初-2026", 1)


def test_what_the_lines_say_of_claims_cards_notices_and_exemptions_is_registered(bureau: Bureau) -> None:
    bureau.do("opening.area", SHEET)

    with bureau.book.reading() as connection:
        registers = Registers(connection)
        [claim] = registers.all(Claim, owner=MILL)
        [card] = registers.all(FacilityCard)
        [exemption] = registers.all(Exemption, owner=EAST)
        [notice] = registers.all(PaymentNotice)
        [cap] = registers.all(Cap)
    assert (claim.grams, claim.held, claim.in_use, claim.entry, claim.queued) == (20 * TONNE, 20 * TONNE, 0, 1, 0)
    assert (card.verified, card.remaining, card.backing) == (7 * TONNE, 0, Backing.NONE)
    assert (exemption.project, exemption.grams) == ("示例项目", 50_000)
    assert (notice.number, notice.outstanding, notice.due_on) == ("示例缴款1号", 500_000, date(2026, 1, 10))
    assert (cap.kind, cap.grams) == (CapKind.ABSOLUTE, 100 * TONNE)


def test_where_no_paper_states_a_cap_it_is_what_is_given_out(bureau: Bureau) -> None:
    bureau.do("opening.area", replace(SHEET, caps=()))

    assert bureau.balance("Q10", EAST) == -95 * TONNE
    assert bureau.balance("Q20", EAST) == 0
    with bureau.book.reading() as connection:
        [cap] = Registers(connection).all(Cap)
    assert (cap.kind, cap.grams) == (CapKind.NONE_PUBLISHED, 95 * TONNE)


def test_a_cap_that_is_registered_already_stays_and_what_is_beyond_it_is_unexplained(bureau: Bureau) -> None:
    bureau.do(
        "cap.set",
        SetCap(effective_on=DAY, area=EAST, pollutant=SO2, kind=CapKind.ABSOLUTE, grams=90 * TONNE, document="示例"),
    )
    assert bureau.refused("opening.area", SHEET) == ["opening.line_repeated"]

    bureau.do("opening.area", replace(SHEET, caps=()))

    assert bureau.balance("Q10", EAST) == -90 * TONNE
    assert bureau.balance("Q90", EAST) == -5 * TONNE


def test_a_right_that_fell_away_with_a_registered_facility_stays_under_the_cap(bureau: Bureau) -> None:
    backed = replace(CREDIT, pollutant=SO2, backing=Backing.RIGHT)
    bureau.do("opening.area", replace(SHEET, rights=(), reserves=(), credits=(backed,)))

    assert bureau.balance("Q15", EAST) == bureau.balance("C20", EAST) == 7 * TONNE
    assert bureau.balance("Q20", EAST) == 93 * TONNE


@pytest.mark.parametrize(
    ("unexplained", "difference", "unallocated"), [(4, -4, 44), (-4, 4, 36), (60, -60, 100), (0, 0, 40)]
)
def test_the_unexplained_part_of_a_line_comes_from_or_goes_to_the_differences(
    bureau: Bureau, unexplained: int, difference: int, unallocated: int
) -> None:
    right = replace(RIGHT, unexplained=unexplained * TONNE)

    bureau.do("opening.area", replace(SHEET, rights=(right,), reserves=()))

    assert bureau.balance("Q40", EAST, MILL) == 60 * TONNE
    assert bureau.balance("Q90", EAST) == difference * TONNE
    assert bureau.balance("Q20", EAST) == unallocated * TONNE
    with bureau.book.reading() as connection:
        noted = [found.grams for found in Registers(connection).everywhere(OpeningDifference)]
    assert noted == ([unexplained * TONNE] if unexplained else [])


def test_the_difference_of_a_credit_stands_with_the_credit_of_its_facility(bureau: Bureau) -> None:
    bureau.do("opening.area", replace(SHEET, credits=(replace(CREDIT, unexplained=2 * TONNE),)))

    assert bureau.balance("C10", EAST) == -5 * TONNE
    assert bureau.balance("C90", EAST) == -2 * TONNE
    bureau.do("opening.clear_difference", clear(TONNE, Against.POOL, pollutant=NOX, facility=BOILER))
    bureau.do("opening.clear_difference", clear(TONNE, Against.RECOGNISED, pollutant=NOX, facility=BOILER))
    assert bureau.balance("C90", EAST) == 0
    assert bureau.balance("C20", EAST) == -bureau.balance("C10", EAST) == 6 * TONNE


def test_an_area_is_opened_once_and_another_area_by_itself(bureau: Bureau) -> None:
    bureau.do("opening.area", SHEET)

    assert bureau.refused("opening.area", SHEET) == ["opening.repeat"]
    water = OpeningReserve(source=ReserveSource.RETAINED, pollutant=COD, basin=HAI, grams=TONNE)
    bureau.do("opening.area", OpenArea(effective_on=DAY, area=WEST, document="示例", reserves=(water,)))
    assert bureau.balance("Q30", WEST, "retained") == TONNE


def test_a_wrong_opening_is_taken_back_whole_and_done_again(bureau_on_each_engine: Bureau) -> None:
    bureau = bureau_on_each_engine
    wrong = bureau.do("opening.area", SHEET)

    bureau.do("correction.reverse", ReverseAct(effective_on=date(2026, 1, 5), seq=wrong, reason="示例"))

    with bureau.book.reading() as connection:
        assert balances(connection) == []
        registers = Registers(connection)
        assert registers.all(PaymentNotice) == registers.all(FacilityCard) == registers.all(Cap) == []
        assert registers.all(Claim, owner=MILL) == registers.everywhere(Claim) == []
    bureau.do("opening.area", replace(SHEET, effective_on=date(2026, 1, 6)))


def test_every_wrong_line_is_named(bureau: Bureau) -> None:
    listed = replace(PLEDGE, number="示例挂牌", ground=Ground.LISTING)
    sheet = replace(
        SHEET,
        caps=(LIMIT, LIMIT),
        rights=(
            replace(RIGHT, enterprise="91371500MA00DEM025", grams=0, unexplained=1),
            replace(RIGHT, tranche=replace(TRANCHE, term_to=DAY)),
            replace(RIGHT, claim=listed),
        ),
        credits=(replace(CREDIT, facility="无此锅炉"), replace(CREDIT, pollutant=COD, basin=YELLOW)),
        receivables=(replace(NOTICE, due_on=date(2025, 11, 30)),),
    )

    with pytest.raises(RuleViolation) as refused:
        bureau.record("opening.area", sheet)

    found = {breach.code: str(breach.detail) for breach in refused.value.breaches}
    assert list(found) == [
        "basin.unknown",
        "opening.enterprise_missing",
        "opening.facility_missing",
        "opening.term",
        "opening.amount",
        "opening.unexplained",
        "opening.claim",
        "opening.line_repeated",
        "opening.notice_days",
    ]
    assert "91371500MA00DEM025" in found["opening.enterprise_missing"]
    assert "无此锅炉" in found["opening.facility_missing"]
    assert bureau.refused("opening.area", replace(SHEET, area="北区")) == ["area.missing"]


def test_the_digest_of_the_trial_balance_can_be_recomputed_from_the_balances_alone(
    bureau_on_each_engine: Bureau,
) -> None:
    bureau = bureau_on_each_engine
    bureau.do("opening.area", SHEET)
    bureau.do("opening.sign_off", SignOffOpening(effective_on=date(2026, 1, 5), area=EAST))

    with bureau.book.reading() as connection:
        opening = Registers(connection).find(Opening, EAST)
        rows = sorted([row.account.code, row.unit.code, row.amount] for row in balances(connection, on=DAY))
    assert opening is not None
    assert opening.digest == sha256(canonical_json(rows).encode()).hexdigest()
    assert (opening.positions, opening.signed_off_on) == (len(rows), date(2026, 1, 5))


def test_what_an_enterprise_turns_out_to_have_less_goes_off_its_tranche(bureau: Bureau) -> None:
    bureau.do("opening.area", replace(SHEET, rights=(replace(RIGHT, unexplained=4 * TONNE),)))

    bureau.do("opening.clear_difference", clear(3 * TONNE, Against.HOLDER, enterprise=MILL, tranche=TRANCHE))
    bureau.do("opening.clear_difference", clear(TONNE, Against.UNALLOCATED))

    assert bureau.balance("Q40", EAST, MILL) == 57 * TONNE
    assert bureau.balance("Q90", EAST) == bureau.balance("Q12", EAST) == 0
    with bureau.book.reading() as connection:
        [difference] = Registers(connection).all(OpeningDifference, owner=EAST)
    assert (difference.grams, difference.cleared) == (4 * TONNE, 4 * TONNE)


def test_a_difference_that_was_another_cap_corrects_the_cap(bureau: Bureau) -> None:
    bureau.do("opening.area", replace(SHEET, rights=(replace(RIGHT, unexplained=-4 * TONNE),)))

    bureau.do("opening.clear_difference", clear(4 * TONNE, Against.CAP))

    assert bureau.balance("Q10", EAST) == -96 * TONNE
    with bureau.book.reading() as connection:
        [cap] = Registers(connection).all(Cap)
    assert cap.grams == 96 * TONNE
