"""Extend the calendar of working days by the notice of another year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ledger.domain.bookkeeping.journal import JournalEntry, Judgement, Registration
from ledger.domain.values.encoding import canonical_json, digest
from ledger.domain.values.working_days import read_working_days

if TYPE_CHECKING:
    from ledger.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedYears:
    """The answer to one table: its years, where it stands in the journal, and whether it was there before."""

    years: tuple[int, ...]
    seq: int
    recognised: bool


def record_working_days(work: UnitOfWork, *, table: str, actor: str, today: date) -> RecordedYears:
    """Register the years of a table; a later table of the same year takes its place.

    :param table: CSV, see :func:`ledger.domain.values.working_days.read_working_days`.
    :raises InvalidValue: ``working_days.*``, the table is not whole.
    """
    read = read_working_days(table)
    years = tuple(sorted(read.years))
    content = digest(table)
    key = f"working_days:{content.hex()}"
    known = work.journal.find(key)
    if known is not None:
        return RecordedYears(years=years, seq=known[0], recognised=True)
    seq = work.journal.append(
        JournalEntry(
            key=key,
            request_digest=content,
            kind="working_days.recorded",
            effective_on=today,
            actor=actor,
            narration=f"导入工作日表（{'、'.join(map(str, years))}年）",
            judgement=Judgement.ADMINISTRATIVE,
            registrations=tuple(
                Registration(
                    register="working_days",
                    subject=str(year),
                    body=canonical_json(
                        [
                            [row.day.isoformat(), row.kind.value, row.festival, row.notice]
                            for row in read.rows.values()
                            if row.day.year == year
                        ]
                    ),
                )
                for year in years
            ),
        )
    )
    return RecordedYears(years=years, seq=seq, recognised=False)
