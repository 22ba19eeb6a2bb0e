"""JSON lines: one act a line, complete, so that an outsider can compute every leaf and the root of the log.

``amount`` is in tonnes for rights and credits and in yuan for money: without its point, a tonne's six decimals
and a yuan's two make it the integer of the leaf. ``body`` of a registration is the text that was hashed.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.unit import UnitKind
from ledger.domain.values.encoding import day_of, moment_of
from ledger.domain.values.quantity import INCREMENT_DECIMALS, format_tonnes, format_yuan
from ledger.projections.export.stream import Names, rule_books, whole_acts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Connection

    from ledger.projections.export.selection import Selection
    from ledger.projections.export.stream import ActRow, MovementRow, RegistrationRow, UnitRow

_write: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


def lines(connection: Connection, selection: Selection) -> Iterator[str]:
    """Return the file, an act at a time; a selected act is always exported whole."""
    names = Names(connection, account_form=lambda row: row.code, unit_form=_unit)
    books = rule_books(connection)
    for act, movements, registrations in whole_acts(connection, selection):
        yield _write(_act(act, movements, registrations, names=names, books=books)) + "\n"


def _act(
    act: ActRow,
    movements: list[MovementRow],
    registrations: list[RegistrationRow],
    *,
    names: Names[str, tuple[str, bool]],
    books: Mapping[int, str],
) -> dict[str, Any]:
    return {
        "seq": act.seq,
        "key": act.key,
        "request_digest": act.request_digest.hex(),
        "kind": act.kind,
        "effective_on": day_of(act.effective_on).isoformat(),
        "recorded_at": _moment(act.recorded_at),
        "actor": act.actor,
        "approver": act.approver,
        "series": act.series,
        "number": act.number,
        "attachments": act.attachments,
        "narration": act.narration,
        "judgement": act.judgement,
        "rule_book": books.get(act.rule_book_id),
        "reverses": act.reverses,
        "movements": [_movement(row, names) for row in movements],
        "registrations": [
            {"register": register, "subject": subject, "body": body} for _, register, subject, body in registrations
        ],
        "leaf": act.leaf.hex(),
    }


def _movement(row: MovementRow, names: Names[str, tuple[str, bool]]) -> dict[str, str]:
    _, _, unit, debit, credit, amount = row
    code, in_fen = names.unit(unit)
    return {
        "debit": names.account(debit),
        "credit": names.account(credit),
        "unit": code,
        "amount": format_yuan(amount) if in_fen else format_tonnes(amount, decimals=INCREMENT_DECIMALS),
    }


def _unit(row: UnitRow) -> tuple[str, bool]:
    return row.code, row.kind == UnitKind.MONEY


@lru_cache(maxsize=64)
def _moment(number: int) -> str:
    return moment_of(number).isoformat(timespec="microseconds")
