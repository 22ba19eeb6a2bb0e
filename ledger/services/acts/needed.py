"""What a project must still acquire, from the reserve or from another enterprise."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ledger.domain.award import Acquired, Award, AwardState
from ledger.domain.project_traits import Regime
from ledger.domain.transfer import Transfer, TransferState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.domain.pollutant import Pollutant
    from ledger.domain.project import Project
    from ledger.services.act import Facts


def still_needed(facts: Facts, project: Project) -> Mapping[Pollutant, int]:
    """Return what is in scope of a project, less what it acquired, was awarded, or has under contract, in grams.

    Below zero where it has more than it needs.
    """
    needed: dict[Pollutant, int] = defaultdict(int)
    for factor in project.factors_under(Regime.IN_SCOPE):
        needed[factor.pollutant] += factor.increment
    for acquired in facts.registers.all(Acquired, owner=project.id):
        needed[acquired.pollutant] -= acquired.grams
    for award in facts.registers.all(Award):
        if award.project == project.id and award.state is AwardState.AWARDED:
            for line in award.lines:
                needed[line.pollutant] -= line.grams
    for sale in facts.registers.all(Transfer):
        if sale.project == project.id and sale.state is TransferState.CONTRACTED:
            for sold in sale.lines:
                needed[sold.tranche.pollutant] -= sold.grams
    return needed
