"""The cap, day by day: rights have terms, so what is in force is compared with the cap on every day of a new term.

Source: CS61 art. 3 (the cap may not be exceeded). The balances keep the whole below the cap already; this holds where
rights were taken over with less under them than they say.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ledger.domain.values.calendar import Term
from ledger.domain.values.quantity import format_tonnes
from ledger.errors import Breach, say
from ledger.rules.judge import breach
from ledger.rules.law import keys
from ledger.rules.law.book import RuleBook


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """Grams a year that are given out for a term, whoever holds them."""

    term_from: date
    term_to: date
    grams: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CapDays:
    """One pollutant in one area and basin: the cap, with what was moved in from other areas, and what is given out."""

    limit: int
    issued: tuple[Issued, ...]

    def in_force(self, day: date) -> int:
        """Return what is in force on a day, in grams a year."""
        return sum(each.grams for each in self.issued if each.term_from <= day < each.term_to)

    def fullest(self, term: Term) -> tuple[date, int]:
        """Return the first day of a term on which most is in force, and how much; it only rises where terms begin."""
        days = {term.starts, *(each.term_from for each in self.issued if term.covers(each.term_from))}
        return max(((day, self.in_force(day)) for day in sorted(days)), key=lambda found: found[1])


def beyond_the_cap(days: CapDays, *, term: Term, grams: int, on: date, book: RuleBook) -> Breach | None:
    """Return the breach of new rights that would, on some day of their term, exceed the cap.

    :param grams: how much is to be issued, in grams a year.
    :param on: the day whose law applies.
    """
    day, in_force = days.fullest(term)
    if in_force + grams <= days.limit:
        return None
    return breach(
        book.provision(keys.CAP_LIMIT, on=on),
        code="cap.exceeded",
        detail=say(
            "{day}有效的排污权将为{in_force}吨/年加{grams}吨/年，超过总量{limit}吨/年",
            day=day,
            in_force=format_tonnes(in_force),
            grams=format_tonnes(grams),
            limit=format_tonnes(days.limit),
        ),
    )
