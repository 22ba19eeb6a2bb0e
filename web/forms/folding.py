"""What a form accepts beyond the grammar of the contract, and turns visibly into it: never rounded, never guessed.

Full-width digits of the Chinese input method, blanks around, days as people write them, thousands set apart as the
pages print them. The contract itself refuses all of these; a form shows what it made of them and asks once.
"""

from __future__ import annotations

import re
from typing import Final

from ledger.domain.values import quantity
from ledger.errors import InvalidValue
from web.forms.nodes import NUMBERS, Input, Kind

_HALF_WIDTH: Final = {
    full: full - 0xFEE0 for full in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
"""Full-width digits and letters."""
_OF_NUMBERS: Final = {**_HALF_WIDTH, ord("．"): ".", ord("－"): "-", ord("−"): "-", ord("，"): ","}
_THOUSANDS: Final = re.compile(r"-?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:[.][0-9]+)?", re.ASCII)
"""Groups of three; 1,5 and 0,500 may be decimals of another custom, and stay as they are, to be refused."""
_OF_DAYS: Final = {**_OF_NUMBERS, ord("／"): "/", ord("："): ":"}
_DAY: Final = re.compile(r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?", re.ASCII)
_MINUTE: Final = re.compile(r"(.{8,}?)[ T\u3000]+([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?", re.ASCII)
_OWN_INSTANT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}", re.ASCII)
"""The legal day and minute of Beijing."""
_BEIJING: Final = "+08:00"
_LINE_ENDS: Final = re.compile(r"\s*[\r\n]+\s*")
_KILOGRAM_DECIMALS: Final = 3
_LONGEST_FOLDED: Final = 2_000
"""Longer texts are taken as they are."""


def folded(node: Input, text: str) -> str:
    """Return what a value is turned into; itself where nothing is to be done, or nothing can."""
    if node.kind is Kind.FILE_TEXT:
        return text.replace("\r\n", "\n")
    if len(text) > _LONGEST_FOLDED:
        return text
    fold = _number if node.kind in NUMBERS else _FOLDS.get(node.kind, _text)
    return fold(text.strip())


def is_own_notation(node: Input, text: str) -> bool:
    """Return whether the form itself writes the value like this, so that nothing needs to be asked."""
    if node.kind is Kind.FILE_TEXT:
        return True  # browsers send the line ends of their own
    return node.kind is Kind.INSTANT and _OWN_INSTANT.fullmatch(text) is not None


def in_tonnes(text: str) -> str:
    """Turn kilograms into tonnes, exactly; what is no number of kilograms comes back as it is.

    :raises InvalidValue: ``number.scale``, less than a gram.
    """
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    try:
        grams = quantity.parse_decimal(digits, decimals=_KILOGRAM_DECIMALS, scale=10**_KILOGRAM_DECIMALS)
    except InvalidValue as error:
        if error.code == "number.scale":
            raise
        return text
    return sign + quantity.format_decimal(grams, scale=quantity.GRAMS_PER_TONNE, decimals=0)


def _text(text: str) -> str:
    return text.translate(_HALF_WIDTH)


def _remark(text: str) -> str:
    return _LINE_ENDS.sub(" ", text).translate(_HALF_WIDTH)


def _number(text: str) -> str:
    written = text.translate(_OF_NUMBERS)
    return written.replace(",", "") if _THOUSANDS.fullmatch(written) else written


def _credit_code(text: str) -> str:
    return text.translate(_HALF_WIDTH).upper()


def _day(text: str) -> str:
    written = text.translate(_OF_DAYS)
    match = _DAY.fullmatch(written)
    if match is None:
        return written
    year, month, day = match.groups()
    return f"{year}-{month.zfill(2)}-{day.zfill(2)}"


def _instant(text: str) -> str:
    written = text.translate(_OF_DAYS)
    match = _MINUTE.fullmatch(written)
    if match is None:
        return written
    day, hour, minute, second = match.groups()
    return f"{_day(day.strip())}T{hour.zfill(2)}:{minute}:{second or '00'}{_BEIJING}"


_FOLDS: Final = {
    Kind.REMARK: _remark,
    Kind.CREDIT_CODE: _credit_code,
    Kind.DATE: _day,
    Kind.INSTANT: _instant,
}
