"""Every test question by its name, in the order in which an auditor asks them (practice §3)."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from ledger.projections.audit.questions import (
    approvals,
    assumptions,
    bunching,
    corrections,
    evidence,
    hands,
    hours,
    limits,
    money,
    sales,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.projections.audit.question import Question

_FAMILIES: Final = (assumptions, corrections, hands, hours, approvals, money, evidence, bunching, limits, sales)

QUESTIONS: Final[Mapping[str, Question]] = MappingProxyType(
    {question.name: question for family in _FAMILIES for question in family.QUESTIONS}
)
"""The questions that the pages list."""
