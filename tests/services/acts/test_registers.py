"""Areas, enterprises, permits, price standards: what the registers say after acts, and who may make them say it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ledger.domain.money.price_basis import PriceBasis
from ledger.domain.money.price_standard import SetPriceStandard
from ledger.domain.registers.area import RegisterArea
from ledger.domain.registers.attainment import Attainment, RecordAttainment
from ledger.domain.registers.enterprise import (
    CloseEnterprise,
    CorrectContact,
    Enterprise,
    EnterpriseName,
    EnterpriseState,
    RegisterEnterprise,
    RenameEnterprise,
)
from ledger.domain.registers.facility import RegisterFacility
from ledger.domain.registers.permit import LimitKind, Permit, PermittedEmission, RegisterPermit
from ledger.domain.values.pollutant import Pollutant
from ledger.services.acts.registers.known import standard_of
from tests.services.acts.bureau import EAST, HAI, WEST, Bureau

CHEMICALS, TEXTILES = "91371500MA00DEM012", "91371500MA00DEM025"
DAY = date(2026, 2, 2)


def _find(bureau: Bureau, kind: type[Any], subject: str, **owner: str) -> Any:
    with bureau.desk("市局经办") as desk:
        return desk.work.registers.find(kind, subject, **owner)


def _enterprise(bureau: Bureau, code: str, name: str) -> None:
    bureau.do(
        "enterprise.register",
        RegisterEnterprise(effective_on=date(2026, 1, 5), credit_code=code, name=name, area=EAST),
    )


def test_an_enterprise_is_registered_on_each_engine(bureau_on_each_engine: Bureau) -> None:
    _enterprise(bureau_on_each_engine, CHEMICALS, "示例化工")

    assert _find(bureau_on_each_engine, Enterprise, CHEMICALS).name == "示例化工"
    assert _find(bureau_on_each_engine, EnterpriseName, "示例化工").credit_code == CHEMICALS


def test_a_branch_registers_the_enterprises_of_its_own_area_alone(bureau: Bureau) -> None:
    asked = RegisterEnterprise(effective_on=date(2026, 1, 5), credit_code=CHEMICALS, name="示例化工", area=EAST)

    with pytest.raises(Exception, match="不符合规定"):
        bureau.record("enterprise.register", asked, by=f"{WEST}经办")


def test_a_renamed_enterprise_is_found_under_its_code_and_its_old_name_is_free(bureau: Bureau) -> None:
    _enterprise(bureau, CHEMICALS, "示例化工")
    for name in ("示例新材料", "示例化工"):
        bureau.do(
            "enterprise.rename",
            RenameEnterprise(effective_on=DAY, credit_code=CHEMICALS, name=name, document="示例变更登记"),
        )

    found = _find(bureau, Enterprise, CHEMICALS)
    assert (found.name, found.aliases) == ("示例化工", ("示例新材料",))
    assert _find(bureau, EnterpriseName, "示例新材料").credit_code is None


def test_a_closed_enterprise_keeps_its_name_and_can_only_be_reached(bureau: Bureau) -> None:
    _enterprise(bureau, CHEMICALS, "示例化工")
    bureau.do(
        "enterprise.close", CloseEnterprise(effective_on=DAY, credit_code=CHEMICALS, reason="注销", document="示例文件")
    )
    bureau.do("enterprise.contact", CorrectContact(effective_on=DAY, credit_code=CHEMICALS, contact="清算组"))

    found = _find(bureau, Enterprise, CHEMICALS)
    assert (found.state, found.contact) == (EnterpriseState.CLOSED, "清算组")
    renamed = RenameEnterprise(effective_on=DAY, credit_code=CHEMICALS, name="示例", document="示例文件")
    assert bureau.refused("enterprise.rename", renamed) == ["enterprise.inactive"]


def test_two_enterprises_cannot_be_registered_under_one_name_while_both_wait(bureau: Bureau) -> None:
    first, second = (
        RegisterEnterprise(effective_on=date(2026, 1, 5), credit_code=code, name="示例化工", area=EAST)
        for code in (CHEMICALS, TEXTILES)
    )
    waiting = bureau.record("enterprise.register", first), bureau.record("enterprise.register", second)

    bureau.decide(waiting[0])
    with pytest.raises(Exception, match="不符合规定"):
        bureau.decide(waiting[1])


def test_a_changed_permit_takes_the_place_of_its_period_and_a_renewal_stands_beside_it(bureau: Bureau) -> None:
    _enterprise(bureau, CHEMICALS, "示例化工")
    for first, last, grams in (
        (date(2024, 3, 1), date(2029, 2, 28), 5),
        (date(2024, 3, 1), date(2029, 2, 28), 4),
        (date(2029, 3, 1), date(2034, 2, 28), 3),
    ):
        bureau.do(
            "permit.register",
            RegisterPermit(
                effective_on=DAY,
                number="示例许可001P",
                enterprise=CHEMICALS,
                valid_from=first,
                valid_until=last,
                limits=(
                    PermittedEmission(pollutant=Pollutant.COD, kind=LimitKind.LIMITED, yearly=(grams * 1_000_000,) * 5),
                ),
            ),
        )

    with bureau.desk("市局经办") as desk:
        periods = desk.work.registers.all(Permit, owner=CHEMICALS)
    assert [(each.valid_from.year, each.limits[0].yearly[0]) for each in periods] == [
        (2024, 4_000_000),
        (2029, 3_000_000),
    ]


def test_the_price_standard_of_a_day_is_the_latest_that_had_begun(bureau: Bureau) -> None:
    for first, price in ((date(2026, 1, 1), 10_000_000), (date(2026, 7, 1), 12_000_000)):
        bureau.do(
            "price_standard.set",
            SetPriceStandard(
                effective_on=DAY,
                pollutant=Pollutant.COD,
                unit_price=price,
                basis=PriceBasis.YEAR,
                from_day=first,
                document="示例价格文件",
            ),
        )

    with bureau.desk("市局经办") as desk:
        facts = desk.facts(CorrectContact(effective_on=DAY, credit_code=CHEMICALS, contact=""))
        found = [
            standard_of(facts, Pollutant.COD, on=day)
            for day in (date(2025, 12, 31), date(2026, 6, 30), date(2026, 7, 1))
        ]
    assert [standard.unit_price if standard else None for standard in found] == [None, 10_000_000, 12_000_000]


def test_a_corrected_bulletin_takes_the_place_of_the_first(bureau: Bureau) -> None:
    for not_attained in ((Pollutant.PARTICULATES,), (Pollutant.PARTICULATES, Pollutant.NITROGEN_OXIDES)):
        bureau.do(
            "attainment.record",
            RecordAttainment(effective_on=DAY, year=2025, not_attained=not_attained, document="示例公报"),
        )

    assert set(_find(bureau, Attainment, "2025").not_attained) == {Pollutant.PARTICULATES, Pollutant.NITROGEN_OXIDES}


def test_the_first_area_of_all_can_be_registered_before_there_is_a_city(bureau: Bureau) -> None:
    bureau.do("area.register", RegisterArea(effective_on=DAY, name="新区", basins=("海河",)))

    assert bureau.refused("area.register", RegisterArea(effective_on=DAY, name="新区", city=True)) == [
        "basin.removed",
        "area.city_fixed",
    ]


def test_names_and_numbers_that_look_alike_are_the_same(bureau: Bureau) -> None:
    """Case, width and the script of letters make no other enterprise, and no other facility."""
    _enterprise(bureau, CHEMICALS, "ABC（集团）化工")

    for name in ("abc(集团)化工", "АВС（集团）化工"):  # the second with Cyrillic letters
        other = RegisterEnterprise(effective_on=DAY, credit_code=TEXTILES, name=name, area=EAST)
        assert bureau.refused("enterprise.register", other) == ["enterprise.name_taken"]
    aliases = RegisterEnterprise(
        effective_on=DAY, credit_code=TEXTILES, name="示例纺织", area=EAST, aliases=("Abc（集团）化工", "EF", "ef")
    )
    assert bureau.refused("enterprise.register", aliases) == ["enterprise.alias_taken", "enterprise.alias_repeated"]
    bureau.do(
        "enterprise.rename",
        RenameEnterprise(effective_on=DAY, credit_code=CHEMICALS, name="Abc（集团）化工", document="示例文件"),
    )
    assert bureau.refused("enterprise.register", replace(aliases, aliases=(), name="ABC（集团）化工")) == [
        "enterprise.name_taken"
    ]

    bureau.do("facility.register", RegisterFacility(effective_on=DAY, id="DEMO-B1", name="锅炉", area=EAST, basin=HAI))
    alike = RegisterFacility(effective_on=DAY, id="demo-В1", name="锅炉", area=EAST, basin=HAI)
    assert bureau.refused("facility.register", alike) == ["facility.registered"]
