"""The chart of accounts, the accounts opened under it, and the positions that hold one unit each."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from ledger.domain.bookkeeping.unit import Unit, UnitKind
from ledger.domain.values.encoding import join_code, quoted
from ledger.domain.values.quantity import LARGEST
from ledger.domain.values.worded import Worded
from ledger.errors import NotFound, say

if TYPE_CHECKING:
    from collections.abc import Mapping


class Side(Worded):
    """Which balance an account may have."""

    DEBIT = "debit", say("借")
    CREDIT = "credit", say("贷")
    BOTH = "both", say("借或贷")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartAccount:
    """One line of the chart of accounts."""

    code: str
    book: str
    kind: UnitKind
    side: Side
    chinese: str
    english: str

    @property
    def lower(self) -> int:
        """Return the least balance (debit less credit) that the account may have."""
        return 0 if self.side is Side.DEBIT else -LARGEST

    @property
    def upper(self) -> int:
        """Return the greatest balance (debit less credit) that the account may have."""
        return 0 if self.side is Side.CREDIT else LARGEST


def _load_chart() -> Mapping[str, ChartAccount]:
    text = (files(__package__) / "chart.toml").read_text(encoding="utf-8")
    chart: dict[str, ChartAccount] = {}
    for book, content in tomllib.loads(text)["book"].items():
        for code, (side, chinese, english) in content["accounts"].items():
            chart[code] = ChartAccount(
                code=code,
                book=book,
                kind=UnitKind(content["kind"]),
                side=Side(side),
                chinese=chinese,
                english=english,
            )
    return MappingProxyType(chart)


CHART: Final[Mapping[str, ChartAccount]] = _load_chart()
"""The chart of accounts by code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account of the chart, opened for an area and, where it has one, a holder in that area."""

    chart: ChartAccount
    area: str
    holder: str | None = None

    code: str = field(init=False, compare=False, repr=False)
    """The text that names this account and no other: ``chart:area`` or ``chart:area/holder``."""

    def __post_init__(self) -> None:
        parts = (self.area,) if self.holder is None else (self.area, self.holder)
        object.__setattr__(self, "code", f"{self.chart.code}:{join_code(*parts)}")


def account(code: str, *, area: str, holder: str | None = None) -> Account:
    """Return the account of a line of the chart.

    :raises NotFound: the chart has no such line.
    """
    if code not in CHART:
        raise NotFound(say("科目表中没有科目“{code}”", code=code))
    return Account(chart=CHART[code], area=area, holder=holder)


@dataclass(frozen=True, slots=True, eq=False)
class Position:
    """One account's holding of one unit: what a movement debits or credits. Compared by identity."""

    id: int
    unit_id: int
    account: Account
    unit: Unit
    account_text: str = field(init=False)
    unit_text: str = field(init=False)
    lower: int = field(init=False)
    upper: int = field(init=False)

    def __post_init__(self) -> None:
        if self.unit.kind is not self.account.chart.kind:
            message = f"{self.account.code} does not hold units of the kind {self.unit.kind}"
            raise ValueError(message)
        object.__setattr__(self, "account_text", quoted(self.account.code))
        object.__setattr__(self, "unit_text", quoted(self.unit.code))
        object.__setattr__(self, "lower", self.account.chart.lower)
        object.__setattr__(self, "upper", self.account.chart.upper)
