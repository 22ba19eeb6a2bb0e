"""Occasions on which a desk is reminded, and how long before: the practice's lead times, in one place.

Where the rule book fixes a period (ten working days, the months between two looks at a closed plant), the day itself is
counted by the rule book; what stands here is only how early, and again how late, one is told. No text gives these
leads: they are the habit of the desk (practice §5).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from ledger.domain.values.worded import Worded
from ledger.errors import say


class Occasion(Worded):
    """What a reminder is about."""

    OPINION = "opinion", say("总量审核意见到期")
    CONFIRMATION_ENDS = "confirmation_ends", say("确认书（来源占用）到期")
    CONTRACT = "contract", say("成交后应发缴款通知")
    PAYMENT = "payment", say("缴款到期")
    INSTALMENT = "instalment", say("分期款应发通知")
    PERMIT_CHANGE = "permit_change", say("交割后变更排污许可证")
    LEASE_ENDS = "lease_ends", say("租赁届满")
    FREEZE_ENDS = "freeze_ends", say("司法冻结届满")
    SUSPENSION_ENDS = "suspension_ends", say("行政暂停届满")
    PLEDGE_ENDS = "pledge_ends", say("抵（质）押届满")
    RIGHT_ENDS = "right_ends", say("排污权期满")
    PERMIT_ENDS = "permit_ends", say("排污许可证期满")
    NOT_STARTED = "not_started", say("项目逾期未开工")
    EIA_OLD = "eia_old", say("环评批准满五年未开工")
    RETIREMENT = "retirement", say("豁免项目按期核销")
    GAP = "gap", say("豁免项目来源缺口")
    CLOSURE_CHECK = "closure_check", say("已关停设施回访")
    LOAN = "loan", say("借用减排量应归还")
    DEFENCE = "defence", say("陈述申辩期满")
    RECLAIM = "reclaim", say("收回决定可以执行")
    CALENDAR = "calendar", say("下一年工作日表未导入")
    MONTH = "month", say("月份未结账")

    @property
    def lead(self) -> Lead:
        """Return when one is told of it."""
        return LEADS.get(self, _MONTH_BEFORE)

    @property
    def counts_from(self) -> bool:
        """Return whether its day is the one since which it stands so: nothing was due on it, and nothing is late."""
        return self in {Occasion.GAP, Occasion.RECLAIM}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """Days before the day and after it on which a reminder grows more urgent; the first of ``before`` begins it."""

    before: tuple[int, ...]
    after: tuple[int, ...] = ()


_MONTH_BEFORE: Final = Lead(before=(30,))
_HALF_A_YEAR: Final = 183
LEADS: Final[Mapping[Occasion, Lead]] = MappingProxyType(
    {
        # Day 7 and day 9 of the ten working days: about five and one calendar days before the last.
        Occasion.OPINION: Lead(before=(5, 1)),
        Occasion.CONFIRMATION_ENDS: Lead(before=(30, 10)),
        Occasion.CONTRACT: Lead(before=(3,)),
        Occasion.PAYMENT: Lead(before=(7, 1), after=(1, 10, 30)),
        Occasion.INSTALMENT: Lead(before=(30, 10, 1)),
        Occasion.PERMIT_CHANGE: Lead(before=(10,)),
        Occasion.LEASE_ENDS: Lead(before=(30,)),
        Occasion.FREEZE_ENDS: Lead(before=(90, 30, 7)),
        Occasion.SUSPENSION_ENDS: Lead(before=(30, 7)),
        Occasion.RIGHT_ENDS: Lead(before=(366, _HALF_A_YEAR, 92)),
        Occasion.PERMIT_ENDS: Lead(before=(120, 60)),
        Occasion.NOT_STARTED: Lead(before=(_HALF_A_YEAR,)),
        Occasion.EIA_OLD: Lead(before=(0,)),
        Occasion.RETIREMENT: Lead(before=(7,)),
        Occasion.GAP: Lead(before=(0,), after=(30, 90)),
        Occasion.DEFENCE: Lead(before=(0,)),
        Occasion.RECLAIM: Lead(before=(0,)),
        Occasion.CALENDAR: Lead(before=(61,)),
        Occasion.MONTH: Lead(before=(5,)),
    }
)
"""From 1 November to 31 December the calendar is asked for; a month is to be closed by the fifth day after it."""

CONTRACT_WORKING_DAYS: Final = 3
"""From the award to the payment notice (practice §5)."""
PERMIT_CHANGE_DAYS: Final = 30
"""From the delivery to the changed permit: one is told on day 20 (practice §5; TR-07 only says "in the set time")."""
EIA_YEARS: Final = 5
"""Years after which an approved EIA is examined anew where nothing was started (环境影响评价法 art. 24)."""
MONTH_CLOSED_DAY: Final = 5
"""The day of the next month by which a month is closed (practice §1.6)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A day by which something is to be done, and the act that answers it.

    Attributes:
        area: whose branch it concerns.
        matter: what people call it by: the number of the lease, of the notice, of the project.
        holder: credit code of the enterprise that it concerns.
        due_on: the last day; on an occasion that counts from its day, that day.
        answer: the kind of act that answers it; None where something else than an act does.
        answer_from: the first day on which that act can be recorded.
        given: what its form can be filled in with, member by member.
        grams, fen: how much is at stake, where that is known.

    """

    occasion: Occasion
    area: str
    matter: str
    due_on: date
    holder: str | None = None
    answer: str | None = None
    answer_from: date | None = None
    given: tuple[tuple[str, str], ...] = ()
    grams: int | None = None
    fen: int | None = None
