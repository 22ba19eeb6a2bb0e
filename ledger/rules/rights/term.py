"""From which day a right runs, and for how long.

Source: CS61 art. 12 (five years as a rule); the first day is an assumption (ASSUME-03, ASSUME-39).
"""

from __future__ import annotations

from datetime import date

from ledger.domain.values.calendar import Term
from ledger.errors import Breach, say
from ledger.rules.judge import breach
from ledger.rules.law import keys
from ledger.rules.law.book import RuleBook


def years_of_term(book: RuleBook, *, on: date) -> int:
    """Return for how many years a right is given.

    :raises NoProvisionInForce: no text says so.
    """
    return book.provision(keys.TERM_YEARS, on=on).value


def initial_term(book: RuleBook, *, confirmed_on: date) -> Term:
    """Return the term of an initial right.

    :raises NoProvisionInForce: no text says how long it is, or from which day it runs.
    """
    starts = {"confirmation": confirmed_on}[book.provision(keys.TERM_STARTS_EXISTING, on=confirmed_on).value]
    return Term.of_years(starts=starts, years=years_of_term(book, on=confirmed_on))


def first_day_of_award(book: RuleBook, *, awarded_on: date, contracted_on: date, named: date | None) -> date | None:
    """Return the first day of an awarded right; None where it runs from a production day that nobody named.

    :raises NoProvisionInForce: no text says from which day it runs.
    """
    runs_from = book.provision(keys.TERM_STARTS, on=awarded_on).value
    return {"contract": contracted_on, "assessment": awarded_on, "production": named}[runs_from]


def term_over(term: Term, *, on: date, book: RuleBook) -> Breach | None:
    """Return the breach of a sale of what has no day left: its term is over when it is contracted and awarded."""
    if on < term.ends:
        return None
    return breach(
        book.provision(keys.TERM_YEARS, on=on),
        code="award.term_over",
        detail=say(
            "有效期自{starts}起、至{ends}前；{day}签约、成交时已经期满", starts=term.starts, ends=term.ends, day=on
        ),
    )
