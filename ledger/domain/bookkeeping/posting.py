"""Postings: what a voucher says in accounts and units, before positions are looked up.

A gram changes its unit where a term begins or ends, where a right is paid up, or where it goes to another area: two
postings of one act, through an account that sums to zero over the units of a pollutant.
"""

from __future__ import annotations

from dataclasses import dataclass

from ledger.domain.bookkeeping.account import Account, account
from ledger.domain.bookkeeping.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """An amount of a unit, in grams or fen, that goes to one account and comes from another."""

    debit: Account
    credit: Account
    unit: Unit
    amount: int


def converted(
    *, debit: Account, credit: Account, debited: Unit, credited: Unit, amount: int, through: str = "Q12"
) -> tuple[Posting, ...]:
    """Return the postings that take ``amount`` of one unit from an account and give as much of another to an account.

    Where the two units are the same, one posting; else two halves through the account ``through`` of each area.

    :param through: ``Q12`` between tranches of an area, ``Q11`` and ``C11`` between areas.
    """
    if debited == credited:
        return (Posting(debit=debit, credit=credit, unit=debited, amount=amount),)
    return (
        Posting(debit=account(through, area=credit.area), credit=credit, unit=credited, amount=amount),
        Posting(debit=debit, credit=account(through, area=debit.area), unit=debited, amount=amount),
    )
