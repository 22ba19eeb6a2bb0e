"""What the pages share that search the journal: the choices of their form, and the conditions as they were sent."""

from __future__ import annotations

from typing import Any, Final

import flask

from ledger.domain.bookkeeping.account import CHART
from ledger.domain.people.actor import User
from ledger.projections.overview import areas
from web.context import LANGUAGE_PARAMETER, current
from web.pages.audit.kinds import KINDS
from web.pages.audit.reach import area_in_reach

_PLACES: Final = frozenset({"before", "after", LANGUAGE_PARAMETER})


def choices() -> dict[str, Any]:
    """Return what the form offers: areas, lines of the chart, kinds of acts, persons."""
    area = area_in_reach()
    persons = (user for user in current().registers.all(User) if area is None or user.area == area)
    return {
        "areas": areas(current().view) if area is None else [area],
        "chart": CHART,
        "kinds": KINDS,
        "persons": sorted(user.name for user in persons),
    }


def sent_conditions() -> dict[str, str]:
    """Return the conditions of the address as they were sent, without the place of the page: pages keep them."""
    return {name: value for name, value in flask.request.args.items() if name not in _PLACES and value.strip()}
