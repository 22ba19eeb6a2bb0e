"""Unified social credit codes (统一社会信用代码, GB 32100-2015)."""

from __future__ import annotations

from typing import Final

from ledger.domain.values.quantity import shown
from ledger.errors import InvalidValue, say

ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The 31 characters of GB 32100-2015: the letters I, O, Z, S and V are left out."""

LENGTH: Final = 18


def parse_credit_code(text: object) -> str:
    """Check a unified social credit code and return it unchanged.

    Only the alphabet, the length and the check character are judged; the parts (registration department,
    area, organisation code) are not, because registers hold codes given out under older tables.

    :raises InvalidValue: ``id.type``, ``id.length``, ``id.character`` (naming the position) or
        ``id.check_digit``.
    """
    if not isinstance(text, str):
        raise InvalidValue("id.type", say("“{value}”不是文本形式的统一社会信用代码", value=shown(text)))
    if len(text) != LENGTH:
        raise InvalidValue(
            "id.length",
            say(
                "“{value}”有{count}个字符；统一社会信用代码应为{length}位",
                value=shown(text),
                count=len(text),
                length=LENGTH,
            ),
        )
    for position, character in enumerate(text, start=1):
        if character not in ALPHABET:
            raise InvalidValue(
                "id.character",
                say(
                    "“{value}”第{position}位“{character}”不可用；只用半角数字与大写字母，不用 I、O、Z、S、V",
                    value=shown(text),
                    position=position,
                    character=shown(character),
                ),
            )
    expected = check_character(text[:-1])
    if text[-1] != expected:
        raise InvalidValue(
            "id.check_digit",
            say(
                "“{value}”的校验位（第{length}位）应为“{expected}”；请核对前面各位",
                value=shown(text),
                length=LENGTH,
                expected=expected,
            ),
        )
    return text


def check_character(first_seventeen: str) -> str:
    """Return the check character of the first 17: weights are the powers of 3, modulo 31."""
    weighted = sum(
        ALPHABET.index(character) * pow(3, position, len(ALPHABET))
        for position, character in enumerate(first_seventeen)
    )
    return ALPHABET[-weighted % len(ALPHABET)]
