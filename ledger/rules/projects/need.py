"""What a project must still acquire, and where: what is in scope, less what it has or is about to get.

Source: LC25 art. 4 (what is in scope must be acquired by trading), rule TR-08 (and no more than that), G38 art. 9
(water stays in its basin, areas that do not attain get nothing from others).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from ledger.domain.law.ground import unmet
from ledger.domain.projects.acquired import Acquired
from ledger.domain.projects.project import Project
from ledger.domain.projects.project_traits import Regime
from ledger.domain.rights.award import Award, AwardState
from ledger.domain.rights.transfer import Transfer, TransferState
from ledger.domain.values.pollutant import Pollutant
from ledger.errors import Breach, say

Kind = tuple[Pollutant, str | None]
"""Of what a project in an area needs tonnes: pollutant and, for water, basin."""


def still_needed(
    project: Project, *, acquired: Iterable[Acquired], awards: Iterable[Award], sales: Iterable[Transfer]
) -> Mapping[Kind, int]:
    """Return what is in scope of a project, less what it acquired, was awarded, or has under contract, in grams.

    Below zero where it has more than it needs. Tonnes of another area or basin cover nothing.

    :param acquired: what was delivered to the project, and is still held.
    :param awards: awards of the reserve, ``sales`` contracts between enterprises; those of other projects do not count.
    """
    needed: dict[Kind, int] = defaultdict(int)
    for factor in project.factors_under(Regime.IN_SCOPE):
        needed[factor.pollutant, factor.basin] += factor.increment
    for delivered in acquired:
        if delivered.unit.area == project.area:
            needed[delivered.pollutant, delivered.unit.basin] -= delivered.grams
    for award in awards:
        if (award.project, award.area, award.state) == (project.id, project.area, AwardState.AWARDED):
            for line in award.lines:
                needed[line.pollutant, line.basin] -= line.grams
    for sale in sales:
        if (sale.project, sale.buyer_area, sale.state) == (project.id, project.area, TransferState.CONTRACTED):
            for sold in sale.lines:
                needed[sold.tranche.pollutant, sold.tranche.basin] -= sold.grams
    return needed


def covering(project: Project, acquired: Iterable[Acquired]) -> Mapping[Pollutant, int]:
    """Return what covers a project of each pollutant: acquired for it in its own area and basin, in grams."""
    kinds = {(factor.pollutant, factor.basin) for factor in project.factors}
    total: dict[Pollutant, int] = defaultdict(int)
    for each in acquired:
        fits = each.unit.area == project.area and (each.pollutant, each.unit.basin) in kinds
        if each.project == project.id and fits:
            total[each.pollutant] += each.grams
    return total


def of_another(project: Project | None, *, buyer: str) -> Breach | None:
    """Return the breach of a purchase for the project of another enterprise."""
    if project is None or project.enterprise == buyer:
        return None
    return unmet(
        code="transfer.project_of_another",
        detail=say(
            "项目“{project}”属于{owner}，不属于受让方{buyer}", project=project.id, owner=project.enterprise, buyer=buyer
        ),
    )


def elsewhere(project: Project | None, *, area: str, named: Iterable[Kind]) -> Breach | None:
    """Return the breach of tonnes that are not in the area, or not in the basin, of the project that they are for.

    :param area: in which the buyer gets the tonnes; ``named`` is what they are.
    """
    if project is None:
        return None
    if project.area != area:
        return unmet(
            code="project.other_area",
            detail=say(
                "项目“{project}”位于{home}，不能以{area}的排污权满足其需要",
                project=project.id,
                home=project.area,
                area=area,
            ),
        )
    basins = {factor.pollutant: factor.basin for factor in project.factors}
    for pollutant, basin in named:
        if pollutant in basins and basins[pollutant] != basin:
            return unmet(
                code="project.other_basin",
                detail=say(
                    "项目“{project}”的{pollutant}排入{home}，不能以{basin}的排污权满足其需要",
                    project=project.id,
                    pollutant=pollutant.words,
                    home=basins[pollutant] or "—",
                    basin=basin or "—",
                ),
            )
    return None
