"""Amounts of money in capital figures (大写), as they stand on vouchers and receipts.

Source: 支付结算办法, annex 1 (正确填写票据和结算凭证的基本规定): 整 follows yuan and jiao, never fen; a zero between
figures is written once; one that stands at the place of the yuan is written before the jiao.
"""

from __future__ import annotations

from typing import Final

from ledger.domain.values.quantity import FEN_PER_YUAN

_DIGITS: Final = "零壹贰叁肆伍陆柒捌玖"
_GROUPS: Final = ((10**8, "亿"), (10**4, "万"))
_PLACES: Final = ((1000, "仟"), (100, "佰"), (10, "拾"))
_TEN: Final = 10


def in_capitals(fen: int) -> str:
    """Return an amount in capital figures, such as 壹仟陆佰捌拾元零叁角贰分; a negative one begins with 负."""
    if fen < 0:
        return f"负{in_capitals(-fen)}"
    yuan, rest = divmod(fen, FEN_PER_YUAN)
    jiao, last = divmod(rest, _TEN)
    if not rest:
        return f"{_whole(yuan)}元整"
    written = f"{_whole(yuan)}元" if yuan else ""
    if written and (not jiao or yuan % _TEN == 0):
        written += _DIGITS[0]
    if jiao:
        written += f"{_DIGITS[jiao]}角"
    return f"{written}{_DIGITS[last]}分" if last else f"{written}整"


def _whole(number: int) -> str:
    for value, name in _GROUPS:
        if number >= value:
            high, low = divmod(number, value)
            return f"{_whole(high)}{name}{_rest(low, least=value // _TEN)}"
    for value, name in _PLACES:
        if number >= value:
            high, low = divmod(number, value)
            return f"{_DIGITS[high]}{name}{_rest(low, least=value // _TEN)}"
    return _DIGITS[number]


def _rest(number: int, *, least: int) -> str:
    """Write what follows a place; a zero stands for the places left out."""
    if not number:
        return ""
    return f"{_DIGITS[0] if number < least else ''}{_whole(number)}"
