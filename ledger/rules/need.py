"""What a project must still acquire: what is in scope, less what it has or is about to get.

Source: LC25 art. 4 (what is in scope must be acquired by trading), rule TR-08 (and no more than that).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from ledger.domain.award import Acquired, Award, AwardState
from ledger.domain.pollutant import Pollutant
from ledger.domain.project import Project
from ledger.domain.project_traits import Regime
from ledger.domain.transfer import Transfer, TransferState


def still_needed(
    project: Project, *, acquired: Iterable[Acquired], awards: Iterable[Award], sales: Iterable[Transfer]
) -> Mapping[Pollutant, int]:
    """Return what is in scope of a project, less what it acquired, was awarded, or has under contract, in grams.

    Below zero where it has more than it needs.

    :param acquired: what was delivered to the project.
    :param awards: awards of the reserve, ``sales`` contracts between enterprises; those of other projects do not count.
    """
    needed: dict[Pollutant, int] = defaultdict(int)
    for factor in project.factors_under(Regime.IN_SCOPE):
        needed[factor.pollutant] += factor.increment
    for delivered in acquired:
        needed[delivered.pollutant] -= delivered.grams
    for award in awards:
        if award.project == project.id and award.state is AwardState.AWARDED:
            for line in award.lines:
                needed[line.pollutant] -= line.grams
    for sale in sales:
        if sale.project == project.id and sale.state is TransferState.CONTRACTED:
            for sold in sale.lines:
                needed[sold.tranche.pollutant] -= sold.grams
    return needed
