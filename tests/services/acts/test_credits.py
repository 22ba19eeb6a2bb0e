"""Reduction credit, from the closure of a plant to its restart: every gram is somewhere, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ledger.domain.bookkeeping.reversal import ReverseAct
from ledger.domain.credits.closure import Restart
from ledger.domain.credits.credit import (
    CreditLoan,
    CreditToProvince,
    CreditUse,
    LendCredit,
    MakeGoodCredit,
    ReturnCredit,
    Shortage,
    SourceGrams,
)
from ledger.domain.credits.facility_card import UseKind
from ledger.domain.registers.facility import Facility
from ledger.domain.values.pollutant import Pollutant
from ledger.projections.checks.credit_identities import credit_identities
from ledger.projections.registers.credit_users import users_of
from tests.services.acts.bureau import CITY, EAST, HAI, SOUTH, WEST, YELLOW, Bureau
from tests.services.acts.plants import (
    BOILER,
    PLANT,
    SO2,
    TONNE,
    boiler_credit,
    card,
    closed_plant,
    credit_in,
    dispatch,
    held_for,
    plant_credit,
    restart,
    retired_for,
    rights_waiting,
    suspected,
)


def to_province(grams: int, *, on: date) -> CreditToProvince:
    return CreditToProvince(
        effective_on=on, area=EAST, pollutant=SO2, sources=plant_credit(grams), document="示例省级通知1号"
    )


def make_good(use: CreditUse, area: str, grams: int) -> MakeGoodCredit:
    return MakeGoodCredit(
        effective_on=date(2026, 12, 28),
        facility=PLANT,
        pollutant=SO2,
        use=use,
        used_in=area,
        user=None if use is CreditUse.RESERVE else "示例项目1号",
        pool=EAST,
        sources=(SourceGrams(source=BOILER, grams=grams),),
        document="示例补足单1号",
    )


def users(bureau: Bureau) -> list[tuple[str, int]]:
    with bureau.book.reading() as connection:
        return [(user.account.code, user.grams // TONNE) for user in users_of(connection, PLANT)]


def test_the_rights_behind_credit_stay_in_the_area_of_its_facility(bureau_on_each_engine: Bureau) -> None:
    bureau = bureau_on_each_engine
    closed_plant(bureau, grams=100 * TONNE)
    bureau.do("credit.dispatch", dispatch(60 * TONNE, giving=EAST, taking=CITY, on=date(2026, 3, 1)))
    bureau.do("credit.dispatch", dispatch(50 * TONNE, giving=CITY, taking=WEST, on=date(2026, 3, 2)))

    assert [bureau.balance("C20", area) // TONNE for area in (EAST, CITY, WEST)] == [40, 10, 50]
    assert rights_waiting(bureau) == 100 * TONNE

    retired_for(bureau, "示例项目1号", area=WEST, need=10 * TONNE, taken=20 * TONNE)
    assert rights_waiting(bureau) == 90 * TONNE

    retired_for(bureau, "示例项目2号", area=EAST, need=2 * TONNE, taken=4 * TONNE, exempt=True)
    assert rights_waiting(bureau) == 90 * TONNE


def test_a_false_credit_is_traced_to_its_users_owed_and_made_good(bureau_on_each_engine: Bureau) -> None:
    bureau = bureau_on_each_engine
    closed_plant(bureau, grams=100 * TONNE)
    bureau.do("credit.dispatch", dispatch(60 * TONNE, giving=EAST, taking=CITY, on=date(2026, 3, 1)))
    bureau.do("credit.dispatch", dispatch(50 * TONNE, giving=CITY, taking=WEST, on=date(2026, 3, 2)))
    bureau.do("credit.to_province", to_province(5 * TONNE, on=date(2026, 3, 3)))
    retired_for(bureau, "示例项目1号", area=WEST, need=10 * TONNE, taken=20 * TONNE)
    held_for(bureau, "示例项目2号", area=WEST, grams=8 * TONNE)

    bureau.do("closure.check", suspected(date(2026, 12, 1)))
    assert users(bureau) == [
        (f"C22:{EAST}", 35),
        (f"C22:{CITY}", 10),
        (f"C22:{WEST}", 22),
        (f"C22:{WEST}/示例项目2号", 8),
        (f"C30:{WEST}/示例项目1号", 10),
        (f"C32:{WEST}/示例项目1号", 10),
        ("C33:省级", 5),
    ]
    assert card(bureau).suspended

    bureau.do("closure.restart", restart(Restart.UNLAWFUL, on=date(2026, 12, 20)))
    assert users(bureau) == [
        (f"C30:{WEST}/示例项目1号", 10),
        (f"C32:{WEST}/示例项目1号", 10),
        ("C33:省级", 5),
    ]
    assert -bureau.balance("C12", EAST, "restart") == -card(bureau).remaining == 25 * TONNE
    assert rights_waiting(bureau) == 85 * TONNE

    boiler_credit(bureau, grams=40 * TONNE, on=date(2026, 12, 21))
    for place, area, grams in (
        (CreditUse.ORDINARY, WEST, 10),
        (CreditUse.NET_GAIN, WEST, 10),
        (CreditUse.RESERVE, "省级", 5),
    ):
        bureau.do("credit.make_good", make_good(place, area, grams * TONNE))

    assert users(bureau) == []
    assert bureau.balance("C12", EAST, "restart") == card(bureau).remaining == 0
    assert bureau.balance("C30", WEST, "示例项目1号", credit_in(WEST, source=BOILER)) == 10 * TONNE
    assert card(bureau, BOILER).used_for(UseKind.TO_PROVINCE) == 5 * TONNE
    with bureau.book.reading() as connection:
        [found] = credit_identities(connection)
    assert found.holds
    assert found.unbacked == 40 * TONNE


def test_a_loan_is_settled_by_credit_of_whatever_source(bureau: Bureau) -> None:
    closed_plant(bureau, grams=40 * TONNE)
    loan = LendCredit(
        effective_on=date(2026, 3, 1),
        loan="示例借用1号",
        lender=EAST,
        borrower=WEST,
        pollutant=SO2,
        sources=plant_credit(8 * TONNE),
        due_on=date(2026, 12, 31),
    )
    bureau.do("credit.loan", loan)
    part = ReturnCredit(
        effective_on=date(2026, 6, 1), loan="示例借用1号", sources=plant_credit(5 * TONNE), document="示例归还单1号"
    )

    bureau.do("credit.return", part)

    with bureau.desk("市局经办") as desk:
        found = desk.work.registers.find(CreditLoan, "示例借用1号")
    assert found is not None
    assert found.owed == 3 * TONNE
    assert [bureau.balance("C20", area) // TONNE for area in (EAST, WEST)] == [37, 3]
    assert rights_waiting(bureau) == 40 * TONNE


def test_the_water_credit_of_one_basin_does_not_replace_that_of_another(bureau: Bureau) -> None:
    bureau.register(
        Facility(id="示例二厂", name="示例二厂", area=SOUTH, basin=HAI),
        Facility(id="示例三厂", name="示例三厂", area=SOUTH, basin=YELLOW),
    )
    asked = MakeGoodCredit(
        effective_on=date(2026, 3, 1),
        facility="示例二厂",
        pollutant=Pollutant.COD,
        use=CreditUse.RESERVE,
        used_in=SOUTH,
        pool=SOUTH,
        sources=(SourceGrams(source="示例三厂", grams=1),),
        document="示例补足单1号",
    )

    assert bureau.refused("credit.make_good", asked) == ["make_good.other_basin", "make_good.beyond_owed"]


def test_what_a_reversal_finds_used_is_made_good_like_a_false_credit(bureau: Bureau) -> None:
    closed_plant(bureau, grams=40 * TONNE)
    boiler_credit(bureau, grams=10 * TONNE, on=date(2026, 2, 2))
    bureau.do("credit.dispatch", dispatch(20 * TONNE, giving=EAST, taking=CITY, on=date(2026, 3, 1)))
    place = bureau.do("credit.dispatch", dispatch(20 * TONNE, giving=CITY, taking=WEST, on=date(2026, 3, 2)))
    retired_for(bureau, "示例项目1号", area=WEST, need=6 * TONNE, taken=18 * TONNE, exempt=True)

    bureau.do("correction.reverse", ReverseAct(effective_on=date(2026, 3, 5), seq=place, reason="误发"))
    assert bureau.balance("C20", CITY) == 20 * TONNE
    assert bureau.balance("C12", WEST) == -18 * TONNE
    assert rights_waiting(bureau) == 40 * TONNE

    settled = replace(
        make_good(CreditUse.EXEMPT, WEST, 6 * TONNE), cause=Shortage.REVERSAL, owed_in=WEST, user="示例项目1号"
    )
    bureau.do("credit.make_good", settled)

    assert bureau.balance("C12", WEST) == -12 * TONNE
    assert bureau.balance("C31", WEST, "示例项目1号", credit_in(WEST, source=BOILER)) == 6 * TONNE
    assert bureau.balance("C39", WEST, "right_kept") == 0
    assert rights_waiting(bureau) == 40 * TONNE
