"""Movements with the names that their numbers stand for: both accounts, and the unit."""

from __future__ import annotations

from typing import Final

from sqlalchemy import FromClause

from ledger.store.tables import account, movement, position, unit

DEBITED: Final = account.alias("debited")
"""The account that a movement goes to."""
CREDITED: Final = account.alias("credited")
"""The account that it comes from."""
_DEBIT: Final = position.alias("debit_position")
_CREDIT: Final = position.alias("credit_position")

NAMED_MOVEMENTS: Final[FromClause] = (
    movement.join(unit, unit.c.id == movement.c.unit_id)
    .join(_DEBIT, _DEBIT.c.id == movement.c.debit)
    .join(DEBITED, DEBITED.c.id == _DEBIT.c.account_id)
    .join(_CREDIT, _CREDIT.c.id == movement.c.credit)
    .join(CREDITED, CREDITED.c.id == _CREDIT.c.account_id)
)
"""What to select from: ``movement``, ``unit`` and the two accounts."""
