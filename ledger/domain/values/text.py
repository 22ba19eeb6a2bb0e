"""Text that people write: one line, nothing invisible, one spelling of each character."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

from ledger.domain.values.quantity import shown
from ledger.errors import InvalidValue, say

LONGEST_NAME: Final = 200

_REFUSED_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
# Compatibility folding would turn the ordinary punctuation of Chinese into ASCII; it is kept as written.
# Small letters of other scripts beside the Latin ones that they, or their capitals, are taken for.
_LOOK_ALIKES: Final = str.maketrans(
    "авекмнорстухіјѕһԁԛԝαβεζηικμνορτυχ",
    "abekmhopctyxijshdqwabezhikmnoptyx",
)
_SCRIPTS: Final = ("LATIN", "CYRILLIC", "GREEK")
"""Scripts that have letters of the same look."""
_CHINESE_PUNCTUATION: Final = str.maketrans("（），：；！？％～…", "(),:;!?%~.")
_LOST: Final = "\N{REPLACEMENT CHARACTER}"
"""Stands where a character was lost on the way, in a broken encoding."""


def parse_text(text: object, *, longest: int = LONGEST_NAME, empty: bool = False) -> str:
    """Check one line of text and return it unchanged.

    Refused are control, format and bidirectional characters, lone surrogates, what stands for a character that
    was lost, blanks at either end, and characters that merely look like others and fold to them under NFKC
    (``⼯``, ``㈱``, ``Ａ``); full-width Chinese punctuation is kept.

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
    if not unicodedata.is_normalized("NFKC", text.translate(_CHINESE_PUNCTUATION)):
        raise InvalidValue(
            "text.form",
            say(
                "“{value}”含有兼容字符（如全角字母、部首或合体字）；请改为“{normal}”",
                value=shown(text),
                normal=shown(_folded(text)),
            ),
        )
    return text


def _folded(text: str) -> str:
    """Return the text under NFKC, its Chinese punctuation kept."""
    return "".join(
        character if ord(character) in _CHINESE_PUNCTUATION else unicodedata.normalize("NFKC", character)
        for character in text
    )


@lru_cache(maxsize=1 << 16)
def folded(name: str) -> str:
    """Return what a name is compared by: without case and width, blanks as one, letters that look alike as one.

    Two names that fold to the same cannot be told apart at a glance; wherever a name has one bearer, they are one.
    """
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return " ".join(plain.translate(_LOOK_ALIKES).split())


def mixes_scripts(name: str) -> bool:
    """Return whether a name has letters of several scripts that look alike: Latin, Cyrillic, Greek."""
    named = {unicodedata.name(character, "").partition(" ")[0] for character in name if character.isalpha()}
    return len(named.intersection(_SCRIPTS)) > 1
