"""What the parts of the pictures are called, in Chinese; the catalogue has the English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ledger.domain.bookkeeping.unit import UnitKind
from ledger.domain.rights.cap import CapKind
from ledger.errors import Message, say
from ledger.projections.money.arrears import Age
from ledger.projections.pictures.business import Business, Stand
from ledger.projections.pictures.cap_use import Part

PARTS: Final[Mapping[Part, Message]] = {
    Part.IN_USE: say("在用"),
    Part.SURPLUS: say("富余可交易"),
    Part.LISTED: say("挂牌"),
    Part.CONTRACTED: say("已签合同"),
    Part.PLEDGED: say("抵（质）押"),
    Part.FROZEN: say("司法冻结"),
    Part.SUSPENDED: say("行政暂停"),
    Part.LEASED: say("租入使用"),
    Part.NOT_RUNNING: say("不在期内"),
    Part.RESERVE: say("政府储备"),
    Part.UNALLOCATED: say("未分配"),
    Part.GIVEN_UP: say("转为减排量或注销"),
    Part.UNEXPLAINED: say("待查"),
    Part.OWED_BACK: say("应补回"),
}
CAP_KINDS: Final[Mapping[CapKind, Message]] = {
    CapKind.ABSOLUTE: say("公布总量"),
    CapKind.REDUCTION_TASK: say("减排任务"),
    CapKind.NONE_PUBLISHED: say("未公布总量"),
}
STANDS: Final[Mapping[Stand, Message]] = {
    Stand.HISTORY: say("历史记录期初"),
    Stand.CAP: say("总量"),
    Stand.UNALLOCATED: say("未分配"),
    Stand.RESERVE: say("政府储备"),
    Stand.HELD: say("企业持有"),
    Stand.RECOGNISED: say("新认定减排量"),
    Stand.POOL: say("减排量库"),
    Stand.OTHER_AREAS: say("其他区域"),
    Stand.TO_CREDIT: say("转为减排量"),
    Stand.CANCELLED: say("注销"),
    Stand.REPLACED: say("已替代"),
    Stand.EXEMPT: say("豁免核销"),
    Stand.NET_GAIN: say("加倍净减"),
    Stand.TO_RESERVE: say("转入储备"),
    Stand.DERECOGNISED: say("撤销认定"),
    Stand.OWED_BACK: say("应补回"),
    Stand.UNEXPLAINED: say("待查"),
}
BUSINESSES: Final[Mapping[Business, Message]] = {
    Business.OPENING: say("期初建账"),
    Business.CAP: say("总量设定"),
    Business.RESERVE: say("预留储备"),
    Business.ALLOCATION: say("初始分配"),
    Business.SALE: say("储备出让"),
    Business.PROJECTS: say("建设项目"),
    Business.EXEMPTIONS: say("豁免项目"),
    Business.RECOGNITION: say("减排认定"),
    Business.CLOSURES: say("关停与复产"),
    Business.RECLAIMS: say("收回与回购"),
    Business.EARLY_DRAWS: say("预支"),
    Business.TRANSFERS: say("企业之间"),
    Business.DISPATCH: say("调剂"),
    Business.TERMS: say("期满与续期"),
    Business.CORRECTIONS: say("冲销与更正"),
    Business.OTHER: say("其他业务"),
}
AGES: Final[Mapping[Age, Message]] = {
    Age.NOT_DUE: say("未到期"),
    Age.TO_30: say("逾期1—30天"),
    Age.TO_90: say("逾期31—90天"),
    Age.TO_365: say("逾期91—365天"),
    Age.ABOVE_365: say("逾期365天以上"),
}
BOOKS: Final[Mapping[UnitKind, Message]] = {
    UnitKind.RIGHT: say("排污权"),
    UnitKind.OFFSET: say("减排量"),
}
