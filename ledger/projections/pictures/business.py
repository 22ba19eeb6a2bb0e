"""Where grams can stand, and the kinds of business that move them, as the pictures group them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from ledger.domain.bookkeeping.unit import UnitKind


class Stand(StrEnum):
    """Where grams stand: four stocks with a balance of their own, and where the rest came from or went to."""

    HISTORY = "history"
    CAP = "cap"
    UNALLOCATED = "unallocated"
    RESERVE = "reserve"
    HELD = "held"
    RECOGNISED = "recognised"
    POOL = "pool"
    OTHER_AREAS = "other_areas"
    TO_CREDIT = "to_credit"
    CANCELLED = "cancelled"
    REPLACED = "replaced"
    EXEMPT = "exempt"
    NET_GAIN = "net_gain"
    TO_RESERVE = "to_reserve"
    DERECOGNISED = "derecognised"
    OWED_BACK = "owed_back"
    UNEXPLAINED = "unexplained"


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


class Business(StrEnum):
    """What moved grams, in the order in which it is drawn."""

    OPENING = "opening"
    CAP = "cap"
    RESERVE = "reserve"
    ALLOCATION = "allocation"
    SALE = "sale"
    PROJECTS = "projects"
    EXEMPTIONS = "exemptions"
    RECOGNITION = "recognition"
    CLOSURES = "closures"
    RECLAIMS = "reclaims"
    EARLY_DRAWS = "early_draws"
    TRANSFERS = "transfers"
    DISPATCH = "dispatch"
    TERMS = "terms"
    CORRECTIONS = "corrections"
    OTHER = "other"


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
