"""How far a reader of the books sees: persons of a branch the area of their branch, everybody else the whole city."""

from __future__ import annotations

from ledger.domain.people.actor import Office
from ledger.domain.registers.facility import Facility
from web.context import current


def area_in_reach() -> str | None:
    """Return the one area that the person may see; None for all of them."""
    person = current().person
    return person.area if person.office is Office.BRANCH else None


def traceable(source: str) -> bool:
    """Return whether the person may follow the credit of a facility: a branch holds that of other areas as well.

    :param source: the number of the facility.
    """
    area = area_in_reach()
    if area is None:
        return True
    facility = current().registers.find(Facility, source)
    return facility is not None and facility.area == area
