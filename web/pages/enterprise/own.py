"""Whose pages these are: the officer of an enterprise sees what belongs to its credit code, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.domain.people.actor import Role
from ledger.projections.accounts.holding_state import holding_state
from web.context import current

if TYPE_CHECKING:
    from ledger.projections.accounts.holding_state import HoldingState

ENTERPRISE: Final = Role.ENTERPRISE.value
"""The role of everybody who may enter here."""


def own_code() -> str:
    """Return the credit code of the enterprise of the person in front of the page.

    :raises AssertionError: the role was given without one, which the register of users refuses.
    """
    code = current().person.enterprise
    assert code is not None  # noqa: S101 - nobody is registered with this role and without an enterprise
    return code


def own_state() -> HoldingState:
    """Return what the enterprise has today.

    :raises NotFound: ``enterprise.missing``.
    """
    context = current()
    return holding_state(context.view, own_code(), book=context.law, on=context.today)
