"""What a person of a branch may name in an act: what his own area has to do with (LC25 art. 6).

What belongs to another area is for him not there, in every answer: neither its name nor its state nor that it exists.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.domain.bookkeeping.account import account
from ledger.domain.claims.claim import Claim
from ledger.domain.credits.credit import CreditLoan
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.registers.facility import Facility
from ledger.domain.registers.succession import HELD, OWED
from ledger.domain.rights.transfer import Transfer

if TYPE_CHECKING:
    from ledger.domain.people.actor import User
    from ledger.store.unit_of_work import UnitOfWork


def areas_of(record: Any) -> tuple[str, ...]:
    """Return the areas whose offices have to do with a record of a register; none where it belongs to no area."""
    if isinstance(record, Claim):
        return (record.unit.area or "",)
    if isinstance(record, CreditLoan):
        return record.lender, record.borrower
    if isinstance(record, Transfer):
        return record.seller_area, record.buyer_area
    area = getattr(record, "area", None)
    return () if area is None else (area,)


def in_sight(work: UnitOfWork, person: User, record: Any) -> bool:
    """Return whether a person may name a record: a branch what is of its area, everybody else everything.

    An enterprise is registered once for the whole city; it is in sight of every branch in whose area it has something.
    """
    areas = areas_of(record)
    if not areas or any(person.sits_in(area) for area in areas):
        return True
    return isinstance(record, Enterprise) and person.area is not None and _is_active_in(work, record, person.area)


def _is_active_in(work: UnitOfWork, enterprise: Enterprise, area: str) -> bool:
    code = enterprise.credit_code
    if any(work.holdings(account(line, area=area, holder=code)) for line in (*HELD, *OWED)):
        return True
    if any(claim.unit.area == area for claim in work.registers.all(Claim, owner=code)):
        return True
    return any(each.area == area for each in work.registers.whose(Facility, "enterprise", code))
