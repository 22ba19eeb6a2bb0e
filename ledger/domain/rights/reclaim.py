"""Reclaim without compensation (无偿收回) as a case: an adverse decision with notice, defence, service and remedies.

Free rights fall to the reserve when their holder closes, moves away, or never starts (practice 1.3; Hebei 2022).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ledger.domain.rights.tranche import Tranche
from ledger.domain.values.forms import CreditCode, FineGrams, Remark
from ledger.domain.values.worded import Worded
from ledger.errors import say


class ReclaimGround(Worded):
    """Why a free right is taken back."""

    BANKRUPTCY = "bankruptcy", say("破产")
    CLOSURE = "closure", say("关停")
    BAN = "ban", say("取缔")
    RELOCATION = "relocation", say("迁出")
    """Moved out of the area."""
    NOT_STARTED = "not_started", say("逾期未开工")
    """The project was not started in time after its approval."""
    ABANDONED = "abandoned", say("项目放弃")
    """The project was given up."""
    IDLE = "idle", say("停产闲置")
    """The plant stopped, and the right lies idle."""


class ReclaimState(Worded):
    """Where a case stands; the next step is the one below it."""

    OPENED = "opened", say("已立案")
    NOTIFIED = "notified", say("已告知")
    """The advance notice was served."""
    HEARD = "heard", say("已听取申辩")
    """A defence came in, or the time for it passed."""
    DECIDED = "decided", say("已决定")
    SERVED = "served", say("已送达")
    EXECUTED = "executed", say("已执行")
    WITHDRAWN = "withdrawn", say("已撤销")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReclaimItem:
    """What is reclaimed of one tranche: grams in use (Q40) and grams of surplus (Q41)."""

    tranche: Tranche
    in_use: FineGrams
    surplus: FineGrams = 0

    @property
    def grams(self) -> int:
        """Return both together."""
        return self.in_use + self.surplus


@dataclass(frozen=True, slots=True, kw_only=True)
class ReclaimCase:
    """A case from its opening to its end; the days that are not yet known are None.

    ``occurred_on`` is the day of the event: the closure, or the approval of the project that was not started.
    """

    REGISTER: ClassVar[str] = "reclaim"

    id: str
    area: str
    enterprise: str
    ground: ReclaimGround
    facts: str
    occurred_on: date
    items: tuple[ReclaimItem, ...]
    facility: str | None = None
    state: ReclaimState = ReclaimState.OPENED
    notice: str | None = None
    """Number of the advance notice (事先告知书)."""
    notice_served_on: date | None = None
    defence_until: date | None = None
    statement: str | None = None
    """What the enterprise stated; None where it stated nothing."""
    heard_on: date | None = None
    decision: str | None = None
    """Number of the decision (收回决定)."""
    decided_on: date | None = None
    served_on: date | None = None
    review_until: date | None = None
    """Last day for administrative review (行政复议)."""
    suit_until: date | None = None
    """Last day for a suit (行政诉讼)."""
    takes_effect_on: date | None = None
    executed_on: date | None = None
    reason: str | None = None
    """Why the case was withdrawn."""

    @property
    def subject(self) -> str:
        """Return what the register knows the case by."""
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenReclaim:
    """Open a case against an enterprise, on a ground and on facts."""

    effective_on: date
    id: str
    area: str
    enterprise: CreditCode
    ground: ReclaimGround
    facts: Remark
    occurred_on: date
    items: tuple[ReclaimItem, ...]
    facility: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifyReclaim:
    """Register that the advance notice was served."""

    effective_on: date
    id: str
    notice: str
    served_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class HearDefence:
    """Register the statement and defence (陈述申辩), or that none came within the time."""

    effective_on: date
    id: str
    statement: Remark | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideReclaim:
    """Decide to reclaim."""

    effective_on: date
    id: str
    decision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeReclaim:
    """Register that the decision was served; the remedies run from that day."""

    effective_on: date
    id: str
    served_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecuteReclaim:
    """Post a decision that has taken effect."""

    effective_on: date
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawReclaim:
    """Withdraw a case before its execution: the ground fell away, the defence convinced, the decision was annulled."""

    effective_on: date
    id: str
    reason: Remark
