"""What an administrator does with a person's means to log in: give a first password, take everything back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from ledger.domain.people.session import Credential
from ledger.store.access_log import access_events, log_access
from ledger.store.credentials import credential_of, forget_credential, keep_credential, keep_recovery_codes
from ledger.store.sessions import end_session, end_sessions_of, sessions

if TYPE_CHECKING:
    from ledger.services.passwords import Passwords
    from ledger.store.office import OfficeConnection

__all__ = ["access_events", "end_session", "log_access", "sessions"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessState:
    """How a person stands with the log-in."""

    can_log_in: bool
    locked_until: datetime | None = None
    second_factor: bool = False


def give_password(
    connection: OfficeConnection,
    user: str,
    password: str,
    *,
    passwords: Passwords,
    now: datetime,
    must_change: bool = True,
) -> None:
    """Give a person a first password in the place of everything he proved himself by before; his sessions end.

    :param password: made at random by the door, told once.
    """
    kept = Credential(user=user, password=passwords.hashed(password), changed_at=now, must_change=must_change)
    keep_credential(connection, kept)
    keep_recovery_codes(connection, user, ())
    end_sessions_of(connection, user)


def shut_out(connection: OfficeConnection, user: str) -> None:
    """Let a person log in no more, and end his sessions."""
    forget_credential(connection, user)
    end_sessions_of(connection, user)


def force_out(connection: OfficeConnection, user: str) -> int:
    """End every session of a person, and return how many there were."""
    return end_sessions_of(connection, user)


def access_state(connection: OfficeConnection, user: str) -> AccessState:
    """Return how a person stands with the log-in."""
    found = credential_of(connection, user)
    if found is None:
        return AccessState(can_log_in=False)
    return AccessState(can_log_in=True, locked_until=found.locked_until, second_factor=found.secret is not None)
