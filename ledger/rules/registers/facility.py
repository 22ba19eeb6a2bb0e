"""What a facility is judged on when it is registered: one number, one facility, of an enterprise that is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ledger.domain.law.ground import unmet
from ledger.domain.registers.area import Area
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.registers.facility import Facility, RegisterFacility
from ledger.errors import Breach, enumerated, say
from ledger.rules.judge import Check
from ledger.rules.law.book import RuleBook
from ledger.rules.registers.enterprise import inactive


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilityCase:
    """A new facility beside its area, its enterprise and what has its number."""

    asked: RegisterFacility
    area_: Area
    enterprise: Enterprise | None
    registered: Facility | None

    @property
    def area(self) -> str:
        """Return the area of the facility."""
        return self.asked.area


def number_is_new(case: FacilityCase, book: RuleBook) -> Breach | None:
    """Refuse a number that is registered, for this facility or for another."""
    del book
    if case.registered is None:
        return None
    return unmet(
        code="facility.registered",
        detail=say("设施编号“{id}”已登记于“{name}”", id=case.asked.id, name=case.registered.name),
    )


def enterprise_is_active(case: FacilityCase, book: RuleBook) -> Breach | None:
    """Refuse a facility of an enterprise that has ended."""
    del book
    return None if case.enterprise is None else inactive(case.enterprise)


def basin_is_of_the_area(case: FacilityCase, book: RuleBook) -> Breach | None:
    """Refuse a basin that does not run through the area."""
    del book
    basin = case.asked.basin
    if basin is None or basin in case.area_.basins:
        return None
    return unmet(
        code="facility.basin",
        detail=say(
            "“{basin}”不是“{area}”的流域（{known}）",
            basin=basin,
            area=case.area_.name,
            known=enumerated(case.area_.basins),
        ),
    )


CHECKS: Final[tuple[Check[FacilityCase], ...]] = (number_is_new, enterprise_is_active, basin_is_of_the_area)
