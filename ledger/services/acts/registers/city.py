"""What the registers know: areas, facilities, price standards, the attainment of a year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.act import Path, Series, Voucher
from ledger.domain.money.price_standard import PriceStandard, SetPriceStandard
from ledger.domain.registers.area import Area, RegisterArea
from ledger.domain.registers.attainment import Attainment, RecordAttainment
from ledger.domain.registers.facility import Facility, RegisterFacility
from ledger.rules.money import price_standard as price_rules
from ledger.rules.money.price_standard import PriceStandardCase
from ledger.rules.registers import area as area_rules
from ledger.rules.registers import attainment as attainment_rules
from ledger.rules.registers import facility as facility_rules
from ledger.rules.registers.area import AreaCase
from ledger.rules.registers.attainment import AttainmentCase
from ledger.rules.registers.facility import FacilityCase
from ledger.services.act import Act
from ledger.services.acts.registers.known import area_of, enterprise_of

if TYPE_CHECKING:
    from ledger.services.act import Facts


def gather_area(facts: Facts, asked: RegisterArea) -> AreaCase:
    """Look up the other areas."""
    areas = facts.registers.all(Area)
    return AreaCase(
        asked=asked,
        registered=facts.registers.find(Area, asked.name),
        others=tuple(area for area in areas if area.name != asked.name),
    )


def draw_up_area(case: AreaCase) -> Voucher:
    """Register the area."""
    return Voucher(narration=f"登记区域“{case.asked.name}”", facts=(case.record,))


def gather_facility(facts: Facts, asked: RegisterFacility) -> FacilityCase:
    """Look up the area, the enterprise and the number."""
    return FacilityCase(
        asked=asked,
        area_=area_of(facts, asked.area),
        enterprise=None if asked.enterprise is None else enterprise_of(facts, asked.enterprise),
        registered=facts.registers.alike(Facility, asked.id),
    )


def draw_up_facility(case: FacilityCase) -> Voucher:
    """Register the facility, operating."""
    asked = case.asked
    return Voucher(
        narration=f"登记设施“{asked.name}”（{asked.id}）",
        facts=(
            Facility(id=asked.id, name=asked.name, area=asked.area, enterprise=asked.enterprise, basin=asked.basin),
        ),
    )


def gather_price_standard(facts: Facts, asked: SetPriceStandard) -> PriceStandardCase:
    """Look up the standards of the pollutant."""
    standards = facts.registers.all(PriceStandard, owner=asked.pollutant.value)
    return PriceStandardCase(asked=asked, latest=max(standards, key=lambda standard: standard.from_day, default=None))


def draw_up_price_standard(case: PriceStandardCase) -> Voucher:
    """Register the standard."""
    asked = case.asked
    return Voucher(
        narration=f"自{asked.from_day}起{asked.pollutant.chinese}价格标准（{asked.document}）", facts=(case.record,)
    )


def gather_attainment(facts: Facts, asked: RecordAttainment) -> AttainmentCase:
    """Look up what is recorded of the year."""
    return AttainmentCase(asked=asked, recorded=facts.registers.find(Attainment, str(asked.year)))


def draw_up_attainment(case: AttainmentCase) -> Voucher:
    """Register the attainment."""
    return Voucher(narration=f"{case.asked.year}年环境质量达标情况（{case.asked.document}）", facts=(case.record,))


ACTS: Final[tuple[Act[Any, Any], ...]] = (
    Act(
        kind="area.register",
        title="登记区域",
        command=RegisterArea,
        series=Series.REGISTERS,
        path=Path.BUREAU,
        gather=gather_area,
        checks=area_rules.REGISTERING,
        draw_up=draw_up_area,
    ),
    Act(
        kind="facility.register",
        title="登记设施",
        command=RegisterFacility,
        series=Series.REGISTERS,
        path=Path.BRANCH,
        gather=gather_facility,
        checks=facility_rules.CHECKS,
        draw_up=draw_up_facility,
    ),
    Act(
        kind="price_standard.set",
        title="设定价格标准",
        command=SetPriceStandard,
        series=Series.REGISTERS,
        path=Path.BUREAU,
        gather=gather_price_standard,
        checks=price_rules.CHECKS,
        draw_up=draw_up_price_standard,
    ),
    Act(
        kind="attainment.record",
        title="登记年度达标情况",
        command=RecordAttainment,
        series=Series.REGISTERS,
        path=Path.BUREAU,
        gather=gather_attainment,
        checks=attainment_rules.CHECKS,
        draw_up=draw_up_attainment,
    ),
)
