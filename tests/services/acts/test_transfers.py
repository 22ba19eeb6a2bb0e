"""Sales between enterprises: surplus only, to who needs it, inside the basin; caps follow, the price is a memo."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ledger.domain.bookkeeping.reversal import ReverseAct
from ledger.domain.credits.facility_card import FacilityCard, UseKind, card_subject
from ledger.domain.projects.acquired import Acquired
from ledger.domain.projects.eia_table import TableLine
from ledger.domain.projects.project import FactorRegime, Project
from ledger.domain.projects.project_traits import Category, Discharge, Nature, Regime
from ledger.domain.registers.area import Area
from ledger.domain.registers.attainment import Attainment
from ledger.domain.registers.enterprise import Enterprise, EnterpriseState
from ledger.domain.registers.facility import Facility
from ledger.domain.rights.cap import Cap, cap_subject
from ledger.domain.rights.transfer import SettleTransfer, Transfer, TransferLine, TransferMode, UndoTransfer
from ledger.projections.accounts.entry import entry
from ledger.projections.accounts.trial_balance import trial_balance
from ledger.rules.credits.facility_card import with_use
from ledger.store.registers import Registers
from tests.services.acts.bureau import EAST, HAI, SOUTH, WEST, YELLOW, Bureau
from tests.services.acts.claimants import (
    BUYER,
    COD,
    FREE,
    MILL,
    NEWER,
    PAID,
    PAID_NOX,
    POWER,
    TONNE,
    delivery,
    freeze,
    listing,
    minute,
    sale,
    standing,
    tonnes,
    with_rights,
)

DAY = date(2026, 3, 2)
LATER = DAY + timedelta(days=10)
FIVE = TransferLine(tranche=PAID, grams=5 * TONNE, price=10_000_000)


@pytest.fixture
def mill(bureau: Bureau) -> Bureau:
    """Lend a bureau whose mill has 6 t of surplus COD to sell."""
    return with_rights(bureau)


def project(tonnes_needed: int, *, enterprise: str = BUYER) -> Project:
    """Return a project in scope for COD."""
    factor = FactorRegime(
        pollutant=COD,
        basin=HAI,
        increment=tonnes_needed * TONNE,
        regime=Regime.IN_SCOPE,
        provision="scope.test",
        instrument="LC25",
        article="4",
        authority="enacted",
        reason="示例",
    )
    table: tuple[TableLine, ...] = ()
    return Project(
        id="示例项目",
        area=WEST,
        enterprise=enterprise,
        legal_person=enterprise,
        site="示例厂址",
        name="示例项目",
        nature=Nature.NEW,
        category=Category.INDUSTRY,
        discharge=Discharge.DIRECT,
        voluntary=False,
        excluded_pollutants=False,
        requested_on=DAY,
        table=table,
        regime=Regime.IN_SCOPE,
        factors=(factor,),
    )


def test_a_sale_across_areas_takes_the_tonnes_and_the_caps_along(bureau_on_each_engine: Bureau) -> None:
    bureau = with_rights(bureau_on_each_engine)
    bureau.register(project(5))
    bureau.do("transfer.contract", sale("合1", FIVE, at=minute(DAY, 9), project="示例项目", need=None))
    assert tonnes(bureau) == {"Q40": 10, "Q41": 2, "Q42.2": 5}

    bureau.do("transfer.deliver", delivery("合1", on=LATER))

    assert tonnes(bureau) == {"Q40": 10, "Q41": 2}
    assert bureau.balance("Q40", WEST, BUYER, PAID.unit(WEST)) == 5 * TONNE
    assert bureau.balance("Q11", EAST) == bureau.balance("Q11", WEST) == 0
    assert bureau.balance("B40", WEST, BUYER) == -bureau.balance("B41", EAST, MILL) == 10_000_000
    with bureau.book.reading() as connection:
        registers = Registers(connection)
        caps = {area: registers.find(Cap, cap_subject(area=area, pollutant=COD, basin=HAI)) for area in (EAST, WEST)}
        [acquired] = registers.all(Acquired, owner="示例项目")
        sold = registers.find(Transfer, "合1")
        assert trial_balance(connection).balanced
    assert [(area, cap.grams // TONNE) for area, cap in caps.items() if cap] == [(EAST, 95), (WEST, 105)]
    assert (acquired.by, acquired.unit, acquired.grams) == ("合1", PAID.unit(WEST), 5 * TONNE)
    assert sold is not None
    assert sold.across_areas
    assert bureau.balance("Q10", EAST) == -145 * TONNE


def test_a_sale_inside_an_area_is_one_movement_of_tonnes(mill: Bureau) -> None:
    mill.register(Enterprise(credit_code=BUYER, name="示例化工", area=EAST))
    mill.do("transfer.contract", sale("合1", replace(FIVE, price=0), at=minute(DAY, 9), buyer_area=EAST))

    place = mill.do("transfer.deliver", delivery("合1", on=LATER))

    with mill.book.reading() as connection:
        [moved] = entry(connection, place).movements
    assert (moved.debit.code, moved.credit.code) == (f"Q40:东区/{BUYER}", f"Q42.2:东区/{MILL}")
    assert mill.refused("transfer.deliver", delivery("合1", on=LATER)) == ["transfer.state"]


def test_the_price_is_settled_between_the_two_as_the_platform_reports(mill: Bureau) -> None:
    mill.do("transfer.contract", sale("合1", FIVE, at=minute(DAY, 9)))
    payment = SettleTransfer(effective_on=LATER, number="合1", amount=4_000_000, document="示例回单")
    assert mill.refused("transfer.settle", payment) == ["transfer.state"]
    mill.do("transfer.deliver", delivery("合1", on=LATER))

    mill.do("transfer.settle", payment)

    assert mill.balance("B40", WEST, BUYER) == 6_000_000
    assert mill.refused("transfer.settle", replace(payment, amount=6_000_001)) == ["transfer.overpaid"]
    mill.do("transfer.settle", replace(payment, amount=6_000_000))
    assert mill.balance("B40", WEST, BUYER) == mill.balance("B41", EAST, MILL) == 0


def test_a_listed_sale_takes_what_was_listed_and_leaves_the_rest_in_the_listing(mill: Bureau) -> None:
    mill.do("listing.open", listing("牌1", 6, at=minute(DAY, 9)))
    line = replace(FIVE, grams=4 * TONNE, listing="牌1")
    listed = sale("合1", line, at=minute(DAY, 10), mode=TransferMode.LISTED)
    assert mill.refused("transfer.contract", replace(listed, mode=TransferMode.NEGOTIATED)) == ["transfer.mode"]
    too_much = replace(listed, lines=(replace(line, grams=7 * TONNE),))
    assert mill.refused("transfer.contract", too_much) == ["claim.not_free"]

    mill.do("transfer.contract", listed)

    assert tonnes(mill) == {"Q40": 10, "Q41": 1, "Q42.1": 2, "Q42.2": 4}
    mill.do("transfer.undo", UndoTransfer(effective_on=LATER, number="合1", reason="示例：买方放弃"))
    assert tonnes(mill) == {"Q40": 10, "Q41": 5, "Q42.1": 2}
    assert mill.refused("transfer.deliver", delivery("合1", on=LATER)) == ["transfer.state"]
    unknown = sale("合2", replace(line, listing="牌9"), at=minute(DAY, 11), mode=TransferMode.LISTED)
    assert mill.refused("transfer.contract", unknown) == ["claim.missing"]


def test_what_a_court_took_after_the_contract_cannot_be_delivered(mill: Bureau) -> None:
    mill.do("transfer.contract", sale("合1", FIVE, at=minute(DAY, 9)))
    mill.do("freeze.deliver", freeze("冻1", 14, at=minute(DAY, 16, 58)))
    assert standing(mill, "合1") == (3, 2)

    assert mill.refused("transfer.deliver", delivery("合1", on=LATER)) == ["transfer.not_held"]


def test_free_rights_and_tonnes_in_use_are_not_sold(mill: Bureau) -> None:
    for line, codes in (
        (replace(FIVE, grams=7 * TONNE), ["claim.not_free"]),
        (replace(FIVE, grams=TONNE, tranche=FREE), ["tranche.not_paid_for"]),
        (replace(FIVE, grams=0), ["quantity.nothing"]),
        (replace(FIVE, tranche=replace(PAID, term_to=date(2026, 3, 1))), ["tranche.not_in_force", "claim.not_free"]),
    ):
        assert mill.refused("transfer.contract", sale("合1", line, at=minute(DAY, 9))) == codes
    twice = sale("合1", FIVE, at=minute(DAY, 9), lines=(replace(FIVE, grams=TONNE), replace(FIVE, grams=TONNE)))
    assert mill.refused("transfer.contract", twice) == ["claim.twice"]


def test_a_buyer_needs_what_he_buys(mill: Bureau) -> None:
    asked = sale("合1", FIVE, at=minute(DAY, 9))
    assert mill.refused("transfer.contract", replace(asked, need=None)) == ["transfer.no_need"]
    assert mill.refused("transfer.contract", replace(asked, project="示例项目")) == ["project.missing"]
    mill.register(project(4))
    assert mill.refused("transfer.contract", replace(asked, project="示例项目")) == ["transfer.beyond_need"]
    mill.register(project(9, enterprise=POWER))
    assert mill.refused("transfer.contract", replace(asked, project="示例项目")) == ["transfer.project_of_another"]


def test_thermal_power_and_other_sectors_do_not_trade_air_rights(mill: Bureau) -> None:
    nox = replace(FIVE, tranche=PAID_NOX, grams=TONNE)
    to_power = sale("合1", nox, at=minute(DAY, 9), buyer=POWER, buyer_area=EAST)

    assert mill.refused("transfer.contract", to_power) == ["transfer.thermal_power"]
    mill.do("transfer.contract", replace(to_power, lines=(replace(FIVE, grams=TONNE),)))


def test_an_area_that_did_not_attain_gets_nothing_from_another(mill: Bureau) -> None:
    mill.register(Attainment(year=2025, not_attained=(PAID_NOX.pollutant,), document="示例公报"))
    nox = replace(FIVE, tranche=PAID_NOX, grams=TONNE)

    assert mill.refused("transfer.contract", sale("合1", nox, at=minute(DAY, 9))) == ["transfer.not_attained"]
    mill.do("transfer.contract", sale("合1", nox, at=minute(DAY, 9), buyer_area=EAST))


def test_parties_are_two_that_exist_and_the_contract_is_signed_before_it_counts(mill: Bureau) -> None:
    asked = sale("合1", FIVE, at=minute(DAY, 9))
    assert mill.refused("transfer.contract", replace(asked, buyer=MILL)) == ["transfer.same_party"]
    early = replace(asked, effective_on=DAY - timedelta(days=1))
    assert mill.refused("transfer.contract", early) == ["transfer.contract_day"]
    mill.do("transfer.contract", asked)
    assert mill.refused("transfer.contract", asked) == ["transfer.number"]
    mill.register(Enterprise(credit_code=BUYER, name="示例化工", area=WEST, state=EnterpriseState.CLOSED))
    assert mill.refused("transfer.deliver", delivery("合1", on=LATER)) == ["enterprise.inactive"]
    assert mill.refused("transfer.deliver", delivery("合9", on=LATER)) == ["transfer.missing"]


def test_an_off_platform_sale_bears_the_flag_and_is_not_refused(mill: Bureau) -> None:
    place = mill.do("transfer.contract", sale("合1", FIVE, at=minute(DAY, 9), platform=None))

    with mill.book.reading() as connection:
        assert "场外交易" in entry(connection, place).narration


def test_water_does_not_leave_its_basin(mill: Bureau) -> None:
    mill.register(Area(name=SOUTH, basins=(YELLOW,)))

    assert mill.refused("transfer.contract", sale("合1", FIVE, at=minute(DAY, 9), buyer_area=SOUTH)) == [
        "basin.unknown"
    ]
    theirs = sale("合2", replace(FIVE, tranche=NEWER, grams=TONNE), at=minute(DAY, 9), seller=BUYER, seller_area=WEST)
    mill.do("transfer.contract", replace(theirs, buyer=MILL, buyer_area=EAST))


def test_a_sale_of_what_a_reduction_left_over_stands_on_the_facilitys_card(mill: Bureau) -> None:
    mill.register(
        Facility(id="示例一线", name="示例一线", area=EAST, enterprise=MILL, basin=HAI),
        Facility(id="示例别家", name="示例别家", area=EAST, enterprise=BUYER, basin=HAI),
        FacilityCard(facility="示例一线", pollutant=COD, verified=5 * TONNE),
    )
    saved = replace(FIVE, facility="示例一线")

    assert mill.refused("transfer.contract", sale("合1", replace(saved, grams=6 * TONNE), at=minute(DAY, 9))) == [
        "card.overused"
    ]
    assert mill.refused("transfer.contract", sale("合1", replace(FIVE, facility="示例别家"), at=minute(DAY, 9))) == [
        "facility.missing"
    ]
    mill.do("transfer.contract", sale("合1", saved, at=minute(DAY, 9)))
    assert card_of(mill).remaining == 5 * TONNE

    place = mill.do("transfer.deliver", delivery("合1", on=LATER))

    assert (card_of(mill).used_for(UseKind.SURPLUS_SOLD), card_of(mill).remaining) == (5 * TONNE, 0)
    assert [use.by for use in card_of(mill).uses] == ["合1"]
    mill.do("correction.reverse", ReverseAct(effective_on=LATER, seq=place, reason="示例：误交割"))
    assert card_of(mill).remaining == 5 * TONNE


def test_a_reduction_that_was_used_since_the_contract_is_not_delivered(mill: Bureau) -> None:
    mill.register(
        Facility(id="示例一线", name="示例一线", area=EAST, enterprise=MILL, basin=HAI),
        FacilityCard(facility="示例一线", pollutant=COD, verified=5 * TONNE),
    )
    mill.do("transfer.contract", sale("合1", replace(FIVE, facility="示例一线"), at=minute(DAY, 9)))
    mill.register(with_use(card_of(mill), UseKind.TO_PROVINCE, TONNE, by="示例上交"))

    assert mill.refused("transfer.deliver", delivery("合1", on=LATER)) == ["card.overused"]


def card_of(bureau: Bureau) -> FacilityCard:
    with bureau.desk("市局经办") as desk:
        card = desk.work.registers.find(FacilityCard, card_subject(facility="示例一线", pollutant=COD))
    assert card is not None
    return card


def test_a_contract_is_not_delivered_when_its_right_has_ended(mill: Bureau) -> None:
    mill.do("transfer.contract", sale("合1", FIVE, at=minute(DAY, 9)))

    assert mill.refused("transfer.deliver", delivery("合1", on=date(2030, 1, 1))) == ["tranche.not_in_force"]
    mill.do("transfer.undo", UndoTransfer(effective_on=date(2030, 1, 1), number="合1", reason="期满"))
