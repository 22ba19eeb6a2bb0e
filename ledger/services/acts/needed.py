"""What a project must still acquire, from the reserve or from another enterprise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.domain.award import Acquired, Award
from ledger.domain.transfer import Transfer
from ledger.rules import need

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.domain.pollutant import Pollutant
    from ledger.domain.project import Project
    from ledger.services.act import Facts


def still_needed(facts: Facts, project: Project) -> Mapping[Pollutant, int]:
    """Return what a project must still acquire of each pollutant, in grams; below zero where it has more."""
    return need.still_needed(
        project,
        acquired=facts.registers.all(Acquired, owner=project.id),
        awards=facts.registers.all(Award),
        sales=facts.registers.all(Transfer),
    )
