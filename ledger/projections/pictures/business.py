"""Where grams can stand, and the kinds of business that move them, as the pictures group them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ledger.domain.bookkeeping.unit import UnitKind
from ledger.domain.values.worded import Worded
from ledger.errors import say


class Stand(Worded):
    """Where grams stand: four stocks with a balance of their own, and where the rest came from or went to."""

    HISTORY = "history", say("历史记录期初")
    CAP = "cap", say("总量")
    UNALLOCATED = "unallocated", say("未分配")
    RESERVE = "reserve", say("政府储备")
    HELD = "held", say("企业持有")
    RECOGNISED = "recognised", say("新认定减排量")
    POOL = "pool", say("减排量库")
    OTHER_AREAS = "other_areas", say("其他区域")
    TO_CREDIT = "to_credit", say("转为减排量")
    CANCELLED = "cancelled", say("注销")
    REPLACED = "replaced", say("已替代")
    EXEMPT = "exempt", say("豁免核销")
    NET_GAIN = "net_gain", say("加倍净减")
    TO_RESERVE = "to_reserve", say("转入储备")
    DERECOGNISED = "derecognised", say("撤销认定")
    OWED_BACK = "owed_back", say("应补回")
    UNEXPLAINED = "unexplained", say("待查")


STOCKS: Final[Mapping[UnitKind, tuple[Stand, ...]]] = {
    UnitKind.RIGHT: (Stand.UNALLOCATED, Stand.RESERVE, Stand.HELD),
    UnitKind.OFFSET: (Stand.POOL,),
}
"""What has a balance that is carried forward."""

STANDS: Final[Mapping[str, Stand]] = {
    "opening": Stand.HISTORY,
    "Q10": Stand.CAP,
    "Q11": Stand.OTHER_AREAS,
    "Q15": Stand.TO_CREDIT,
    "Q19": Stand.CANCELLED,
    "Q20": Stand.UNALLOCATED,
    **dict.fromkeys(("Q30", "Q31", "Q32"), Stand.RESERVE),
    **dict.fromkeys(("Q40", "Q41", "Q42.1", "Q42.2", "Q42.3", "Q42.4", "Q42.5", "Q44"), Stand.HELD),
    "Q45": Stand.OWED_BACK,
    **dict.fromkeys(("Q90", "Q12"), Stand.UNEXPLAINED),
    "C10": Stand.RECOGNISED,
    "C11": Stand.OTHER_AREAS,
    "C12": Stand.OWED_BACK,
    **dict.fromkeys(("C20", "C21", "C22"), Stand.POOL),
    "C30": Stand.REPLACED,
    "C31": Stand.EXEMPT,
    "C32": Stand.NET_GAIN,
    "C33": Stand.TO_RESERVE,
    "C39": Stand.DERECOGNISED,
    "C90": Stand.UNEXPLAINED,
}
"""Where the grams of a line of the chart stand. The conversion of tranches (Q12) is zero after every act."""


class Business(Worded):
    """What moved grams, in the order in which it is drawn."""

    OPENING = "opening", say("期初建账")
    CAP = "cap", say("总量设定")
    RESERVE = "reserve", say("预留储备")
    ALLOCATION = "allocation", say("初始分配")
    SALE = "sale", say("储备出让")
    PROJECTS = "projects", say("建设项目")
    EXEMPTIONS = "exemptions", say("豁免项目")
    RECOGNITION = "recognition", say("减排认定")
    CLOSURES = "closures", say("关停与复产")
    RECLAIMS = "reclaims", say("收回与回购")
    EARLY_DRAWS = "early_draws", say("预支")
    TRANSFERS = "transfers", say("企业之间")
    DISPATCH = "dispatch", say("调剂")
    TERMS = "terms", say("期满与续期")
    CORRECTIONS = "corrections", say("冲销与更正")
    OTHER = "other", say("其他业务")


_OF_ACTS: Final[Mapping[str, Business]] = {
    "round.sale": Business.SALE,
    "round.notice": Business.SALE,
    "round.opening": Business.OPENING,
    "right.confirm_existing": Business.ALLOCATION,
    "right.take_into_use": Business.ALLOCATION,
    "right.pay_up": Business.ALLOCATION,
    "right.end_term": Business.TERMS,
    "right.renew": Business.TERMS,
    "right.buy_back": Business.RECLAIMS,
    "credit.recognise": Business.RECOGNITION,
    "credit.surplus": Business.RECOGNITION,
    "credit.release": Business.RECOGNITION,
    "credit.make_good": Business.CORRECTIONS,
    "credit.to_reserve": Business.RESERVE,
}
_OF_FAMILIES: Final[Mapping[str, Business]] = {
    "opening": Business.OPENING,
    "cap": Business.CAP,
    "reserve": Business.RESERVE,
    "award": Business.SALE,
    "confirmation": Business.PROJECTS,
    "project": Business.PROJECTS,
    "exemption": Business.EXEMPTIONS,
    "facility": Business.CLOSURES,
    "closure": Business.CLOSURES,
    "reclaim": Business.RECLAIMS,
    "early_draw": Business.EARLY_DRAWS,
    "transfer": Business.TRANSFERS,
    "lease": Business.TRANSFERS,
    "enterprise": Business.TRANSFERS,
    "freeze": Business.TRANSFERS,
    "credit": Business.DISPATCH,
    "correction": Business.CORRECTIONS,
}


def business_of(kind: str) -> Business:
    """Return the business of a kind of act; what is not named here counts as other."""
    return _OF_ACTS.get(kind) or _OF_FAMILIES.get(kind.partition(".")[0], Business.OTHER)
