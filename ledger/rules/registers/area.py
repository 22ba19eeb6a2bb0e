"""What holds wherever tonnes belong to an area, and what an area is judged on when it is registered.

Source: G38 (water is traded within one basin only); two basins meet in the city.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from ledger.domain.law.ground import unmet
from ledger.domain.registers.area import PROVINCE, WHOLE_CITY, Area, RegisterArea
from ledger.domain.values.pollutant import Medium, Pollutant
from ledger.errors import Breach, enumerated, say
from ledger.rules.judge import Check, breach
from ledger.rules.law import keys
from ledger.rules.law.book import RuleBook

_CODE: Final = re.compile(r"[1-9][0-9]{5}", re.ASCII)


def basin_breach(pollutant: Pollutant, basin: str | None, *, area: Area, on: date, book: RuleBook) -> Breach | None:
    """Return the breach of a pollutant that names no basin of its area, or a basin where it has none."""
    if pollutant.medium is Medium.AIR:
        if basin is None:
            return None
        return unmet(
            code="basin.not_water",
            detail=say("{pollutant}是大气污染物，不属于任何流域；请去掉“{basin}”", pollutant=pollutant, basin=basin),
        )
    provision = book.provision(keys.TRADE_WATER_AREA, on=on)
    if basin in area.basins:
        return None
    named = {"pollutant": pollutant, "area": area.name, "known": enumerated(area.basins)}
    if basin is None:
        detail = say("{pollutant}须注明“{area}”所属的流域（{known}），尚未填写", **named)
    else:
        detail = say("{pollutant}须注明“{area}”所属的流域（{known}），现为“{basin}”", **named, basin=basin)
    return breach(provision, code="basin.unknown", detail=detail)


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaCase:
    """An area beside what is registered of it and of the others."""

    asked: RegisterArea
    registered: Area | None
    others: tuple[Area, ...]

    @property
    def area(self) -> str:
        """Return the area itself."""
        return self.asked.name

    @property
    def record(self) -> Area:
        """Return the area as it is to be registered."""
        asked = self.asked
        return Area(name=asked.name, basins=asked.basins, city=asked.city, code=asked.code, office=asked.office)


def name_can_be_borne(case: AreaCase, book: RuleBook) -> Breach | None:
    """Refuse the name that stands for no single area."""
    del book
    if case.asked.name not in {WHOLE_CITY, PROVINCE}:
        return None
    return unmet(code="area.reserved", detail=say("“{name}”不能用作区域名", name=case.asked.name))


def area_changes(case: AreaCase, book: RuleBook) -> Breach | None:
    """Refuse what is registered already."""
    del book
    if case.record != case.registered:
        return None
    return unmet(code="area.registered", detail=say("区域“{name}”已经如此登记", name=case.asked.name))


def basins_differ(case: AreaCase, book: RuleBook) -> Breach | None:
    """Refuse a basin that is named twice."""
    del book
    basins = case.asked.basins
    repeated = sorted({basin for basin in basins if basins.count(basin) > 1})
    if not repeated:
        return None
    return unmet(code="basin.repeated", detail=say("流域重复：{basins}", basins=enumerated(repeated)))


def no_basin_is_lost(case: AreaCase, book: RuleBook) -> Breach | None:
    """Refuse to take away a basin, in which rights may be held."""
    del book
    lost = () if case.registered is None else tuple(set(case.registered.basins) - set(case.asked.basins))
    if not lost:
        return None
    return unmet(
        code="basin.removed",
        detail=say("“{area}”已登记的流域不能去掉：{basins}", area=case.asked.name, basins=enumerated(sorted(lost))),
    )


def one_city(case: AreaCase, book: RuleBook) -> Breach | None:
    """Refuse a second city, or to turn an area into the city or back."""
    del book
    asked, registered = case.asked, case.registered
    if registered is not None and registered.city is not asked.city:
        return unmet(code="area.city_fixed", detail=say("“{name}”是否为全市在登记后不能更改", name=asked.name))
    city = next((other.name for other in case.others if other.city), None)
    if not asked.city or city is None:
        return None
    return unmet(
        code="area.second_city", detail=say("全市已登记为“{city}”，不能再有“{name}”", city=city, name=asked.name)
    )


def code_is_its_own(case: AreaCase, book: RuleBook) -> Breach | None:
    """Refuse an administrative code of another form than GB/T 2260, or of another area."""
    del book
    code = case.asked.code
    if code is None:
        return None
    if _CODE.fullmatch(code) is None:
        return unmet(code="area.code_form", detail=say("行政区划代码“{code}”应为6位数字", code=code))
    bearer = next((other.name for other in case.others if other.code == code), None)
    if bearer is None:
        return None
    return unmet(code="area.code_taken", detail=say("行政区划代码{code}已登记于“{bearer}”", code=code, bearer=bearer))


REGISTERING: Final[tuple[Check[AreaCase], ...]] = (
    name_can_be_borne,
    area_changes,
    basins_differ,
    no_basin_is_lost,
    one_city,
    code_is_its_own,
)
