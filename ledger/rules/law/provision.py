"""A provision: one value of one key, with the days it is in force, its source and its authority."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from ledger.domain.values.worded import Worded
from ledger.errors import Message, say

if TYPE_CHECKING:
    from datetime import date

T = TypeVar("T")

ARTICLE_NOT_SEEN: Final = "-"
"""Stands for the number of an article whose words are known only from a quotation."""


class Authority(Worded):
    """How far a value is law: read in a text in force here, borrowed from another, or only supposed."""

    ENACTED = "enacted", say("明文规定")
    BY_ANALOGY = "by_analogy", say("参照适用")
    ASSUMED = "assumed", say("假定")


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A legal text, or the list of assumptions, that provisions are taken from."""

    id: str
    title: str
    source: str
    """Where the words were read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision(Generic[T]):
    """One version of a key: its value and the half-open span of days in which it is the law of the ledger."""

    key: str
    value: T
    stated: object
    """The value as the book writes it; decimals and days as text."""
    effective_from: date
    effective_until: date | None
    """The first day on which it is no longer in force, or None."""
    instrument: Instrument
    article: str
    """Number of the article, with the paragraph in brackets: ``4``, ``4(2)``; ``-`` where it was not seen."""
    authority: Authority
    first_day: Authority
    """Whether ``effective_from`` itself was read or is supposed."""
    note: str

    def in_force(self, on: date) -> bool:
        """Return whether the provision is in force on that day."""
        return self.effective_from <= on and (self.effective_until is None or on < self.effective_until)

    @property
    def place(self) -> Message:
        """Return instrument and article in words."""
        instrument = self.instrument.id
        article, _, paragraph = self.article.removesuffix(")").partition("(")
        if paragraph:
            return say(
                "{instrument}第{article}条第{paragraph}款",
                instrument=instrument,
                article=article,
                paragraph=paragraph,
            )
        if article == ARTICLE_NOT_SEEN:
            return say("{instrument}（条号未见）", instrument=instrument)
        return say("{instrument}第{article}条", instrument=instrument, article=article)

    @property
    def cited(self) -> Message:
        """Return the place, with the authority wherever it is less than enacted."""
        if self.authority is Authority.ENACTED:
            return self.place
        return say("{citation}，{authority}", citation=self.place, authority=self.authority.words)
