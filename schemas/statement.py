"""The statement of an account as JSON (the form of ``statement --json``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemas.balances import unit_body, written

if TYPE_CHECKING:
    from ledger.projections.accounts.statement import Statement, StatementLine


def statement_body(statement: Statement) -> dict[str, Any]:
    """Return an account and its lines as a JSON object; ``seq`` is the place of the act in the journal."""
    return {
        "account": statement.account.code,
        "holder": statement.account.holder,
        "lines": [_line(line) for line in statement.lines],
    }


def _line(line: StatementLine) -> dict[str, Any]:
    return {
        "seq": line.place.seq,
        "line": line.place.n,
        "effective_on": line.place.effective_on.isoformat(),
        "kind": line.kind,
        "narration": line.narration,
        "counter_account": line.counter_account.code,
        "unit": unit_body(line.unit),
        "debit": written(line.debit, line.unit),
        "credit": written(line.credit, line.unit),
        "balance": written(line.balance, line.unit),
    }
