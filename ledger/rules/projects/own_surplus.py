"""What of its own surplus an enterprise may take for its own project, instead of buying (企业内部调剂).

Source: CA-07 and TR-08 (surplus is what was determined), CS61 art. 9 (a new project pays for its right), G38 art. 9
(basins), practice 6.2 (one gram, one use); that own surplus counts at all is assumed (assumption 48).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ledger.domain.credits.facility_card import FacilityCard
from ledger.domain.projects.confirmation import OwnLine
from ledger.domain.projects.project import Project
from ledger.domain.projects.project_traits import Regime
from ledger.domain.values.quantity import format_tonnes
from ledger.errors import Breach, say
from ledger.rules.claims.claim import named_twice, not_free
from ledger.rules.credits.facility_card import not_named, sold_once
from ledger.rules.judge import breach
from ledger.rules.law import keys
from ledger.rules.law.book import RuleBook
from ledger.rules.law.provision import Provision
from ledger.rules.projects.need import Kind, elsewhere
from ledger.rules.rights.tranche import not_in_force, not_paid_for, nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSurplus:
    """What a project is to take of its enterprise's surplus, beside what there is.

    Attributes:
        lines: as they are named.
        free: of each line, the surplus of the tranche that nobody has or waits for, in grams.
        credited: of each line, the credit of the enterprise's facilities for which no right was given up.
        wanting: what the project still needs to acquire of each pollutant and basin.
        cards: of the facilities that lines name, as they would be afterwards.

    """

    lines: tuple[OwnLine, ...]
    free: tuple[int, ...]
    credited: tuple[int, ...]
    wanting: Mapping[Kind, int]
    cards: tuple[FacilityCard, ...]


def unfit(own: OwnSurplus, project: Project, *, on: date, book: RuleBook) -> tuple[Breach, ...]:
    """Return the breaches of what a project is to take of its enterprise's own surplus."""
    return tuple(_unfit(own, project, on=on, book=book)) if own.lines else ()


def _unfit(own: OwnSurplus, project: Project, *, on: date, book: RuleBook) -> Iterator[Breach]:
    law = book.provision(keys.PROJECT_OWN_SURPLUS, on=on)
    if law.value == "none":
        yield breach(law, code="own.not_allowed", detail=say("企业自有富余排污权不得用于本企业项目，须另行取得"))
    found: list[Breach | None] = [named_twice([line.tranche.unit(project.area).code for line in own.lines])]
    for line, free, credited in zip(own.lines, own.free, own.credited, strict=True):
        found += [
            nothing(line.grams),
            not_in_force(line.tranche, on=on),
            not_paid_for(line.tranche, law) if law.value == "paid" else None,
            not_free(line.tranche, grams=line.grams, free=free),
            not_named(line.tranche, facility=line.facility, credited=credited),
        ]
    taken = _by_kind(own.lines)
    found += [elsewhere(project, area=project.area, named=taken), *_beyond_need(project, taken, own.wanting, law=law)]
    yield from (each for each in found if each is not None)
    yield from sold_once(own.cards)


def _by_kind(lines: Sequence[OwnLine]) -> Mapping[Kind, int]:
    taken: dict[Kind, int] = {}
    for line in lines:
        kind = (line.tranche.pollutant, line.tranche.basin)
        taken[kind] = taken.get(kind, 0) + line.grams
    return taken


def _beyond_need(
    project: Project, taken: Mapping[Kind, int], wanting: Mapping[Kind, int], *, law: Provision[Any]
) -> Iterator[Breach]:
    in_scope = {factor.pollutant for factor in project.factors_under(Regime.IN_SCOPE)}
    for (pollutant, basin), grams in taken.items():
        wanted = max(wanting.get((pollutant, basin), 0), 0)
        if grams > wanted or pollutant not in in_scope:
            yield breach(
                law,
                code="own.beyond_need",
                detail=say(
                    "项目“{project}”须通过交易取得的{pollutant}尚缺{wanted}吨/年，拟使用自有富余{grams}吨/年",
                    project=project.id,
                    pollutant=pollutant.words,
                    wanted=format_tonnes(wanted),
                    grams=format_tonnes(grams),
                ),
            )
