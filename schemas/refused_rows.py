"""The refusal of a batch: every row that cannot be recorded, each with its reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.errors import LedgerError, RuleViolation, say
from schemas.malformed import MOST_ERRORS, FieldError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.errors import Breach


class RefusedRows(RuleViolation):
    """At least one row of a batch is refused, and therefore the whole of it."""

    code = "batch.refused"

    def __init__(self, refused: Sequence[tuple[int, LedgerError]]) -> None:
        rows = tuple(error for row, refusal in refused for error in _errors(row, refusal))
        breaches = tuple(breach for _, refusal in refused for breach in refusal.breaches)
        super().__init__(say("共有{count}行不能办理，整批未入账", count=len(refused)), breaches=breaches[:MOST_ERRORS])
        self.errors: Final = rows[:MOST_ERRORS]


def _errors(row: int, refusal: LedgerError) -> list[FieldError]:
    reasons: Sequence[Breach] = refusal.breaches
    if not reasons:
        return [FieldError(code=refusal.problem_code, detail=refusal.message, row=row)]
    return [FieldError(code=reason.code, detail=reason.detail, row=row) for reason in reasons]
