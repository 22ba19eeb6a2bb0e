"""CSV for spreadsheets: UTF-8 with a byte order mark, RFC 4180, one row a movement.

An act that only registers something has one row without a movement; what it registers stands in the JSON lines.
``tonnes`` has six decimals, every gram shown; ``term_to`` is the first day after the term, and ``term_assumed`` says
``yes`` where no notice printed it. Text that a spreadsheet
would take for a formula gets an apostrophe in front, so text columns are for reading and the JSON lines for proof.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from ledger.domain.bookkeeping.unit import UnitKind
from ledger.domain.values.encoding import day_of, moment_of
from ledger.projections.export.stream import ActRow, Names, acts
from ledger.projections.rounds.assumed_terms import assumed_terms

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from sqlalchemy import Connection

    from ledger.projections.export.selection import Selection
    from ledger.projections.export.stream import AccountRow, UnitRow

HEADINGS: Final = (
    "seq", "effective_on", "recorded_at", "kind", "series", "number", "narration", "attachments", "judgement",
    "actor", "approver", "reverses", "key", "registrations", "line", "debit_account", "debit_holder",
    "credit_account", "credit_holder", "unit", "unit_kind", "factor", "area", "term_from", "term_to", "origin",
    "tonnes", "yuan", "term_assumed",
)  # fmt: skip
"""The first row; the names do not change with the language."""

_BYTE_ORDER_MARK: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"
_END: Final = "\r\n"
_QUOTE: Final = '"'
_FORMULA: Final = frozenset("=+-@\t\r\n＝＋－＠")
_WITHOUT_MOVEMENT: Final = "," * (len(HEADINGS) - HEADINGS.index("line") - 1)


def lines(connection: Connection, selection: Selection) -> Iterator[str]:
    """Return the file, an act at a time."""
    yield _BYTE_ORDER_MARK + ",".join(HEADINGS) + _END
    assumed = assumed_terms(connection)
    names = Names(connection, account_form=_account, unit_form=lambda row: _unit(row, assumed))
    account_of, unit_of = names.account, names.unit
    for act, movements in acts(connection, selection):
        start = _act(act)
        if not movements:
            yield f"{start},{_WITHOUT_MOVEMENT}{_END}"
            continue
        written = []
        for _, n, unit, debit, credit, amount in movements:
            described, in_fen, supposed = unit_of(unit)
            figures = (
                f",{amount // 100}.{amount % 100:02}" if in_fen else f"{amount // 1_000_000}.{amount % 1_000_000:06},"
            )
            written.append(
                f"{start},{n},{account_of(debit)},{account_of(credit)},{described},{figures},{supposed}{_END}"
            )
        yield "".join(written)


def _act(act: ActRow) -> str:
    return (
        f"{act.seq},{day_of(act.effective_on)},{_moment(act.recorded_at)},{_word(act.kind)},{_word(act.series)},"
        f"{_number(act.number)},{_text(act.narration)},{act.attachments},{_word(act.judgement)},{_word(act.actor)},"
        f"{_word(act.approver)},{_number(act.reverses)},{_text(act.key)},{_number(act.registrations)}"
    )


def _account(row: AccountRow) -> str:
    return f"{_text(row.code)},{_text(row.holder)}"


def _unit(row: UnitRow, assumed: Container[str]) -> tuple[str, bool, str]:
    texts = ",".join(_text(value) for value in (row.code, row.kind, row.pollutant, row.area))
    days = ",".join("" if day is None else day_of(day).isoformat() for day in (row.term_from, row.term_to))
    return f"{texts},{days},{_text(row.origin)}", row.kind == UnitKind.MONEY, "yes" if row.code in assumed else ""


def _text(value: str | None) -> str:
    """Write a text column, always in quotation marks; nothing at all for no text."""
    if not value:
        return ""
    if value[0] in _FORMULA:
        value = "'" + value
    return f'"{value.replace(_QUOTE, _QUOTE * 2)}"'


_word: Final = lru_cache(maxsize=1024)(_text)


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


@lru_cache(maxsize=64)
def _moment(number: int) -> str:
    return moment_of(number).isoformat(timespec="microseconds")
