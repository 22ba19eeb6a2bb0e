"""Balances as JSON (the form of ``balances --json``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.domain.bookkeeping.unit import UnitKind
from ledger.domain.values.quantity import format_tonnes, format_yuan

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ledger.domain.bookkeeping.unit import Unit
    from ledger.projections.accounts.balances import PositionBalance


def balances_body(rows: Iterable[PositionBalance]) -> list[dict[str, Any]]:
    """Return balances as a JSON list; a credit balance carries a minus sign."""
    return [
        {
            "account": row.account.code,
            "holder": row.account.holder,
            "unit": unit_body(row.unit),
            "balance": written(row.amount, row.unit),
        }
        for row in rows
    ]


def unit_body(unit: Unit) -> dict[str, Any]:
    """Return a unit as a JSON object; ``term_to`` is the first day after the term."""
    return {
        "kind": unit.kind.value,
        "factor": unit.pollutant and unit.pollutant.value,
        "area": unit.area,
        "term_from": _written_day(unit.term_from),
        "term_to": _written_day(unit.term_to),
        "origin": unit.origin and unit.origin.value,
    }


def written(amount: int, unit: Unit) -> str:
    """Write grams as tonnes with four decimals, more where a gram would be lost, and fen as yuan with two."""
    return format_yuan(amount) if unit.kind is UnitKind.MONEY else format_tonnes(amount)


def _written_day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
