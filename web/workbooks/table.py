"""What is written into a file for people: headings, rows of typed cells, and what the file is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

Value = str | int | Decimal | date | None
"""A cell: text always stays text; int is a count, Decimal a quantity or an amount, None is blank."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A list to be written.

    ``notes`` say which book it is from, as of which day and with which filter, and that a demonstration is one.
    """

    title: str
    notes: Sequence[str]
    headings: Sequence[str]
    rows: Iterable[Sequence[Value]]
