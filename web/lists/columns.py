"""What a list consists of: its columns, its filters, how a page of it is read, and by what it may be grouped."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ledger.domain.values.quantity import INCREMENT_DECIMALS, YUAN_DECIMALS
from ledger.errors import Message

if TYPE_CHECKING:
    from ledger.domain.values.worded import Worded
    from schemas.base import RequestSchema

Place = tuple[str, ...]
"""Where a page begins, as the list itself reads it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column; ``summed`` where its figures may be added up, ``link`` leads to what its value names.

    ``alike`` is what stands for the value where rows are grouped by it, if the value alone does not tell them apart.
    A value is what files take (:mod:`web.workbooks.table`), or a Message for the language of the reader.
    """

    name: str
    title: Message
    value: Callable[[Any], Any]
    number: bool = False
    summed: bool = False
    link: Callable[[Any], str] | None = None
    alike: Callable[[Any], Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One input of the filter's form; ``choices`` are offered where there are any, ``kind`` is the input's type."""

    name: str
    title: Message
    kind: str = "search"
    choices: Callable[[], Sequence[tuple[str, Any]]] | None = None


def choices_of(values: type[Worded]) -> list[tuple[str, Message]]:
    """Return what is offered for a list of values: their codes and their words."""
    return [(value.value, value.words) for value in values]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """Rows of one page, and where the next one begins, if there is one."""

    rows: Sequence[Any]
    following: Place | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tallied:
    """Rows that are alike: values of the columns by which they are grouped, and sums by the names of the others."""

    names: tuple[Any, ...]
    count: int
    figures: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tallies:
    """Groups: those of one page in the order of the list itself, or all of them in no order (``whole``)."""

    rows: Sequence[Tallied]
    following: Place | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOf:
    """A list.

    Attributes:
        shown: names of the columns that are shown where nobody chose.
        groupings: names of the columns by which it may be grouped.
        within: names of the columns whose values are never added up together, such as pollutants.
        schema: reads the filter, whose members are those of ``filters``.
        page: reads a page: what is asked for, where it begins, the most rows.
        places: how many parts a place has.
        numbered: whether its parts are places in the journal, not names.
        tallied: adds its rows up without reading them: the filter, by what, where the page begins, the most groups,
            if there is a most; None where that filter lets it know too little.

    """

    name: str
    title: Message
    columns: tuple[Column, ...]
    shown: tuple[str, ...]
    groupings: tuple[str, ...]
    within: tuple[str, ...]
    filters: tuple[Filter, ...]
    schema: type[RequestSchema]
    page: Callable[[Mapping[str, Any], Place | None, int], Slice]
    places: int
    numbered: bool = False
    tallied: Callable[[Mapping[str, Any], str, Place | None, int | None], Tallies | None] | None = None

    def column(self, name: str) -> Column | None:
        """Return a column by its name."""
        return next((column for column in self.columns if column.name == name), None)


def tonnes(grams: int | None) -> Decimal | None:
    """Return grams as tonnes."""
    return None if grams is None else Decimal(grams).scaleb(-INCREMENT_DECIMALS)


def yuan(fen: int | None) -> Decimal | None:
    """Return fen as yuan."""
    return None if fen is None else Decimal(fen).scaleb(-YUAN_DECIMALS)
