"""How accounts and units are called before people; their codes are for programs."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from ledger.domain.bookkeeping.unit import Origin, UnitKind
from ledger.errors import Message, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.domain.bookkeeping.account import Account, ChartAccount
    from ledger.domain.bookkeeping.unit import Unit
    from ledger.settings import Language

_KINDS: Final[Mapping[UnitKind, Message]] = {
    UnitKind.RIGHT: say("排污权"),
    UnitKind.OFFSET: say("减排量"),
    UnitKind.MONEY: say("人民币"),
}
_ORIGINS: Final[Mapping[Origin, Message]] = {
    Origin.FREE: say("无偿取得"),
    Origin.FIXED_PRICE: say("定额有偿取得"),
    Origin.RESERVE_SALE: say("储备出让"),
    Origin.OFFSET: say("减排量替代取得"),
    Origin.UNKNOWN: say("来源不详"),
}


def line_name(line: ChartAccount, *, language: Language) -> str:
    """Return the name of a line of the chart of accounts."""
    return line.english if language == "en" else line.chinese


def account_name(account: Account, *, language: Language) -> str:
    """Return the name of an account: its line of the chart, its holder if it has one, and its area."""
    line = line_name(account.chart, language=language)
    if language == "en":
        return f"{line}: {account.holder} ({account.area})" if account.holder else f"{line} ({account.area})"
    return f"{line}：{account.holder}（{account.area}）" if account.holder else f"{line}（{account.area}）"


def unit_name(unit: Unit, *, with_area: bool = True) -> Message:
    """Return what a unit is: pollutant and kind, area, the first and the last day of its term, its origin.

    :param with_area: false where the account beside it names the area already.

    The last day is the day before ``term_to``, because people read terms with both their ends.
    """
    name = _KINDS[unit.kind]
    if unit.pollutant is not None:
        name = say("{factor} {kind}", factor=unit.pollutant.value, kind=name)
    if unit.area is not None and with_area:
        name = say("{unit} {area}", unit=name, area=unit.area)
    if unit.basin is not None:
        name = say("{unit} {basin}", unit=name, basin=unit.basin)
    if unit.term_from is not None and unit.term_to is not None:
        last = unit.term_to - timedelta(days=1)
        name = say("{unit} {first}至{last}", unit=name, first=unit.term_from, last=last)
    if unit.origin is not None:
        name = say("{unit} {origin}", unit=name, origin=_ORIGINS[unit.origin])
    return name
