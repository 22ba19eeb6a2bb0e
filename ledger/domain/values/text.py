"""Text that people write: one line, nothing invisible, one spelling of each character."""

from __future__ import annotations

import unicodedata
from typing import Final

from ledger.domain.values.quantity import shown
from ledger.errors import InvalidValue, say

LONGEST_NAME: Final = 200

_REFUSED_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
# Compatibility folding would turn the ordinary punctuation of Chinese into ASCII; it is kept as written.
_CHINESE_PUNCTUATION: Final = str.maketrans("（），：；！？％～…", "(),:;!?%~.")
_LOOKS_LIKE: Final = str.maketrans(
    "АВЕЅІЈКМНОРСТХаеѕіјорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
    "ABESIJKMHOPCTXaesijopcyxABEZHIKMNOPTYXo",
)
"""Cyrillic and Greek letters that cannot be told from Latin ones; NFKC leaves them as they are."""
_LOST: Final = "\N{REPLACEMENT CHARACTER}"
"""Stands where a character was lost on the way, in a broken encoding."""


def parse_text(text: object, *, longest: int = LONGEST_NAME, empty: bool = False) -> str:
    """Check one line of text and return it unchanged.

    Refused are control, format and bidirectional characters, lone surrogates, blanks at either end, and
    characters that merely look like others: those that fold to them under NFKC (``⼯``, ``㈱``, ``Ａ``), and
    Cyrillic and Greek letters with the shape of a Latin one; full-width Chinese punctuation is kept.

    :param longest: the most characters accepted.
    :param empty: whether the empty text is accepted.
    :raises InvalidValue: ``text.type``, ``text.empty``, ``text.length``, ``text.character``, ``text.blank``
        or ``text.form``.
    """
    if not isinstance(text, str):
        raise InvalidValue("text.type", say("“{value}”不是文本", value=shown(text)))
    if not text.strip() and not (empty and not text):
        raise InvalidValue("text.empty", say("此项不能为空，也不能只有空格"))
    if len(text) > longest:
        raise InvalidValue(
            "text.length",
            say("文本有{count}个字符，超过{longest}个字符的上限", count=len(text), longest=longest),
        )
    for position, character in enumerate(text, start=1):
        if unicodedata.category(character) in _REFUSED_CATEGORIES or character == _LOST:
            raise InvalidValue(
                "text.character",
                say("“{value}”第{position}个字符不可见或不可用", value=shown(text), position=position),
            )
    if text != text.strip():
        raise InvalidValue("text.blank", say("“{value}”首尾有空格，请去掉", value=shown(text)))
    plain = text.translate(_LOOKS_LIKE)
    if plain != text or not unicodedata.is_normalized("NFKC", text.translate(_CHINESE_PUNCTUATION)):
        raise InvalidValue(
            "text.form",
            say(
                "“{value}”含有易混字符（如全角字母、部首、合体字或形似的外文字母）；请改为“{normal}”",
                value=shown(text),
                normal=shown(_folded(plain)),
            ),
        )
    return text


def _folded(text: str) -> str:
    """Return the text under NFKC, its Chinese punctuation kept."""
    return "".join(
        character if ord(character) in _CHINESE_PUNCTUATION else unicodedata.normalize("NFKC", character)
        for character in text
    )
