"""A reconciliation as JSON (the form of ``reconcile --json``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ledger.errors import Translate
    from ledger.projections.rounds.reconciliation import Reconciliation


def reconciliation_body(result: Reconciliation, *, translate: Translate) -> dict[str, Any]:
    """Return the body of one round's reconciliation; yuan with two decimals, tonnes with four."""
    return {
        "round": result.round.number,
        "place": result.round.place,
        "agrees": result.agrees,
        "rows": [
            {
                "scope": row.scope,
                "what": row.what.value,
                "stated": row.what.written(row.stated.value),
                "posted": row.what.written(row.posted),
                "difference": row.what.written(row.difference),
                "agrees": row.agrees,
                "cause": row.cause and row.cause.rendered(translate),
            }
            for row in result.rows
        ],
        "not_compared": list(result.not_compared),
    }
