"""Acts that waited or were decided: found by what they are, who made them and when; the last one to move comes first.

An act moves with every step, so each act stands in the list once, at the place of its last step. A page looks back
through a bounded stretch of the journal, so that a search for what is not there costs no more in an old book; it says
how far it looked, and the next page goes on from there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.act import UNDECIDED, State, WaitingAct
from ledger.domain.values.encoding import day_number, moment_of
from ledger.projections.overview import log_head
from ledger.store.record_text import record_of
from ledger.store.statements import rows

if TYPE_CHECKING:
    from ledger.projections.view import View

PAGE: Final = 50
"""Acts of one page."""
MOST_SEARCHED: Final = 30_000
"""Places of the journal that one page looks through."""
_COLUMNS: Final = "j.seq, j.recorded_at, j.narration, j.series, j.number, a.body"
# CROSS JOIN keeps SQLite to this order: from the end of the journal, not from the register of acts.
_FROM_JOURNAL: Final = (
    f"SELECT {_COLUMNS} FROM journal j CROSS JOIN registration a"
    " WHERE j.seq <= ? AND j.seq > ? AND a.seq = j.seq AND a.n = 1 AND a.register = 'act' AND NOT EXISTS"
    " (SELECT 1 FROM registration b WHERE b.register = 'act' AND b.subject = a.subject AND b.seq > j.seq)"
)
_FROM_DOCKET: Final = (
    f"SELECT {_COLUMNS} FROM docket d CROSS JOIN journal j CROSS JOIN registration a"
    " WHERE j.seq = d.seq AND j.seq <= ? AND j.seq > ? AND a.seq = j.seq AND a.n = 1 AND a.register = 'act'"
)
_LAST: Final = " ORDER BY j.seq DESC LIMIT ?"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActFilter:
    """Which acts are looked for; None is any.

    Attributes:
        waiting: only what waits, if true; only what is decided or taken back, if false.
        area: of one branch; ``maker``: recorded by this person.
        first, last: the day from which the act counts, or of its last step while it waits.
        text: stands in the narration, or is the act's reference.

    """

    waiting: bool | None = None
    state: State | None = None
    kind: str | None = None
    area: str | None = None
    maker: str | None = None
    first: date | None = None
    last: date | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActRow:
    """An act as it stands in the list; ``moved_at`` is the moment of its last step, ``seq`` its place."""

    act: WaitingAct
    seq: int
    moved_at: datetime
    narration: str
    series: str | None
    number: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActPage:
    """Acts of one page; ``before`` is where the next page begins, None where there is none."""

    rows: tuple[ActRow, ...]
    before: int | None
    searched: bool
    """Whether the page is short because it looked through as many places as one page may."""


def acts(view: View, wanted: ActFilter, *, before: int | None = None, limit: int = PAGE) -> ActPage:
    """Return the acts that moved last, from a place of the journal backwards.

    :param before: acts of earlier places only.
    """
    last = log_head(view).size if before is None else before - 1
    first = max(last - MOST_SEARCHED, 0)
    waits = wanted.waiting is True or wanted.state in UNDECIDED
    if waits:
        first = 0
    conditions = tuple(_conditions(wanted))
    statement = "".join((_FROM_DOCKET if waits else _FROM_JOURNAL, *(text for text, _ in conditions), _LAST))
    values = tuple(value for _, part in conditions for value in part)
    found = [_row(row) for row in rows(view, statement, (last, first, *values, limit + 1))]
    if len(found) > limit:
        return ActPage(rows=tuple(found[:limit]), before=found[limit - 1].seq, searched=False)
    return ActPage(rows=tuple(found), before=first + 1 if first else None, searched=bool(first))


def _row(row: tuple[Any, ...]) -> ActRow:
    seq, moved_at, narration, series, number, body = row
    return ActRow(
        act=record_of(WaitingAct, body),
        seq=seq,
        moved_at=moment_of(moved_at),
        narration=narration,
        series=series,
        number=number,
    )


def _conditions(wanted: ActFilter) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Yield conditions with their values; the state of an act is canonical JSON, so its members can be looked for."""
    if wanted.area is not None:
        opening = f'{{"area":{_json(wanted.area)},'
        yield f" AND substr(a.body, 1, {len(opening)}) = ?", (opening,)
    for member, value in (("kind", wanted.kind), ("maker", wanted.maker), ("state", wanted.state)):
        if value is not None:
            yield " AND a.body LIKE ? ESCAPE '!'", (f"%{_literally(f'{_json(member)}:{_json(value)}')}%",)
    if wanted.waiting is False:
        for state in sorted(UNDECIDED):
            yield " AND a.body NOT LIKE ?", (f'%"state":"{state}"}}',)
    if wanted.first is not None:
        yield " AND j.effective_on >= ?", (day_number(wanted.first),)
    if wanted.last is not None:
        yield " AND j.effective_on <= ?", (day_number(wanted.last),)
    if wanted.text is not None:
        yield (
            " AND (j.narration LIKE ? ESCAPE '!' OR a.subject = ?)",
            (f"%{_literally(wanted.text)}%", wanted.text),
        )


def _json(text: str) -> str:
    return json.dumps(str(text), ensure_ascii=False)


def _literally(text: str) -> str:
    """Return a text of which a pattern matches every character as it is."""
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")
