"""The words of the pages, in both languages, as sheets may use them instead of codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache

from ledger.domain.values.worded import Worded
from ledger.errors import Message
from schemas.sheet_words import Vocabulary, folded
from web.labels.acts import TITLES
from web.language import translator


@cache
def vocabulary() -> Vocabulary:
    """Return every word that names one act, or one choice among its kind, in Chinese or English."""
    return Vocabulary(
        acts=_codes_by_words(TITLES.items()),
        choices={
            kind: _codes_by_words((choice.value, choice.words) for choice in kind) for kind in Worded.__subclasses__()
        },
    )


def _codes_by_words(named: Iterable[tuple[str, Message]]) -> Mapping[str, str]:
    """Return codes by words; a word that names two of them names neither."""
    english = translator("en")
    found = {
        (folded(said), code)
        for code, message in named
        for words in (message.rendered(), message.rendered(english))
        for said in (words, f"{words} {code}")
    }
    counted = Counter(words for words, _ in found)
    return {words: code for words, code in found if counted[words] == 1}
