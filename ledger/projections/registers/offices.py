"""Under which name the environment office of the city, whose books these are, signs its papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.domain.registers.area import Area
from ledger.store.registers import Registers

if TYPE_CHECKING:
    from ledger.projections.view import View


def bureau_of(view: View) -> str | None:
    """Return the name of the bureau as the city is registered with it; None where the book does not know it."""
    return next((area.office for area in Registers(view).all(Area) if area.city), None)
