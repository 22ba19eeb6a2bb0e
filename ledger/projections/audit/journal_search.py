"""The journal as it is searched: a page of the acts that meet the conditions, in both directions, and their count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select

from ledger.domain.bookkeeping.journal import Judgement
from ledger.projections.accounts.entry import act_members
from ledger.projections.audit.journal_filter import conditions_of
from ledger.store.tables import journal

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from ledger.projections.audit.journal_filter import JournalFilter

COUNTED: Final = 1_000
"""As far as acts are counted; beyond it the count says "more than"."""
_COLUMNS: Final = (
    journal.c.seq,
    journal.c.kind,
    journal.c.effective_on,
    journal.c.recorded_at,
    journal.c.actor,
    journal.c.approver,
    journal.c.series,
    journal.c.number,
    journal.c.attachments,
    journal.c.narration,
    journal.c.judgement,
    journal.c.reverses,
    func.coalesce(journal.c.movements, 0).label("movements"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalLine:
    """An act in a list; ``movements`` counts them."""

    seq: int
    kind: str
    effective_on: date
    recorded_at: datetime
    actor: str
    approver: str | None
    series: str | None
    number: int | None
    attachments: int
    narration: str
    judgement: Judgement
    reverses: int | None
    movements: int


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalPage:
    """Acts, the latest first; ``newer`` and ``older`` tell whether there are others in that direction."""

    lines: tuple[JournalLine, ...]
    newer: bool
    older: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many acts; ``more`` where counting ended before they did."""

    acts: int
    more: bool = False


class JournalSearch:
    """A search of the journal: its pages, their acts counted, or all of them; what it asks is worked out once."""

    def __init__(self, connection: Connection, asked: JournalFilter) -> None:
        self._connection = connection
        self._conditions = conditions_of(connection, asked)

    def page(self, *, before: int | None = None, after: int | None = None, limit: int) -> JournalPage:
        """Return a page: the latest acts, those before a place, or those after one.

        :param after: goes before ``before`` where both are given.
        """
        statement = select(*_COLUMNS).where(*self._conditions).limit(limit + 1)
        if after is not None:
            statement = statement.where(journal.c.seq > after).order_by(journal.c.seq)
            rows = self._connection.execute(statement).all()
            return JournalPage(lines=tuple(map(_line, rows[:limit][::-1])), newer=len(rows) > limit, older=True)
        if before is not None:
            statement = statement.where(journal.c.seq < before)
        rows = self._connection.execute(statement.order_by(journal.c.seq.desc())).all()
        return JournalPage(lines=tuple(map(_line, rows[:limit])), newer=before is not None, older=len(rows) > limit)

    def count(self) -> Count:
        """Return how many acts meet the conditions, counted as far as :data:`COUNTED`."""
        found = (
            select(journal.c.seq).where(*self._conditions).order_by(journal.c.seq.desc()).limit(COUNTED + 1).subquery()
        )
        acts = self._connection.scalar(select(func.count()).select_from(found)) or 0
        return Count(acts=min(acts, COUNTED), more=acts > COUNTED)

    def lines(self) -> Iterator[JournalLine]:
        """Yield every act that meets the conditions, in the order of the journal, a piece at a time."""
        statement = select(*_COLUMNS).where(*self._conditions).order_by(journal.c.seq)
        yield from map(_line, self._connection.execute(statement, execution_options={"yield_per": 500}))


def lines_at(connection: Connection, places: tuple[int, ...]) -> tuple[JournalLine, ...]:
    """Return the acts at some places, in the order in which the places are given."""
    found = {row.seq: _line(row) for row in connection.execute(select(*_COLUMNS).where(journal.c.seq.in_(places)))}
    return tuple(found[place] for place in places if place in found)


def kinds_recorded(connection: Connection) -> list[str]:
    """Return the kinds of acts that the journal holds, in the order of their names."""
    return sorted(connection.scalars(select(journal.c.kind).distinct()))


def _line(row: Any) -> JournalLine:
    return JournalLine(**act_members(row), movements=row.movements)
