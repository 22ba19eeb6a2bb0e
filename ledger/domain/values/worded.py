"""Fixed lists whose every value has its word: one word, wherever it is read."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Self

    from ledger.errors import Message


class Worded(StrEnum):
    """A list of values; each is written as its code, which is recorded, and the word by which people know it.

    ``FREE = "free", say("无偿取得")`` is recorded as ``free`` and told as 无偿取得, or what the catalogue has for it.
    """

    words: Message

    def __new__(cls, code: str, *words: Message) -> Self:
        """Return the member of a code with its one word; a member is found again by its code alone."""
        member = str.__new__(cls, code)
        member._value_ = code
        (member.words,) = words
        return member

    @property
    def chinese(self) -> str:
        """Return the Chinese word, for what is recorded and printed."""
        return str(self.words)
