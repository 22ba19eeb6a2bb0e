"""A person's session at the program: how far the log-in has come, and when it ends by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from ledger.domain.people.actor import Role

MUST_HAVE_SECOND_FACTOR: Final = frozenset(Role) - {Role.ENTERPRISE, Role.AUDITOR}
"""Everybody who can write something; the others may choose to have one."""


class Stage(StrEnum):
    """How far a log-in has come."""

    CODE_DUE = "code_due"
    """The password was right; the second factor is to follow."""
    PASSWORD_DUE = "password_due"  # noqa: S105 - the name of a stage
    """The password must be changed before anything else."""
    SECRET_DUE = "secret_due"  # noqa: S105 - the name of a stage
    """A second factor must be set up before anything else."""
    WHOLE = "whole"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long a session lasts and how often one may be wrong.

    GB/T 22239-2019, 8.1.4.1 asks for a limit of failures and for ending idle sessions, and leaves the figures open.
    """

    idle: timedelta = timedelta(minutes=30)
    longest: timedelta = timedelta(hours=8)
    failures: int = 5
    locked: timedelta = timedelta(minutes=15)
    failures_of_address: int = 50
    """Refused log-ins from one address within ``locked``, whatever the names."""
    seen_again: timedelta = timedelta(minutes=1)
    """A session is noted as used at most so often."""
    password_age: timedelta = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One log-in of one person on one browser; ``digest`` is the SHA-256 of what the browser holds."""

    digest: bytes
    user: str
    stage: Stage
    form_token: str
    address: str
    began_at: datetime
    seen_at: datetime
    secret: str | None = None
    """Of a second factor that is being set up."""

    def has_ended(self, now: datetime, limits: Limits) -> bool:
        """Return whether the session is over by now."""
        return now - self.seen_at > limits.idle or now - self.began_at > limits.longest


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """By what a person proves who he is; digests alone."""

    user: str
    password: str
    changed_at: datetime
    former: tuple[str, ...] = ()
    must_change: bool = False
    failures: int = 0
    locked_until: datetime | None = None
    secret: str | None = None
    last_step: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessEvent:
    """Somebody came in, was refused, or left; ``user`` is what was typed."""

    id: str
    at: datetime
    user: str
    address: str
    event: str
    detail: str
    request_id: str
