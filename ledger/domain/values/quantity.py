"""Quantities and money as integers of the smallest unit: grams and fen, prices in 1/10,000 yuan.

Every parser begins with one ASCII grammar, because Python's own number parsers accept full-width digits,
underscores, exponents and blanks. Floats never enter.
"""

from __future__ import annotations

import re
from typing import Final

from ledger.errors import InvalidValue, say

GRAMS_PER_TONNE: Final = 1_000_000
FEN_PER_YUAN: Final = 100
PRICE_SCALE: Final = 10_000
LARGEST: Final = 2**63 - 1
"""The largest value of a column; sums beyond it are refused, never wrapped."""

QUANTITY_DECIMALS: Final = 4
INCREMENT_DECIMALS: Final = 6
PRICE_DECIMALS: Final = 4
YUAN_DECIMALS: Final = 2
WAN_DECIMALS: Final = 6

_NUMBER: Final = re.compile(r"(0|[1-9][0-9]*)(?:\.([0-9]+))?", re.ASCII)
_WHOLE_DIGITS: Final = 12
_SHOWN_CHARACTERS: Final = 40


def shown(value: object) -> str:
    """Return a value as it may be repeated to people: one line, at most 40 characters, nothing invisible.

    Values that are no text are written as JSON writes them; lists and objects only as such, because they may
    be of any size.
    """
    match value:
        case str():
            text = value[: _SHOWN_CHARACTERS + 1]
        case None | bool():
            text = {None: "null", True: "true", False: "false"}[value]
        case list() | tuple():
            text = "[…]"
        case dict():
            text = "{…}"
        case _:
            text = repr(value)
    text = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)
    return text if len(text) <= _SHOWN_CHARACTERS else text[: _SHOWN_CHARACTERS - 1] + "…"


def parse_decimal(text: object, *, decimals: int, scale: int) -> int:
    r"""Read a plain decimal string exactly as an integer of ``scale`` units per one.

    :param text: ``(0|[1-9][0-9]{0,11})(\.[0-9]{1,decimals})?``, ASCII, no sign, exponent or blank.
    :param decimals: the most decimals accepted; never rounded.
    :param scale: a power of ten not smaller than ``10**decimals``.
    :raises InvalidValue: ``number.type``, ``number.format``, ``number.range`` (more than 12 digits before the
        point) or ``number.scale`` (too many decimals).
    """
    if not isinstance(text, str):
        raise InvalidValue(
            "number.type",
            say("“{value}”不是文本形式的数字；请写成带引号的十进制数，如“1.25”", value=shown(text)),
        )
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise InvalidValue(
            "number.format",
            say(
                "“{value}”不是可接受的数字；只接受数字与一个小数点，不带正负号、指数、空格、分隔符或单位",
                value=shown(text),
            ),
        )
    whole, fraction = match.group(1), match.group(2) or ""
    if len(whole) > _WHOLE_DIGITS:
        raise InvalidValue(
            "number.range",
            say("“{value}”过大；整数部分至多{digits}位", value=shown(text), digits=_WHOLE_DIGITS),
        )
    if len(fraction) > decimals:
        raise InvalidValue(
            "number.scale",
            say(
                "“{value}”的小数超过{decimals}位；不作四舍五入，请按规定位数填写",
                value=shown(text),
                decimals=decimals,
            ),
        )
    return int(whole) * scale + int((fraction or "0").ljust(len(str(scale)) - 1, "0"))


def parse_tonnes(text: object, *, decimals: int = QUANTITY_DECIMALS) -> int:
    """Read tonnes as grams; ``decimals`` is 4, or 6 for the increments of projects.

    :raises InvalidValue: see :func:`parse_decimal`.
    """
    return parse_decimal(text, decimals=decimals, scale=GRAMS_PER_TONNE)


def parse_yuan(text: object) -> int:
    """Read yuan with at most two decimals as fen.

    :raises InvalidValue: see :func:`parse_decimal`.
    """
    return parse_decimal(text, decimals=YUAN_DECIMALS, scale=FEN_PER_YUAN)


def parse_wan(text: object) -> int:
    """Read 万元 (10,000 yuan) with at most six decimals as fen.

    :raises InvalidValue: see :func:`parse_decimal`.
    """
    return parse_decimal(text, decimals=WAN_DECIMALS, scale=10**WAN_DECIMALS)


def parse_price(text: object) -> int:
    """Read a unit price in yuan with at most four decimals as 1/10,000 yuan.

    :raises InvalidValue: see :func:`parse_decimal`.
    """
    return parse_decimal(text, decimals=PRICE_DECIMALS, scale=PRICE_SCALE)


def decimals_of(text: str) -> int:
    """Return how many decimals a printed number has: its printed precision."""
    return len(text.partition(".")[2])


def format_decimal(value: int, *, scale: int, decimals: int) -> str:
    """Write an integer of ``scale`` units per one; more than ``decimals`` only where a unit would be lost."""
    digits = len(str(scale)) - 1
    whole, fraction = divmod(abs(value), scale)
    text = str(fraction).rjust(digits, "0") if digits else ""
    while len(text) > decimals and text.endswith("0"):
        text = text[:-1]
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}.{text}" if text else f"{sign}{whole}"


def format_tonnes(grams: int, *, decimals: int = QUANTITY_DECIMALS) -> str:
    """Write grams as tonnes with four decimals, or more where a gram would be lost.

    So they stand in sentences, in what a published round prints, and where the form of an answer is agreed on.
    """
    return format_decimal(grams, scale=GRAMS_PER_TONNE, decimals=decimals)


def figure_tonnes(grams: int) -> str:
    """Write grams as a figure of the ledger: tonnes to the gram, so that a column has one number of decimals."""
    return format_tonnes(grams, decimals=INCREMENT_DECIMALS)


def format_yuan(fen: int) -> str:
    """Write fen as yuan with two decimals."""
    return format_decimal(fen, scale=FEN_PER_YUAN, decimals=YUAN_DECIMALS)


def round_half_up(numerator: int, denominator: int) -> int:
    """Divide non-negative integers and round half up."""
    return (2 * numerator + denominator) // (2 * denominator)


def line_amount(*, grams: int, price: int, years: int = 1, parts: int = 1) -> int:
    """Return quantity × unit price × years in fen, rounded half up per line (assumption ASSUME-10).

    :param grams: quantity in grams a year.
    :param price: unit price per tonne in 1/10,000 yuan.
    :param years: term in years where the price is per year, else 1.
    :param parts: how many parts a year of ``years`` has, where a part of a year is paid for; rounded once, at the end.
    """
    return round_half_up(grams * price * years * FEN_PER_YUAN, GRAMS_PER_TONNE * PRICE_SCALE * parts)
