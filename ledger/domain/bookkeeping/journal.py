"""Movements, registrations and the acts that carry them: balanced by construction.

A movement names one debited and one credited position of the same unit and one positive amount, so no act can
be out of balance. A registration is a fact that is not a posting: a round as printed, an enterprise's name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.domain.values.quantity import LARGEST
from ledger.domain.values.worded import Worded
from ledger.errors import say

if TYPE_CHECKING:
    from datetime import date

    from ledger.domain.bookkeeping.account import Position


class Judgement(Worded):
    """Whether the rules of the book were applied to an act."""

    JUDGED = "judged", say("已依规则书判定")
    RECORDED = "recorded", say("历史记录·未经判定")
    """A historical record of another jurisdiction, or the opening of an area: taken over as printed, not judged."""
    ADMINISTRATIVE = "administrative", say("账簿自身事务")
    """An act of the book itself, such as its opening: no rule applies."""


@dataclass(frozen=True, slots=True)
class Movement:
    """An amount that goes to the debited position and comes from the credited one."""

    debit: Position
    credit: Position
    amount: int

    def __post_init__(self) -> None:
        if not 0 < self.amount <= LARGEST or self.debit is self.credit or self.debit.unit_id != self.credit.unit_id:
            message = f"{self.amount} from {self.credit.account.code} to {self.debit.account.code} is no movement"
            raise ValueError(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """A fact about a subject of a register; ``body`` is canonical JSON."""

    register: str
    subject: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalEntry:
    """One act as it goes into the journal; its place and the moment of recording are given there.

    Attributes:
        key: the idempotency key; the same key is recorded once, for ever.
        request_digest: SHA-256 of the command; the same key with another digest is a conflict.
        kind: what was done, such as ``round.trade``.
        effective_on: the calendar day (Asia/Shanghai) from which it counts.
        actor: who recorded it; ``approver``: who decided it, another person.
        series, number: the voucher's own number series and its number in it.
        attachments: how many papers belong to it (附件数).
        reverses: the place of the act that this one reverses.

    """

    key: str
    request_digest: bytes
    kind: str
    effective_on: date
    actor: str
    narration: str
    judgement: Judgement
    movements: tuple[Movement, ...] = ()
    registrations: tuple[Registration, ...] = ()
    approver: str | None = None
    series: str | None = None
    number: int | None = None
    attachments: int = 0
    reverses: int | None = None

    def __post_init__(self) -> None:
        if not self.movements and not self.registrations:
            message = "an act must move or register something"
            raise ValueError(message)
