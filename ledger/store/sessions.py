"""The sessions that are under way, found by the digest of what the browser holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from ledger.domain.people.session import Session, Stage
from ledger.domain.values.encoding import microseconds, moment_of
from ledger.store.office_tables import session

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

    from sqlalchemy import Connection, Row


def session_of(connection: Connection, digest: bytes) -> Session | None:
    """Return a session, whether it is over by its own limits or not."""
    row = connection.execute(select(session).where(session.c.digest == digest)).one_or_none()
    return None if row is None else _session(row)


def sessions(connection: Connection) -> list[Session]:
    """Return every session, the last used first."""
    return [_session(row) for row in connection.execute(select(session).order_by(session.c.seen_at.desc()))]


def keep_session(connection: Connection, kept: Session) -> None:
    """Keep a new session."""
    connection.execute(
        insert(session).values(
            digest=kept.digest,
            user=kept.user,
            stage=kept.stage.value,
            form_token=kept.form_token,
            secret=kept.secret,
            address=kept.address,
            began_at=microseconds(kept.began_at),
            seen_at=microseconds(kept.seen_at),
        )
    )


def note_session(connection: Connection, digest: bytes, *, seen_at: datetime) -> None:
    """Note that a session was used."""
    connection.execute(update(session).where(session.c.digest == digest).values(seen_at=microseconds(seen_at)))


def end_session(connection: Connection, digest: bytes) -> None:
    """End a session."""
    connection.execute(delete(session).where(session.c.digest == digest))


def end_sessions_of(connection: Connection, user: str) -> int:
    """End every session of a person, and return how many there were."""
    return connection.execute(delete(session).where(session.c.user == user)).rowcount


def end_sessions_before(connection: Connection, *, seen: datetime, began: datetime) -> None:
    """End the sessions that were last used, or began, before a moment."""
    over = (session.c.seen_at < microseconds(seen)) | (session.c.began_at < microseconds(began))
    connection.execute(delete(session).where(over))


def _session(row: Row[Any]) -> Session:
    return Session(
        digest=bytes(row.digest),
        user=row.user,
        stage=Stage(row.stage),
        form_token=row.form_token,
        secret=row.secret,
        address=row.address,
        began_at=moment_of(row.began_at),
        seen_at=moment_of(row.seen_at),
    )
