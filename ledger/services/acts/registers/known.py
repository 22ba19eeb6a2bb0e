"""What acts look up in the registers, and the answer where it is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.domain.money.price_standard import PriceStandard, standard_on
from ledger.domain.projects.project import Project
from ledger.domain.registers.area import Area
from ledger.domain.registers.enterprise import Enterprise, EnterpriseName
from ledger.domain.registers.facility import Facility
from ledger.domain.values.working_days import WorkingDays, registered_year, shipped_working_days
from ledger.errors import NotFound, say

if TYPE_CHECKING:
    from datetime import date

    from ledger.domain.values.pollutant import Pollutant
    from ledger.services.act import Facts


def area_of(facts: Facts, name: str) -> Area:
    """Return a registered area.

    :raises NotFound: ``area.missing``.
    """
    found = facts.registers.find(Area, name)
    if found is None:
        raise NotFound(say("没有登记名为“{name}”的区域", name=name), code="area.missing")
    return found


def enterprise_of(facts: Facts, credit_code: str) -> Enterprise:
    """Return a registered enterprise, whatever its state and whatever area it is registered in.

    The register of enterprises is one for the city and a credit code is public; an enterprise may come to have
    something in any area. What it has elsewhere is nobody's to see.

    :raises NotFound: ``enterprise.missing``.
    """
    return _there(facts.registers.find(Enterprise, credit_code), credit_code)


def own_enterprise_of(facts: Facts, credit_code: str) -> Enterprise:
    """Return an enterprise whose entry in the register is to be changed, in the sight of the one who asks.

    :raises NotFound: ``enterprise.missing``.
    """
    return _there(facts.named(Enterprise, credit_code), credit_code)


def _there(found: Enterprise | None, credit_code: str) -> Enterprise:
    if found is None:
        raise NotFound(say("没有登记统一社会信用代码为“{code}”的企业", code=credit_code), code="enterprise.missing")
    return found


def facility_of(facts: Facts, number: str) -> Facility:
    """Return a registered facility, whatever its state.

    :raises NotFound: ``facility.missing``.
    """
    found = facts.named(Facility, number)
    if found is None:
        raise NotFound(say("没有登记编号为“{number}”的设施", number=number), code="facility.missing")
    return found


def standard_of(facts: Facts, pollutant: Pollutant, on: date) -> PriceStandard | None:
    """Return the price standard of a pollutant that is in force on a day; None where none was set."""
    return standard_on(tuple(facts.registers.all(PriceStandard, owner=pollutant.value)), on)


def bearer_of(facts: Facts, name: str, *, besides: str) -> str | None:
    """Return the credit code of the enterprise that bears a name now, or one like it, ``besides`` one of them."""
    borne = name_borne(facts, name)
    return None if borne is None or borne.credit_code == besides else borne.credit_code


def name_borne(facts: Facts, name: str) -> EnterpriseName | None:
    """Return who bears a name, or one that cannot be told from it."""
    folds = EnterpriseName(name=name).subject
    # Older registrations stand under the name as it is written.
    return facts.registers.find(EnterpriseName, folds) or facts.registers.find(EnterpriseName, name)


def working_days_of(facts: Facts, *, since: date) -> WorkingDays:
    """Return the calendar of working days of a day's year and the next: as shipped, or as registered since."""
    calendar = shipped_working_days()
    for year in (since.year, since.year + 1):
        try:
            body = facts.registers.body("working_days", str(year))
        except NotFound:
            continue
        calendar = calendar.extended(registered_year(body))
    return calendar


def project_of(facts: Facts, number: str) -> Project:
    """Return a project that was taken in.

    :raises NotFound: ``project.missing``.
    """
    found = facts.named(Project, number)
    if found is None:
        raise NotFound(say("没有登记编号为“{number}”的项目", number=number), code="project.missing")
    return found
