"""What an entry leads on to: the provisions that judged it, the acts that brought its credit, its neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from ledger.domain.bookkeeping.judged_by import JudgedBy
from ledger.errors import NotFound, say
from ledger.projections.audit.journal_filter import JournalFilter, conditions_of
from ledger.store.record_text import REMOVED, record_of
from ledger.store.tables import account, journal, movement, position, unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from ledger.domain.bookkeeping.judged_by import AppliedProvision
    from ledger.projections.accounts.entry import RecordedEntry, RecordedMovement

_RECOGNISED: Final = "C10"
"""What comes out of this line of the chart is credit that came into being."""


def provisions_of(shown: RecordedEntry) -> tuple[AppliedProvision, ...]:
    """Return the provisions by which an entry was judged; none where it was not."""
    bodies = [fact.body for fact in shown.registrations if fact.register == JudgedBy.REGISTER]
    judged = [record_of(JudgedBy, body) for body in bodies if body != REMOVED]
    return tuple(provision for each in judged for provision in each.provisions)


def origins_of_credit(connection: Connection, moved: tuple[RecordedMovement, ...]) -> Mapping[str, tuple[int, ...]]:
    """Return, for each facility whose credit was moved, the places at which that credit was recognised."""
    units = {each.unit.code: each.unit.source for each in moved if each.unit.source is not None}
    if not units:
        return {}
    rows = connection.execute(
        select(unit.c.code, movement.c.seq)
        .join_from(unit, position, position.c.unit_id == unit.c.id)
        .join(account, account.c.id == position.c.account_id)
        .join(movement, movement.c.credit == position.c.id)
        .where(unit.c.code.in_(units), account.c.chart == _RECOGNISED)
        .order_by(movement.c.seq)
    ).all()
    places: dict[str, list[int]] = {source: [] for source in units.values()}
    for code, seq in rows:
        places[units[code]].append(seq)
    return {source: tuple(dict.fromkeys(found)) for source, found in places.items()}


def require_within(connection: Connection, seq: int, *, area: str | None) -> None:
    """Refuse an act that does not belong to the one area that the reader may see, as if there were none.

    :raises NotFound: ``journal.place``.
    """
    asked = JournalFilter(within=area)
    seen = select(journal.c.seq).where(journal.c.seq == seq, *conditions_of(connection, asked))
    if connection.scalar(seen) is None:
        raise NotFound(say("日记账没有第{seq}件", seq=seq), code="journal.place")


def neighbours(connection: Connection, seq: int, *, area: str | None) -> tuple[int | None, int | None]:
    """Return the places before and behind an act, among those that the reader may see."""
    conditions = conditions_of(connection, JournalFilter(within=area))
    chosen = select(journal.c.seq).where(*conditions).limit(1)
    before = connection.scalar(chosen.where(journal.c.seq < seq).order_by(journal.c.seq.desc()))
    behind = connection.scalar(chosen.where(journal.c.seq > seq).order_by(journal.c.seq))
    return before, behind
