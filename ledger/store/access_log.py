"""Who came in, and who was refused: written as it happens, never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import func, insert, select, tuple_

from ledger.domain.people.session import AccessEvent
from ledger.domain.values.encoding import microseconds, moment_of
from ledger.store.office_tables import access_event

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Connection


def log_access(
    connection: Connection, *, at: datetime, user: str, address: str, event: str, request_id: str, detail: str = ""
) -> None:
    """Write one event."""
    connection.execute(
        insert(access_event).values(
            id=uuid4().hex,
            at=microseconds(at),
            user=_in_one_line(user),
            address=_in_one_line(address),
            event=event,
            detail=_in_one_line(detail),
            request_id=request_id,
        )
    )


def access_events(
    connection: Connection,
    *,
    limit: int,
    user: str | None = None,
    event: str | None = None,
    before: tuple[datetime, str] | None = None,
    recorded_from: datetime | None = None,
    recorded_before: datetime | None = None,
) -> list[AccessEvent]:
    """Return events, the latest first.

    :param before: moment and id of the last event of the page before.
    :param recorded_from: the first moment; ``recorded_before`` is the one from which on there are none.
    """
    query = select(access_event).order_by(access_event.c.at.desc(), access_event.c.id.desc()).limit(limit)
    if user is not None:
        query = query.where(access_event.c.user == user)
    if event is not None:
        query = query.where(access_event.c.event == event)
    if recorded_from is not None:
        query = query.where(access_event.c.at >= microseconds(recorded_from))
    if recorded_before is not None:
        query = query.where(access_event.c.at < microseconds(recorded_before))
    if before is not None:
        query = query.where(tuple_(access_event.c.at, access_event.c.id) < (microseconds(before[0]), before[1]))
    return [
        AccessEvent(
            id=row.id,
            at=moment_of(row.at),
            user=row.user,
            address=row.address,
            event=row.event,
            detail=row.detail,
            request_id=row.request_id,
        )
        for row in connection.execute(query)
    ]


def count_events(connection: Connection, *, address: str, events: Collection[str], since: datetime) -> int:
    """Return how many events of these kinds came from an address since a moment."""
    counted = (
        select(func.count())
        .select_from(access_event)
        .where(
            access_event.c.at >= microseconds(since),
            access_event.c.address == address,
            access_event.c.event.in_(events),
        )
    )
    return int(connection.execute(counted).scalar_one())


def _in_one_line(text: str) -> str:
    """Return a text in which nothing can pass for another line, or for nothing."""
    return "".join(each if each.isprintable() else f"\\u{ord(each):04x}" for each in text)
