"""Names in lists: holders by their credit codes, areas and pollutants as they are offered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ledger.domain.registers.area import Area
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.values.pollutant import Pollutant
from ledger.projections.accounts.names import GROUNDS
from web.context import current
from web.pages.presentation import party, pollutant_name

if TYPE_CHECKING:
    from collections.abc import Sequence

_NOWHERE: Final = ""
"""No area is called so."""


def holder_name(code: str | None) -> str:
    """Return what the holder of a credit code is called; what is no code of the register stays."""
    if code is None:
        return ""
    found = current().registers.find(Enterprise, code)
    return party(code) if found is None else found.name


def holder_name_and_code(code: str | None) -> str:
    """Return the same with the credit code of an enterprise: others in old rounds may have borne the same name."""
    found = None if code is None else current().registers.find(Enterprise, code)
    return holder_name(code) if found is None else f"{found.name}（{found.credit_code}）"


def credit_code(holder: str | None) -> str | None:
    """Return a holder as it stands in the books, unless an account is divided there by ground and not by person."""
    return None if holder in GROUNDS else holder


def offered_areas() -> Sequence[tuple[str, Any]]:
    """Return the areas that the person sees."""
    context = current()
    return [(area.name, area.name) for area in context.registers.all(Area) if context.person.sits_in(area.name)]


def offered_pollutants() -> Sequence[tuple[str, Any]]:
    """Return the pollutants."""
    return [(pollutant.value, pollutant_name(pollutant)) for pollutant in Pollutant]


def in_scope(area: str | None) -> str | None:
    """Return the area that is asked for; a person of a branch sees that of the branch, and nothing of any other."""
    own = current().person.area
    return own or area if own is None or area in {None, own} else _NOWHERE
