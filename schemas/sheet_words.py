"""The words by which people name acts and choices in a sheet, beside the codes that stand in the contract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Codes by words, the words as :func:`folded` writes them."""

    acts: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[type[StrEnum], Mapping[str, str]] = field(default_factory=dict)

    def act(self, text: str) -> str:
        """Return the code of the act that a cell names; what is no word stands as it is."""
        return self.acts.get(folded(text)) or code_of(text)

    def choice(self, choices: type[StrEnum], text: str) -> str:
        """Return the code of the choice that a cell names; what is neither code nor word stands as it is."""
        code = code_of(text)
        if code in set(choices):
            return code
        return self.choices.get(choices, {}).get(folded(text), text)


CODES_ALONE: Final = Vocabulary()
"""For messages that hold codes and nothing else."""


def folded(words: str) -> str:
    """Return words as they are compared: capitals and blanks count for nothing."""
    return "".join(words.split()).casefold()


def code_of(text: str) -> str:
    """Return the code of a choice; the lists of the templates put a blank and its name behind it."""
    return text.partition(" ")[0]
