"""Reduction credit on its way: dispatched, lent, turned into reserve, given to the province, made good.

Every gram of credit carries the facility that it came from in its unit, so each act names its sources.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ledger.domain.rights.held_tranche import TrancheGrams
from ledger.domain.values.forms import FineGrams, Remark
from ledger.domain.values.pollutant import Pollutant
from ledger.domain.values.worded import Worded
from ledger.errors import say


class Revocation(Worded):
    """Whether a right came back when a credit was de-recognised (holder of account C39)."""

    RIGHT_RETURNED = "right_returned", say("排污权已恢复")
    RIGHT_KEPT = "right_kept", say("排污权不恢复")
    """The plant restarted without leave: what it gave up stays given up."""


class Shortage(Worded):
    """Why used credit is owed (account C12)."""

    RESTART = "restart", say("来源擅自复产")
    """Its source turned out false; the value is the holder of the account."""
    REVERSAL = "reversal", say("冲销后短缺")
    """An act was taken back whose credit had gone on; the account has no holder."""

    @property
    def holder(self) -> str | None:
        """Return the holder of the account C12."""
        return self.value if self is Shortage.RESTART else None


class CreditUse(Worded):
    """The accounts on which credit is used up; the value is the line of the chart."""

    ORDINARY = "C30", say("一般项目替代（C30）")
    EXEMPT = "C31", say("豁免项目核销（C31）")
    NET_GAIN = "C32", say("净减排（C32）")
    RESERVE = "C33", say("转入储备或上交（C33）")
    """Turned into reserve: of an area, or of the province."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceGrams:
    """An amount of the credit of one facility."""

    source: str
    grams: FineGrams


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchCredit:
    """Move credit between the city's balancing pool and the pool of a branch (调剂)."""

    effective_on: date
    from_area: str
    to_area: str
    pollutant: Pollutant
    sources: tuple[SourceGrams, ...]
    document: str
    basin: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LendCredit:
    """Lend credit from one branch to another, to be given back by a day."""

    effective_on: date
    loan: str
    """The number of the loan sheet (调剂单)."""
    lender: str
    borrower: str
    pollutant: Pollutant
    sources: tuple[SourceGrams, ...]
    due_on: date
    basin: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnCredit:
    """Give lent credit back, of whatever source."""

    effective_on: date
    loan: str
    sources: tuple[SourceGrams, ...]
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditLoan:
    """Credit that one branch lent to another; settled when as much was returned."""

    REGISTER: ClassVar[str] = "credit_loan"

    loan: str
    lender: str
    borrower: str
    pollutant: Pollutant
    basin: str | None = None
    grams: int
    lent_on: date
    due_on: date
    returned: int = 0

    @property
    def subject(self) -> str:
        """Return what the register knows the loan by."""
        return self.loan

    @property
    def owed(self) -> int:
        """Return the grams that are not returned yet."""
        return self.grams - self.returned


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditToReserve:
    """Turn credit of a pool into government reserve (减排转入)."""

    effective_on: date
    area: str
    pollutant: Pollutant
    sources: tuple[SourceGrams, ...]
    document: str
    basin: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditToProvince:
    """Give credit of a pool to the province."""

    effective_on: date
    area: str
    pollutant: Pollutant
    sources: tuple[SourceGrams, ...]
    document: str
    basin: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SurplusToCredit:
    """Turn determined surplus of a running plant into credit; ``consent`` is the enterprise's paper."""

    effective_on: date
    facility: str
    pollutant: Pollutant
    grams: FineGrams
    consent: str
    tranches: tuple[TrancheGrams, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeGoodCredit:
    """Cover with good credit what was used and is owed.

    Attributes:
        facility: the source whose credit is owed.
        use, used_in, user: where its credit was used: the account, its area and its holder (a project), if any.
        sources: the good credit, out of the pool of ``pool``.
        cause: why it is owed; owed_in: in which area (C12), that of the facility if none is named.

    """

    effective_on: date
    facility: str
    pollutant: Pollutant
    use: CreditUse
    used_in: str
    pool: str
    sources: tuple[SourceGrams, ...]
    document: str
    user: str | None = None
    cause: Shortage = Shortage.RESTART
    owed_in: str | None = None
    remark: Remark = ""
