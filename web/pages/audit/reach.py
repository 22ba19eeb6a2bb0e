"""How far a reader of the books sees: persons of a branch the area of their branch, everybody else the whole city."""

from __future__ import annotations

from ledger.domain.people.actor import Office
from web.context import current


def area_in_reach() -> str | None:
    """Return the one area that the person may see; None for all of them."""
    person = current().person
    return person.area if person.office is Office.BRANCH else None
