"""Where the demonstration takes place: a city that does not exist, its areas, basins, persons and enterprises.

Every name is made up. The credit codes are well formed but carry the area code 000000, which nobody has.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import Final

from ledger.domain.people.actor import Office, Role, User
from ledger.domain.registers.area import Area
from ledger.domain.values.credit_code import ALPHABET, check_character

CITY: Final = "示例市"
BUREAU: Final = f"{CITY}生态环境局"
NORTH_RIVER: Final = "示例北河"
SOUTH_RIVER: Final = "示例南河"

_BOTH: Final = (NORTH_RIVER, SOUTH_RIVER)
_NORTH: Final = (NORTH_RIVER,)
_AREAS: Final = (
    Area(name=CITY, basins=_BOTH, city=True),
    Area(name="青原区", basins=_NORTH),
    Area(name="明川区", basins=_NORTH),
    Area(name="临桥市", basins=_NORTH),
    Area(name="安陌县", basins=_NORTH),
    Area(name="平岭县", basins=_BOTH),
    Area(name="阳滩县", basins=_BOTH),
    Area(name="东渚县", basins=(SOUTH_RIVER,)),
    Area(name="高畦县", basins=_NORTH),
    Area(name="示例经济开发区", basins=_NORTH),
    Area(name="示例高新区", basins=_NORTH),
    Area(name="示例旅游度假区", basins=_NORTH),
)
AREAS: Final = tuple(replace(area, office=BUREAU if area.city else f"{BUREAU}{area.name}分局") for area in _AREAS)
"""The city, which keeps the balancing pool, and its eleven areas, each with a branch."""
BRANCHES: Final = tuple(area for area in AREAS if not area.city)

_FAMILY_NAMES: Final = "赵钱孙李周吴郑王冯陈褚卫"
_FIRST: Final = "嘉禾瑞恒同裕景泰永和安顺德润广源盛昌宏远正达"
_SECOND: Final = "泽丰润林川通宁康和源华信茂达兴隆祥立成海"
_SECTORS: Final = (
    ("纸业", "造纸和纸制品业", False),
    ("化工", "化学原料和化学制品制造业", False),
    ("热电", "电力、热力生产和供应业", True),
    ("铝业", "有色金属冶炼和压延加工业", False),
    ("食品", "农副食品加工业", False),
    ("纺织", "纺织业", False),
    ("建材", "非金属矿物制品业", False),
    ("轴承", "通用设备制造业", False),
    ("包装", "印刷和记录媒介复制业", False),
    ("木业", "木材加工业", False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedEnterprise:
    """An enterprise of the demonstration."""

    credit_code: str
    name: str
    area: Area
    sector: str
    thermal_power: bool


def persons() -> tuple[User, ...]:
    """Return the persons of the bureau, its centre and its branches; each name says what the person does."""
    branches = [
        User(name=f"{_FAMILY_NAMES[place]}{task}（{area.name}）", role=role, office=Office.BRANCH, area=area.name)
        for place, area in enumerate(BRANCHES)
        for task, role in (("经办", Role.CLERK), ("复核", Role.REVIEWER))
    ]
    return (
        *branches,
        User(name="卫经办（市局）", role=Role.CLERK, office=Office.BUREAU),
        User(name="蒋审批（市局）", role=Role.REVIEWER, office=Office.BUREAU),
        User(name="曹经办（市局）", role=Role.CLERK, office=Office.BUREAU),
        User(name="魏审批（市局）", role=Role.REVIEWER, office=Office.BUREAU),
        User(name="沈经办（中心）", role=Role.CLERK, office=Office.CENTRE),
        User(name="韩财务（市局）", role=Role.FINANCE, office=Office.BUREAU),
        User(name="杨审计", role=Role.AUDITOR),
    )


def enterprises(random: Random, count: int) -> tuple[PlannedEnterprise, ...]:
    """Return so many enterprises, spread over the areas, no two of one name."""
    names = [f"示例{first}{second}" for first in _FIRST for second in _SECOND if first != second]
    random.shuffle(names)
    planned = []
    for number, name in enumerate(names[:count]):
        kind, sector, thermal_power = random.choices(_SECTORS, weights=(8, 14, 4, 8, 18, 10, 14, 12, 6, 6))[0]
        planned.append(
            PlannedEnterprise(
                credit_code=credit_code(number),
                name=f"{name}{kind}有限公司",
                area=BRANCHES[number % len(BRANCHES)],
                sector=sector,
                thermal_power=thermal_power,
            )
        )
    return tuple(planned)


def credit_code(number: int) -> str:
    """Return a well-formed credit code that nobody has."""
    digits = ""
    for _ in range(9):
        number, digit = divmod(number, len(ALPHABET))
        digits = ALPHABET[digit] + digits
    first = f"91000000{digits}"
    return first + check_character(first)
