"""What is planned for the demonstration: acts, and the occasions on which they are thought of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ledger.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedAct:
    """An act of the plan.

    Attributes:
        area: that of the branch that handles it.
        decided: whether it comes to a decision; of those that do not, every other one has had its first check.
        idle: whether it may be refused (a quarter without a covered project, a buyer in arrears); then it is left out.

    """

    kind: str
    command: Any
    area: str
    decided: bool = True
    idle: bool = False


Occasion = Callable[["UnitOfWork", date], Iterable[PlannedAct]]
"""Returns the acts of an occasion on its day, in view of the books as they are then."""
