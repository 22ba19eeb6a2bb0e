"""How accounts and units are called before people; their codes are for programs."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from ledger.domain.credits.credit import Revocation, Shortage
from ledger.domain.rights.award import ReserveSource
from ledger.errors import Message, say

if TYPE_CHECKING:
    from ledger.domain.bookkeeping.account import Account, ChartAccount
    from ledger.domain.bookkeeping.unit import Unit
    from ledger.errors import Translate
    from ledger.settings import Language


GROUNDS: Final[Mapping[str, Message]] = {
    each.value: each.words for each in (*ReserveSource, *Revocation, Shortage.RESTART)
}
"""What stands in the place of a holder where an account is divided by ground and not by person."""

_UNNAMED: Final = re.compile(r"unnamed (buyers|sellers) of round ([0-9]+) at .*")
_RESERVE: Final = "government reserve"


def holder_name(name: str | None) -> Message:
    """Return what a holder is called: a name as recorded, words of ours for the reserve, its parts and the unnamed."""
    if name is None or name == _RESERVE:
        return say("政府储备")
    if name in GROUNDS:
        return GROUNDS[name]
    unnamed = _UNNAMED.fullmatch(name)
    if unnamed is None:
        return say("{name}", name=name)
    if unnamed.group(1) == "buyers":
        return say("未具名受让方（第{number}批）", number=unnamed.group(2))
    return say("未具名出让方（第{number}批）", number=unnamed.group(2))


def line_name(line: ChartAccount, *, language: Language) -> str:
    """Return the name of a line of the chart of accounts."""
    return line.english if language == "en" else line.chinese


def account_name(account: Account, *, language: Language, translate: Translate) -> str:
    """Return the name of an account: its line of the chart, its holder if it has one, and its area."""
    line = line_name(account.chart, language=language)
    holder = account.holder and holder_name(account.holder).rendered(translate)
    if language == "en":
        return f"{line}: {holder} ({account.area})" if holder else f"{line} ({account.area})"
    return f"{line}：{holder}（{account.area}）" if holder else f"{line}（{account.area}）"


def unit_name(unit: Unit, *, with_area: bool = True, assumed: Container[str] = ()) -> Message:
    """Return what a unit is: pollutant and kind, area, the first and the last day of its term, its origin.

    :param with_area: false where the account beside it names the area already.
    :param assumed: codes of the units whose term no notice printed.

    The last day is the day before ``term_to``, because people read terms with both their ends.
    """
    name = unit.kind.words
    if unit.pollutant is not None:
        name = say("{factor} {kind}", factor=unit.pollutant.value, kind=name)
    if unit.area is not None and with_area:
        name = say("{unit} {area}", unit=name, area=unit.area)
    if unit.basin is not None:
        name = say("{unit} {basin}", unit=name, basin=unit.basin)
    if unit.term_from is not None and unit.term_to is not None:
        last = unit.term_to - timedelta(days=1)
        name = say("{unit} {first}至{last}", unit=name, first=unit.term_from, last=last)
        if unit.code in assumed:
            name = say("{unit}（期限：公告未印，假定）", unit=name)
    if unit.origin is not None:
        name = say("{unit} {origin}", unit=name, origin=unit.origin.words)
    return name
