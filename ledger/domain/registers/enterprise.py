"""Enterprises as registered: known for good by their credit code, whatever they are called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ledger.domain.values.forms import CreditCode, Remark
from ledger.domain.values.text import folded
from ledger.domain.values.worded import Worded
from ledger.errors import say


class EnterpriseState(Worded):
    """Whether an enterprise can still hold and act."""

    ACTIVE = "active", say("存续")
    CLOSED = "closed", say("已关闭")
    SUCCEEDED = "succeeded", say("已由他人承继")
    """Merged, split up or otherwise gone over to its successors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enterprise:
    """An enterprise; its credit code is the holder of its accounts.

    ``aliases`` are its earlier and other names; ``thermal_power`` covers the own power plants of other sectors
    (G38; rule TR-01); ``contact`` is no ledger field and may be corrected at once.
    """

    REGISTER: ClassVar[str] = "enterprise"

    credit_code: str
    name: str
    area: str
    aliases: tuple[str, ...] = ()
    sector: str = ""
    thermal_power: bool = False
    state: EnterpriseState = EnterpriseState.ACTIVE
    successors: tuple[str, ...] = ()
    contact: str = ""

    @property
    def subject(self) -> str:
        """Return what the register knows the enterprise by."""
        return self.credit_code


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterpriseName:
    """Which enterprise bears a name now; none, once it is given up.

    Names are looked up here, so that registering the ten thousandth enterprise reads no more than the first.
    """

    REGISTER: ClassVar[str] = "enterprise.name"

    name: str
    credit_code: str | None = None

    @property
    def subject(self) -> str:
        """Return what the name is compared by: names that cannot be told apart have one bearer."""
        return folded(self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterEnterprise:
    """Register an enterprise under its credit code."""

    effective_on: date
    credit_code: CreditCode
    name: str
    area: str
    aliases: tuple[str, ...] = ()
    sector: str = ""
    thermal_power: bool = False
    contact: str = ""
    succeeds: CreditCode | None = None
    """The enterprise that this one is about to succeed, and whose name it may bear already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameEnterprise:
    """Give an enterprise its new name; the old one stays an alias, and its credit code what it was."""

    effective_on: date
    credit_code: CreditCode
    name: str
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseEnterprise:
    """Note that an enterprise has ended without a successor; what it holds is reclaimed or bought back."""

    effective_on: date
    credit_code: CreditCode
    reason: Remark
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectContact:
    """Correct how an enterprise is reached; no ledger field."""

    effective_on: date
    credit_code: CreditCode
    contact: Remark
