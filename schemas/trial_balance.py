"""The trial balance as JSON (the form of ``trial-balance --json``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemas.balances import unit_body, written

if TYPE_CHECKING:
    from ledger.projections.accounts.trial_balance import TrialBalance


def trial_balance_body(result: TrialBalance) -> dict[str, Any]:
    """Return a trial balance as a JSON object; ``on`` is null where everything recorded counts."""
    return {
        "on": result.on and result.on.isoformat(),
        "units": [
            {
                "unit": unit_body(totals.unit),
                "debit": written(totals.debit, totals.unit),
                "credit": written(totals.credit, totals.unit),
                "difference": written(totals.difference, totals.unit),
            }
            for totals in result.units
        ],
        "balanced": result.balanced,
    }
