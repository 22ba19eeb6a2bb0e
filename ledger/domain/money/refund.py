"""Refunds of what was overpaid: applied for, and paid back by the treasury, never by the bureau (practice B-6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ledger.domain.values.forms import Fen


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundApplication:
    """An application to the treasury (退付申请) for an overpayment of a notice, in fen."""

    REGISTER: ClassVar[str] = "refund"

    notice: str
    number: str
    amount: int
    applied_on: date
    refunded_on: date | None = None
    """None until the treasury has paid."""
    voucher: str | None = None

    @property
    def owner(self) -> str:
        """Return the notice: all its applications are found together."""
        return self.notice

    @property
    def subject(self) -> str:
        """Return the number of the application."""
        return self.number


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyForRefund:
    """Register the application for the refund of an overpayment."""

    effective_on: date
    notice: str
    number: str
    amount: Fen


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRefund:
    """Record that the treasury paid back what was applied for; ``voucher`` is its paper."""

    effective_on: date
    notice: str
    number: str
    refunded_on: date
    voucher: str
