"""Corrections: an act is taken back by a red one that stands beside it, never by a change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ledger.domain.rights.tranche import Tranche
from ledger.domain.values.forms import CreditCode, FineGrams, Remark


@dataclass(frozen=True, slots=True, kw_only=True)
class ReverseAct:
    """Take back a posted act (冲销): its movements in red, its registers as they were before it.

    ``seq`` is the place at which the act is posted. What is no longer there to be taken back is posted as owed.
    """

    effective_on: date
    seq: int
    reason: Remark


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeGood:
    """Take from an enterprise what it owes since a reversal (补回); the tranche that it gives up is named.

    ``surplus`` tells whether it is given up out of the surplus rather than out of what is in use.
    """

    effective_on: date
    area: str
    enterprise: CreditCode
    tranche: Tranche
    surplus: bool = False
    grams: FineGrams


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortfall:
    """What a reversal found gone: from which account and unit, where it is owed instead, in grams or fen."""

    account: str
    owed_on: str
    unit: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReversedAct:
    """That an act is taken back; the act that registers this is the one that took it back (``reverses``)."""

    REGISTER: ClassVar[str] = "reversed_by"

    seq: int
    kind: str
    reason: str
    shortfalls: tuple[Shortfall, ...] = ()

    @property
    def subject(self) -> str:
        """Return the place of the act that was taken back."""
        return str(self.seq)
