"""Finding a name as clerks type it: part of it, its pinyin, the initials of its pinyin, or these mixed.

Of a character with several readings each one is accepted. What a name may be typed as is worked out once for each name
and kept for the life of the process.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise, product
from typing import Final

from pypinyin import Style, pinyin

_MOST_NAMES: Final = 100_000
_BITS: Final = 4093
"""Of a signature; with a prime number of them pairs of letters fall on different ones."""


@dataclass(frozen=True, slots=True)
class _Spelling:
    """A name, plainly written, and of each of its characters everything that may be typed for it."""

    plain: str
    typed: tuple[tuple[str, ...], ...]
    signature: int
    """A bit for every letter that may be typed and for every two of them that may follow each other."""


def matches(text: str, query: str) -> bool:
    """Return whether a query finds a text: as it is written, or by pinyin and initials, the last one unfinished."""
    wanted = plain(query)
    if not wanted:
        return True
    spelling = _spelling(text)
    if wanted in spelling.plain:
        return True
    # Most names lack a pair of the query's letters; to follow each one through all its readings takes a hundred times
    # as long.
    return not _signature_of(wanted) & ~spelling.signature and _is_typed(spelling.typed, wanted)


def plain(text: str) -> str:
    """Return a text without spaces, in half width and small letters."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


@lru_cache(maxsize=_MOST_NAMES)
def _spelling(text: str) -> _Spelling:
    written = plain(text)
    typed = tuple(_typed(character) for character in written)
    signature = 0
    for alternatives in typed:
        signature |= _within(alternatives)
    for ending, beginning in pairwise(typed):
        signature |= _across(ending, beginning)
    return _Spelling(plain=written, typed=typed, signature=signature)


@cache
def _within(alternatives: tuple[str, ...]) -> int:
    signature = 0
    for alternative in alternatives:
        signature |= _signature_of(alternative)
    return signature


@lru_cache(maxsize=_MOST_NAMES)
def _across(ending: tuple[str, ...], beginning: tuple[str, ...]) -> int:
    signature = 0
    for last, first in product({each[-1] for each in ending}, _initials(beginning)):
        signature |= _bit(last, first)
    return signature


def _signature_of(text: str) -> int:
    signature = 0
    for letter in text:
        signature |= _bit("", letter)
    for pair in pairwise(text):
        signature |= _bit(*pair)
    return signature


def _bit(before: str, letter: str) -> int:
    return 1 << (ord(before or " ") * 31 + ord(letter)) % _BITS


@cache
def _typed(character: str) -> tuple[str, ...]:
    """Return the character, its readings, and their initials: of zhang also zh and z."""
    (readings,) = pinyin(character, style=Style.NORMAL, heteronym=True) or ([],)
    found = {character}
    for reading in readings:
        found |= {reading, reading[:1]}
        if reading[1:2] == "h":
            found.add(reading[:2])
    return tuple(sorted(found))


@cache
def _initials(alternatives: tuple[str, ...]) -> frozenset[str]:
    return frozenset(alternative[0] for alternative in alternatives)


def _is_typed(typed: tuple[tuple[str, ...], ...], wanted: str) -> bool:
    """Return whether the query is typed by consecutive characters, wherever they begin."""
    begins = wanted[0]
    reached: set[int] = set()
    for alternatives in typed:
        if begins in _initials(alternatives):
            reached.add(0)
        elif not reached:
            continue
        after: set[int] = set()
        for place in reached:
            rest = wanted[place:]
            for alternative in alternatives:
                if alternative.startswith(rest):
                    return True
                if rest.startswith(alternative):
                    after.add(place + len(alternative))
        reached = after
    return False
