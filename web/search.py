"""Finding a name as clerks type it: part of it, its pinyin, the initials of its pinyin, or these mixed.

Of a character with several readings each one is accepted. What a name may be typed as is worked out once for each name
and kept for the life of the process.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from pypinyin import Style, pinyin

_MOST_NAMES: Final = 100_000


@dataclass(frozen=True, slots=True)
class _Spelling:
    """A name, plainly written, and of each of its characters everything that may be typed for it."""

    plain: str
    typed: tuple[tuple[str, ...], ...]
    letters: frozenset[str]


def matches(text: str, query: str) -> bool:
    """Return whether a query finds a text: as it is written, or by pinyin and initials, the last one unfinished."""
    wanted = plain(query)
    if not wanted:
        return True
    spelling = _spelling(text)
    if wanted in spelling.plain:
        return True
    return spelling.letters.issuperset(wanted) and _is_typed(spelling.typed, wanted)


def plain(text: str) -> str:
    """Return a text without spaces, in half width and small letters."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


@lru_cache(maxsize=_MOST_NAMES)
def _spelling(text: str) -> _Spelling:
    written = plain(text)
    typed = tuple(_typed(character) for character in written)
    return _Spelling(plain=written, typed=typed, letters=frozenset("".join("".join(each) for each in typed)))


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


def _is_typed(typed: tuple[tuple[str, ...], ...], wanted: str) -> bool:
    """Return whether the query is typed by consecutive characters, wherever they begin."""
    reached: set[int] = set()
    for alternatives in typed:
        reached.add(0)
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
