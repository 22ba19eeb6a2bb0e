"""How much of the tonnes that change hands, or their tranche, was renewed already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.domain.rights.renewed import Moved, renewals_moving
from ledger.domain.rights.right_acts import Renewal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.services.act import Facts


def renewals_following(facts: Facts, moves: Iterable[Moved]) -> tuple[Renewal, ...]:
    """Return the records of renewals as they are when the tonnes have moved."""

    def known(code: str, unit: str) -> Renewal | None:
        return facts.registers.find(Renewal, unit, owner=code)

    return renewals_moving(moves, known=known)
