"""Logging in, step by step, and out again; each step leaves a line in the access log.

Nothing here raises on a wrong password or code: what was counted must last. The answer to a wrong name, a wrong
password and a locked name is the same, and takes as long.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Final

from ledger.domain.people.session import MUST_HAVE_SECOND_FACTOR, Limits, Session, Stage
from ledger.services import second_factor
from ledger.services.passwords import Passwords
from ledger.store.access_log import count_events, log_access
from ledger.store.credentials import credential_of, keep_credential, keep_recovery_codes
from ledger.store.sessions import end_session, end_sessions_before, end_sessions_of, keep_session, note_session
from ledger.store.sessions import session_of as stored_session

if TYPE_CHECKING:
    from ledger.domain.people.actor import User
    from ledger.domain.people.session import Credential
    from ledger.rules.law.book import RuleBook
    from ledger.store.office import OfficeConnection

REFUSED: Final = frozenset({"log_in.refused", "log_in.code_refused"})
"""What counts against an address; what is refused because of the count does not, or it would never end."""
_TOKEN_BYTES: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrance:
    """How this program lets people in; ``second_factor`` False is for trying out alone."""

    passwords: Passwords = field(default_factory=Passwords)
    limits: Limits = field(default_factory=Limits)
    second_factor: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A request as far as the log-in is concerned."""

    now: datetime
    address: str
    request_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A session, and what the browser is to hold of it; that is kept nowhere else."""

    session: Session
    token: str


def is_crowded(view: OfficeConnection, *, entrance: Entrance, visit: Visit) -> bool:
    """Return whether so many log-ins from an address were refused of late that none is looked at."""
    limits = entrance.limits
    since = visit.now - limits.locked
    return count_events(view, address=visit.address, events=REFUSED, since=since) >= limits.failures_of_address


def password_fits(view: OfficeConnection, user: User | None, password: str, *, entrance: Entrance) -> bool:
    """Return whether name and password belong together; it takes as long where there is no such person.

    Asked before anything is written: the check is slow, and nobody should wait for it.

    :raises Busy: too many passwords are being checked at this moment.
    """
    credential = None if user is None else credential_of(view, user.name)
    return entrance.passwords.fits(credential, password)


def log_in(
    connection: OfficeConnection, user: User | None, name: str, *, right: bool, entrance: Entrance, visit: Visit
) -> Opened | None:
    """Begin a session with name and password; None where they do not belong together, or too much was tried.

    :param user: the person registered under the name, if there is one who is not disabled.
    :param name: as it is registered, of one who is disabled too; empty where nobody has it, whatever was typed.
    :param right: what :func:`password_fits` said.
    """
    limits = entrance.limits
    credential = None if user is None else credential_of(connection, user.name)
    if user is None or credential is None or not right or _is_locked(credential, visit):
        locked = credential is not None and _is_locked(credential, visit)
        _log(connection, visit, name, "log_in.locked" if locked else "log_in.refused")
        if credential is not None and not locked:
            keep_credential(connection, _failed(credential, limits=limits, now=visit.now))
        return None
    end_sessions_before(connection, seen=visit.now - limits.idle, began=visit.now - limits.longest)
    code_given = not entrance.second_factor or credential.secret is None
    if code_given and (credential.failures or credential.locked_until):
        credential = replace(credential, failures=0, locked_until=None)
        keep_credential(connection, credential)
    stage = _stage(credential, user, code_given=code_given, entrance=entrance, now=visit.now)
    _log(connection, visit, name, "log_in.accepted" if stage is not Stage.CODE_DUE else "log_in.password_accepted")
    return _begin(connection, user.name, stage, visit=visit)


def give_code(
    connection: OfficeConnection, user: User, session: Session, code: str, *, entrance: Entrance, visit: Visit
) -> Opened | None:
    """Go on with the second factor; None after a wrong code, and the session ends when there were too many."""
    credential = credential_of(connection, user.name)
    if credential is None:
        return None
    passed = (
        None if _is_locked(credential, visit) else second_factor.accepted(connection, credential, code, now=visit.now)
    )
    if passed is None:
        _log(connection, visit, user.name, "log_in.code_refused")
        failed = _failed(credential, limits=entrance.limits, now=visit.now)
        keep_credential(connection, failed)
        if failed.locked_until is not None:
            end_session(connection, session.digest)
        return None
    keep_credential(connection, passed)
    _log(connection, visit, user.name, "log_in.accepted")
    stage = _stage(passed, user, code_given=True, entrance=entrance, now=visit.now)
    return _go_on(connection, session, stage, visit=visit)


def change_password(
    connection: OfficeConnection, user: User, session: Session, password: str, *, entrance: Entrance, visit: Visit,
    book: RuleBook,
) -> Opened | None:  # fmt: skip
    """Give oneself a new password; every other session of the person ends.

    :raises RuleViolation: with everything that is wrong with the new password.
    """
    credential = credential_of(connection, user.name)
    if credential is None:
        return None
    changed = entrance.passwords.changed(credential, password, now=visit.now, book=book)
    keep_credential(connection, changed)
    end_sessions_of(connection, user.name)
    _log(connection, visit, user.name, "password.changed")
    stage = _stage(changed, user, code_given=True, entrance=entrance, now=visit.now)
    return _begin(connection, user.name, stage, visit=visit, began_at=session.began_at)


def offer_secret(connection: OfficeConnection, session: Session) -> str:
    """Return the secret of a second factor that is being set up in a session; the same until it is confirmed."""
    if session.secret is not None:
        return session.secret
    secret = second_factor.new_secret()
    end_session(connection, session.digest)
    keep_session(connection, replace(session, secret=secret))
    return secret


def confirm_secret(
    connection: OfficeConnection, user: User, session: Session, code: str, *, entrance: Entrance, visit: Visit
) -> tuple[Opened, tuple[str, ...]] | None:
    """Take up the second factor whose first code is right, and return ten printed codes; None after a wrong code."""
    credential = credential_of(connection, user.name)
    if credential is None or session.secret is None:
        return None
    step = second_factor.step_of(session.secret, "".join(code.split()), now=visit.now, after=None)
    if step is None:
        _log(connection, visit, user.name, "second_factor.refused")
        return None
    confirmed = replace(credential, secret=session.secret, last_step=step)
    keep_credential(connection, confirmed)
    codes = second_factor.new_codes()
    keep_recovery_codes(connection, user.name, second_factor.digests_of(codes))
    _log(connection, visit, user.name, "second_factor.set_up")
    stage = _stage(confirmed, user, code_given=True, entrance=entrance, now=visit.now)
    return _go_on(connection, session, stage, visit=visit), codes


def log_out(connection: OfficeConnection, session: Session, *, visit: Visit) -> None:
    """End a session."""
    end_session(connection, session.digest)
    _log(connection, visit, session.user, "log_out")


def session_of(connection: OfficeConnection, token: str) -> Session | None:
    """Return the session of which a browser holds the token, whether it is over by its own limits or not."""
    return stored_session(connection, _digest(token))


def note_use(connection: OfficeConnection, session: Session, *, now: datetime) -> None:
    """Note that a session was used, so that it does not end as idle."""
    note_session(connection, session.digest, seen_at=now)


def note_password(
    connection: OfficeConnection, user: User, session: Session, *, right: bool, entrance: Entrance, visit: Visit
) -> bool:
    """Note whether the present password was given rightly within a session, and return whether that counts.

    Too many wrong ones lock the name and end the session: whoever sits there need not be the person.
    """
    credential = credential_of(connection, user.name)
    if credential is None or _is_locked(credential, visit):
        return False
    if right:
        return True
    failed = _failed(credential, limits=entrance.limits, now=visit.now)
    keep_credential(connection, failed)
    _log(connection, visit, user.name, "password.refused")
    if failed.locked_until is not None:
        end_session(connection, session.digest)
    return False


def _stage(credential: Credential, user: User, *, code_given: bool, entrance: Entrance, now: datetime) -> Stage:
    if not code_given:
        return Stage.CODE_DUE
    if credential.must_change or now - credential.changed_at > entrance.limits.password_age:
        return Stage.PASSWORD_DUE
    if entrance.second_factor and credential.secret is None and user.role in MUST_HAVE_SECOND_FACTOR:
        return Stage.SECRET_DUE
    return Stage.WHOLE


def _is_locked(credential: Credential, visit: Visit) -> bool:
    return credential.locked_until is not None and credential.locked_until > visit.now


def _failed(credential: Credential, *, limits: Limits, now: datetime) -> Credential:
    failures = credential.failures + 1
    if failures < limits.failures:
        return replace(credential, failures=failures)
    return replace(credential, failures=0, locked_until=now + limits.locked)


def _begin(
    connection: OfficeConnection, user: str, stage: Stage, *, visit: Visit, began_at: datetime | None = None
) -> Opened:
    token = token_urlsafe(_TOKEN_BYTES)
    session = Session(
        digest=_digest(token),
        user=user,
        stage=stage,
        form_token=token_urlsafe(_TOKEN_BYTES),
        address=visit.address,
        began_at=began_at or visit.now,
        seen_at=visit.now,
    )
    keep_session(connection, session)
    return Opened(session=session, token=token)


def _go_on(connection: OfficeConnection, session: Session, stage: Stage, *, visit: Visit) -> Opened:
    """Begin a new session in the place of one, so that a token that was known before is worth nothing after."""
    end_session(connection, session.digest)
    return _begin(connection, session.user, stage, visit=visit, began_at=session.began_at)


def _digest(token: str) -> bytes:
    return sha256(token.encode()).digest()


def _log(connection: OfficeConnection, visit: Visit, user: str, event: str) -> None:
    log_access(connection, at=visit.now, user=user, address=visit.address, event=event, request_id=visit.request_id)
